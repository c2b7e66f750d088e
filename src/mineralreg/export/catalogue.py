"""What the tables and columns of the index are, read from the SQL that creates them.

The comments in schema.sql, verdict.sql and views.sql are the only description of the tables:
docs/sql.md, the data package, the Parquet metadata and the Datasette metadata are made from what
is read here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias

ColumnType: TypeAlias = Literal["text", "integer", "number", "boolean", "date", "list", "object"]
"""`date` is a whole day in ISO form; `list` and `object` are JSON text in SQLite and CSV."""

NOT_EXPORTED = frozenset({"meta", "record", "record_text"})
"""Tables that only the database holds: the header, whole records as JSON, the full text."""


class Column(NamedTuple):
    """A column of a table or view.

    Attributes:
        name: Its name.
        type: What its values are.
        required: True when it is never NULL.
        table: Table whose key it refers to, or None.
        description: One phrase.
    """

    name: str
    type: ColumnType
    required: bool
    table: str | None
    description: str


class Table(NamedTuple):
    """A table or view.

    Attributes:
        name: Its name.
        description: One or more sentences.
        columns: In order.
        key: Names of the columns of the primary key; empty for a view.
        view: True for a view.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    view: bool

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: There is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_DEFINITIONS = (
    ("mineralreg.index", "schema.sql"),
    ("mineralreg.query", "verdict.sql"),
    ("mineralreg.index", "views.sql"),
)
_BLOCK = re.compile(
    r"(?P<comment>(?:^--[^\n]*\n)*)^CREATE (?P<what>TABLE|VIEW) (?P<name>\w+)(?P<body>.*?);\n",
    re.MULTILINE | re.DOTALL,
)
_COLUMN = re.compile(
    r'^ {4}"?(?P<name>[a-z_]+)"? (?P<type>TEXT|INTEGER|NUMERIC)'
    r"(?P<rest>[^\n]*?),?  -- (?P<doc>.+)$",
    re.MULTILINE,
)
_KEY = re.compile(r"^ {4}PRIMARY KEY \((.+)\)", re.MULTILINE)
_VIEW_COLUMN = re.compile(r'(?P<name>[a-z_]+)"?,?  -- (?P<doc>.+)$', re.MULTILINE)
_REFERENCES = re.compile(r"REFERENCES (\w+)")


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """All tables and views, parents before the tables that refer to them, views last."""
    found = []
    for package, name in _DEFINITIONS:
        text = (files(package) / name).read_text(encoding="utf-8")
        found += [_read(match) for match in _BLOCK.finditer(text)]
    return tuple(found)


def table(name: str) -> Table:
    """The table or view of this name.

    Raises:
        KeyError: There is none.
    """
    for one in tables():
        if one.name == name:
            return one
    raise KeyError(name)


def exported() -> tuple[Table, ...]:
    """The tables that a data package or a folder of Parquet files holds, and two views.

    The views are for those who open one file: agreements with their parties in a row, and the
    long table of acts.
    """
    wanted = {"agreement_overview", "act_timeline"}
    return tuple(
        one
        for one in tables()
        if one.name in wanted or (not one.view and one.name not in NOT_EXPORTED)
    )


def _read(match: re.Match[str]) -> Table:
    lines = [line.removeprefix("--").strip() for line in match["comment"].splitlines()]
    body, view = match["body"], match["what"] == "VIEW"
    columns = _view_columns(body) if view else _table_columns(body)
    composed = _KEY.search(body)
    if composed:
        key = tuple(composed[1].split(", "))
    else:
        key = tuple(c["name"] for c in _COLUMN.finditer(body) if "PRIMARY KEY" in c["rest"])
    return Table(match["name"], " ".join(lines), columns, () if view else key, view)


def _table_columns(body: str) -> tuple[Column, ...]:
    columns = []
    for match in _COLUMN.finditer(body):
        rest, refers = match["rest"], _REFERENCES.search(match["rest"])
        columns.append(
            Column(
                match["name"],
                _type(match["name"], match["type"], rest, match["doc"]),
                "NOT NULL" in rest or "PRIMARY KEY" in rest,
                refers[1] if refers else None,
                match["doc"],
            )
        )
    return tuple(columns)


def _view_columns(body: str) -> tuple[Column, ...]:
    columns = []
    for match in _VIEW_COLUMN.finditer(body):
        name, doc = match["name"], match["doc"]
        declared = "INTEGER" if doc.startswith(("Number of", "The number")) else "TEXT"
        columns.append(Column(name, _type(name, declared, "", doc), False, None, doc))
    return tuple(columns)


def _type(name: str, declared: str, rest: str, doc: str) -> ColumnType:
    if declared == "INTEGER":
        return "boolean" if "IN (0, 1)" in rest else "integer"
    if declared == "NUMERIC":
        return "number"
    if name.endswith(("earliest", "latest")):
        return "date"
    if doc.startswith("JSON:"):
        return "list"
    return "object" if doc.startswith("JSON object:") else "text"


def known_table(name: str) -> Table:
    """The table or view of this name.

    Raises:
        UsageError: There is none.
    """
    for one in tables():
        if one.name == name:
            return one
    from mineralreg.query.names import not_among

    raise not_among(name, (one.name for one in tables()), "table")
