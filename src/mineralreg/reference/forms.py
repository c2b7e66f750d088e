"""How ids, addresses and texts look: the models and what people type go by the same patterns.

Apart from the models, because building a command must not import pydantic.
"""

from __future__ import annotations

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 64
"""An id is lower-case ASCII words joined by hyphens, of at most so many characters (MR105)."""

TEXT_PATTERN = r"\S"
"""A text has at least one visible character (MR109)."""

URL_PATTERN = r"^https?://[^\s/?#@]+(:\d+)?([/?#]\S*)?$"
"""An address has a host and no blank (MR108)."""
