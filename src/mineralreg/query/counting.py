"""What is recorded of the things that claims count: agreements, members, participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.query import sides, where
from mineralreg.query.membership import COUNTED_ROLES, members
from mineralreg.query.names import COUNTRY_KINDS
from mineralreg.query.terms import Terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from mineralreg.dates import PartialDate
    from mineralreg.query.filters import Filters

_LISTED = ("certain", "likely")


class Counted(NamedTuple):
    """What is recorded.

    Attributes:
        number: How many.
        ids: The records behind the number.
        possible: Records that may belong to it, not counted.
        partners: Distinct partners among what is counted.
        common: Partners that the counting is from the side of, so no source would list them: all
            agreements have them, or the selector asks for them.
    """

    number: int
    ids: tuple[str, ...]
    possible: tuple[str, ...]
    partners: tuple[str, ...]
    common: tuple[str, ...] = ()


def count_agreements(
    connection: sqlite3.Connection, selector: Filters | None, claim: str
) -> Counted:
    """The agreements that a selector finds for certain, and those that the claim itself lists.

    Of the listed ones the certain and likely count, the possible stand beside, the contradicted
    are left out even where the selector finds them.

    Args:
        connection: The index.
        selector: The claim's filters with its day; None for none.
        claim: Id of the claim.

    Raises:
        UsageError: The selector names what the registry does not know.
    """
    sure: list[str] = []
    perhaps: list[str] = []
    if selector is not None:
        sure = _found(connection, selector._replace(certain=True))
        if not selector.certain:
            certain = set(sure)
            perhaps = [id for id in _found(connection, selector) if id not in certain]
    listed = connection.execute(
        "SELECT agreement, confidence FROM claim_member WHERE claim = ? ORDER BY position",
        (claim,),
    ).fetchall()
    told = dict(listed)
    counted = dict.fromkeys(id for id in sure if told.get(id) != "contradicted")
    counted |= dict.fromkeys(id for id, how in listed if how in _LISTED)
    ids = list(counted)
    may = dict.fromkeys([*perhaps, *(id for id, how in listed if how == "possible")])
    possible = [id for id in may if id not in counted and told.get(id) != "contradicted"]
    partners, common = _parties(connection, ids)
    if selector is not None:
        alone = [names[0] for names in (selector.country, selector.party) if len(names) == 1]
        common |= set(sides.partners(connection, alone, Terms()))
    return Counted(len(ids), tuple(ids), tuple(possible), partners, tuple(sorted(common)))


def count_members(
    connection: sqlite3.Connection, initiatives: Iterable[str], day: PartialDate
) -> Counted:
    """The distinct partners that belong to initiatives at the end of a day.

    Members, founding members, chairs, hosts and partners count; observers and guests do not.
    """
    sure: dict[str, None] = {}
    perhaps: dict[str, None] = {}
    for initiative in initiatives:
        for member in members(connection, initiative, day.latest.isoformat()):
            if member.role in COUNTED_ROLES and member.state in ("yes", "maybe"):
                (sure if member.state == "yes" else perhaps)[member.partner] = None
    possible = tuple(id for id in perhaps if id not in sure)
    return Counted(len(sure), tuple(sure), possible, tuple(sure))


def count_participants(
    connection: sqlite3.Connection, events: Sequence[str], host: bool, blocs: bool
) -> Counted:
    """The distinct participants of events.

    Args:
        connection: The index.
        events: Event ids.
        host: Count the hosts as well.
        blocs: Count those that are no country or territory as well.
    """
    marks = ", ".join("?" * len(events))
    rows = connection.execute(
        "SELECT e.partner, e.role, p.kind FROM event_partner AS e JOIN partner AS p "
        f"ON p.id = e.partner WHERE e.event IN ({marks}) ORDER BY e.event, e.role, e.position",
        tuple(events),
    ).fetchall()
    hosts = {partner for partner, role, _ in rows if role == "host"}
    ids = dict.fromkeys(
        partner
        for partner, role, kind in rows
        if (blocs or kind in COUNTRY_KINDS) and (host if partner in hosts else True)
    )
    return Counted(len(ids), tuple(ids), (), tuple(ids))


def _found(connection: sqlite3.Connection, filters: Filters) -> list[str]:
    asked = where.agreements(connection, filters)
    rows = connection.execute(asked.select("r.id", "ORDER BY r.date_earliest, r.id"), asked.params)
    return [id for (id,) in rows]


def _parties(
    connection: sqlite3.Connection, ids: Sequence[str]
) -> tuple[tuple[str, ...], set[str]]:
    """The distinct parties of agreements, and those that are a party to all of several."""
    sides: list[list[str]] = []
    for id in ids:
        rows = connection.execute(
            "SELECT partner FROM agreement_party WHERE agreement = ? ORDER BY position", (id,)
        )
        sides.append([partner for (partner,) in rows])
    partners = dict.fromkeys(partner for side in sides for partner in side)
    common = set(partners).intersection(*sides) if len(sides) > 1 else set()
    return tuple(partners), common if len(common) < len(partners) else set()
