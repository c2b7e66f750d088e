"""What the tables and columns of the index are, read from the SQL that creates them.

The comments in schema.sql and views.sql are the only description of the tables:
docs/sql.md, the data package, the Parquet metadata and the Datasette metadata are made from what
is read here.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from mineralreg.index.build import sql
from mineralreg.query.names import not_among
from mineralreg.reference.vocabulary import RECORD_KINDS

ColumnType: TypeAlias = Literal["text", "integer", "number", "boolean", "date", "list", "object"]
"""`date` is a whole day in ISO form; `list` and `object` are JSON text in SQLite and CSV."""

_DESCRIPTION = re.compile(r"((?:^--[^\n]*\n)+)CREATE (?:TABLE|VIEW) (\w+)", re.MULTILINE)
_FULL_TEXT = re.compile(r"^CREATE VIRTUAL TABLE [^;]*;", re.MULTILINE)
_COLUMN_DOC = re.compile(r"  -- (.+)$", re.MULTILINE)
_OF_TABLE = re.compile(r"\b(\w+)\.(\w+)")
_BOOLEAN = re.compile(r"(\w+) IN \(0, 1\)")


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

    def select(self, cells: str = "*", first: str = "") -> str:
        """The statement that reads it in its order, or in that of something else first."""
        order = ", ".join(filter(None, (first, self.order)))
        return f"SELECT {cells} FROM {self.name}{f' ORDER BY {order}' if order else ''}"


@cache
def tables() -> tuple[Table, ...]:
    """All tables and views, parents before the tables that refer to them, views last."""
    text = sql("schema.sql") + sql("views.sql")
    described = {name: comment for comment, name in _DESCRIPTION.findall(text)}
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_FULL_TEXT.sub("", text))
        created = database.execute("SELECT name, sql, type = 'view' FROM sqlite_schema").fetchall()
        return tuple(
            _read(database, name, described[name], sql, bool(view))
            for name, sql, view in created
            if name in described
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


def _read(database: sqlite3.Connection, name: str, comment: str, sql: str, view: bool) -> Table:
    refers = {row[3]: row[2] for row in database.execute(f"PRAGMA foreign_key_list({name})")}
    yes_or_no = _BOOLEAN.findall(sql)
    columns, key = [], {}
    info = database.execute(f"PRAGMA table_info({name})")
    for row, doc in zip(info, _COLUMN_DOC.findall(sql), strict=True):
        _, column, declared, filled, _, place = row
        kind = "boolean" if column in yes_or_no else _type(column, declared, doc)
        columns.append(Column(column, kind, bool(filled or place), refers.get(column), doc))
        if place:
            key[place] = column
    described = " ".join(line.removeprefix("--").strip() for line in comment.splitlines())
    ordered = tuple(key[place] for place in sorted(key))
    order = "position" if name in RECORD_KINDS else ", ".join(ordered)
    by = sql.partition("\nORDER BY ")[2]
    if {column for _, column in _OF_TABLE.findall(by)} <= {column.name for column in columns}:
        order = _OF_TABLE.sub(r"\2", by) or order  # said outside, it sorts only what is read
    return Table(name, described, tuple(columns), ordered, view, order)


def _type(name: str, declared: str, doc: str) -> ColumnType:
    if declared == "NUMERIC":
        return "number"
    if declared == "INTEGER" or doc.startswith(("Number of", "The number")):
        return "integer"
    if name.endswith(("earliest", "latest")):
        return "date"
    if doc.startswith("JSON:"):
        return "list"
    return "object" if doc.startswith("JSON object:") else "text"
