"""The answer of `reconcile`: each count that a source states beside what is recorded.

The unit, selector and day of a claim say what it counts, by the rules of the record model.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query.as_of import belonging, members
from mineralreg.query.book import IndexBook
from mineralreg.query.columns import ORDER
from mineralreg.query.names import COUNTRY_KINDS, thing
from mineralreg.query.results import (
    OTHERS,
    Answer,
    Fields,
    Grid,
    Heading,
    Line,
    Part,
    Remark,
    as_json,
    columns_of,
    noun,
)
from mineralreg.query.where import Where, where
from mineralreg.reference.filters import NOTHING, Filters, from_selector, read_date

if TYPE_CHECKING:
    from mineralreg.dates import PartialDate

FEW = 6
"""Up to so many claims are all explained; of more, only the unexpected ones."""

_COLUMNS = columns_of(
    "claim, source, as_of, claimed, recorded, difference, verdict, expected, missing…, extra…"
)
_LISTS = ("missing", "extra", "counted", "possible")
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
    """One claim beside what is recorded, as `schema.sql` describes the columns.

    The verdict is `unanswerable` where the selector names what the registry does not know: then
    `problem` says why, and `remedy` what to do.
    """

    claim: str
    statement: str
    sources: tuple[str, ...]
    as_of: str
    unit: str
    claimed: int
    recorded: int | None = None
    difference: int | None = None
    verdict: str = "unknowable"
    expected: str = "match"
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    explanation: str | None = None
    problem: str | None = None
    remedy: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict == self.expected

    def object(self) -> dict[str, Any]:
        """The verdict as `reconcile -f json` promises it."""
        return {
            "source" if key == "sources" else key: one
            for key, one in self._asdict().items()
            if key not in ("problem", "remedy") or one is not None
        }


class Verdicts(Answer):
    """The answer of `reconcile`: a row for each claim, and one for those beyond the limit."""

    def __init__(
        self, verdicts: list[Verdict], rest: Sequence[Verdict] = (), notes: tuple[str, ...] = ()
    ) -> None:
        self.verdicts, self.rest = verdicts, rest
        objects = [one.object() for one in (*verdicts, *_others(rest))]
        broken = (one for one in (*verdicts, *rest) if one.problem)
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
        shown, several = self.verdicts, (*self.verdicts, *self.rest)
        marks = ["" if one.as_expected else f"expected: {one.expected}" for one in several]
        if several:
            columns = "claim, statement…, verdict, claimed, recorded, difference: ±, as_of"
            of_rest = [""] * bool(self.rest)
            rows = [*shown, *_others(self.rest)]
            yield brief(rows, columns, [*marks[: len(shown)], *of_rest])
        for one, mark in zip(shown, marks, strict=False):
            if len(shown) <= FEW or mark:
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


def _others(rest: Sequence[Verdict]) -> Iterator[Verdict]:
    """The row of what is beyond the limit: how many claims, and how many of each verdict."""
    if rest:
        blank: Any = None
        more = f"{len(rest)} more {noun('claim', len(rest))}"
        numbers = Counter(one.verdict for one in rest).most_common()
        said = ", ".join(f"{number} {verdict}" for verdict, number in numbers)
        yield Verdict(OTHERS, more, (), blank, blank, blank, verdict=said, expected=blank)


def brief(verdicts: Sequence[Verdict], columns: str, marks: Sequence[str] = ()) -> Grid:
    """Some columns of verdicts as a table."""
    shown = columns_of(columns)
    rows = [tuple(getattr(one, column.name) for column in shown) for one in verdicts]
    return Grid(shown, rows, marks)


def reconcile(
    connection: sqlite3.Connection,
    claims: Sequence[str] = (),
    filters: Filters = NOTHING,
    *,
    limit: int | None = None,
) -> Verdicts:
    """Compare claims with the records, the newest first, or in the order of the ids given.

    Args:
        claims: Ids of claims; by default all that the filters find.
        filters: Which claims (as `list claims` reads them). `as_of` also limits what is counted:
            nothing after that day, nor after the day of the claim.
        limit: So many claims; what is beyond is one row, `others`.
    """
    book = IndexBook(connection)
    ids = [thing(book, "claim", text)[0] for text in claims]
    if not ids or filters.asked():
        matching = where(connection, "claim", filters).ids_by(ORDER["claim"].sql)
        ids = [id for id in ids if id in matching] if ids else matching
    verdicts = [verdict(connection, id, filters.as_of) for id in ids]
    rest = [] if limit is None else verdicts[limit:]
    return Verdicts(verdicts[:limit], rest, () if ids else ("no claim matches",))


_CLAIM = """
SELECT
    c.*,
    v.*,
    (
        SELECT json_group_array(source)
        FROM (SELECT source FROM claim_source WHERE claim = c.id ORDER BY position)
    ) AS sources,
    (
        SELECT json_group_array(partner)
        FROM (SELECT partner FROM claim_name WHERE claim = c.id ORDER BY position)
    ) AS names
FROM claim AS c
LEFT JOIN verdict AS v ON v.claim = c.id AND v.verdict <> 'unanswerable'
WHERE c.id = ?
"""
"""A claim, and what is kept of its verdict; why it is unanswerable is not."""


def verdict(connection: sqlite3.Connection, id: str, as_of: PartialDate | None = None) -> Verdict:
    """Compare one claim with the records.

    Nothing after `as_of` is counted. A claim of which the selector names what the registry does
    not know is `unanswerable`.
    """
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    claim = cursor.execute(_CLAIM, (id,)).fetchone()
    found = Verdict(
        id,
        claim["statement"],
        tuple(json.loads(claim["sources"])),
        claim["as_of"],
        claim["unit"],
        claim["count"],
        expected=claim["expect"],
        explanation=claim["explanation"],
    )
    if as_of is None and claim["verdict"]:
        kept: dict[str, Any] = {key: tuple(json.loads(claim[key])) for key in _LISTS}
        kept |= {key: claim[key] for key in ("recorded", "difference", "verdict")}
        return found._replace(**kept)
    try:
        counted = _counted(connection, claim, as_of)
    except UsageError as error:
        return found._replace(verdict="unanswerable", problem=error.message, remedy=error.help)
    return _compared(found, counted, json.loads(claim["names"])) if counted else found


class Counted(NamedTuple):
    """The records that are counted, those that may belong to them, and their distinct partners.

    The common partners are those on whose side the source counts, so that it would not list them:
    they are a party to all agreements, or the selector asks for them.
    """

    ids: tuple[str, ...]
    possible: tuple[str, ...]
    partners: tuple[str, ...]
    common: frozenset[str] = frozenset()


def _compared(found: Verdict, counted: Counted, names: Sequence[str]) -> Verdict:
    """The verdict with what is counted, and with the partners that the source lists."""
    ids, possible, partners, common = counted
    if found.unit == "partners":
        partners = _without(partners, common)
    number = len(partners if found.unit == "partners" else ids)
    difference = number - found.claimed
    return found._replace(
        recorded=number,
        difference=difference,
        verdict="match" if difference == 0 else "short" if difference < 0 else "over",
        missing=_without(names, partners),
        extra=_without(partners, {*names, *common}) if names else (),
        counted=ids,
        possible=possible,
    )


def _without(ids: Iterable[str], others: Container[str]) -> tuple[str, ...]:
    return tuple(id for id in dict.fromkeys(ids) if id not in others)


def _counted(
    connection: sqlite3.Connection, claim: sqlite3.Row, as_of: PartialDate | None
) -> Counted | None:
    """What is recorded; None when that cannot be known.

    `agreements`: those that the selector finds on the claim's day, and its `members`. `partners`:
    the distinct partners of these. `members`: those of the initiative on the day, each partner
    once. `participants`: those of the event, and the host and blocs as the claim says.
    """
    selector = from_selector(json.loads(claim["selector"])) if claim["selector"] else None
    unit = claim["unit"]
    if unit == "other" or claim["expect"] == "unknowable":
        return None
    day = read_date(claim["as_of"])
    day = as_of if as_of is not None and as_of.latest < day.latest else day
    if unit not in ("participants", "members"):
        return _agreements(connection, selector and selector._replace(as_of=day), claim["id"])
    kind = "event" if unit == "participants" else "initiative"
    ids = Where(connection, kind).ids(kind, getattr(selector, kind) if selector else ())
    if unit == "participants":
        return _participants(connection, ids, claim["counts_host"], claim["counts_blocs"])
    last = day.latest.isoformat()
    sure, perhaps = belonging(one for id in ids for one in members(connection, id, last))
    return Counted(tuple(sure), tuple(perhaps), tuple(sure))


_IN_TIME = "r.date_earliest, r.id"


def _agreements(connection: sqlite3.Connection, selector: Filters | None, claim: str) -> Counted:
    """The agreements that a selector finds for certain, and those that the claim itself lists.

    Of the listed ones the certain and likely count, the possible stand beside, the contradicted
    are left out even where the selector finds them.
    """
    sure: list[str] = []
    perhaps: list[str] = []
    if selector is not None:
        may = where(connection, "agreement", selector)
        sure = perhaps = may.ids_by(_IN_TIME)
        if may.possible:
            must = where(connection, "agreement", selector._replace(certain=True))
            sure = must.ids_by(_IN_TIME)
    query = "SELECT agreement, confidence FROM claim_member WHERE claim = ? ORDER BY position"
    listed = connection.execute(query, (claim,)).fetchall()
    denied = [id for id, how in listed if how == "contradicted"]
    counted = _without([*sure, *(id for id, how in listed if how != "possible")], denied)
    possible = _without([*perhaps, *(id for id, _ in listed)], {*counted, *denied})
    parties = dict(
        connection.execute(
            "SELECT partner, count(*) FROM json_each(?) AS j JOIN agreement_party "
            "ON agreement = j.value GROUP BY partner ORDER BY min(j.key * 1000 + position)",
            (as_json(counted),),
        ).fetchall()
    )
    common = {partner for partner, number in parties.items() if number == len(counted) > 1}
    if len(common) == len(parties):  # whose counterparts would be nobody
        common = set()
    if selector is not None:
        alone = [one[0] for one in (selector.country, selector.party) if len(one) == 1]
        common |= set(Where(connection, "agreement").ids("party", alone))
    return Counted(counted, possible, tuple(parties), frozenset(common))


def _participants(
    connection: sqlite3.Connection, events: Sequence[str], host: bool, blocs: bool
) -> Counted:
    """The distinct participants of events, with hosts and non-countries if these count."""
    rows = connection.execute(
        "SELECT e.partner, e.role, p.kind FROM event_partner AS e JOIN partner AS p "
        "ON p.id = e.partner WHERE e.event IN (SELECT value FROM json_each(?)) "
        "ORDER BY e.event, e.role, e.position",
        (as_json(events),),
    ).fetchall()
    hosts = [partner for partner, role, _ in rows if role == "host" and not host]
    found = (partner for partner, _, kind in rows if blocs or kind in COUNTRY_KINDS)
    ids = _without(found, hosts)
    return Counted(ids, (), ids)


def add(connection: sqlite3.Connection) -> None:
    """Work out the verdicts that an index lacks."""
    table = connection.execute("SELECT * FROM verdict LIMIT 0").description
    lacking = "SELECT id FROM claim WHERE withdrawn IS NULL EXCEPT SELECT claim FROM verdict"
    connection.execute("BEGIN")
    for (id,) in connection.execute(lacking).fetchall():
        found = verdict(connection, id)
        cells = (getattr(found, name) for name, *_ in table)
        row = [as_json(cell) if isinstance(cell, tuple) else cell for cell in cells]
        connection.execute(f"INSERT INTO verdict VALUES ({', '.join('?' * len(row))})", row)
    connection.execute("COMMIT")
