"""`export parquet`: one table in a file or all tables in a folder, through the extra `parquet`.

Columns have their right types: whole days are dates, lists are lists. Descriptions travel in the
metadata of the file and its columns.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mineralreg.atomic import whole_file, whole_folder
from mineralreg.errors import UsageError
from mineralreg.export.catalogue import exported, known_table, rows
from mineralreg.export.selection import selected
from mineralreg.query import reconcile

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.export.catalogue import Table
    from mineralreg.export.selection import Found

ONE_TABLE = "agreement_overview"
"""What a single file holds when no table is named: agreements with their parties."""


def write_parquet(
    index: sqlite3.Connection, target: str, found: Found | None = None, table: str | None = None
) -> None:
    """Write the registry, or the part that was found, as Parquet.

    Args:
        index: Connection to the index; only read.
        target: A file when a table is named or the ending is `.parquet`, else a folder for all.
        found: The agreements to export; None for everything.
        table: Table or view for a single file.

    Raises:
        UsageError: pyarrow is not installed, or there is no such table.
        WriteRefused: The target cannot be written; nothing changed.
    """
    if table is None and target.lower().endswith(".parquet"):
        table = ONE_TABLE
    one = known_table(table) if table is not None else None
    arrow = _arrow()
    part = selected(index, found)
    if one is None or one.name == reconcile.NAME:
        reconcile.add(part)
    if one is not None:
        with whole_file(target) as path:
            _write(arrow, part, one, path)
        return
    with whole_folder(target, {f"{each.name}.parquet" for each in exported()}) as folder:
        for each in exported():
            _write(arrow, part, each, os.path.join(folder, f"{each.name}.parquet"))


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed",
            help="install it with `pip install 'mineralreg[parquet]'`",
        ) from None
    return pyarrow


def _write(arrow: Any, part: sqlite3.Connection, table: Table, path: str) -> None:
    types = {
        "text": arrow.string(),
        "object": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "list": arrow.list_(arrow.string()),
    }
    schema = arrow.schema(
        [
            arrow.field(
                column.name,
                types[column.type],
                nullable=not column.required,
                metadata={"description": column.description},
            )
            for column in table.columns
        ],
        metadata={"description": table.description},
    )
    columns = list(zip(*rows(part, table), strict=True)) or [()] * len(table.columns)
    arrays = [
        arrow.array([_plain(value) for value in values], type=types[column.type])
        for values, column in zip(columns, table.columns, strict=True)
    ]
    arrow.parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), path)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        import json

        return json.dumps(value, ensure_ascii=False)
    return value
