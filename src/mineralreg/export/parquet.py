"""`export parquet`: one table in a file or all tables in a folder, through the extra `parquet`.

Columns have their right types: whole days are dates, lists are lists. Descriptions travel in the
metadata of the file and its columns. Rows pass in batches, so a registry of any size fits.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from mineralreg.atomic import whole_file, whole_folder
from mineralreg.errors import UsageError, extra
from mineralreg.export.catalogue import Table, exported, known_table

ONE_TABLE = "agreement_overview"
"""What a single file holds when no table is named: agreements with their parties."""

PARTED = {"agreement": "date_earliest", "act": "earliest", "state": "earliest"}
"""The large tables, with the day whose year `--partition year` parts them by."""

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""The folder of rows without a year, as DuckDB, Spark and Arrow read it."""

_BATCH = 5_000


def write_parquet(
    part: sqlite3.Connection,
    target: str,
    *,
    table: str | None = None,
    partition: str | None = None,
) -> None:
    """Write one table or all.

    Args:
        target: A file when a table is named or the name ends in `.parquet`, else a folder for all.
        table: Table or view for a single file.
        partition: `year` for a folder a table, the large ones with a folder a year.

    Raises:
        UsageError: pyarrow is not installed, or there is no such table or partition.
    """
    if partition not in (None, "year"):
        raise UsageError(f"there is no partition {partition!r}", help="write --partition year")
    if partition and table:
        raise UsageError("--table and --partition exclude each other", help="leave one out")
    if table is None and partition is None and target.lower().endswith(".parquet"):
        table = ONE_TABLE
    one = known_table(table) if table is not None else None
    arrow = _arrow()
    if one is not None:
        with whole_file(target) as path:
            _write(arrow, part, one, path)
        return
    ending = "" if partition else ".parquet"
    write = _write_parted if partition else _write
    with whole_folder(target, {f"{each.name}{ending}" for each in exported()}) as folder:
        for each in exported():
            write(arrow, part, each, os.path.join(folder, f"{each.name}{ending}"))


def _arrow() -> Any:
    with extra("parquet", "Parquet needs pyarrow"):
        import pyarrow
        import pyarrow.parquet
    return pyarrow


def _write(arrow: Any, part: sqlite3.Connection, table: Table, path: str) -> None:
    _fill(arrow, table, path, part.execute(table.select()))


def _write_parted(arrow: Any, part: sqlite3.Connection, table: Table, folder: str) -> None:
    os.mkdir(folder)
    day = PARTED.get(table.name)
    if day is None:
        _write(arrow, part, table, os.path.join(folder, "data.parquet"))
        return
    rows = part.execute(table.select(f"substr({day}, 1, 4) AS year, *", "year"))
    for year, together in groupby(rows, key=itemgetter(0)):
        inside = os.path.join(folder, f"year={year or UNDATED}")
        os.mkdir(inside)
        _fill(arrow, table, os.path.join(inside, "data.parquet"), (row[1:] for row in together))


def _fill(arrow: Any, table: Table, path: str, rows: Iterator[Sequence[Any]]) -> None:
    schema = _schema(arrow, table)
    with arrow.parquet.ParquetWriter(path, schema) as writer:
        while chunk := list(islice(rows, _BATCH)):
            cells = list(chain.from_iterable(chunk))
            arrays = [
                _array(arrow, column.type, field.type, cells[at :: len(schema)])
                for at, (column, field) in enumerate(zip(table.columns, schema, strict=True))
            ]
            del chunk, cells
            writer.write_batch(arrow.record_batch(arrays, schema=schema))


def _schema(arrow: Any, table: Table) -> Any:
    types = {
        "text": arrow.string(),
        "object": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "list": arrow.list_(arrow.string()),
    }
    fields = [
        arrow.field(
            column.name,
            types[column.type],
            nullable=not column.required,
            metadata={"description": column.description},
        )
        for column in table.columns
    ]
    return arrow.schema(fields, metadata={"description": table.description})


def _array(arrow: Any, kind: str, type: Any, values: Sequence[Any]) -> Any:
    """The values of a column as Arrow holds them; whole columns are converted in one call."""
    if kind == "date":
        return arrow.array(values, type=arrow.string()).cast(type)
    if kind == "list":
        return arrow.array(json.loads(f"[{','.join(v or 'null' for v in values)}]"), type=type)
    if kind == "boolean":
        return arrow.array(values, type=arrow.int8()).cast(type)
    return arrow.array(values, type=type)


def views() -> str:
    """Views for DuckDB on a folder of parted tables: each table, and what people ask often."""
    return (files("mineralreg.export") / "duckdb.sql").read_text(encoding="utf-8")
