"""Reads a registry record by record, so that memory does not grow with the file.

A registry is cut in front of each header of a record. A piece that is TOML by itself ends where a
new header may begin; so where each piece is, and holds one record, the pieces say together what the
whole says. Whatever else is in them raises `NotSureError`: the whole has to be read then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

import tomli

from mineralreg.records.models import MODELS, Header
from mineralreg.records.schema import references, renamed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from mineralreg.dates import PartialDate
    from mineralreg.records.models import AnyRecord

HEADER = re.compile(rb"\n\[\[(%s)\]\]" % "|".join(MODELS).encode())


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

    @property
    def as_of(self) -> PartialDate | None:
        """Facts were looked for up to this day."""
        return self.registry.as_of

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position among its kind, in canonical order.

        Raises:
            NotSureError: A piece is more or less than a valid record.
        """
        for kind, starts in self._starts.items():
            for position, start in enumerate(starts):
                table, record = parse(self._piece(start), kind)
                self._scrutiny.add(kind, table)
                yield kind, position, with_current(record, kind, self.current)

    def _former(self) -> dict[str, str]:
        pieces = ((kind, self._piece(at)) for kind, all in self._starts.items() for at in all)
        found = (parse(piece, kind)[1] for kind, piece in pieces if b"former_ids" in piece)
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


def parse(piece: bytes, kind: str) -> tuple[dict[str, Any], AnyRecord]:
    """The one record of a piece, as a table of the file and as a model.

    Raises:
        NotSureError: It is more, or is not valid.
    """
    try:
        parsed = tomli.loads(piece.decode())
        (table,) = parsed.pop(kind)
        if parsed:
            raise NotSureError
        return table, MODELS[kind].model_validate(table)
    except (ValueError, RecursionError):
        raise NotSureError from None


def with_current(record: AnyRecord, kind: str, current: Mapping[str, str]) -> AnyRecord:
    """The record with the ids that other records have now, by those that they had before."""
    return renamed(record, references(kind), current) if current else record
