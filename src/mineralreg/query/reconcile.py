"""The answer of `reconcile`: each count that a source states beside what is recorded.

What a claim counts is said by its unit, its selector and its day; the rules are those of the
record model, and are repeated at the functions below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query import names
from mineralreg.query.as_of import COUNTED_ROLES, members
from mineralreg.query.book import IndexBook
from mineralreg.query.columns import ORDER
from mineralreg.query.filters import NOTHING, Filters, from_selector
from mineralreg.query.names import COUNTRY_KINDS
from mineralreg.query.results import Verdict, Verdicts
from mineralreg.query.where import Where, where

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from mineralreg.dates import PartialDate

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
        common |= set(Where(connection, "agreement").ids("party", alone)) if alone else set()
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
    asked = where(connection, "agreement", filters)
    rows = connection.execute(asked.select("r.id", "ORDER BY r.date_earliest, r.id"), asked.params)
    return [id for (id,) in rows]


def _parties(
    connection: sqlite3.Connection, ids: Sequence[str]
) -> tuple[tuple[str, ...], set[str]]:
    """The distinct parties of agreements, and those that are a party to all of several."""
    found: dict[str, list[str]] = {id: [] for id in ids}
    for id, partner in connection.execute(
        "SELECT agreement, partner FROM agreement_party WHERE agreement IN "
        "(SELECT value FROM json_each(?)) ORDER BY position",
        (_list(ids),),
    ):
        found[id].append(partner)
    sides = list(found.values())
    partners = dict.fromkeys(partner for side in sides for partner in side)
    common = set(partners).intersection(*sides) if len(sides) > 1 else set()
    return tuple(partners), common if len(common) < len(partners) else set()


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
        problem: Why the selector cannot be read, or None.
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
    problem: str | None


def reconcile(
    connection: sqlite3.Connection,
    claims: Sequence[str] = (),
    filters: Filters = NOTHING,
    *,
    limit: int | None = None,
) -> Verdicts:
    """Compare claims with the records.

    A claim of which the selector names what the registry does not know is `unanswerable`.

    Args:
        connection: The index.
        claims: Ids of claims; all that the filters find when there are none.
        filters: Which claims (as `list claims` reads them). `as_of` also limits what is counted:
            nothing after that day, nor after the day that the claim speaks of.
        limit: At most so many claims.

    Returns:
        A verdict for each claim, the newest first, or in the order of the ids given.

    Raises:
        UsageError: An id that is not a claim, or a filter that cannot be read.
    """
    book = IndexBook(connection)
    ids = [names.thing(book, "claim", text)[0] for text in claims]
    if not ids or filters.asked():
        found = where(connection, "claim", filters)
        rows = connection.execute(found.select("r.id", f"ORDER BY {ORDER['claim']}"), found.params)
        matching = [id for (id,) in rows]
        ids = [id for id in ids if id in matching] if ids else matching
    notes = () if ids else ("no claim matches",)
    known = _known(connection) if filters.as_of is None else {}
    verdicts = [known.get(id) or verdict(connection, id, filters.as_of) for id in ids[:limit]]
    return Verdicts(verdicts, notes)


def _known(connection: sqlite3.Connection) -> dict[str, Verdict]:
    """The verdicts that the index holds; one that cannot be answered says no reason there."""
    import json

    if not _there(connection):
        return {}
    sources: dict[str, list[str]] = {}
    query = "SELECT claim, source FROM claim_source ORDER BY claim, position"
    for claim, source in connection.execute(query):
        sources.setdefault(claim, []).append(source)
    rows = connection.execute(
        "SELECT v.claim, c.statement, c.as_of, c.unit, v.claimed, v.recorded, v.difference, "
        "v.verdict, v.expected, v.missing, v.extra, v.counted, v.possible, c.explanation "
        f"FROM {NAME} AS v JOIN claim AS c ON c.id = v.claim WHERE v.verdict <> 'unanswerable'"
    )
    found = {}
    for id, statement, *middle, missing, extra, counted, possible, explanation in rows:
        lists = [tuple(json.loads(text)) for text in (missing, extra, counted, possible)]
        cited = tuple(sources.get(id, ()))
        found[id] = Verdict._make((id, statement, cited, *middle, *lists, explanation, None, None))
    return found


def verdict(connection: sqlite3.Connection, id: str, as_of: PartialDate | None = None) -> Verdict:
    """Compare one claim with the records.

    Args:
        connection: The index.
        id: The claim's id.
        as_of: Count nothing after this day.
    """
    claim = read(connection, id)
    counted, problem, remedy = None, claim.problem, None
    if problem is None:
        try:
            counted = _counted(connection, claim, as_of)
        except UsageError as error:
            problem, remedy = error.message, error.help
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
        verdict="unanswerable" if problem else _word(difference),
        expected=claim.expect,
        missing=tuple(id for id in claim.names if counted and id not in partners),
        extra=extra,
        counted=counted.ids if counted else (),
        possible=counted.possible if counted else (),
        explanation=claim.explanation,
        problem=problem,
        remedy=remedy,
    )


def read(connection: sqlite3.Connection, id: str) -> Claim:
    """The claim with this id."""
    import json

    row = connection.execute(
        "SELECT id, statement, count, unit, as_of, selector, counts_host, counts_blocs, expect, "
        "explanation FROM claim WHERE id = ?",
        (id,),
    ).fetchone()
    found, statement, count, unit, as_of, selector, host, blocs, expect, explanation = row
    filters, problem = None, None
    try:
        filters = from_selector(json.loads(selector)) if selector else None
    except UsageError as error:
        problem = error.message
    return Claim(
        id=found,
        statement=statement,
        count=count,
        unit=unit,
        as_of=as_of,
        selector=filters,
        counts_host=bool(host),
        counts_blocs=bool(blocs),
        expect=expect,
        explanation=explanation,
        names=_linked(connection, "name", "partner", id),
        problem=problem,
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
    return Where(connection, kind).ids(kind, getattr(selector, kind)) if selector else []


def _word(difference: int | None) -> str:
    if difference is None:
        return "unknowable"
    return "match" if difference == 0 else "short" if difference < 0 else "over"


def _linked(connection: sqlite3.Connection, table: str, column: str, id: str) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT {column} FROM claim_{table} WHERE claim = ? ORDER BY position", (id,)
    )
    return tuple(value for (value,) in rows)


NAME = "verdict"


def add(connection: sqlite3.Connection, *, temporary: bool = True) -> None:
    """Give a connection the table `verdict`, unless it has one.

    Args:
        connection: An index, or a copy or part of one.
        temporary: The table belongs to the connection alone, so a read-only index can have one.
    """
    if _there(connection):
        return
    verdicts = reconcile(connection).verdicts
    (reading_only,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")
    connection.execute(_definition(temporary=temporary))
    connection.executemany(
        f"INSERT INTO {NAME} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, verdicts)
    )
    connection.execute(f"PRAGMA query_only = {reading_only}")


def _there(connection: sqlite3.Connection) -> bool:
    return any(
        connection.execute(f"SELECT 1 FROM {schema} WHERE name = ?", (NAME,)).fetchone()
        for schema in ("sqlite_schema", "sqlite_temp_schema")
    )


def _definition(*, temporary: bool) -> str:
    from importlib.resources import files

    text = (files("mineralreg.query") / "verdict.sql").read_text(encoding="utf-8")
    definition = text[text.index("CREATE TABLE") :]
    return definition.replace("CREATE TABLE", "CREATE TEMP TABLE", 1) if temporary else definition


def _row(verdict: Verdict) -> tuple[str | int | None, ...]:
    return (
        verdict.claim,
        verdict.claimed,
        verdict.recorded,
        verdict.difference,
        verdict.verdict,
        verdict.expected,
        _list(verdict.missing),
        _list(verdict.extra),
        _list(verdict.counted),
        _list(verdict.possible),
    )


def _list(ids: Sequence[str]) -> str:
    import json

    return json.dumps(ids, ensure_ascii=False, separators=(",", ":"))
