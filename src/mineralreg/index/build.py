"""Builds the index from validated records: rows first, then indexes, then full text, then done.

Building happens in one transaction on a connection that the caller gives; whether that is a file
or memory is `open.py`'s affair.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from mineralreg.collector import no_collection
from mineralreg.index.rows import registry_rows
from mineralreg.records.agreement import Agreement
from mineralreg.records.initiative import Initiative
from mineralreg.records.status import state_of
from mineralreg.version import __version__

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mineralreg.records.registry import AnyRecord, Registry

_CHUNK = 20_000
_COMPUTED = {"status", "status_since", "date"}


def build(
    connection: sqlite3.Connection, registry: Registry, content_hash: str, *, texts: bool = True
) -> None:
    """Fill an empty database with the registry.

    Args:
        connection: A writable connection to an empty database.
        registry: Validated records whose references all resolve.
        content_hash: Hash of the registry file's bytes, kept in `meta`.
        texts: Whether to keep whole records and the full text, which counting does not need.

    Raises:
        sqlite3.Error: The database cannot be written (disk full, read-only).
    """
    with no_collection():
        connection.executescript(schema())
        connection.execute("BEGIN")
        _fill(connection, registry, texts)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(registry, content_hash))
        for name in ("indexes.sql", "views.sql"):
            for statement in _statements(name):
                connection.execute(statement)
        if texts:
            _full_text(connection)  # after the indexes: it looks acts and signatories up by record
        connection.execute("COMMIT")


def schema() -> str:
    """The SQL that creates the tables, with their documentation as comments."""
    return (files("mineralreg.index") / "schema.sql").read_text(encoding="utf-8")


def _statements(name: str) -> list[str]:
    text = (files("mineralreg.index") / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _fill(connection: sqlite3.Connection, registry: Registry, texts: bool) -> None:
    waiting: dict[str, list[tuple[object, ...]]] = {}
    count = 0
    for table, row in registry_rows(registry):
        waiting.setdefault(table, []).append(row)
        count += 1
        if count % _CHUNK == 0:
            _flush(connection, waiting)
    for kind, _, record in registry.records() if texts else ():
        waiting.setdefault("record", []).append((kind, record.id, as_json(record)))
        count += 1
        if count % _CHUNK == 0:
            _flush(connection, waiting)
    _flush(connection, waiting)


def _flush(connection: sqlite3.Connection, waiting: dict[str, list[tuple[object, ...]]]) -> None:
    for table, rows in waiting.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    waiting.clear()


def as_json(record: AnyRecord) -> str:
    """The record as JSON: keys as in the file, then `status`, `status_since` and `date`.

    Dates are strings as written; keys that the file leaves out are left out. `status_since` and
    `date` are null where nothing is dated.
    """
    if not isinstance(record, Agreement | Initiative):
        return record.model_dump_json(exclude_unset=True, by_alias=True)
    text = record.model_dump_json(exclude_unset=True, by_alias=True, exclude=_COMPUTED)
    state = state_of(record.actions)
    since, date = _quoted(state.since), _quoted(record.date)
    return f'{text[:-1]},"status":"{state.status}","status_since":{since},"date":{date}}}'


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'


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


def _full_text(connection: sqlite3.Connection) -> None:
    connection.create_function("concat_text", -1, _concat_text, deterministic=True)
    for statement in _statements("fulltext.sql"):
        connection.execute(statement)


def _concat_text(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
