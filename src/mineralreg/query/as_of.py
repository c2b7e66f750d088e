"""Records as they stood at the end of a day: the registry without later acts.

Two answers are possible where dates are partial. What *may* have been counts every act whose first
possible day had come; what *must* have been counts those whose last possible day had come. An act
without a date comes after the act it is written behind, and by the registry's own `as_of` at the
latest. For nearly all records both answers are the same, and SQL finds it in `state`; for the
others the status is derived anew from the acts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from mineralreg.query.book import tables
from mineralreg.query.results import as_json
from mineralreg.reference.vocabulary import OBSERVERS

if TYPE_CHECKING:
    from mineralreg.dates import PartialDate
    from mineralreg.query.where import Where

_THEN = ("status", "status_since", "date", "date_earliest", "date_latest")
_UNKNOWN = ("unknown", None, None, None, None)
_OPEN = ("id", "known", *_THEN, "possible")
"""What is computed for a record that `state` does not settle, and passed to SQL as JSON."""

ANY_DAY = ("0001-01-01", "9999-12-31")

OpenRow: TypeAlias = "tuple[str | int | None, ...]"


class ActThen(NamedTuple):
    """An act with its first and last possible day in ISO form."""

    action: str
    date: PartialDate | None
    partner: str | None
    earliest: str
    latest: str


def rewind(found: Where, kind: str, day: str, certain: bool) -> None:
    """Make `r` the records as they stood, with the same columns and `possible`.

    `possible` is 1 where the state of the record is not certain. A record without an act by that
    day is left out. All conditions so far are such as no act can change; with `certain`, only what
    must have been counts.
    """
    named = f"{kind}_then_{len(found.tables)}"
    among = ""
    if kind == "agreement" and found.conditions:
        among = f"AND {{}} IN (SELECT r.id FROM {kind} AS r WHERE {found.sql}) "
        found.conditions = []
    last = found.bind(day)
    state = (
        f"(SELECT s.{{0}} FROM state AS s WHERE s.{kind} = g.id AND s.earliest <= {last} "
        "ORDER BY s.sort DESC LIMIT 1)"
    )
    names = [name for _, name, *_ in found.connection.execute(f"PRAGMA table_info({kind})")]

    def columns(then: Mapping[str, str]) -> str:
        return ", ".join(then.get(name, f"g.{name}") for name in names)

    settled = {
        "status": f"coalesce({state.format('status')}, 'unknown') AS status",
        "status_since": f"{state.format('since')} AS status_since",
    }
    then = (
        f"SELECT {columns(settled)}, 0 AS possible FROM {kind} AS g "
        f"WHERE +g.date_earliest <= {last} {among.format('g.id')}"
    )
    if rows := _open(found, kind, day, certain, among):
        cells = (f"json_extract(value, '$[{at}]') AS {name}" for at, name in enumerate(_OPEN))
        bound = found.bind(as_json(rows))
        found.tables[f"{named}_open"] = f"SELECT {', '.join(cells)} FROM json_each({bound})"
        then += (
            f"AND g.id NOT IN (SELECT id FROM {named}_open) UNION ALL "
            f"SELECT {columns({name: f'o.{name}' for name in _THEN})}, o.possible "
            f"FROM {named}_open AS o JOIN {kind} AS g ON g.id = o.id WHERE o.known"
        )
        if not certain:
            found.possible.append("r.possible")
    found.tables[named] = then
    found.table = named


def acts_of(acts: Iterable[Mapping[str, Any]], horizon: str) -> list[ActThen]:
    """The acts of one record, as they are parsed and in file order, with their possible days."""
    from mineralreg.dates import PartialDate

    found = []
    earliest = ANY_DAY[0]
    for act in acts:
        date = PartialDate.of(act.get("date"))
        earliest = date.earliest.isoformat() if date else earliest
        latest = date.latest.isoformat() if date else max(horizon, earliest)
        action, partner = str(act.get("action")), act.get("partner")
        found.append(ActThen(action, date, partner, earliest, latest))
    return found


def came_by(
    record: Mapping[str, Any], day: str, horizon: str, *, certain: bool = False
) -> dict[str, Any]:
    """A parsed agreement or initiative without the acts and memberships that came after a day.

    An act counts that can have come, or where only what is certain counts, that must have; and a
    membership that can have begun. One without a first day begins with its initiative.
    """
    from mineralreg.dates import PartialDate
    from mineralreg.records.status import date_of

    acts, members = tables(record.get("actions")), tables(record.get("members"))
    then = acts_of(acts, horizon)
    dated = zip(acts, then, strict=True)
    came = [act for act, one in dated if (one.latest if certain else one.earliest) <= day]
    first = date_of(then)
    begun = [one for one in members if may_begin(PartialDate.of(one.get("from")) or first, day)]
    left = {"actions": came, "members": begun}
    return {**record, **{key: left[key] for key in left if key in record}}


def may_begin(date: PartialDate | None, day: str) -> bool:
    """Whether what begins on a date can have begun by a day."""
    return date is None or date.earliest.isoformat() <= day


def horizon(connection: sqlite3.Connection) -> str:
    """The last day up to which facts were looked for, in ISO form."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'as_of_latest'").fetchone()
    return row[0] if row and row[0] else ANY_DAY[1]


def _open(found: Where, kind: str, day: str, certain: bool, among: str) -> list[OpenRow]:
    """Rows for the records that `state` does not settle, including those that did not exist yet."""
    end = horizon(found.connection)
    rows = found.connection.execute(
        f"SELECT {kind}, action, date, partner FROM act WHERE {kind} IN ("
        f"SELECT c.{kind} FROM act AS c WHERE (c.date IS NULL OR c.earliest <> c.latest) AND "
        f"(c.date IS NULL OR (c.earliest <= :day AND c.latest > :day)) "
        f"{among.format(f'c.{kind}')}UNION "
        f"SELECT g.id FROM {kind} AS g WHERE g.date_earliest > :day {among.format('g.id')}"
        f"AND EXISTS (SELECT 1 FROM act AS c WHERE c.{kind} = g.id AND c.earliest <= :day)) "
        f"ORDER BY {kind}, position",
        {**found.params, "day": day},
    )
    keys = (kind, "action", "date", "partner")
    acts = (dict(zip(keys, row, strict=True)) for row in rows)
    several = groupby(acts, key=itemgetter(kind))
    open_ = [_row(id, acts_of(those, end), day, certain) for id, those in several]
    return open_ + (_known_by_members(found, day, certain) if kind == "initiative" else [])


def _row(id: str, acts: Sequence[ActThen], day: str, certain: bool) -> OpenRow:
    may = _derived([act for act in acts if act.earliest <= day])
    must = _derived([act for act in acts if act.latest <= day])
    then = must if certain else may
    return (id, int(then is not None), *(then or _UNKNOWN), int(not certain and must != may))


def _derived(acts: Sequence[ActThen]) -> tuple[str | None, ...] | None:
    """What stands in `_THEN`, after some acts in file order; None where there is none."""
    from mineralreg.records.status import date_of, state_of

    if not acts:
        return None
    state, date = state_of(acts), date_of(acts)
    days = (date.text, date.earliest.isoformat(), date.latest.isoformat()) if date else (None,) * 3
    return (state.status, state.since and state.since.text, *days)


def _known_by_members(found: Where, day: str, certain: bool) -> list[OpenRow]:
    """Initiatives without a recorded act that had a member."""
    rows = found.connection.execute(
        'SELECT initiative, max(coalesce("from_latest" <= :day, 0)) FROM membership '
        "WHERE initiative NOT IN (SELECT initiative FROM act WHERE initiative IS NOT NULL) "
        'AND coalesce("from_earliest", :day) <= :day GROUP BY initiative',
        {"day": day},
    )
    return [(id, 1, *_UNKNOWN, int(not sure)) for id, sure in rows if sure or not certain]


State = Literal["current", "perhaps", "ended", "later"]


class Member(NamedTuple):
    """A membership on a day: its days as written, `end` the last possible one in ISO form."""

    partner: str
    name: str
    role: str
    since: str | None
    until: str | None
    state: State
    end: str | None


def members(connection: sqlite3.Connection, initiative: str, day: str | None) -> list[Member]:
    """All memberships of an initiative, each with what it is on the day.

    A membership without a first day begins with its initiative. No day is that up to which the
    registry's facts were looked for.
    """
    rows = connection.execute(
        'SELECT m.partner, p.name, m.role, m."from", m."to", CASE '
        "WHEN m.to_latest < :day THEN 'ended' "
        "WHEN coalesce(m.from_earliest, i.date_earliest) > :day THEN 'later' "
        "WHEN coalesce(m.from_latest, i.date_latest, :day) <= :day "
        "AND coalesce(m.to_earliest, :day) >= :day THEN 'current' ELSE 'perhaps' END, m.to_latest "
        "FROM membership AS m JOIN partner AS p ON p.id = m.partner "
        "JOIN initiative AS i ON i.id = m.initiative "
        "WHERE m.initiative = :id ORDER BY m.position",
        {"id": initiative, "day": day or horizon(connection)},
    )
    return [Member._make(row) for row in rows]


def belonging(found: Iterable[Member]) -> tuple[dict[str, str], dict[str, str]]:
    """The partners that belong for certain, and those that only may, each with its name."""
    counted = [one for one in found if one.role not in OBSERVERS]
    sure, may = (
        {one.partner: one.name for one in counted if one.state == state}
        for state in ("current", "perhaps")
    )
    return sure, {id: name for id, name in may.items() if id not in sure}
