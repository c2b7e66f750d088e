"""A selection as it stood on a day: the status of that day, and nothing that came later.

What had come by a day is decided by the rules of `--as-of`, the same that `list` and `show` follow.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mineralreg.query.membership import members
from mineralreg.query.terms import Terms
from mineralreg.query.then import acts_then, horizon, relation

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Set

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
