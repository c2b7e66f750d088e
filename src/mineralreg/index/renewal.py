"""Makes the index of an edited registry from the last one, by replacing the records that changed.

A registry is cut in front of each `[[`, and hashes of the pieces are kept beside its index. Where
the pieces of another registry differ in few records, and each of them stands for the same record
as before or is new and the last of its kind, a copy of the index gets just these. Whatever is not
surely the same as a whole build raises `NotSureError`: another header, a record that went, moved or
has another id, a kind whose names stand in the texts of others.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from mineralreg.errors import RegistryError
from mineralreg.index.build import (
    OVERFLOW,
    SEVERAL,
    Context,
    as_json,
    names_of,
    record_rows,
    texts_of,
)
from mineralreg.records.models import MODELS
from mineralreg.records.schema import references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineralreg.records.models import AnyRecord, Registry

    LoadPart = Callable[[bytes, dict[str, list[dict[str, Any]]]], Registry]

_MOST = 200
"""Records that may differ; to build the whole is soon quicker."""
_SIZE = 8
_OF_AGREEMENT = (
    "act_source WHERE act IN (SELECT id FROM act WHERE agreement = :id)",
    "variant_source WHERE variant IN (SELECT id FROM variant WHERE record = :id)",
    "variant WHERE record = :id",
    *(
        f"{table} WHERE agreement = :id"
        for table in (
            *("act", "state", "amount", "signatory", "relation", "agreement_party"),
            *("agreement_mineral", "agreement_topic", "agreement_initiative", "agreement_source"),
        )
    ),
    "agreement WHERE id = :id",
)
_OWN = {"source": ("source WHERE id = :id",), "agreement": _OF_AGREEMENT}
"""The rows of a record, for each kind that can be replaced."""


class NotSureError(Exception):
    """The whole has to be built."""


class Changed(NamedTuple):
    """A piece that differs: its number, kind and place among its kind, and whether it is new."""

    number: int
    kind: str
    position: int
    new: bool


def pieces(raw: bytes) -> list[bytes]:
    """The head of a registry, then what ought to be its records."""
    return raw.split(b"\n[[")


def hashes(parts: list[bytes]) -> bytes:
    """A hash of each piece, all of one length."""
    return b"".join([blake2b(part, digest_size=_SIZE).digest() for part in parts])


def hashes_of(raw: bytes, registry: Registry) -> bytes | None:
    """The hashes to keep beside an index; None where a piece may not be a record."""
    parts = pieces(raw)
    counts = {kind: len(getattr(registry, kind)) for kind in MODELS}
    found = Counter(map(_kind, parts[1:]))
    if found != Counter({kind: count for kind, count in counts.items() if count}):
        return None
    if any(part.count(quotes) % 2 for quotes in (b'"""', b"'''") for part in parts):
        return None  # a text of several lines may hold what looks like a record
    return hashes(parts)


def changes(old: bytes, new: bytes, parts: list[bytes]) -> list[Changed]:
    """What differs between two registries.

    Args:
        old: Hashes of the pieces of the last one.
        new: Hashes of the pieces of this one.
        parts: The pieces of this one.

    Raises:
        NotSureError: The head differs, records went, or too much differs.
    """
    before, after = _cut(old), _cut(new)
    more = len(after) - len(before)
    if more < 0 or before[0] != after[0]:
        raise NotSureError
    end = len(before)
    while more and end and before[end - 1] == after[end - 1 + more]:
        end -= 1
    differ = [at for at in range(end) if before[at] != after[at]]
    added = range(end, end + more)
    if len(differ) + more > _MOST:
        raise NotSureError
    numbers = {*differ, *added}
    places: Counter[str] = Counter()
    found = []
    for number, part in enumerate(parts[1 : max(numbers, default=0) + 1], 1):
        kind = _kind(part)
        if number in numbers:
            found.append(Changed(number, kind, places[kind], number in added))
        places[kind] += 1
    return found


def load(
    connection: sqlite3.Connection,
    changed: list[Changed],
    parts: list[bytes],
    load_part: LoadPart,
) -> Registry:
    """The records that changed, and the partners that they name.

    Args:
        connection: The last index.
        changed: What `changes` found.
        parts: The pieces of the registry.
        load_part: Validates records as the whole registry would be: their text, and by kind the
            records that they name.

    Raises:
        NotSureError: See above; or they are not valid, which the whole tells with its places.
    """
    for table in SEVERAL:
        if connection.execute(f"SELECT 1 FROM {table} WHERE id >= {OVERFLOW}").fetchone():
            raise NotSureError
    if {one.kind for one in changed} - _OWN.keys():
        raise NotSureError
    texts = [b"[[" + parts[one.number] + b"\n" for one in changed]
    try:
        tables = [tomli.loads(text.decode()) for text in texts]
        if any(set(table) != {one.kind} for table, one in zip(tables, changed, strict=True)):
            raise NotSureError
        ids = {row["id"] for table in tables for (row,) in table.values()}
        beside = _named(connection, set(_strings(tables)) - ids)
        return load_part(b"schema_version = 1\n\n" + b"".join(texts), beside)
    except (RegistryError, ValueError, LookupError):
        raise NotSureError from None


def renew(
    connection: sqlite3.Connection, changed: list[Changed], part: Registry, content_hash: str
) -> None:
    """Replace the records that changed in a copy of the last index.

    Args:
        connection: The copy; inside a transaction.
        changed: What `changes` found.
        part: What `load` gave.
        content_hash: Hash of the registry's bytes.

    Raises:
        NotSureError: See above.
    """
    names = names_of(part.partner)
    waiting: dict[str, Iterator[AnyRecord]] = {kind: iter(getattr(part, kind)) for kind in _OWN}
    latest = connection.execute("SELECT value FROM meta WHERE key = 'as_of_latest'").fetchone()
    context = Context(latest[0])
    for one in changed:
        _put(connection, one, next(waiting[one.kind]), context, names)
    if context.overflown:
        raise NotSureError
    connection.execute("DROP TABLE IF EXISTS verdict")  # worked out from all records
    connection.execute("UPDATE meta SET value = ? WHERE key = 'registry_hash'", (content_hash,))


def _put(
    connection: sqlite3.Connection,
    changed: Changed,
    record: AnyRecord,
    context: Context,
    names: dict[str, str],
) -> None:
    kind, position = changed.kind, changed.position
    known = connection.execute(
        "SELECT id FROM record_id WHERE kind = ? AND record = ?", (kind, record.id)
    )
    if changed.new:
        (count,) = connection.execute(f"SELECT count(*) FROM {kind}").fetchone()
        if count != position:
            raise NotSureError
        for id in (record.id, *record.former_ids):  # one that is taken raises
            connection.execute("INSERT INTO record_id VALUES (?, ?, ?)", (id, kind, record.id))
        place = connection.execute("INSERT INTO record VALUES (?, ?, '')", (kind, record.id))
        number = place.lastrowid
        connection.execute(
            "INSERT INTO record_text (rowid, kind, id) VALUES (?, ?, ?)", (number, kind, record.id)
        )
    else:
        at = connection.execute(f"SELECT id FROM {kind} WHERE position = ?", (position,))
        if at.fetchone() != (record.id,):
            raise NotSureError
        if {id for (id,) in known} != {record.id, *record.former_ids}:
            raise NotSureError
        (number,) = connection.execute(
            "SELECT rowid FROM record WHERE kind = ? AND id = ?", (kind, record.id)
        ).fetchone()
        for rows in _OWN[kind]:
            connection.execute(f"DELETE FROM {rows}", {"id": record.id})
    for table, row in record_rows(kind, position, record, context):
        if table != "record_id":
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    connection.execute("UPDATE record SET json = ? WHERE rowid = ?", (as_json(record), number))
    connection.execute(
        "UPDATE record_text SET title = ?, names = ?, body = ? WHERE rowid = ? AND id = ?",
        (*texts_of(kind, record, names), number, record.id),
    )


def _named(connection: sqlite3.Connection, words: set[str]) -> dict[str, list[dict[str, Any]]]:
    """The records that some words are the ids of, without what these name in turn."""
    rows = connection.execute(
        "SELECT i.id = i.record, r.kind, r.json FROM json_each(?) AS w CROSS JOIN record_id AS i "
        "ON i.id = w.value JOIN record AS r ON r.kind = i.kind AND r.id = i.record",
        (json.dumps(sorted(words)),),
    ).fetchall()
    if not all(current for current, _, _ in rows):
        raise NotSureError  # the whole is needed to replace former ids
    found: dict[str, list[dict[str, Any]]] = {}
    for _, kind, text in rows:
        computed = ("status", "status_since", "date") if kind in ("agreement", "initiative") else ()
        dropped = {*references(kind), *computed, "former_ids"}
        stub = {key: value for key, value in json.loads(text).items() if key not in dropped}
        found.setdefault(kind, []).append(stub)
    needed = {key: [one["id"] for one in found.get(key, ())] for key in ("partner", "source")}
    for stub in (
        stub for kind in ("agreement", "event", "initiative") for stub in found.get(kind, ())
    ):
        stub["sources"] = needed["source"][:1]
    for stub in found.get("agreement", ()):
        stub["parties"] = needed["partner"][:2]
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _kind(part: bytes) -> str:
    return part[: part.find(b"]]")][:20].decode("latin-1")


def _cut(all_hashes: bytes) -> list[bytes]:
    return [all_hashes[at : at + _SIZE] for at in range(0, len(all_hashes), _SIZE)]
