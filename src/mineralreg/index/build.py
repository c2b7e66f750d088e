"""Fills an index with the records of a registry, as they come: rows first, then indexes and views.

Filling happens on a connection that the caller gives; whether that is a file or memory is the
affair of `cache.py`.
"""

from __future__ import annotations

import sqlite3
from pkgutil import get_data
from typing import TYPE_CHECKING, Protocol

from mineralreg import __version__
from mineralreg.errors import RegistryError
from mineralreg.index.record_rows import TEXT_COLUMNS, Context, record_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mineralreg.index.record_rows import Row
    from mineralreg.records.models import AnyRecord, Header

OLDEST = (3, 34)
"""The oldest SQLite: the first in which a recursive query has several steps (December 2020)."""

_CHUNK = 20_000
_CACHE_KIB = 64 * 1024
_WORDS = 16 * 1024 * 1024
"""Memory for what is searched and not written yet; of less there are more parts to be merged."""


class Records(Protocol):
    """A registry: what it says of itself, and its records one after the other."""

    @property
    def registry(self) -> Header:
        """Its header."""

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position among its kind, in canonical order."""


def new_file(path: str) -> sqlite3.Connection:
    """A connection to a database file that gets its name when it is whole.

    A journal and syncing would protect nothing.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def schema() -> str:
    """The SQL that creates the tables, with their documentation as comments.

    Raises:
        RegistryError: This Python has a SQLite that is too old.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise RegistryError(
            f"this Python has SQLite {sqlite3.sqlite_version}, and 3.34 or later is needed",
            help="use another build of Python; those of python.org bring a newer one",
        )
    return sql("schema.sql")


def statements(name: str) -> list[str]:
    """The statements of an SQL file, one by one and without comments."""
    lines = [line for line in sql(name).splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def build(connection: sqlite3.Connection, registry: Records, idle: Collection[str] = ()) -> None:
    """Fill an empty database with a registry.

    Args:
        connection: A writable connection to an empty database.
        registry: Validated records whose references all resolve to ids that records have now.
        idle: Tables that may stay empty, as nobody asks them.

    Raises:
        sqlite3.Error: The database cannot be written (disk full, read-only).
    """
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.executescript(schema())
    connection.execute("BEGIN")
    connection.execute(f"INSERT INTO record_text (record_text, rank) VALUES ('hashsize', {_WORDS})")
    context = Context(latest(registry), idle)
    waiting: list[Row] = []
    for kind, position, record in registry.records():
        waiting += record_rows(kind, position, record, context)
        if len(waiting) > _CHUNK:
            insert(connection, waiting)
            waiting.clear()
    insert(connection, waiting)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta(registry))
    for name in ("indexes.sql", "views.sql"):
        for statement in statements(name):
            connection.execute(statement)
    connection.execute("COMMIT")


def insert(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Insert rows, those of a table together."""
    tables: dict[str, list[tuple[object, ...]]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    for table, values in tables.items():
        columns = f"({', '.join(TEXT_COLUMNS)})" if table == "record_text" else ""
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} {columns} VALUES ({marks})", values)


def latest(registry: Records) -> str | None:
    """The last day that the facts of a registry can be of, in ISO form."""
    as_of = registry.registry.as_of
    return as_of.latest.isoformat() if as_of else None


def meta(registry: Records) -> Iterator[tuple[str, str | None]]:
    """The rows of `meta`."""
    header = registry.registry
    yield "schema_version", "1"
    yield "title", header.title
    yield "version", header.version
    yield "as_of", header.as_of.text if header.as_of else None
    yield "as_of_latest", latest(registry)
    yield "license", header.license
    yield "scope", header.scope
    yield "program_version", __version__


def sql(name: str) -> str:
    """The text of an SQL file of the index."""
    return (get_data("mineralreg.index", name) or b"").decode()
