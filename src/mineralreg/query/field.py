"""What a column is, and short ways to write the usual ones down."""

from __future__ import annotations

from typing import NamedTuple

from mineralreg.query.rows import Column

SEPARATOR = "\x1f"
"""Between the values of a cell, until it is split; U+241F stands for one inside a value."""


class Field(NamedTuple):
    """A column and how to get it.

    Attributes:
        column: Name and heading.
        sql: Expression for its cell.
        order: Expressions to sort by; empty to sort by the cell, texts folded.
        many: True when the cell is a tuple of texts.
    """

    column: Column
    sql: str
    order: tuple[str, ...] = ()
    many: bool = False


def one(name: str, title: str, sql: str | None = None, *, wide: bool = False) -> Field:
    """A column of one value; without SQL it is the column of that name."""
    return Field(Column(name, title, wide), sql or f'r."{name}"')


def date(name: str, title: str, earliest: str, latest: str, sql: str | None = None) -> Field:
    """A date, sorted by the days that it can be."""
    return Field(Column(name, title), sql or f'r."{name}"', (earliest, latest))


def many(name: str, title: str, select: str, order: str, *, wide: bool = True) -> Field:
    """A column of several texts. `select` names its text `v`; it may speak of `r`."""
    value = "replace(v, char(31), char(9247))"
    sql = f"(SELECT group_concat({value}, char(31)) FROM (SELECT {select} ORDER BY {order}))"
    return Field(Column(name, title, wide), sql, many=True)


def table(*fields: Field) -> dict[str, Field]:
    """Columns by name."""
    return {field.column.name: field for field in fields}


LAST = (one("notes", "Notes", wide=True), one("withdrawn", "Withdrawn", wide=True))
