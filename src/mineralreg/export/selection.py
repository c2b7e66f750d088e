"""The part of a registry that an export holds: the agreements found and what they refer to.

A selection is a database of the same schema. Records stay whole: an event keeps all its
participants, an initiative all its members. Only two things that point elsewhere are left out:
relations to agreements that were not found, and claims, which are about the whole registry. With a
day, what came later is left out as well.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from mineralreg.export.catalogue import tables
from mineralreg.index.build import schema, statements
from mineralreg.index.record_rows import Context, read_record, record_rows, without
from mineralreg.index.stream import replace
from mineralreg.query import reconcile
from mineralreg.query.as_of import acts_then, horizon, members
from mineralreg.reference.vocabulary import DERIVED_KINDS

RECORDS = ("source", "partner", "agreement", "initiative", "event", "claim")
_OWNERS = {"record": ("kind", "id"), "record_id": ("kind", "record"), "variant": ("kind", "record")}
"""Columns that say which record a row belongs to, where no foreign key does."""


class Found(NamedTuple):
    """Which agreements an export is about: those that filters found. Days are in ISO form."""

    ids: tuple[str, ...]
    """In the order to show them."""
    filters: str
    """As the command line writes them; kept in `meta`."""
    day: str | None = None
    """At whose end the export shall show how things stood."""
    certain: bool = False
    """With `day`: only what must have come by then."""
    since: str = ""
    until: str = "9999"
    """First and last day that was asked for."""


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
        _fill(index, part, found)
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


def _fill(index: sqlite3.Connection, part: sqlite3.Connection, found: Found) -> None:
    """Fill an empty database with what was found and what that refers to, but no full text."""
    part.executescript(schema())
    part.execute("BEGIN")
    with _kept(index, found.ids):
        for name, condition in _conditions().items():
            _copy(index, part, f"SELECT t.* FROM {name} AS t WHERE {condition}", name)
        _copy(index, part, "SELECT * FROM meta", "meta")
    for name in ("indexes.sql", "views.sql"):
        for statement in statements(name):
            part.execute(statement)
    _leave_out(part, _outside(part, found))
    part.execute("INSERT INTO meta VALUES ('filters', ?)", (found.filters,))
    part.execute("COMMIT")
    reconcile.add(part)
    part.execute("PRAGMA query_only = ON")


def _copy(index: sqlite3.Connection, part: sqlite3.Connection, query: str, table: str) -> None:
    rows = index.execute(query)
    marks = ", ".join("?" * len(rows.description))
    part.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


@contextmanager
def _kept(index: sqlite3.Connection, ids: Sequence[str]) -> Iterator[None]:
    """Give the connection the table `kept`: the agreements and all that they refer to."""
    references = (files("mineralreg.export") / "references.sql").read_text(encoding="utf-8")
    (reading_only,) = index.execute("PRAGMA query_only").fetchone()
    index.execute("PRAGMA query_only = OFF")
    index.execute("CREATE TEMP TABLE kept (kind, id, PRIMARY KEY (kind, id)) WITHOUT ROWID")
    try:
        index.execute(f"INSERT INTO kept {references}", (json.dumps(ids),))
        yield
    finally:
        index.execute("DROP TABLE temp.kept")
        index.execute(f"PRAGMA query_only = {reading_only}")


@cache
def _conditions() -> dict[str, str]:
    """What a row of each table must meet: the record that it belongs to is kept."""
    found: dict[str, str] = {}
    for table in tables():  # parents come before the tables that refer to them
        owners = [column for column in table.columns if column.table == column.name]
        needs = [
            f"(t.{owner.name} IN ({_of(owner.name, found)})"
            + (")" if owner.required else f" OR t.{owner.name} IS NULL)")
            for owner in owners
        ]
        if table.name in RECORDS:
            needs = [f"t.id IN ({_of(table.name, found)})"]
        elif table.name in _OWNERS:
            needs = [f"({', '.join(_OWNERS[table.name])}) IN (SELECT kind, id FROM kept)"]
        if needs and not table.view and table.name != "verdict":
            found[table.name] = " AND ".join(needs)
    return found


def _of(table: str, conditions: dict[str, str]) -> str:
    if table in RECORDS:
        return f"SELECT id FROM kept WHERE kind = '{table}'"
    return f"SELECT t.id FROM {table} AS t WHERE {conditions[table]}"


Outside = dict[tuple[str, str], dict[str, set[int]]]
"""By kind and id of a record: the positions of what is left out of each of its lists."""


def _outside(part: sqlite3.Connection, found: Found) -> Outside:
    """Relations to agreements that are not there, and of a day before, what came later.

    These are the acts that cannot have come by the day, or need not where only what is certain
    counts, and the memberships that cannot have begun. The recorded end of a membership stays.
    """
    outside: Outside = defaultdict(lambda: defaultdict(set))
    for id, position in part.execute(
        "SELECT agreement, position FROM relation WHERE other NOT IN (SELECT id FROM agreement)"
    ):
        outside["agreement", id]["relations"].add(position)
    if found.day is None:
        return outside
    end = horizon(part)
    for kind in DERIVED_KINDS:
        rows = part.execute(
            f"SELECT {kind}, action, date, partner FROM act "
            f"WHERE {kind} IS NOT NULL ORDER BY {kind}, position"
        )
        for id, acts in groupby(rows, key=itemgetter(0)):
            for position, act in enumerate(acts_then((act[1:] for act in acts), end)):
                if (act.latest if found.certain else act.earliest) > found.day:
                    outside[kind, id]["actions"].add(position)
    for (id,) in part.execute("SELECT DISTINCT initiative FROM membership").fetchall():
        for position, member in enumerate(members(part, id, found.day)):
            if member.state == "later":
                outside["initiative", id]["members"].add(position)
    return outside


def _leave_out(part: sqlite3.Connection, outside: Outside) -> None:
    """Replace records by what is left of them; statuses and dates follow from the acts."""
    context = Context(header(part).get("as_of_latest"))
    for (kind, id), lists in outside.items():
        position, text = part.execute(
            f"SELECT k.position, r.json FROM {kind} AS k JOIN record AS r "
            f"ON r.kind = '{kind}' AND r.id = k.id WHERE k.id = ?",
            (id,),
        ).fetchone()
        whole = read_record(kind, text)
        rest = without(whole, lists)
        old, new = (
            [row for row in record_rows(kind, position, record, context) if row[0] != "record_text"]
            for record in (whole, rest)
        )
        replace(part, old, new)
