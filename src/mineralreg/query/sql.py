"""A user's SQL on the index: read-only, with a time limit.

SQLite itself decides what is reading: an authorizer sees every table, function and statement that
a query would touch before it runs, so nothing depends on its text. A time limit applies between
steps only, and one function can take minutes, so a query runs on a connection and a thread of its
own, which are abandoned when the time is over.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from math import isfinite
from time import monotonic
from typing import TYPE_CHECKING, Any

from mineralreg.errors import UsageError
from mineralreg.index.cache import connect
from mineralreg.query.names import damaged, decoded
from mineralreg.query.results import Answer, Column, Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
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
_GRACE = 0.2
"""Seconds for an interrupted query to end by itself."""
_LONGEST = 86_400
_LONGEST_VALUE = 64 * 1024 * 1024


def rows(connection: sqlite3.Connection, query: str, *, seconds: float = 10) -> Answer:
    """The rows of one SELECT, VALUES, WITH, EXPLAIN or harmless PRAGMA."""
    from threading import Event, Thread

    query = decoded(query)
    if damaged(query) or "\0" in query:
        raise UsageError("the query is damaged: it was read in a wrong encoding")
    if not query.strip().strip(";"):
        raise UsageError("there is no query", help='for example: "select * from agreement limit 5"')
    if not 0 < seconds <= _LONGEST:
        raise UsageError(f"--seconds must be more than 0 and at most {_LONGEST}")
    own, done = _own(connection), Event()
    ends = [monotonic() + seconds]
    outcome: list[Answer | Exception] = []
    worker = Thread(target=_answer, args=(own, query, ends, outcome, done), daemon=True)
    try:
        worker.start()
        while not done.wait(_GRACE) and monotonic() < ends[0] + _GRACE:
            pass  # in turns, as Ctrl-C may come just before it waits
    finally:  # a thread that runs at the end of the process can crash it
        ends[0] = 0.0
        with suppress(sqlite3.ProgrammingError):  # it is closed
            own.interrupt()
        done.wait(_GRACE)
    if not outcome:
        raise _too_long(seconds)
    (found,) = outcome
    if isinstance(found, Exception):
        raise _explained(found, seconds) from None
    return found


def _own(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Another connection to the same index, which any thread may use."""
    if path := connection.execute("PRAGMA database_list").fetchone()[2]:
        return connect(path)
    own = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.backup(own)
    own.execute("PRAGMA query_only = ON")
    return own


def _answer(
    connection: sqlite3.Connection,
    query: str,
    ends: Sequence[float],
    outcome: list[Answer | Exception],
    done: Event,
) -> None:
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.execute("SELECT id FROM record_text LIMIT 0")  # opening it declares a table
        connection.set_authorizer(_only_reading)
        connection.set_progress_handler(lambda: monotonic() > ends[0], _STEPS)
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        cursor = connection.execute(query)
        found: list[Row] = [tuple(map(_cell, row)) for row in cursor]
        names = [entry[0] for entry in cursor.description or ()]
        seen = [names[: at + 1].count(name) for at, name in enumerate(names)]
        names = [f"{name}_{n}" if n > 1 else name for name, n in zip(names, seen, strict=True)]
        columns = tuple(Column(name, name, at > 0) for at, name in enumerate(names))
        at = names.index("id") if "id" in names else None
        outcome.append(
            Answer(columns, found, [str(row[at]) for row in found] if at is not None else None)
        )
    except Exception as error:  # raised by the waiting thread
        outcome.append(error)
    finally:
        connection.close()
        done.set()


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
        return _too_long(seconds)
    if isinstance(error, MemoryError) or "too big" in text:
        return UsageError("a value of the answer is too large", help="ask for less of it")
    if any(word in text for word in ("authoriz", "prohibited", "readonly")):
        return UsageError(
            "only reading is allowed: one SELECT on the index",
            help="records are changed by `mineralreg set`, `act`, `edit` and `add`",
        )
    if "one statement" in text:
        return UsageError("only one statement is allowed", help="run them one by one")
    help = "`mineralreg sql \"select name from sqlite_schema where type = 'table'\"` lists tables"
    return UsageError(f"SQLite does not understand the query: {text}", help=help)


def _too_long(seconds: float) -> UsageError:
    return UsageError(f"the query took longer than {seconds:g} s", help="allow more: --seconds N")


def _cell(value: Any) -> Any:
    if isinstance(value, float) and not isfinite(value):
        return "Inf" if value > 0 else "-Inf"  # JSON has no number for them
    return value.hex() if isinstance(value, bytes) else value
