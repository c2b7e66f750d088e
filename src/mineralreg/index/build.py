"""Builds the index from validated records: rows first, then indexes, then the texts, then done.

Building happens on a connection that the caller gives; whether that is a file or memory is
`open.py`'s affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.index.rows import registry_rows
from mineralreg.index.schema import schema, statements
from mineralreg.index.texts import fill_texts
from mineralreg.version import __version__

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mineralreg.records.registry import Registry

_CHUNK = 20_000


def build(
    connection: sqlite3.Connection, registry: Registry, content_hash: str, *, texts: bool = True
) -> None:
    """Fill an empty database with the registry.

    Args:
        connection: A writable connection to an empty database.
        registry: Validated records whose references all resolve.
        content_hash: Hash of the registry file's bytes, kept in `meta`.
        texts: Whether to fill in whole records and the full text, too: counting needs neither.

    Raises:
        sqlite3.Error: The database cannot be written (disk full, read-only).
    """
    connection.executescript(schema())
    connection.execute("BEGIN")
    _fill(connection, registry)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(registry, content_hash))
    for name in ("indexes.sql", "views.sql"):
        for statement in statements(name):
            connection.execute(statement)
    if texts:
        fill_texts(connection, registry)
    connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, registry: Registry) -> None:
    waiting: dict[str, list[tuple[object, ...]]] = {}
    for count, (table, row) in enumerate(registry_rows(registry), 1):
        waiting.setdefault(table, []).append(row)
        if count % _CHUNK == 0:
            _flush(connection, waiting)
    _flush(connection, waiting)


def _flush(connection: sqlite3.Connection, waiting: dict[str, list[tuple[object, ...]]]) -> None:
    for table, rows in waiting.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    waiting.clear()


def _meta(registry: Registry, content_hash: str) -> Iterator[tuple[str, str | None]]:
    header = registry.registry
    yield "schema_version", str(registry.schema_version)
    yield "title", header.title
    yield "version", header.version
    yield "as_of", header.as_of.text if header.as_of else None
    yield "as_of_latest", header.as_of.latest.isoformat() if header.as_of else None
    yield "license", header.license
    yield "scope", header.scope
    yield "program_version", __version__
    yield "registry_hash", content_hash
