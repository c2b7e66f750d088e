"""Rows of a table with values of their right types, for every format that is not SQLite itself."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from mineralreg.errors import UsageError
from mineralreg.export.catalogue import tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from mineralreg.export.catalogue import Table

Value: TypeAlias = "str | int | float | bool | date | list[str] | dict[str, Any] | None"


def rows(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[Value, ...]]:
    """The rows of a table or view in its own order, as Python values.

    Args:
        connection: Connection to an index or a selection.
        table: From the catalogue.
    """
    readers = [_READERS.get(column.type) for column in table.columns]
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    for row in connection.execute(f"SELECT {names} FROM {table.name}"):
        yield tuple(
            value if read is None or value is None else read(value)
            for value, read in zip(row, readers, strict=True)
        )


def known_table(name: str) -> Table:
    """The table or view of this name.

    Raises:
        UsageError: There is none.
    """
    for one in tables():
        if one.name == name:
            return one
    from difflib import get_close_matches

    names = [one.name for one in tables()]
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise UsageError(f"there is no table {name!r}", help=f"{hint}Tables: {', '.join(names)}")


_READERS: dict[str, Callable[[Any], Value]] = {
    "boolean": bool,
    "date": date.fromisoformat,
    "list": json.loads,
    "object": json.loads,
    "number": float,
}
