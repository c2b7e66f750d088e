"""The part of a registry that an export holds: the agreements found and what they refer to.

A selection is a database of the same schema. Records stay whole: an event keeps all its
participants, an initiative all its members. Only two things that point elsewhere are left out:
relations to agreements that were not found, and claims, which are about the whole registry. With a
day, what came later is left out as well.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.export.catalogue import tables
from mineralreg.index.build import schema, statements
from mineralreg.query.as_of import acts_then, horizon, members, rewind
from mineralreg.query.where import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RECORDS = ("source", "partner", "agreement", "initiative", "event", "claim")
_DATED = ("agreement", "initiative")
_NOT_YET = ("unknown", None, None, None, None)
_OWNERS = {"record": ("kind", "id"), "record_id": ("kind", "record"), "variant": ("kind", "record")}
"""Columns that say which record a row belongs to, where no foreign key does."""


class Found(NamedTuple):
    """Which agreements an export is about.

    Attributes:
        ids: Ids of the agreements that the filters found, in the order to show them.
        filters: The filters, as the command line writes them; kept in `meta`.
        day: In ISO form, where the export shall show how things stood at its end; else None.
        certain: With `day`: only what must have come by then.
        since: First day that was asked for, in ISO form; empty for none.
        until: Last day that was asked for.
    """

    ids: tuple[str, ...]
    filters: str
    day: str | None = None
    certain: bool = False
    since: str = ""
    until: str = "9999"


@contextmanager
def selection(index: sqlite3.Connection, found: Found | None) -> Iterator[sqlite3.Connection]:
    """Open what `selected` gives, and close it again when it is not the index itself."""
    part = selected(index, found)
    try:
        yield part
    finally:
        if part is not index:
            part.close()


def selected(index: sqlite3.Connection, found: Found | None) -> sqlite3.Connection:
    """A connection to the part of the registry that an export is about.

    Args:
        index: Connection to the index; only read.
        found: The agreements; None for the whole registry, which is the index itself.
    """
    if found is None:
        return index
    part = sqlite3.connect(":memory:", isolation_level=None)
    copy(index, part, found)
    part.execute("PRAGMA query_only = ON")
    return part


def copy(index: sqlite3.Connection, part: sqlite3.Connection, found: Found) -> None:
    """Fill an empty database with the agreements found and what they refer to, but no full text.

    Args:
        index: Connection to the index; only read.
        part: Connection to the empty database.
        found: The agreements to keep.
    """
    part.executescript(schema())
    part.execute("BEGIN")
    with _kept(index, found.ids):
        for name, condition in _conditions().items():
            _copy(index, part, f"SELECT t.* FROM {name} AS t WHERE {condition}", name)
        _copy(index, part, "SELECT * FROM meta", "meta")
    for name in ("indexes.sql", "views.sql"):
        for statement in statements(name):
            part.execute(statement)
    _forget_relations(part)
    if found.day is not None:
        go_back(part, found.day, certain=found.certain)
    part.execute("INSERT INTO meta VALUES ('filters', ?)", (found.filters,))
    part.execute("COMMIT")


def _copy(index: sqlite3.Connection, part: sqlite3.Connection, query: str, table: str) -> None:
    rows = index.execute(query)
    marks = ", ".join("?" * len(rows.description))
    part.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


@contextmanager
def _kept(index: sqlite3.Connection, ids: Iterable[str]) -> Iterator[None]:
    """Give the connection the table `kept`: the agreements and all that they refer to."""
    (reading_only,) = index.execute("PRAGMA query_only").fetchone()
    index.execute("PRAGMA query_only = OFF")
    for name in ("kept", "fresh", "found"):
        index.execute(
            f"CREATE TEMP TABLE {name} (kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )
    try:
        index.executemany(
            "INSERT OR IGNORE INTO fresh VALUES ('agreement', ?)", ((id,) for id in ids)
        )
        references = (files("mineralreg.export") / "references.sql").read_text(encoding="utf-8")
        while index.execute("SELECT 1 FROM fresh LIMIT 1").fetchone():
            index.execute("INSERT INTO kept SELECT kind, id FROM fresh")
            index.execute(f"INSERT OR IGNORE INTO found {references}")
            index.execute("DELETE FROM fresh")
            index.execute("INSERT INTO fresh SELECT * FROM found EXCEPT SELECT * FROM kept")
            index.execute("DELETE FROM found")
        yield
    finally:
        for name in ("kept", "fresh", "found"):
            index.execute(f"DROP TABLE temp.{name}")
        index.execute(f"PRAGMA query_only = {reading_only}")


@cache
def _conditions() -> dict[str, str]:
    """What a row of each table must meet: all that it refers to is kept."""
    found: dict[str, str] = {}
    for table in tables():  # parents come before the tables that refer to them
        needs = [
            f"(t.{column.name} IN ({_of(column.table, found)})"
            + (")" if column.required else f" OR t.{column.name} IS NULL)")
            for column in table.columns
            if column.table and table.name not in RECORDS
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


def _forget_relations(part: sqlite3.Connection) -> None:
    """Take the relations to agreements that are not there out of the records' JSON."""
    there = {id for (id,) in part.execute("SELECT id FROM agreement")}
    changed = []
    for id, text in part.execute(
        "SELECT id, json FROM record WHERE kind = 'agreement' AND json LIKE '%\"relations\":%'"
    ):
        record = json.loads(text)
        relations = record.pop("relations", [])
        kept = [relation for relation in relations if relation["agreement"] in there]
        if len(kept) < len(relations):
            changed.append((_json(record | ({"relations": kept} if kept else {})), id))
    part.executemany("UPDATE record SET json = ? WHERE kind = 'agreement' AND id = ?", changed)


def go_back(part: sqlite3.Connection, day: str, *, certain: bool = False) -> None:
    """Take away what came after a day, and give agreements and initiatives the status of that day.

    Acts that cannot have come by the day go, and so do memberships that cannot have begun. All
    else stays as it is recorded now, the recorded end of a membership too.

    Args:
        part: A writable copy of the index.
        day: In ISO form; its end is meant.
        certain: Keep only acts that must have come by the day.
    """
    stood = {kind: _stood(part, kind, day, certain) for kind in _DATED}
    later = {
        "agreement": {"actions": _later_acts(part, "agreement", day, certain)},
        "initiative": {
            "actions": _later_acts(part, "initiative", day, certain),
            "members": _later_members(part, day),
        },
    }
    for kind, parts in later.items():
        for column, gone in zip(("act", "membership"), parts.values(), strict=False):
            pairs = [(id, position) for id, positions in gone.items() for position in positions]
            where = f"{kind} = ? AND position = ?"
            if column == "act":
                part.executemany(
                    f"DELETE FROM state WHERE ({kind}, sort) = "
                    f"(SELECT {kind}, sort FROM act WHERE {where})",
                    pairs,
                )
            part.executemany(f"DELETE FROM {column} WHERE {where}", pairs)
        _restate(part, kind, stood[kind], parts)
    for linked, of in (("act_source", "act"), ("membership_source", "membership")):
        part.execute(f"DELETE FROM {linked} WHERE {of} NOT IN (SELECT id FROM {of})")


def _stood(
    part: sqlite3.Connection, kind: str, day: str, certain: bool
) -> dict[str, tuple[str | None, ...]]:
    """Status, its date, and the record's date with its first and last day, by id."""
    asked = Where(part, kind)
    rewind(asked, kind, day, certain)
    columns = "id, status, status_since, date, date_earliest, date_latest"
    rows = part.execute(asked.select(columns), asked.params)
    return {id: tuple(rest) for id, *rest in rows}


Later = dict[str, set[int]]
"""Positions of the acts or members that go, by the id of their record."""


def _later_acts(part: sqlite3.Connection, kind: str, day: str, certain: bool) -> Later:
    rows = part.execute(
        f"SELECT {kind}, action, date, partner FROM act "
        f"WHERE {kind} IS NOT NULL ORDER BY {kind}, position"
    )
    end = horizon(part)
    return {
        id: {
            position
            for position, act in enumerate(acts_then((act[1:] for act in acts), end))
            if (act.latest if certain else act.earliest) > day
        }
        for id, acts in groupby(rows, key=lambda row: row[0])
    }


def _later_members(part: sqlite3.Connection, day: str) -> Later:
    ids = [id for (id,) in part.execute("SELECT DISTINCT initiative FROM membership")]
    return {
        id: {
            position
            for position, member in enumerate(members(part, id, day))
            if member.state == "not yet"
        }
        for id in ids
    }


def _restate(
    part: sqlite3.Connection,
    kind: str,
    stood: dict[str, tuple[str | None, ...]],
    later: dict[str, Later],
) -> None:
    """Write what stood into the table of a kind and into the records' JSON."""
    states, texts = [], []
    for id, text in part.execute("SELECT id, json FROM record WHERE kind = ?", (kind,)):
        then = stood.get(id, _NOT_YET)
        record: dict[str, Any] = json.loads(text)
        record |= dict(zip(("status", "status_since", "date"), then, strict=False))
        for key, gone in later.items():
            if key in record:
                outside = gone.get(id, set())
                record[key] = [one for at, one in enumerate(record[key]) if at not in outside]
        states.append((*then, id))
        texts.append((_json(record), kind, id))
    part.executemany(
        f"UPDATE {kind} SET status = ?, status_since = ?, date = ?, date_earliest = ?, "
        "date_latest = ? WHERE id = ?",
        states,
    )
    part.executemany("UPDATE record SET json = ? WHERE kind = ? AND id = ?", texts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
