"""Which columns a listing of each record kind can have, which it has, and what it is in order of.

Names are what `--columns`, `--sort` and the header of CSV use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import agreement_fields
from mineralreg.query.suggest import not_among
from mineralreg.query.words import field_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mineralreg.query.field import Field

DEFAULTS = {
    "agreement": ("id", "date", "status", "kind", "title", "parties", "minerals", "sources"),
    "partner": ("id", "name", "kind", "iso", "region", "agreements"),
    "initiative": ("id", "date", "acronym", "name", "kind", "status", "agreements"),
    "event": ("id", "date", "name", "place", "hosts", "participants", "agreements"),
    "source": ("id", "published", "kind", "publisher", "title", "url"),
    "claim": ("id", "as_of", "count", "unit", "statement", "expect", "sources"),
    "act": ("date", "action", "record", "partner", "role", "place", "title", "sources"),
}

ORDER = {
    "agreement": "date",
    "partner": "name",
    "initiative": "date",
    "event": "date",
    "source": "published",
    "claim": "as_of",
    "act": "date",
}
"""The column that a listing is in the order of when nobody chooses."""


def known(kind: str) -> dict[str, Field]:
    """All columns that a listing of this kind can have, by name."""
    if kind in agreement_fields.FIELDS:
        return agreement_fields.FIELDS[kind]
    from mineralreg.query import record_fields

    return record_fields.FIELDS[kind]


def fields(kind: str, columns: Sequence[str] | None) -> list[Field]:
    """The columns to show, in order.

    Args:
        kind: Record kind in the singular, or `act`.
        columns: Names as written, or None for the default ones.

    Raises:
        UsageError: A column that this kind does not have.
    """
    return [field(kind, name, "column") for name in columns or DEFAULTS[kind]]


def field(kind: str, name: str, what: str) -> Field:
    """The column of this name; `legal-nature`, `Legal nature` and `legal_nature` are one.

    Raises:
        UsageError: No such column.
    """
    table = known(kind)
    key = field_name(name)
    if key in table:
        return table[key]
    kinds = "actions" if kind == "act" else f"{kind}s"
    raise not_among(name, table, f"{what} of {kinds}")
