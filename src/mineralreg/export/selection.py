"""The part of a registry that an export holds: the agreements found and what they refer to.

A selection is a database of the same schema. Records stay whole: an event keeps all its
participants, an initiative all its members. Only two things that point elsewhere are left out:
relations to agreements that were not found, and claims, which are about the whole registry. With a
day, what came later is left out as well (`earlier.py`).
"""

from __future__ import annotations

import json
import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.export.catalogue import tables
from mineralreg.query.as_of import acts_then, horizon, members, relation
from mineralreg.query.where import Terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Set


KINDS = ("agreement", "initiative")

_NOT_YET = ("unknown", None, None, None, None)


def go_back(database: sqlite3.Connection, day: str, *, certain: bool = False) -> None:
    """Take away what came after a day, and give agreements and initiatives the status of that day.

    Acts that cannot have come by the day go, and so do memberships that cannot have begun. All
    else stays as it is recorded now, the recorded end of a membership too.

    Args:
        database: A writable copy of the index.
        day: In ISO form; its end is meant.
        certain: Keep only acts that must have come by the day.
    """
    stood = {kind: _stood(database, kind, day, certain) for kind in KINDS}
    for kind in KINDS:
        ids = [id for (id,) in database.execute(f"SELECT id FROM {kind} ORDER BY position")]
        for id in ids:
            kept = {"actions": _acts(database, kind, id, day, certain)}
            if kind == "initiative":
                kept["members"] = _members(database, id, day)
            _keep(database, kind, id, stood[kind].get(id, _NOT_YET), kept)
    for part, of in (("act_source", "act"), ("membership_source", "membership")):
        database.execute(f"DELETE FROM {part} WHERE {of} NOT IN (SELECT id FROM {of})")


def _stood(
    database: sqlite3.Connection, kind: str, day: str, certain: bool
) -> dict[str, tuple[str | None, ...]]:
    """Status, its date, and the record's date with its first and last day, by id."""
    terms = Terms()
    table = relation(database, terms, kind, day, certain)
    asked = terms.where(table)
    rows = database.execute(
        f"{asked.with_sql}SELECT id, status, status_since, date, date_earliest, date_latest "
        f"FROM {table}",
        asked.params,
    )
    return {id: tuple(rest) for id, *rest in rows}


def _acts(database: sqlite3.Connection, kind: str, id: str, day: str, certain: bool) -> set[int]:
    """Delete the later acts of a record with the states that they brought; which ones stay."""
    rows = database.execute(
        f"SELECT {kind}, action, date, earliest, latest, partner FROM act WHERE {kind} = ? "
        "ORDER BY position",
        (id,),
    ).fetchall()
    known = acts_then(rows, horizon(database))
    came = [(act.latest if certain else act.earliest) <= day for act in known]
    for position, stays in enumerate(came):
        if not stays:
            where = f"FROM act WHERE {kind} = ? AND position = ?"
            database.execute(
                f"DELETE FROM state WHERE {kind} = ? AND sort IN (SELECT sort {where})",
                (id, id, position),
            )
            database.execute(f"DELETE {where}", (id, position))
    return {position for position, stays in enumerate(came) if stays}


def _members(database: sqlite3.Connection, id: str, day: str) -> set[int]:
    """Delete the memberships of an initiative that had not begun; which ones stay."""
    found = [member.state != "not yet" for member in members(database, id, day)]
    database.executemany(
        "DELETE FROM membership WHERE initiative = ? AND position = ?",
        ((id, position) for position, stays in enumerate(found) if not stays),
    )
    return {position for position, stays in enumerate(found) if stays}


def _keep(
    database: sqlite3.Connection,
    kind: str,
    id: str,
    stood: tuple[str | None, ...],
    kept: Mapping[str, Set[int]],
) -> None:
    database.execute(
        f"UPDATE {kind} SET status = ?, status_since = ?, date = ?, date_earliest = ?, "
        "date_latest = ? WHERE id = ?",
        (*stood, id),
    )
    (text,) = database.execute(
        "SELECT json FROM record WHERE kind = ? AND id = ?", (kind, id)
    ).fetchone()
    record: dict[str, Any] = json.loads(text)
    record |= dict(zip(("status", "status_since", "date"), stood, strict=False))
    for key, positions in kept.items():
        if key in record:
            record[key] = [one for at, one in enumerate(record[key]) if at in positions]
    database.execute(
        "UPDATE record SET json = ? WHERE kind = ? AND id = ?",
        (json.dumps(record, ensure_ascii=False, separators=(",", ":")), kind, id),
    )


RECORDS = ("source", "partner", "agreement", "initiative", "event", "claim")


class Found(NamedTuple):
    """Which agreements an export is about.

    Attributes:
        ids: Ids of the agreements that the filters found, in the order to show them.
        filters: The filters, as the command line writes them; kept in `meta`.
        day: In ISO form, where the export shall show how things stood at its end; else None.
        certain: With `day`: only what must have come by then.
    """

    ids: tuple[str, ...]
    filters: str
    day: str | None = None
    certain: bool = False


def selected(index: sqlite3.Connection, found: Found | None) -> sqlite3.Connection:
    """A connection to the part of the registry that an export is about.

    Args:
        index: Connection to the index; only read.
        found: The agreements; None for the whole registry, which is the index itself.
    """
    if found is None:
        return index
    part = sqlite3.connect(":memory:", isolation_level=None)
    index.backup(part)
    restrict(part, found)
    part.execute("PRAGMA query_only = ON")
    return part


def restrict(database: sqlite3.Connection, found: Found) -> None:
    """Delete from a copy of the index all that the agreements found do not refer to.

    Args:
        database: A writable copy of the index.
        found: The agreements to keep.
    """
    for statement in _statements():
        database.execute(statement)
    database.execute("BEGIN")
    _close(database, found.ids)
    for kind in RECORDS:
        database.execute(
            f"DELETE FROM {kind} WHERE id NOT IN (SELECT id FROM kept WHERE kind = ?)", (kind,)
        )
    for name, kind, id in (
        ("record", "kind", "id"),
        ("record_text", "kind", "id"),
        ("record_id", "kind", "record"),
        ("variant", "kind", "record"),
    ):
        database.execute(
            f"DELETE FROM {name} WHERE ({kind}, {id}) NOT IN (SELECT kind, id FROM kept)"
        )
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}
    for one in tables():  # parents come first, so one pass is enough
        for column in one.columns:
            if column.table and one.name in there and one.name not in RECORDS:
                database.execute(
                    f"DELETE FROM {one.name} WHERE {column.name} IS NOT NULL "
                    f"AND {column.name} NOT IN (SELECT id FROM {column.table})"
                )
    _forget_relations(database)
    if found.day is not None:
        go_back(database, found.day, certain=found.certain)
    database.execute("INSERT INTO meta VALUES ('filters', ?)", (found.filters,))
    database.execute("COMMIT")
    database.execute("DROP VIEW temp.reference")
    database.execute("DROP TABLE temp.kept")


def _close(database: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Fill `kept` with the agreements and all that they refer to, at any remove."""
    database.executemany("INSERT OR IGNORE INTO kept VALUES ('agreement', ?)", ((i,) for i in ids))
    before = -1
    while (now := database.execute("SELECT count(*) FROM kept").fetchone()[0]) != before:
        before = now
        database.execute(
            "INSERT OR IGNORE INTO kept SELECT r.to_kind, r.to_id FROM reference AS r "
            "JOIN kept AS k ON k.kind = r.kind AND k.id = r.id WHERE r.to_id IS NOT NULL"
        )


def _forget_relations(database: sqlite3.Connection) -> None:
    """Take the relations to agreements that are gone out of the records' JSON."""
    import json

    rows = database.execute(
        "SELECT id, json FROM record WHERE kind = 'agreement' AND json LIKE '%\"relations\"%'"
    ).fetchall()
    for id, text in rows:
        record = json.loads(text)
        there = {
            other
            for (other,) in database.execute(
                "SELECT other FROM relation WHERE agreement = ?", (id,)
            )
        }
        kept = [relation for relation in record["relations"] if relation["agreement"] in there]
        if len(kept) < len(record["relations"]):
            record["relations"] = kept
            if not kept:
                del record["relations"]
            database.execute(
                "UPDATE record SET json = ? WHERE kind = 'agreement' AND id = ?",
                (json.dumps(record, ensure_ascii=False, separators=(",", ":")), id),
            )


def _statements() -> list[str]:
    text = (files("mineralreg.export") / "references.sql").read_text(encoding="utf-8")
    return [part for part in text.split(";\n") if part.strip()]
