"""Who belonged to an initiative on a day, in which role, as far as dates tell.

A membership whose beginning no source states counts from the start of the initiative; one without
an end lasts. The last day of a membership belongs to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mineralreg.query.then import horizon

if TYPE_CHECKING:
    import sqlite3

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
