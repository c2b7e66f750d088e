"""The canonical order of record kinds in a file, and how the order of keys is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

KINDS = ("registry", "source", "partner", "agreement", "initiative", "event", "claim")
"""Canonical order of the record kinds in a file."""

KeyOrder = Mapping[str, Sequence[str]]
"""Canonical order of keys by dotted path of the table: `agreement`, `agreement.actions`, and ``
for the keys in front of all headers. Keys that are not listed follow in the order they have."""
