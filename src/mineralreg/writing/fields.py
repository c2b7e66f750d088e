"""What is to be known of a field in order to write it: what it holds and how it is asked for.

`kinds.py` has the fields of each record kind. This module has the value that describes one, and
the few questions that are put to a row of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

TEXT, WORD, DATE, WHOLE, NUMBER, FLAG, URL, SLUG, TABLE = (
    "text",
    "word",
    "date",
    "whole number",
    "number",
    "true or false",
    "address",
    "id",
    "table",
)
"""What a field can hold, apart from a reference."""

PARTNER, SOURCE, AGREEMENT, EVENT, INITIATIVE = (
    "partner",
    "source",
    "agreement",
    "event",
    "initiative",
)
MINERAL, TOPIC, COUNTRY_CODE = "mineral", "topic", "country code"
"""What a field can refer to: records, and words of the reference tables."""


class Field(NamedTuple):
    """A key of a record, or of a table in it.

    Attributes:
        key: As in the file.
        holds: What it holds or refers to.
        help: One line, as in the help of the option.
        many: Whether it is a list.
        words: The vocabulary of a `WORD`.
        option: Name of the option without dashes; None for the key itself, "" for no option.
        needed: Whether a record must have it.
        asked: Whether a person at a terminal is asked for it when it is missing.
        parts: Fields of the table, or of each table in the list.
    """

    key: str
    holds: str
    help: str = ""
    many: bool = False
    words: tuple[str, ...] = ()
    option: str | None = None
    needed: bool = False
    asked: bool = False
    parts: tuple[Field, ...] = ()

    @property
    def flag(self) -> str:
        """The option of `add` that gives it, or "" when there is none."""
        return self.key.replace("_", "-") if self.option is None else self.option


def field_of(fields: tuple[Field, ...], key: str) -> Field | None:
    """The field with this key, or None."""
    return next((field for field in fields if field.key == key), None)


def keys(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Keys in canonical order."""
    return tuple(field.key for field in fields)


def partners(fields: tuple[Field, ...], record: dict[str, object]) -> list[str]:
    """Ids of all partners that a record or table names."""
    return [id for field, id in references(fields, record) if field.holds == PARTNER]


def references(fields: tuple[Field, ...], record: dict[str, object]) -> Iterator[tuple[Field, str]]:
    """Every reference in a record or table, with the field it stands in."""
    for field in fields:
        value = record.get(field.key)
        for item in value if isinstance(value, list) else [value]:
            if field.parts and isinstance(item, dict):
                yield from references(field.parts, item)
            elif isinstance(item, str):
                yield field, item
