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

DURATION_PATTERN = r"^P(\d+Y(\d+M)?(\d+D)?|\d+M(\d+D)?|\d+D|\d+W)$"
"""A duration is one of ISO 8601 in years, months and days, or in weeks (MR106)."""

_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGE_PATTERN = (
    rf"^({'|'.join(_LANGUAGES.split())}|[a-z]{{3}})(-[A-Z][a-z]{{3}})?(-([A-Z]{{2}}|\d{{3}}))?$"
)
"""A BCP 47 tag: a language of ISO 639, perhaps with its script and region (MR104)."""
