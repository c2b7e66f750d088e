"""`export xlsx`: a workbook with a sheet a table, through the extra `xlsx`.

Text stays text, whatever it begins with; whole days are dates, numbers numbers. A date that may be
partial is a date where it is a whole day and text where it is not. Lists are parted by `; `.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from mineralreg.atomic import whole_file
from mineralreg.errors import UsageError, extra
from mineralreg.export.catalogue import Column, Table, exported
from mineralreg.export.selection import header

_ROWS = 1_048_576
_LETTERS = 32_767
_EPOCH = "1900-03-01"
"""Spreadsheets know no days before 1900, and disagree on the first two months of that year."""


def write_xlsx(part: sqlite3.Connection, target: str) -> None:
    """Write a workbook.

    Raises:
        UsageError: XlsxWriter is not installed, or a table or text is larger than a sheet or cell.
    """
    with extra("xlsx", "a workbook needs XlsxWriter"):
        import xlsxwriter
    tables = sorted(exported(), key=lambda table: not table.view)  # which a reader opens first
    with (
        whole_file(target) as path,
        _system_errors(xlsxwriter.exceptions.FileCreateError),
        xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook,
    ):
        meta = header(part)
        day = datetime.fromisoformat(meta.get("as_of_latest", "2000-01-01"))
        workbook.set_properties({"title": meta["title"], "created": day})
        styles = {
            "head": workbook.add_format({"bold": True, "bottom": 1}),
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _about(workbook, styles, meta, tables)
        for table in tables:
            _sheet(workbook, styles, part, table)


@contextmanager
def _system_errors(wrapped: type[Exception]) -> Iterator[None]:
    """Let what the system said come out of the library's own error."""
    try:
        yield
    except wrapped as error:
        raise error.args[0] from error


def _about(workbook: Any, styles: Any, meta: dict[str, Any], tables: list[Table]) -> None:
    """The first sheet: what the registry says of itself, and what each sheet holds."""
    sheet = workbook.add_worksheet("about")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    held = ((table.name, table.description) for table in tables)
    rows = [*meta.items(), ("sheet", "what it holds"), *held]
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text, styles["head"] if row[0] == "sheet" else None)


def _sheet(workbook: Any, styles: Any, part: sqlite3.Connection, table: Table) -> None:
    sheet = workbook.add_worksheet(table.name)
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, 60 if column.name in ("title", "statement", "notes") else 16)
        sheet.write_string(0, at, column.name, styles["head"])
    number = 0
    for number, row in enumerate(part.execute(table.select()), 1):
        if number >= _ROWS:
            raise UsageError(
                f"the table {table.name} has more rows than a sheet holds",
                help="filter, or write `csv` or `parquet`",
            )
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value not in (None, "", "[]"):
                _cell(sheet, styles["day"], (number, at), column, value)
    sheet.autofilter(0, 0, number, len(table.columns) - 1)


def _cell(sheet: Any, day: Any, at: tuple[int, int], column: Column, value: Any) -> None:
    if column.type == "boolean":
        sheet.write_boolean(*at, bool(value))
    elif not isinstance(value, str):
        sheet.write_number(*at, value)
    elif _is_day(column, value):
        sheet.write_datetime(*at, date.fromisoformat(value), day)
    else:
        text = "; ".join(json.loads(value)) if column.type == "list" else value
        if len(text) > _LETTERS:
            raise UsageError(
                f"a text in {column.name} is longer than a cell of a workbook holds",
                help="write `csv` or `json` instead",
            )
        sheet.write_string(*at, text)


def _is_day(column: Column, value: str) -> bool:
    dated = column.type == "date" or "as written" in column.description
    return dated and len(value) == len(_EPOCH) and value >= _EPOCH
