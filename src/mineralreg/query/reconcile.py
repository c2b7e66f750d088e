"""The answer of `reconcile`: each count that a source states beside what is recorded.

The unit, selector and day of a claim say what it counts, by the rules of the record model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query.as_of import COUNTED_ROLES, members
from mineralreg.query.book import IndexBook
from mineralreg.query.columns import ORDER
from mineralreg.query.filters import NOTHING, Filters, from_selector
from mineralreg.query.names import COUNTRY_KINDS, thing
from mineralreg.query.results import Answer, Fields, Grid, Heading, Line, Remark, columns_of
from mineralreg.query.where import Where, array, where

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Sequence

    from mineralreg.dates import PartialDate
    from mineralreg.query.results import Part

NAME = "verdict"
FEW = 6
"""Up to so many claims are all explained; of more, only the unexpected ones."""

_COLUMNS = columns_of(
    "claim, source, as_of, claimed, recorded, difference, verdict, expected, missing…, extra…"
)
_LISTED = ("certain", "likely")
_REASONS = {
    "missing": "Listed by the source, not recorded",
    "extra": "Recorded, not listed by the source",
    "counted": "Counted",
    "possible": "Possible, not counted",
    "explanation": "Why",
    "problem": "Cannot be answered",
    "sources": "Sources",
}


class Verdict(NamedTuple):
    """One claim beside what is recorded.

    Attributes:
        claim: Claim id.
        statement: What the source says.
        sources: Source ids.
        as_of: The day to which it applies, as written.
        unit: What is counted.
        claimed: The source's number.
        recorded: The registry's number; None when it cannot be counted.
        difference: recorded - claimed; None when it cannot be counted.
        verdict: `match`, `short`, `over`, `unknowable`, or `unanswerable` for a selector that
            names what the registry does not know.
        expected: The verdict that the claim's record expects.
        missing: Names that the source lists and the registry does not have under the selector.
        extra: Partners found that the source does not list (only when it lists names).
        counted: Ids of the records behind the number.
        possible: Ids of records that may belong to it, not counted.
        explanation: The record's explanation.
        problem: Why the claim cannot be answered, or None.
        remedy: What to do about that.
    """

    claim: str
    statement: str
    sources: tuple[str, ...]
    as_of: str
    unit: str
    claimed: int
    recorded: int | None
    difference: int | None
    verdict: str
    expected: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    counted: tuple[str, ...]
    possible: tuple[str, ...]
    explanation: str | None
    problem: str | None = None
    remedy: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict == self.expected

    def object(self) -> dict[str, Any]:
        """The verdict as `reconcile -f json` promises it."""
        found = {"source" if key == "sources" else key: one for key, one in self._asdict().items()}
        for key in ("problem", "remedy"):
            if found[key] is None:
                del found[key]
        return found


class Verdicts(Answer):
    """The answer of `reconcile`: one row per claim."""

    def __init__(self, verdicts: list[Verdict], notes: tuple[str, ...] = ()) -> None:
        self.verdicts = verdicts
        objects = [one.object() for one in verdicts]
        broken = (one for one in verdicts if one.problem)
        unanswered = (f"{one.claim} cannot be answered: {one.problem}" for one in broken)
        super().__init__(
            _COLUMNS,
            [tuple(found[column.name] for column in _COLUMNS) for found in objects],
            [one.claim for one in verdicts],
            objects=objects,
            notes=(*notes, *unanswered),
        )

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        several = self.verdicts
        marks = ["" if one.as_expected else f"expected: {one.expected}" for one in several]
        if several:
            shown = "claim, statement…, verdict, claimed, recorded, difference: ±, as_of"
            yield brief(several, shown, marks)
        for one, mark in zip(several, marks, strict=True):
            if len(several) <= FEW or mark:
                yield Heading(one.claim, 2)
                reasons = (Line(label, getattr(one, key)) for key, label in _REASONS.items())
                yield Fields([line for line in reasons if line.value])
        if len(several) > 1:
            matching = sum(one.verdict == "match" for one in several)
            surprising = sum(map(bool, marks))
            yield Remark(
                f"{len(several)} claims: {matching} match, {len(several) - matching - surprising} "
                f"differ or cannot be known as expected, {surprising} otherwise than expected"
            )


def brief(verdicts: Sequence[Verdict], columns: str, marks: Sequence[str] = ()) -> Grid:
    """Some columns of verdicts as a table."""
    shown = columns_of(columns)
    rows = [tuple(getattr(one, column.name) for column in shown) for one in verdicts]
    return Grid(shown, rows, marks)


class Counted(NamedTuple):
    """What is recorded.

    Attributes:
        ids: The records that are counted.
        possible: Records that may belong to it, not counted.
        partners: Distinct partners among what is counted.
        common: Partners on whose side the source counts, so that it would not list them: they are
            a party to all agreements, or the selector asks for them.
        number: How many; None when it cannot be known.
    """

    ids: tuple[str, ...]
    possible: tuple[str, ...]
    partners: tuple[str, ...]
    common: frozenset[str] = frozenset()
    number: int | None = None


_NOTHING = Counted((), (), ())


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
        claims: Ids of claims; by default all that the filters find.
        filters: Which claims (as `list claims` reads them). `as_of` also limits what is counted:
            nothing after that day, nor after the day of the claim.
        limit: At most so many claims.

    Returns:
        A verdict for each claim, the newest first, or in the order of the ids given.

    Raises:
        UsageError: An id that is not a claim, or a filter that cannot be read.
    """
    book = IndexBook(connection)
    ids = [thing(book, "claim", text)[0] for text in claims]
    if not ids or filters.asked():
        matching = _found(where(connection, "claim", filters), ORDER["claim"])
        ids = [id for id in ids if id in matching] if ids else matching
    known = _known(connection) if filters.as_of is None else {}
    verdicts = [known.get(id) or verdict(connection, id, filters.as_of) for id in ids[:limit]]
    return Verdicts(verdicts, () if ids else ("no claim matches",))


def verdict(connection: sqlite3.Connection, id: str, as_of: PartialDate | None = None) -> Verdict:
    """Compare one claim with the records.

    Args:
        id: The claim's id.
        as_of: Count nothing after this day.
    """
    cursor = connection.execute("SELECT * FROM claim WHERE id = ?", (id,))
    claim = dict(zip((name for name, *_ in cursor.description), cursor.fetchone(), strict=True))
    counted, problem, remedy = _NOTHING, None, None
    try:
        counted = _counted(connection, claim, as_of)
    except UsageError as error:
        problem, remedy = error.message, error.help
    difference = None if counted.number is None else counted.number - claim["count"]
    word = "unanswerable" if problem else "unknowable"
    if difference is not None:
        word = "match" if difference == 0 else "short" if difference < 0 else "over"
    names = _linked(connection, "name", "partner", id)
    return Verdict(
        claim=id,
        statement=claim["statement"],
        sources=_linked(connection, "source", "source", id),
        as_of=claim["as_of"],
        unit=claim["unit"],
        claimed=claim["count"],
        recorded=counted.number,
        difference=difference,
        verdict=word,
        expected=claim["expect"],
        missing=() if difference is None else _without(names, counted.partners),
        extra=_without(counted.partners, {*names, *counted.common}) if names else (),
        counted=counted.ids,
        possible=counted.possible,
        explanation=claim["explanation"],
        problem=problem,
        remedy=remedy,
    )


def _without(ids: Iterable[str], others: Container[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id not in others)


def _counted(
    connection: sqlite3.Connection, claim: dict[str, Any], as_of: PartialDate | None
) -> Counted:
    """What is recorded.

    `agreements`: those that the selector finds on the claim's day, and its `members`. `partners`:
    the distinct partners of these. `members`: those of the initiative on the day, each partner
    once. `participants`: those of the event, and the host and blocs as the claim says.

    Raises:
        UsageError: The selector names what the registry does not know.
    """
    import json

    from mineralreg.dates import PartialDate as Date

    selector = from_selector(json.loads(claim["selector"])) if claim["selector"] else None
    unit = claim["unit"]
    if unit == "other" or claim["expect"] == "unknowable":
        return _NOTHING
    day = Date.parse(claim["as_of"])
    day = as_of if as_of is not None and as_of.latest < day.latest else day
    if unit in ("participants", "members"):
        kind = "event" if unit == "participants" else "initiative"
        asked = getattr(selector, kind) if selector else ()
        ids = Where(connection, kind).ids(kind, asked)
        if unit == "members":
            return _members(connection, ids, day)
        return _participants(connection, ids, claim["counts_host"], claim["counts_blocs"])
    found = _agreements(connection, selector and selector._replace(as_of=day), claim["id"])
    if unit == "partners":
        own = _without(found.partners, found.common)
        return found._replace(number=len(own), partners=own)
    return found


def _agreements(connection: sqlite3.Connection, selector: Filters | None, claim: str) -> Counted:
    """The agreements that a selector finds for certain, and those that the claim itself lists.

    Of the listed ones the certain and likely count, the possible stand beside, the contradicted
    are left out even where the selector finds them.
    """
    sure, perhaps = (
        _found(where(connection, "agreement", one), "r.date_earliest, r.id") if one else []
        for one in (selector and selector._replace(certain=True), selector)
    )
    query = "SELECT agreement, confidence FROM claim_member WHERE claim = ? ORDER BY position"
    listed = dict(connection.execute(query, (claim,)).fetchall())
    counted = dict.fromkeys(id for id in sure if listed.get(id) != "contradicted")
    counted |= dict.fromkeys(id for id, how in listed.items() if how in _LISTED)
    may = dict.fromkeys([*perhaps, *(id for id, how in listed.items() if how == "possible")])
    possible = tuple(id for id in may if id not in counted and listed.get(id) != "contradicted")
    partners, common = _parties(connection, list(counted))
    if selector is not None:
        alone = [one[0] for one in (selector.country, selector.party) if len(one) == 1]
        common |= set(Where(connection, "agreement").ids("party", alone))
    return Counted(tuple(counted), possible, tuple(partners), frozenset(common), len(counted))


def _found(asked: Where, order: str) -> list[str]:
    rows = asked.connection.execute(asked.select("r.id", f"ORDER BY {order}"), asked.params)
    return [id for (id,) in rows]


def _parties(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[list[str], set[str]]:
    """The distinct parties of agreements, and those that are a party to all of several."""
    rows = connection.execute(
        "SELECT partner, count(*) FROM json_each(?) AS j JOIN agreement_party "
        "ON agreement = j.value GROUP BY partner ORDER BY min(j.key * 1000 + position)",
        (array(ids),),
    ).fetchall()
    common = {partner for partner, number in rows if number == len(ids) > 1}
    return [partner for partner, _ in rows], common if len(common) < len(rows) else set()


def _members(
    connection: sqlite3.Connection, initiatives: Iterable[str], day: PartialDate
) -> Counted:
    """The distinct partners that belong to initiatives at the end of a day.

    Members, founding members, chairs, hosts and partners count; observers and guests do not.
    """
    known = [one for id in initiatives for one in members(connection, id, day.latest.isoformat())]
    counted = [one for one in known if one.role in COUNTED_ROLES]
    sure = tuple(dict.fromkeys(one.partner for one in counted if one.state == "yes"))
    perhaps = dict.fromkeys(one.partner for one in counted if one.state == "maybe")
    possible = _without(perhaps, sure)
    return Counted(sure, possible, sure, number=len(sure))


def _participants(
    connection: sqlite3.Connection, events: Sequence[str], host: bool, blocs: bool
) -> Counted:
    """The distinct participants of events, with hosts and non-countries if these count."""
    rows = connection.execute(
        "SELECT e.partner, e.role, p.kind FROM event_partner AS e JOIN partner AS p "
        "ON p.id = e.partner WHERE e.event IN (SELECT value FROM json_each(?)) "
        "ORDER BY e.event, e.role, e.position",
        (array(events),),
    ).fetchall()
    hosts = {partner for partner, role, _ in rows if role == "host"}
    ids = dict.fromkeys(
        partner
        for partner, _, kind in rows
        if (blocs or kind in COUNTRY_KINDS) and (host or partner not in hosts)
    )
    return Counted(tuple(ids), (), tuple(ids), number=len(ids))


def _linked(connection: sqlite3.Connection, table: str, column: str, id: str) -> tuple[str, ...]:
    query = f"SELECT {column} FROM claim_{table} WHERE claim = ? ORDER BY position"
    return tuple(value for (value,) in connection.execute(query, (id,)))


# The table of verdicts that an index or an export holds.


def add(connection: sqlite3.Connection, *, temporary: bool = True) -> None:
    """Give a connection the table `verdict`, unless it has one.

    Args:
        connection: An index, or a copy or part of one.
        temporary: The table belongs to the connection alone, so a read-only index can have one.
    """
    from importlib.resources import files

    if _there(connection):
        return
    text = (files("mineralreg.query") / "verdict.sql").read_text(encoding="utf-8")
    create = "CREATE TEMP TABLE" if temporary else "CREATE TABLE"
    found = reconcile(connection).verdicts
    (reading_only,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")
    connection.execute(create + text.partition("CREATE TABLE")[2])
    names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({NAME})")]
    connection.executemany(
        f"INSERT INTO {NAME} VALUES ({', '.join('?' * len(names))})",
        (
            [array(cell) if isinstance(cell, tuple) else cell for cell in cells]
            for cells in ([getattr(one, name) for name in names] for one in found)
        ),
    )
    connection.execute(f"PRAGMA query_only = {reading_only}")


def _known(connection: sqlite3.Connection) -> dict[str, Verdict]:
    """The verdicts in the index, except unanswerable ones, which have no reason there."""
    import json

    if not _there(connection):
        return {}
    rows = connection.execute(
        "SELECT v.claim, c.statement, (SELECT json_group_array(source) FROM (SELECT source FROM "
        "claim_source WHERE claim = c.id ORDER BY position)), c.as_of, c.unit, v.claimed, "
        "v.recorded, v.difference, v.verdict, v.expected, v.missing, v.extra, v.counted, "
        f"v.possible, c.explanation FROM {NAME} AS v JOIN claim AS c ON c.id = v.claim "
        "WHERE v.verdict <> 'unanswerable'"
    )
    found = {}
    for id, statement, cited, *middle, missing, extra, counted, possible, explanation in rows:
        lists = (tuple(json.loads(text)) for text in (missing, extra, counted, possible))
        first = (id, statement, tuple(json.loads(cited)))
        found[id] = Verdict._make((*first, *middle, *lists, explanation, None, None))
    return found


def _there(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM {} WHERE name = ?"
    schemas = ("sqlite_schema", "sqlite_temp_schema")
    return any(connection.execute(query.format(one), (NAME,)).fetchone() for one in schemas)
