"""src/mineralreg/export/catalogue.json: the tables and views of the index with their columns.

They are read from the SQL that creates them; the comments in schema.sql and views.sql are the only
description of the tables.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

from mineralreg.export.catalogue import Column, ColumnType, Table
from mineralreg.index.build import sql
from mineralreg.reference.vocabulary import RECORD_KINDS

_DESCRIPTION = re.compile(r"((?:^--[^\n]*\n)+)CREATE (?:TABLE|VIEW) (\w+)", re.MULTILINE)
_FULL_TEXT = re.compile(r"^CREATE VIRTUAL TABLE [^;]*;", re.MULTILINE)
_COLUMN_DOC = re.compile(r"  -- (.+)$", re.MULTILINE)
_OF_TABLE = re.compile(r"\b(\w+)\.(\w+)")
_BOOLEAN = re.compile(r"(\w+) IN \(0, 1\)")


def text() -> str:
    """The whole catalogue, a column a line."""
    return "[\n" + ",\n".join(map(_written, _tables())) + "\n]\n"


def _written(table: Table) -> str:
    name, description, columns, *rest = (json.dumps(one, ensure_ascii=False) for one in table)
    columns = ",\n".join(json.dumps(one, ensure_ascii=False) for one in table.columns)
    return f"[{name}, {description}, [\n{columns}\n], {', '.join(rest)}]"


def _tables() -> tuple[Table, ...]:
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
