"""Reads a registry record by record: all of it, or what differs from the last one.

A registry is cut in front of each header of a record. A piece that is TOML by itself ends where a
new header may begin; so where each piece is, and holds one record, the pieces say together what the
whole says, and memory does not grow with the file. Whatever else is in them raises `NotSureError`:
the whole has to be read then.

The bytes of a registry are kept beside its index. Where another registry differs from them in few
records, and each of these has the ids and the place that it had or is new and the last of its kind,
a copy of the index gets just these. Not sure are another header, a record that went, moved or has
other ids, a partner that is new or has another name.
"""

from __future__ import annotations

import json
import os
import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zlib import crc32

import tomli

from mineralreg.index.build import insert
from mineralreg.index.record_rows import TEXT_COLUMNS, Context, every_name, read_texts, record_rows
from mineralreg.records.models import MODELS, Agreement, Claim, Header, Partner, Source
from mineralreg.records.schema import renamed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from mineralreg.index.record_rows import Row
    from mineralreg.records.models import AnyRecord

HEADER = re.compile(rb"\n\[\[(%s)\]\]" % "|".join(MODELS).encode())

_STEP = 64 * 1024
_MOST = 200
"""Records that may differ; to build the whole is soon quicker."""
_UNCOUNTED = {"agreement": {"title", "notes"}}
"""Fields by which no claim counts, unless it searches; of other kinds just the notes."""
_WIDE = (
    "SELECT 1 FROM claim WHERE json_type(selector, '$.search') IS NOT NULL "
    "OR json_type(selector, '$.source') IS NOT NULL"
)
"""Claims that may read the words of any record, or the names of sources."""
_DOUBTED = """
DELETE FROM verdict WHERE claim NOT IN (
    SELECT l.id FROM link AS l LEFT JOIN record_id AS i ON i.id = l.to_id AND i.kind = l.to_kind
    WHERE l.kind = 'claim' AND l.to_kind IN ('event', 'initiative') GROUP BY l.id, l.to_kind
    HAVING count(i.id) = count(*) AND NOT max(l.to_id IN (SELECT value FROM json_each(:of)))
) OR claim IN (
    SELECT claim FROM claim_member WHERE agreement IN (SELECT value FROM json_each(:agreements))
)
"""
"""All but those of claims that ask, by id, for an event or initiative that no agreement is of."""


class NotSureError(Exception):
    """The whole has to be read."""


class Scrutiny(Protocol):
    """What looks at the tables of all records, as the models look at each."""

    def add(self, kind: str, table: dict[str, Any]) -> None:
        """Take note of a record, as it is parsed."""

    def passed(self, index: sqlite3.Connection) -> bool:
        """Whether the records of an index that were added can stand together."""


class Stream:
    """The records of a registry's bytes, each parsed when it comes.

    Attributes:
        registry: The header.
        current: The id that a record has now, by each that it had before.
    """

    def __init__(self, raw: bytes, scrutiny: Scrutiny) -> None:
        self._raw = raw
        self._scrutiny = scrutiny
        self._starts: dict[str, list[int]] = {kind: [] for kind in MODELS}
        first = len(raw)
        for mark in HEADER.finditer(raw):
            first = min(first, mark.start())
            self._starts[mark[1].decode()].append(mark.start() + 1)
        self.registry = _head_of(raw[:first] + b"\n")
        self.current: Mapping[str, str] = self._former() if b"former_ids" in raw else {}

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position among its kind, in canonical order.

        Raises:
            NotSureError: A piece is more or less than a valid record.
        """
        for kind, starts in self._starts.items():
            for position, start in enumerate(starts):
                table, record = parse(self._piece(start), kind, self.current)
                self._scrutiny.add(kind, table)
                yield kind, position, record

    def _former(self) -> dict[str, str]:
        pieces = ((kind, self._piece(at)) for kind, all in self._starts.items() for at in all)
        found = (parse(piece, kind, {})[1] for kind, piece in pieces if b"former_ids" in piece)
        return {former: record.id for record in found for former in record.former_ids}

    def _piece(self, start: int) -> bytes:
        end = HEADER.search(self._raw, start)
        return self._raw[start : end.start() + 1 if end else None]


def _head_of(piece: bytes) -> Header:
    """The header, from what stands in front of the first record.

    Raises:
        NotSureError: There is more, or it is not valid.
    """
    try:
        parsed = tomli.loads(piece.decode())
        version, header = parsed.pop("schema_version"), parsed.pop("registry", {})
        if parsed or type(version) is not int or version != 1:
            raise NotSureError
        return Header.model_validate(header)
    except (ValueError, LookupError, RecursionError):
        raise NotSureError from None


def parse(piece: bytes, kind: str, current: Mapping[str, str]) -> tuple[dict[str, Any], AnyRecord]:
    """The one record of a piece, as a table of the file and as a model with current ids.

    Raises:
        NotSureError: It is more, or is not valid.
    """
    try:
        parsed = tomli.loads(piece.decode())
        (table,) = parsed.pop(kind)
        if parsed:
            raise NotSureError
        return table, MODELS[kind].model_validate(renamed(table, current))
    except (ValueError, RecursionError):
        raise NotSureError from None


class Change(NamedTuple):
    """A record that differs.

    Attributes:
        kind: Its kind.
        position: Its place among its kind.
        old: The piece of the last registry; None for a new record.
        new: The piece of this one.
    """

    kind: str
    position: int
    old: bytes | None
    new: bytes


def changes(last: BinaryIO, new: bytes) -> tuple[list[Change], int]:
    """What differs between a registry that was read record by record and another one.

    With it comes the CRC-32 of the first.

    Raises:
        NotSureError: The head differs, records went, or too much differs.
    """
    first, behind, checksum = _alike(last, new)
    start = _last_header(new, first)
    end = HEADER.search(new, len(new) - behind)
    stop = end.start() if end else len(new)
    length = last.seek(stop - len(new), os.SEEK_END) - last.seek(start)
    before, after = _pieces(last.read(length)), _pieces(new[start:stop])
    found = []
    for kind in MODELS:
        if len(before[kind]) > len(after[kind]):
            raise NotSureError
        if before[kind] == after[kind]:
            continue
        header = b"\n[[%s]]" % kind.encode()
        pairs = zip_longest(before[kind], after[kind])
        found += [
            Change(kind, position, old, piece)
            for position, (old, piece) in enumerate(pairs, new.count(header, 0, start))
            if old != piece
        ]
    if len(found) > _MOST:
        raise NotSureError
    return found, checksum


def renew(connection: sqlite3.Connection, changed: list[Change], scrutiny: Scrutiny) -> None:
    """Replace the records that changed in a copy of the last index.

    Args:
        connection: The copy.
        changed: What `changes` found.
        scrutiny: Gets the tables of the new records.

    Raises:
        NotSureError: See above, or a record is not valid.
        sqlite3.IntegrityError: An id is taken.
    """
    connection.execute("BEGIN")
    (latest,) = connection.execute("SELECT value FROM meta WHERE key = 'as_of_latest'").fetchone()
    context = Context(latest)
    current = dict(connection.execute("SELECT id, record FROM record_id WHERE id <> record"))
    wide = connection.execute(_WIDE).fetchone() is not None
    counted: list[AnyRecord] = []
    for kind, position, last, piece in changed:
        table, record = parse(piece, kind, current)
        scrutiny.add(kind, table)
        old: list[Row] = []
        before = None
        if last is not None:
            before = parse(last, kind, current)[1]
            if _identity(before) != _identity(record):
                raise NotSureError
            old = _rows(connection, kind, position, before, context)
        else:
            (count,) = connection.execute(f"SELECT count(*) FROM {kind}").fetchone()
            # Another partner may have the name, and a record that comes before the former id.
            if count != position or kind == "partner" or record.former_ids:
                raise NotSureError
        replace(connection, old, _rows(connection, kind, position, record, context))
        uncounted = set() if wide else _UNCOUNTED.get(kind, {"notes"})
        if before is None or _differing(before, record) - uncounted:
            counted += [one for one in (before, record) if one]
    if any(change.kind != "agreement" for change in changed):  # claims may name it
        for (text,) in connection.execute("SELECT json FROM record WHERE kind = 'claim'"):
            scrutiny.add("claim", json.loads(text))
    if context.overflown or not scrutiny.passed(connection):
        raise NotSureError
    if wide or not all(isinstance(one, Agreement | Claim | Source) for one in counted):
        connection.execute("DELETE FROM verdict")  # worked out from all records
    else:
        _forget_verdicts(connection, counted)
    connection.execute("COMMIT")


def _forget_verdicts(connection: sqlite3.Connection, counted: list[AnyRecord]) -> None:
    """Remove the verdicts that agreements and claims, as they were and are, may change."""
    agreements = [one for one in counted if isinstance(one, Agreement)]
    if agreements:
        of = [id for one in agreements for id in (one.event, *one.initiatives) if id]
        values = {"agreements": [one.id for one in agreements], "of": of}
        connection.execute(_DOUBTED, {key: json.dumps(ids) for key, ids in values.items()})
    claims = [(one.id,) for one in counted if isinstance(one, Claim)]
    connection.executemany("DELETE FROM verdict WHERE claim = ?", claims)


def _differing(one: AnyRecord, other: AnyRecord) -> set[str]:
    """The fields in which two records of a kind differ."""
    return {name for name, value in one if value != getattr(other, name)}


def _identity(record: AnyRecord) -> tuple[object, ...]:
    """What stands in the rows of other records: ids, and the names of a partner."""
    names = every_name(record) if isinstance(record, Partner) else ()
    return record.id, {*record.former_ids}, names


def _rows(
    connection: sqlite3.Connection, kind: str, position: int, record: AnyRecord, context: Context
) -> list[Row]:
    for id in set(getattr(record, "parties", ())) - context.names.keys():
        query = "SELECT json FROM record WHERE kind = 'partner' AND id = ?"
        found = connection.execute(query, (id,)).fetchone()
        if found is None:
            raise NotSureError
        read_texts("partner", found[0], context.names)
    return [*record_rows(kind, position, record, context)]


def replace(connection: sqlite3.Connection, old: list[Row], new: list[Row]) -> None:
    """Put the rows of a record in the place of those that it has.

    Raises:
        NotSureError: It has others.
    """
    for table, row in old:
        if table == "record_text":  # full text forgets exactly the words it is given
            columns = ", ".join((table, *TEXT_COLUMNS))
            query = f"INSERT INTO {table} ({columns}) VALUES ('delete', ?, ?, ?, ?, ?, ?)"
        else:
            described = connection.execute(f"SELECT * FROM {table} LIMIT 0").description
            condition = " AND ".join(f'"{name}" IS ?' for name, *_ in described)
            query = f"DELETE FROM {table} WHERE {condition}"
        if connection.execute(query, row).rowcount != 1:
            raise NotSureError
    insert(connection, new)


def _last_header(raw: bytes, end: int) -> int:
    """Where the last header begins that ends before a place."""
    start = raw.rfind(b"\n[[", 0, end)
    while start >= 0 and not HEADER.match(raw, start, end):
        start = raw.rfind(b"\n[[", 0, start)
    if start < 0:
        raise NotSureError
    return start


def _pieces(raw: bytes) -> dict[str, list[bytes]]:
    """The records of a text by kind."""
    found: dict[str, list[bytes]] = {kind: [] for kind in MODELS}
    marks = [*HEADER.finditer(raw)]
    ends = [*(mark.start() for mark in marks[1:]), len(raw)]
    for mark, end in zip(marks, ends, strict=False):
        found[mark[1].decode()].append(raw[mark.start() : end] + b"\n")
    return found


def _alike(last: BinaryIO, new: bytes) -> tuple[int, int, int]:
    """How many bytes of two texts surely agree from each end, and the CRC-32 of the first."""
    size = last.seek(0, os.SEEK_END)
    last.seek(0)
    longer, at, first, end, checksum = len(new) - size, 0, 0, 0, 0
    while piece := last.read(_STEP):
        checksum = crc32(piece, checksum)
        if first == at:
            pairs = zip_longest(piece, new[at : at + _STEP])
            alike = new.startswith(piece, at)
            first += len(piece) if alike else next(n for n, (a, b) in enumerate(pairs) if a != b)
        if first < at + len(piece) and (at < -longer or not new.startswith(piece, at + longer)):
            end = at + len(piece)
        at += len(piece)
    return first, size - max(end, first, first - longer), checksum
