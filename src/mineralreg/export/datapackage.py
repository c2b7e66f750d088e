"""`export csv`: a folder with a CSV file for each table and a datapackage.json that describes them.

The description follows the Frictionless Data Package specification, version 1: types, keys,
foreign keys, licence and sources, all read from the catalogue and the registry.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from mineralreg.atomic import whole_folder
from mineralreg.errors import UsageError
from mineralreg.export.catalogue import exported
from mineralreg.export.selection import header
from mineralreg.output.escape import FORMULA_STARTS
from mineralreg.query import reconcile

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.export.catalogue import Column, Table

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
    reconcile.add(part)
    names = {f"{table.name}.csv" for table in exported()} | {DESCRIPTOR}
    with whole_folder(target, names) as folder:
        resources = [_write_table(part, table, folder, bom) for table in exported()]
        descriptor = json.dumps(_package(part, resources), ensure_ascii=False, indent=2)
        path = os.path.join(folder, DESCRIPTOR)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{descriptor.removesuffix('}').rstrip()}{_sources(part)}\n}}\n")


def _write_table(part: sqlite3.Connection, table: Table, folder: str, bom: bool) -> dict[str, Any]:
    path = os.path.join(folder, f"{table.name}.csv")
    with open(path, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file)  # lines end in CR LF, as RFC 4180 says
        writer.writerow([column.name for column in table.columns])
        cells = ", ".join(map(_cell, table.columns))
        writer.writerows(part.execute(table.select(cells)))
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": os.path.getsize(path),
        "hash": f"sha256:{_sha256(path)}",
        "schema": _schema(table),
    }


_FORMULA = ", ".join(str(ord(start)) for start in FORMULA_STARTS)


def _cell(column: Column) -> str:
    """The SQL of a cell: what `csv` writes as it stands, harmless in a spreadsheet."""
    name = f'"{column.name}"'
    if column.type == "boolean":
        return f"iif({name}, 'true', 'false')" if column.required else name
    if column.type == "text" and not column.table and column.name != "id":  # an id is a slug
        starts = f"{name} NOT BETWEEN 'A' AND '\uff00' AND unicode({name}) IN ({_FORMULA})"
        return f"iif({starts}, '''' || {name}, {name})"
    return name


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    foreign = [
        {
            "fields": column.name,
            "reference": {
                "resource": "" if column.table == table.name else column.table,
                "fields": "id",
            },
        }
        for column in table.columns
        if column.table
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(column: Column, table: Table) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.description,
    }
    constraints = {}
    if column.required:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if constraints:
        field["constraints"] = constraints
    return field


def _package(part: sqlite3.Connection, resources: list[dict[str, Any]]) -> dict[str, Any]:
    meta = header(part)
    description = [meta.get("scope"), _NOTE]
    if "filters" in meta:
        description.append(f"Only the agreements found by: {meta['filters']}.")
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "mineralreg",
        "title": meta["title"],
        "description": " ".join(one for one in description if one),
    }
    if meta.get("version"):
        package["version"] = meta["version"]
    if meta.get("license"):
        path, title = LICENSES.get(meta["license"], (None, None))
        license = {"name": meta["license"], "path": path, "title": title}
        package["licenses"] = [{key: value for key, value in license.items() if value}]
    package["resources"] = resources
    return package


def _sources(part: sqlite3.Connection) -> str:
    """The key `sources` of the descriptor, a source a line; there may be many."""
    rows = part.execute(
        "SELECT title || ' (' || publisher || ')', url FROM source ORDER BY position"
    )
    cited = [{"title": title, "path": url} if url else {"title": title} for title, url in rows]
    lines = ",\n".join(f"    {json.dumps(source, ensure_ascii=False)}" for source in cited)
    return f',\n  "sources": [\n{lines}\n  ]' if cited else ""


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
