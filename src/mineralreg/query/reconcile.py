"""The answer of `reconcile`: each count that a source states beside what is recorded.

What a claim counts is said by its unit, its selector and its day; the rules are those of the
record model, and are repeated at the functions below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query import kinds, listing, things, where
from mineralreg.query.counting import Counted, count_agreements, count_members, count_participants
from mineralreg.query.filters import NOTHING, Filters, from_selector
from mineralreg.query.suggest import shown
from mineralreg.query.values import Verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from mineralreg.dates import PartialDate


class Claim(NamedTuple):
    """A claim as the index holds it.

    Attributes:
        id: Claim id.
        statement: What the source says.
        count: Its number.
        unit: A word of `vocabulary.CLAIM_UNITS`.
        as_of: The day it speaks of, as written.
        selector: The filters that find what it counts, or None.
        counts_host: For participants: is the host counted?
        counts_blocs: For participants: are blocs counted?
        expect: The verdict that the record expects.
        explanation: The record's explanation.
        names: Partner ids of those that the source lists.
    """

    id: str
    statement: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here
    unit: str
    as_of: str
    selector: Filters | None
    counts_host: bool
    counts_blocs: bool
    expect: str
    explanation: str | None
    names: tuple[str, ...]


def reconcile(
    connection: sqlite3.Connection,
    claims: Sequence[str] = (),
    filters: Filters = NOTHING,
) -> list[Verdict]:
    """Compare claims with the records.

    Args:
        connection: The index.
        claims: Ids of claims; all that the filters find when there are none.
        filters: Which claims (as `list claims` reads them). `as_of` also limits what is counted:
            nothing after that day, nor after the day that the claim speaks of.

    Returns:
        A verdict for each claim, in order of their days, or of the ids given.

    Raises:
        UsageError: An id that is no claim, or a filter that cannot be read.
    """
    ids = [_claim_id(connection, text) for text in claims]
    if not ids:
        ids = listing.ids(connection, "claim", filters)
    elif filters.asked():
        found = kinds.records(connection, "claim", filters)
        rows = connection.execute(found.select("r.id"), found.params).fetchall()
        ids = [id for id in ids if (id,) in rows]
    return [verdict(connection, read(connection, id), filters.as_of) for id in ids]


def verdict(
    connection: sqlite3.Connection, claim: Claim, as_of: PartialDate | None = None
) -> Verdict:
    """Compare one claim with the records.

    Args:
        connection: The index.
        claim: The claim.
        as_of: Count nothing after this day.

    Raises:
        UsageError: The claim's selector names what the registry does not know.
    """
    counted = _counted(connection, claim, as_of)
    recorded = None if counted is None else counted.number
    difference = None if recorded is None else recorded - claim.count
    partners = counted.partners if counted else ()
    expected = {*claim.names, *(counted.common if counted else ())}
    extra = tuple(id for id in partners if id not in expected) if claim.names else ()
    return Verdict(
        claim=claim.id,
        statement=claim.statement,
        sources=_linked(connection, "source", "source", claim.id),
        as_of=claim.as_of,
        unit=claim.unit,
        claimed=claim.count,
        recorded=recorded,
        difference=difference,
        verdict=_word(difference),
        expected=claim.expect,
        missing=tuple(id for id in claim.names if counted and id not in partners),
        extra=extra,
        counted=counted.ids if counted else (),
        possible=counted.possible if counted else (),
        explanation=claim.explanation,
    )


def read(connection: sqlite3.Connection, id: str) -> Claim:
    """The claim with this id.

    Raises:
        UsageError: Its selector has a key that is no filter.
    """
    import json

    row = connection.execute(
        "SELECT id, statement, count, unit, as_of, selector, counts_host, counts_blocs, expect, "
        "explanation FROM claim WHERE id = ?",
        (id,),
    ).fetchone()
    found, statement, count, unit, as_of, selector, host, blocs, expect, explanation = row
    return Claim(
        id=found,
        statement=statement,
        count=count,
        unit=unit,
        as_of=as_of,
        selector=from_selector(json.loads(selector)) if selector else None,
        counts_host=bool(host),
        counts_blocs=bool(blocs),
        expect=expect,
        explanation=explanation,
        names=_linked(connection, "name", "partner", id),
    )


def _counted(
    connection: sqlite3.Connection, claim: Claim, as_of: PartialDate | None
) -> Counted | None:
    """What is recorded; None when nobody can tell.

    `agreements`: those that the selector finds on the claim's day, and its `members`. `partners`:
    the distinct partners of these. `members`: those of the initiative on the day, each partner
    once. `participants`: those of the event, and the host and blocs as the claim says.
    """
    if claim.unit == "other" or claim.expect == "unknowable":
        return None
    day = day_of(claim.as_of, as_of)
    selector = claim.selector._replace(as_of=day) if claim.selector else None
    if claim.unit == "participants":
        events = _things(connection, "event", selector)
        return count_participants(connection, events, claim.counts_host, claim.counts_blocs)
    if claim.unit == "members":
        return count_members(connection, _things(connection, "initiative", selector), day)
    found = count_agreements(connection, selector, claim.id)
    if claim.unit == "partners":
        own = tuple(id for id in found.partners if id not in found.common)
        return found._replace(number=len(own), partners=own)
    return found


def day_of(claimed: str, as_of: PartialDate | None) -> PartialDate:
    """The day up to which is counted: the claim's own, or an earlier one that was asked for."""
    from mineralreg.dates import PartialDate as Date

    day = Date.parse(claimed)
    return as_of if as_of is not None and as_of.latest < day.latest else day


def _things(connection: sqlite3.Connection, kind: str, selector: Filters | None) -> list[str]:
    return where.every(connection, kind, getattr(selector, kind)) if selector else []


def _word(difference: int | None) -> str:
    if difference is None:
        return "unknowable"
    return "match" if difference == 0 else "short" if difference < 0 else "over"


def _claim_id(connection: sqlite3.Connection, text: str) -> str:
    known = things.any_record(connection, text)
    if known.kind != "claim":
        raise UsageError(
            f"{shown(text)} is a record of kind {known.kind}, not a claim",
            help="`mineralreg list claims` shows the claims",
        )
    return known.id


def _linked(connection: sqlite3.Connection, table: str, column: str, id: str) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT {column} FROM claim_{table} WHERE claim = ? ORDER BY position", (id,)
    )
    return tuple(value for (value,) in rows)
