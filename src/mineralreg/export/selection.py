"""The part of a registry that an export holds: the agreements found and what they refer to.

A selection is a database of the same schema. Records stay whole: an event keeps all its
participants, an initiative all its members. Only two things that point elsewhere are left out:
relations to agreements that were not found, and claims, which are about the whole registry. With a
day, what came later is left out as well (`earlier.py`).
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.export.catalogue import tables
from mineralreg.export.earlier import go_back

if TYPE_CHECKING:
    from collections.abc import Iterable

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
