"""What the tables and columns of the index are, as the SQL that creates them describes them.

`scripts/table_catalogue.py` reads the comments in schema.sql and views.sql, which are the only
description of the tables: docs/sql.md, the data package, the Parquet metadata and the Datasette
metadata are made from it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, TypeAlias

from mineralreg.query.names import not_among

ColumnType: TypeAlias = Literal["text", "integer", "number", "boolean", "date", "list", "object"]
"""`date` is a whole day in ISO form; `list` and `object` are JSON text in SQLite and CSV."""


class Column(NamedTuple):
    """A column of a table or view, with a phrase that describes it."""

    name: str
    type: ColumnType
    required: bool
    """It is never NULL."""
    table: str | None
    """The table whose key it refers to."""
    description: str


class Table(NamedTuple):
    """A table or view, with sentences that describe it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """The columns of its primary key; none for a view."""
    view: bool
    order: str
    """What its rows are in the order of, whichever way they came into the index."""

    def described(self) -> dict[str, Any]:
        """What it and its columns are, as Datasette has it."""
        columns = {column.name: column.description for column in self.columns}
        return {"description": self.description, "columns": columns}

    def select(self, cells: str = "*", first: str = "") -> str:
        """The statement that reads it in its order, or in that of something else first."""
        order = ", ".join(filter(None, (first, self.order)))
        return f"SELECT {cells} FROM {self.name}{f' ORDER BY {order}' if order else ''}"


@cache
def tables() -> tuple[Table, ...]:
    """All tables and views, parents before the tables that refer to them, views last."""
    text = (files("mineralreg.export") / "catalogue.json").read_text(encoding="utf-8")
    return tuple(
        Table(name, told, tuple(Column(*one) for one in columns), tuple(key), view, order)
        for name, told, columns, key, view, order in json.loads(text)
    )


def known_table(name: str) -> Table:
    """The table or view of this name, or a `UsageError` that proposes another."""
    known = {one.name: one for one in tables()}
    if name not in known:
        raise not_among(name, known, "table")
    return known[name]


def exported() -> tuple[Table, ...]:
    """The tables that a data package or a folder of Parquet files holds, and two views.

    The header, whole records and the full text are for the database. The views are for those who
    open one file: agreements with their parties in a row, and the long table of acts.
    """
    views = ("agreement_overview", "act_timeline")
    return tuple(
        one
        for one in tables()
        if (one.name in views if one.view else one.name not in ("meta", "record"))
    )
