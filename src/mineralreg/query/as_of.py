"""Records as they stood at the end of a day: the registry with later acts taken away.

Two answers are possible where dates are partial. What *may* have been counts every act whose first
possible day had come; what *must* have been counts those whose last possible day had come. An act
without a date comes after the act it is written behind, and by the registry's own `as_of` at the
latest. Nearly all records have the same answer both ways, and SQL looks it up in `state`; for the
few others the acts are read and the status derived anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from mineralreg.dates import PartialDate
    from mineralreg.query.where import Terms, Value


COLUMNS = {
    "agreement": "id, title, title_status, kind, legal_nature, level, {status}, {since}, {dates}, "
    "event, contested, notes, withdrawn, position",
    "initiative": "id, name, acronym, kind, {status}, {since}, {dates}, notes, withdrawn, position",
}
_WORKED_OUT = "id, known, status, status_since, date, date_earliest, date_latest, possible"
_OPEN_COLUMNS = ", ".join(
    f"json_extract(value, '$[{at}]') AS {name}" for at, name in enumerate(_WORKED_OUT.split(", "))
)
"""A row of `_row`, passed as JSON, as columns."""

ANY_DAY = ("0001-01-01", "9999-12-31")

ActRow: TypeAlias = "tuple[str, str, str | None, str | None, str | None, str | None]"


class ActThen(NamedTuple):
    """An act with the days on which it can have come, in ISO form."""

    action: str
    date: str | None
    partner: str | None
    earliest: str
    latest: str


def relation(terms: Terms, kind: str, day: str, certain: bool, among: str = "") -> str:
    """Define a table of the records as they stood, and return its name.

    It has the columns of the table `agreement` or `initiative`, and `possible`: 1 where what is
    said of the record only may have been so. A record that no act places by that day is not in it.

    Args:
        terms: Takes the definition and its values.
        kind: `agreement` or `initiative`.
        day: In ISO form; its end is meant.
        certain: Count only what must have been.
        among: Condition on `r` with values of the terms; records that do not meet it may be left
            out. It must not speak of status or dates.
    """
    import json

    name, open_name = f"{kind}_then", f"{kind}_open"
    chosen = f"SELECT r.id FROM {kind} AS r WHERE {among}" if among else ""
    records_in = f"AND g.id IN ({chosen}) " if chosen else ""
    rows = _open(terms.connection, kind, day, certain, chosen, terms.params)
    bound_day = terms.bind(day)
    terms.tables[open_name] = (
        f"SELECT {_OPEN_COLUMNS} FROM json_each({terms.bind(json.dumps(rows))})"
    )
    state = (
        f"(SELECT s.{{0}} FROM state AS s WHERE s.{kind} = g.id AND s.earliest <= {bound_day} "
        "ORDER BY s.sort DESC LIMIT 1)"
    )
    settled = _columns(
        kind,
        status=f"coalesce({state.format('status')}, 'unknown')",
        since=state.format("since"),
        dates=("g.date", "g.date_earliest", "g.date_latest"),
    )
    open_ = _columns(
        kind,
        status="o.status",
        since="o.status_since",
        dates=("o.date", "o.date_earliest", "o.date_latest"),
    )
    terms.tables[name] = (
        f"SELECT {settled}, 0 AS possible FROM {kind} AS g WHERE g.date_earliest <= {bound_day} "
        f"AND g.id NOT IN (SELECT id FROM {open_name}) {records_in}UNION ALL "
        f"SELECT {open_}, o.possible FROM {open_name} AS o JOIN {kind} AS g ON g.id = o.id "
        "WHERE o.known"
    )
    return name


def acts_then(acts: Iterable[ActRow], horizon: str) -> list[ActThen]:
    """Give every act of one record, in file order, the days on which it can have come.

    Args:
        acts: Record id, action, date as written, its first and last day, partner.
        horizon: The day up to which facts were looked for.
    """
    found = []
    earliest = ANY_DAY[0]
    for _, action, date, first, last, partner in acts:
        earliest = first or earliest
        found.append(ActThen(action, date, partner, earliest, last or max(horizon, earliest)))
    return found


def horizon(connection: sqlite3.Connection) -> str:
    """The last day up to which facts were looked for, in ISO form."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'as_of_latest'").fetchone()
    return row[0] if row and row[0] else ANY_DAY[1]


def _columns(kind: str, *, status: str, since: str, dates: tuple[str, str, str]) -> str:
    named = zip(("date", "date_earliest", "date_latest"), dates, strict=True)
    computed = {
        "{status}": f"{status} AS status",
        "{since}": f"{since} AS status_since",
        "{dates}": ", ".join(f"{sql} AS {name}" for name, sql in named),
    }
    return ", ".join(
        computed.get(column, f"g.{column} AS {column}") for column in COLUMNS[kind].split(", ")
    )


def _open(
    connection: sqlite3.Connection,
    kind: str,
    day: str,
    certain: bool,
    chosen: str,
    params: Mapping[str, Value],
) -> list[tuple[str | int | None, ...]]:
    """Rows for the records that `state` cannot answer for, those that were not yet included."""
    end = horizon(connection)
    grouped: dict[str, list[ActRow]] = {}
    acts_in, records_in = (
        (f"AND c.{kind} IN ({chosen}) ", f"AND g.id IN ({chosen}) ") if chosen else ("", "")
    )
    for row in connection.execute(
        f"SELECT {kind}, action, date, earliest, latest, partner FROM act WHERE {kind} IN ("
        f"SELECT c.{kind} FROM act AS c WHERE (c.date IS NULL OR c.earliest <> c.latest) AND "
        f"(c.date IS NULL OR (c.earliest <= :day AND c.latest > :day)) {acts_in}UNION "
        f"SELECT g.id FROM {kind} AS g WHERE g.date_earliest > :day {records_in}AND EXISTS ("
        f"SELECT 1 FROM act AS c WHERE c.{kind} = g.id AND c.earliest <= :day)) "
        f"ORDER BY {kind}, position",
        {**params, "day": day},
    ):
        grouped.setdefault(row[0], []).append(row)
    rows = [_row(id, acts_then(acts, end), day, certain) for id, acts in grouped.items()]
    if kind == "initiative":
        rows += _known_by_members(connection, day, certain)
    return rows


def _row(id: str, acts: list[ActThen], day: str, certain: bool) -> tuple[str | int | None, ...]:
    may = [act[:3] for act in acts if act.earliest <= day]
    must = [act[:3] for act in acts if act.latest <= day]
    told = must if certain else may
    then = derive(told)
    unsure = not certain and (not must or derive(must) != then)
    date = then.date
    return (
        id,
        int(bool(told)),
        then.status,
        then.since.text if then.since else None,
        date.text if date else None,
        date.earliest.isoformat() if date else None,
        date.latest.isoformat() if date else None,
        int(unsure),
    )


class Act(NamedTuple):
    """What the derivation needs of an act; `records.status.ActLike`."""

    action: str
    date: PartialDate | None
    partner: str | None


class Derived(NamedTuple):
    """What follows from acts: `status`, and the two dates as written."""

    status: str
    since: PartialDate | None
    date: PartialDate | None


def derive(acts: Iterable[tuple[str, str | None, str | None]]) -> Derived:
    """Status, its date and the record's date after some acts.

    Args:
        acts: Action, date as written and acting partner of each act, in file order.
    """
    from mineralreg.dates import PartialDate
    from mineralreg.records.status import date_of, state_of

    read = [
        Act(action, PartialDate.parse(date) if date else None, partner)
        for action, date, partner in acts
    ]
    state = state_of(read)
    return Derived(state.status, state.since, date_of(read))


def _known_by_members(
    connection: sqlite3.Connection, day: str, certain: bool
) -> list[tuple[str | int | None, ...]]:
    """Initiatives of which no act is recorded, but that had a member."""
    rows = connection.execute(
        'SELECT initiative, max(coalesce("from_latest" <= :day, 0)) FROM membership '
        "WHERE initiative NOT IN (SELECT initiative FROM act WHERE initiative IS NOT NULL) "
        'AND coalesce("from_earliest", :day) <= :day GROUP BY initiative',
        {"day": day},
    )
    return [
        (id, 1, "unknown", None, None, None, None, int(not sure))
        for id, sure in rows
        if sure or not certain
    ]


State = Literal["yes", "maybe", "ended", "not yet"]

COUNTED_ROLES = ("member", "chair", "host", "founding-member", "partner")
"""Roles that make a member; observers and guests are none."""


class Member(NamedTuple):
    """A membership on a day.

    Attributes:
        partner: Partner id.
        name: Its name.
        role: A word of `vocabulary.MEMBER_ROLES`.
        since: First day as written, or None.
        until: Last day as written, or None.
        state: Is it one on the day?
        end: Last possible day in ISO form, or None while it lasts.
    """

    partner: str
    name: str
    role: str
    since: str | None
    until: str | None
    state: State
    end: str | None


def members(connection: sqlite3.Connection, initiative: str, day: str | None) -> list[Member]:
    """All memberships of an initiative, each with what it is on the day.

    Args:
        connection: The index.
        initiative: Its id.
        day: In ISO form; None means the day up to which the registry's facts were looked for.
    """
    day = day or horizon(connection)
    started = connection.execute(
        "SELECT date_earliest, date_latest FROM initiative WHERE id = ?", (initiative,)
    ).fetchone() or (None, None)
    rows = connection.execute(
        'SELECT m.partner, p.name, m.role, m."from", m.from_earliest, m.from_latest, m."to", '
        "m.to_earliest, m.to_latest FROM membership AS m JOIN partner AS p ON p.id = m.partner "
        "WHERE m.initiative = ? ORDER BY m.position",
        (initiative,),
    )
    found = []
    for partner, name, role, since, first, sure, until, end_first, end_last in rows:
        begun = (first, sure) if since else started
        state = _state(day, begun[0], begun[1], end_first, end_last)
        found.append(Member(partner, name, role, since, until, state, end_last))
    return found


def _state(
    day: str, first: str | None, sure: str | None, end_first: str | None, end_last: str | None
) -> State:
    if end_last is not None and end_last < day:
        return "ended"
    if first is not None and first > day:
        return "not yet"
    begun = sure is None or sure <= day
    lasting = end_first is None or end_first >= day
    return "yes" if begun and lasting else "maybe"
