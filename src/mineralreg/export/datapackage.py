"""`export csv`: a folder with a CSV file for each table and a datapackage.json that describes them.

The description follows the Frictionless Data Package specification, version 1: types, keys,
foreign keys, licence and sources, all read from the catalogue and the registry.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import sqlite3
from typing import Any

from mineralreg.atomic import whole_folder
from mineralreg.errors import UsageError
from mineralreg.export.catalogue import Column, Table, exported
from mineralreg.export.selection import header
from mineralreg.output.escape import FORMULA_STARTS
from mineralreg.query.results import as_json, heading, stated

DESCRIPTOR = "datapackage.json"

_TYPES = {"text": "string", "list": "array"}
_NOTE = (
    "Dates stand as written in the registry (2026-02-04, 2026-02, 2026?); the columns earliest and "
    "latest hold the first and last day that they can be. A text that a spreadsheet would run as "
    "a formula (it starts with =, +, -, @, a tab or a line end) has an apostrophe put before it."
)
LICENSES = {
    "CC-BY-4.0": (
        "https://creativecommons.org/licenses/by/4.0/",
        "Creative Commons Attribution 4.0 International",
    ),
    "CC0-1.0": ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0 Universal"),
}


def write_csv(part: sqlite3.Connection, target: str, *, bom: bool = False) -> None:
    """Write a data package.

    Args:
        bom: Whether each file begins with a byte order mark, without which some spreadsheets
            misread letters beyond ASCII.

    Raises:
        UsageError: The target is named like a file.
    """
    if target.lower().endswith(".csv"):
        raise UsageError(
            f"`export csv` writes a folder with a file for each table, and '{target}' names a file",
            help=f"name a folder; for one table write `mineralreg list -f csv -o '{target}'`",
        )
    names = {f"{table.name}.csv" for table in exported()} | {DESCRIPTOR}
    with whole_folder(target, names) as folder:
        resources = [_write_table(part, table, folder, bom) for table in exported()]
        descriptor = as_json(_package(part, resources), indent=2)
        path = os.path.join(folder, DESCRIPTOR)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{descriptor.removesuffix('}').rstrip()}{_sources(part)}\n}}\n")


def _write_table(part: sqlite3.Connection, table: Table, folder: str, bom: bool) -> dict[str, Any]:
    path = os.path.join(folder, f"{table.name}.csv")
    head = ",".join(column.name for column in table.columns)
    with open(path, "wb") as file:
        file.write(codecs.BOM_UTF8 * bom + f"{head}\r\n".encode())
        file.writelines(line for (line,) in part.execute(table.select(_line(table))))
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": heading(table.name),
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": os.path.getsize(path),
        "hash": f"sha256:{digest}",
        "schema": _schema(table),
    }


_FORMULA = ", ".join(str(ord(start)) for start in FORMULA_STARTS)


def _line(table: Table) -> str:
    """The SQL of a row as RFC 4180 has it, as bytes; what is NULL leaves its cell empty.

    SQLite writes a line in less time than Python takes to get its cells. What a view gathers in a
    subquery is gathered wherever the column is named, so it is named once.
    """
    lists = [table.view and column.type == "list" for column in table.columns]
    marks = ",".join('"%w"' if quoted else "%s" for quoted in lists)
    cells = [
        f'"{column.name}"' if quoted else _cell(column)
        for column, quoted in zip(table.columns, lists, strict=True)
    ]
    return f"CAST(printf('{marks}\r\n', {', '.join(cells)}) AS BLOB)"


def _cell(column: Column) -> str:
    """The SQL of a cell; a text is made harmless in a spreadsheet."""
    name = f'"{column.name}"'
    if column.type == "boolean":
        return f"iif({name}, 'true', 'false')" if column.required else name
    if column.type == "number":
        return f"nullif(quote({name}), 'NULL')"  # which has as many digits as it needs
    if column.table or column.name == "id" or column.type in ("integer", "date"):
        return name  # an id is a slug
    once = column.name == "parties"
    text = cell = "once" if once else name
    if column.type == "text":
        starts = f"{cell} NOT BETWEEN 'A' AND '\uff00' AND unicode({cell}) IN ({_FORMULA})"
        text = f"iif({starts}, '''' || {cell}, {cell})"
    special = " OR ".join(f"instr({cell}, '{one}')" for one in ',"\n\r')
    quoted = f"""iif({special}, '"' || replace({text}, '"', '""') || '"', {text})"""
    return f"(SELECT {quoted} FROM (SELECT {name} AS once))" if once else quoted


def _schema(table: Table) -> dict[str, Any]:
    foreign = [
        (column.name, "" if column.table == table.name else column.table)
        for column in table.columns
        if column.table
    ]
    schema = {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": table.key,
        "foreignKeys": [
            {"fields": name, "reference": {"resource": resource, "fields": "id"}}
            for name, resource in foreign
        ],
    }
    return stated(schema)


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints = {"required": column.required, "unique": table.key == (column.name,)}
    field = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.description,
        "constraints": stated(constraints),
    }
    return stated(field)


def _package(part: sqlite3.Connection, resources: list[dict[str, Any]]) -> dict[str, Any]:
    meta = header(part)
    license, filters = meta.get("license", ""), meta.get("filters")
    path, title = LICENSES.get(license, ("", ""))
    found = f"Only the agreements found by: {filters}." if filters is not None else None
    package = {
        "profile": "tabular-data-package",
        "name": "mineralreg",
        "title": meta["title"],
        "description": " ".join(filter(None, (meta.get("scope"), _NOTE, found))),
        "version": meta.get("version"),
        "licenses": [stated({"name": license, "path": path, "title": title})] if license else None,
        "resources": resources,
    }
    return stated(package)


def _sources(part: sqlite3.Connection) -> str:
    """The key `sources` of the descriptor, a source a line; there may be many."""
    title = "'title', title || ' (' || publisher || ')'"
    rows = part.execute(
        f"SELECT iif(url IS NULL, json_object({title}), json_object({title}, 'path', url)) "
        "FROM source ORDER BY position"
    )
    lines = ",\n".join(f"    {source}" for (source,) in rows)
    return f',\n  "sources": [\n{lines}\n  ]' if lines else ""
