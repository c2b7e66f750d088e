"""The part of a registry that an export holds: the agreements found and what they refer to.

A selection is a database of the same schema. Records stay whole: an event keeps all its
participants, an initiative all its members. Only two things that point elsewhere are left out:
relations to agreements that were not found, and claims, which are about the whole registry. With a
day, what came later is left out as well.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from mineralreg.index.build import build
from mineralreg.index.record_rows import read_record
from mineralreg.query import reconcile
from mineralreg.query.as_of import came_by, horizon
from mineralreg.query.book import links
from mineralreg.query.results import as_json
from mineralreg.records.models import AnyRecord, Header
from mineralreg.reference.filters import Filters, worded
from mineralreg.reference.vocabulary import DERIVED_KINDS, RECORD_KINDS


class Found(NamedTuple):
    """Which agreements an export is about, in the order to show them: those that filters found."""

    ids: tuple[str, ...]
    asked: Filters


@contextmanager
def selection(index: sqlite3.Connection, found: Found | None) -> Iterator[sqlite3.Connection]:
    """The part of the registry that an export is about, closed when it is not the index itself.

    Args:
        index: Connection to the index; only read.
        found: The agreements; None for the whole registry, which is the index itself.
    """
    if found is None:
        yield index
        return
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as part:
        build(part, _Part(index, found))
        part.execute("INSERT INTO meta VALUES ('filters', ?)", (worded(found.asked),))
        reconcile.add(part)
        part.execute("PRAGMA query_only = ON")
        yield part


def header(part: sqlite3.Connection) -> dict[str, Any]:
    """What a registry says of itself, and what made it; there is a title in any case."""
    meta = dict(part.execute("SELECT key, value FROM meta WHERE value IS NOT NULL"))
    return {"title": "A registry of agreements", **meta}


def texts(part: sqlite3.Connection, kind: str, *, withdrawn: bool = False) -> Iterator[str]:
    """The records of a kind as JSON, in the order of the file, partners with name and place."""
    shown = "r.json"
    if kind == "partner":
        keys = ", ".join(f"'{key}', k.{key}" for key in ("name", "kind", "region", "subregion"))
        shown = f"json_patch(r.json, json_object({keys}))"
    rows = part.execute(
        f"SELECT {shown} FROM {kind} AS k JOIN record AS r ON r.kind = '{kind}' AND r.id = k.id "
        f"{'' if withdrawn else 'WHERE k.withdrawn IS NULL '}ORDER BY k.position"
    )
    return (text for (text,) in rows)


def records(part: sqlite3.Connection, kind: str) -> Iterator[dict[str, Any]]:
    """The records of a kind that stand, in the order of the file."""
    return map(json.loads, texts(part, kind))


class _Part:
    """The records of a selection, as far as they are left; see `index.build.Records`."""

    def __init__(self, index: sqlite3.Connection, found: Found) -> None:
        self._index, self._asked, self._ids = index, found.asked, _closure(index, found.ids)
        meta = dict(index.execute("SELECT key, value FROM meta"))
        self.registry = Header.model_validate({key: meta[key] for key in Header.model_fields})

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position in the whole, in canonical order."""
        ids = as_json([*self._ids])
        for kind in RECORD_KINDS:
            rows = self._index.execute(
                f"SELECT k.position, r.json FROM {kind} AS k JOIN record AS r ON r.kind = '{kind}' "
                "AND r.id = k.id WHERE k.id IN (SELECT value FROM json_each(?)) ORDER BY 1",
                (ids,),
            )
            for position, text in rows:
                yield kind, position, read_record(kind, self._left(kind, text))

    def _left(self, kind: str, text: str) -> str:
        """A record without relations to agreements that are not there, and what came too late."""
        if kind not in DERIVED_KINDS:
            return text
        record = json.loads(text)
        relations = record.pop("relations", ())
        if there := [one for one in relations if one["agreement"] in self._ids]:
            record["relations"] = there
        if self._asked.day is not None:
            end = horizon(self._index)
            record = came_by(record, self._asked.day, end, certain=self._asked.certain)
        return as_json(record)


def _closure(index: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """The ids of agreements and of all that they refer to, but the agreements among that."""
    found: set[str] = set()
    waiting = {("agreement", id) for id in ids}
    while waiting:
        found |= {id for _, id in waiting}
        rows = index.execute(
            "SELECT r.json FROM json_each(?) AS j CROSS JOIN record AS r ON "
            "r.kind = json_extract(j.value, '$[0]') AND r.id = json_extract(j.value, '$[1]')",
            (as_json([*waiting]),),
        )
        named = {(one.kind, one.id) for (text,) in rows for one in links(json.loads(text))}
        waiting = {(kind, id) for kind, id in named if kind != "agreement" and id not in found}
    return found
