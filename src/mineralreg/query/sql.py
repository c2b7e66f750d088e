"""Somebody's own SQL on the index: reading only, for a limited time.

SQLite itself decides what is reading: an authorizer sees every table, function and statement that
a query would touch before it runs, so nothing depends on what the text looks like.
"""

from __future__ import annotations

import sqlite3
from time import monotonic
from typing import TYPE_CHECKING, Any

from mineralreg.errors import UsageError
from mineralreg.query.results import Column, Table

if TYPE_CHECKING:
    from mineralreg.query.results import Cell

_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
}
_PRAGMAS = {
    "data_version",  # FTS5 asks for it
    "foreign_key_list",
    "index_info",
    "index_list",
    "table_info",
    "table_list",
    "table_xinfo",
}
_REFUSED_FUNCTIONS = {"load_extension", "fts3_tokenizer"}
_STEPS = 20_000
_LONGEST_VALUE = 64 * 1024 * 1024


def rows(connection: sqlite3.Connection, query: str, *, seconds: float = 10) -> Table:
    """The rows of a query.

    Args:
        connection: The index.
        query: One SELECT, VALUES, WITH, EXPLAIN or harmless PRAGMA.
        seconds: Time limit.

    Raises:
        UsageError: No query, several, one that does more than read, a mistake in it, or one that
            takes too long.
    """
    if not query.strip().strip(";"):
        raise UsageError("there is no query", help='for example: "select * from agreement limit 5"')
    if "verdict" in query.lower():
        from mineralreg.query import reconcile

        reconcile.add(connection)
    deadline = monotonic() + seconds
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("SELECT id FROM record_text LIMIT 0")  # opening it declares a table
    connection.set_authorizer(_only_reading)
    connection.set_progress_handler(lambda: monotonic() > deadline, _STEPS)
    try:
        cursor = connection.execute(query)
        found = [tuple(map(_cell, row)) for row in cursor.fetchall()]
    except (sqlite3.Error, sqlite3.Warning) as error:
        if "interrupted" in str(error) and monotonic() <= deadline:
            raise KeyboardInterrupt from None  # it came while SQLite ran, which swallows it
        raise _explained(error, seconds) from None
    except (UnicodeError, ValueError) as error:  # a surrogate or NUL in the query
        raise UsageError(f"the query is no text that SQLite takes: {error}") from None
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_authorizer(None)
    names = _distinct([entry[0] for entry in cursor.description or ()])
    columns = tuple(Column(name, name, at > 0) for at, name in enumerate(names))
    at = names.index("id") if "id" in names else None
    ids = [str(row[at]) for row in found] if at is not None else None
    return Table(columns, found, ids)


def _only_reading(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        refused = (second or "").lower() in _REFUSED_FUNCTIONS
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _explained(error: Exception, seconds: float) -> UsageError:
    text = str(error)
    if "interrupted" in text:
        return UsageError(
            f"the query took longer than {seconds:g} s", help="allow more: --seconds N"
        )
    if any(word in text for word in ("authoriz", "prohibited", "readonly")):
        return UsageError(
            "only reading is allowed: one SELECT on the index",
            help="records are changed by `mineralreg set`, `act`, `edit` and `add`",
        )
    if "one statement" in text:
        return UsageError("only one statement is allowed", help="run them one by one")
    help = "`mineralreg sql \"select name from sqlite_schema where type = 'table'\"` lists tables"
    return UsageError(f"SQLite does not understand the query: {text}", help=help)


def _cell(value: Any) -> Cell:
    if isinstance(value, bytes):
        return value.hex()
    found: Cell = value
    return found


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found
