"""The answer of `summary`: an overview, or agreements counted by one or two fields."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query.hints import hints
from mineralreg.query.names import field_name, not_among
from mineralreg.query.reconcile import Verdict, brief, reconcile
from mineralreg.query.results import (
    OTHERS,
    SEPARATOR,
    Answer,
    Bars,
    Beside,
    Column,
    Grid,
    Heading,
    Part,
    Remark,
    Row,
    columns_of,
    heading,
    noun,
)
from mineralreg.query.where import Where, where
from mineralreg.reference import vocabulary
from mineralreg.reference.filters import NOTHING, Filters

NOT_STATED = "not stated"
"""The group of agreements that do not state a field."""

MOST = 10
LAST = 18
"""Groups and claims that the overview shows, and months, counted back from the last one."""


class Group(NamedTuple):
    """One group of `summary --by`: a value (or two) and how many agreements have it."""

    values: tuple[str, ...]
    count: int  # type: ignore[assignment]  # hides tuple.count


class Counts(Answer):
    """The answer of `summary --by`, whose groups may add up to more than its total.

    The groups come in the natural order of their values; the margins say for each field how many
    agreements have each value.
    """

    def __init__(
        self,
        by: tuple[str, ...],
        total: int,
        groups: list[Group],
        margins: Sequence[Mapping[str, int]] = (),
    ) -> None:
        self.by, self.total, self.groups, self.margins = by, total, groups, margins
        columns = columns_of(", ".join((*by, "count")))
        super().__init__(columns, [(*group.values, group.count) for group in groups])

    def document(self) -> dict[str, Any]:
        """See `Answer`."""
        return {"by": list(self.by), "total": self.total, "groups": list(self.objects())}

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        title = " × ".join(map(heading, self.by))
        title += f" of {self.total} {noun('agreement', self.total)}"
        if len(self.by) == 1:
            yield Bars(title, [(group.values[0], group.count) for group in self.groups], self.total)
        else:
            yield Heading(title)
            yield self.cross()

    def cross(self) -> Grid:
        """The cross-tabulation of two fields, with how many agreements there are of each value."""
        found = dict(self.groups)
        down, across = self.margins
        columns = [Column(name, name) for name in ("group", *across, "total")]
        columns[0] = Column("group", " \\ ".join(map(heading, self.by)))
        rows: list[Row] = [
            (value, *(found.get((value, other)) for other in across), count)
            for value, count in down.items()
        ]
        return Grid(columns, [*rows, ("total", *across.values(), self.total)])

    def bars(self, most: int | None) -> Bars:
        """The groups of one field as a block of the overview."""
        (name,) = self.by
        often = sorted(self.groups, key=lambda group: -group.count)[:most]
        groups = [(group.values[0], group.count) for group in self.groups if group in often]
        hidden = len(self.groups) - len(groups)
        rest = f"and {hidden} more: summary --by {name}" if hidden else ""
        return Bars(heading(name), groups, self.total, rest)


class Overview(Answer):
    """The answer of `summary` without `--by`: how many records of each kind, and so on.

    The header has `title`, `version` and `as_of`; the months are `YYYY-MM`, in order, gaps filled;
    the claims are those that do not add up.
    """

    def __init__(
        self,
        header: Mapping[str, str | None],
        totals: Sequence[tuple[str, int]],
        counts: Sequence[Counts],
        months: Sequence[tuple[str, int]],
        claims: Sequence[Verdict],
        notes: tuple[str, ...] = (),
        limit: int | None = None,
    ) -> None:
        self.header, self.totals, self.counts = header, totals, counts
        self.months, self.claims = months, claims
        self._shown = (MOST, LAST) if limit is None else (None, 0)
        rows: list[Row] = [("total", kind, count) for kind, count in totals]
        for one in counts:
            by = " × ".join(one.by)
            rows += ((by, SEPARATOR.join(group.values), group.count) for group in one.groups)
        rows += (("month", month, count) for month, count in months if count)
        rows += (("claim", verdict.claim, verdict.difference) for verdict in claims)
        whole = {
            **header,
            "totals": dict(totals),
            "counts": [one.document() for one in counts],
            "months": [{"month": month, "count": count} for month, count in months],
            "claims": [verdict.object() for verdict in claims],
        }
        columns = columns_of("section, value, count")
        super().__init__(columns, rows, document=whole, notes=notes)

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        title, version, as_of = self.header.values()
        yield Heading(title or "Registry")
        stated = (version and f"data {version}", as_of and f"as of {as_of}")
        yield Remark(" · ".join(filter(None, stated)))
        yield Remark(" · ".join(f"{count} {noun(kind, count)}" for kind, count in self.totals))
        most, last = self._shown
        blocks = [counts.bars(most) for counts in self.counts]
        if self.months:
            earlier = sum(count for _, count in self.months[:-last])
            rest = f"and {earlier} in earlier months: summary --by month" if earlier else ""
            blocks.append(Bars("Month", self.months[-last:], self.counts[0].total, rest))
        yield Beside(blocks)
        if self.claims:
            yield Heading("Claims that do not reconcile", 2)
            yield brief(self.claims[:MOST], "claim, verdict, claimed, recorded, statement…")
            if len(self.claims) > MOST:
                yield Remark(f"and {len(self.claims) - MOST} more: reconcile")


class Dimension(NamedTuple):
    """A field to count by.

    Attributes:
        name: As `--by` and the header of CSV write it.
        sql: Expression for the value; `{0}` is a number that makes its tables unique.
        join: Joins that it needs, on the agreement `r`.
        order: Values in the order of their vocabulary.
        in_time: True when the values are in the order of their text.
        several: True when one agreement can have the same value twice.
        whole: SQL that counts all agreements along an index: each value, the number of its
            agreements, and of how many it is the first value.
    """

    name: str
    sql: str
    join: str = ""
    order: tuple[str, ...] = ()
    in_time: bool = False
    several: bool = False
    whole: str = ""


def _party(condition: str = "") -> str:
    """Joins of the parties that meet a condition; an agreement without any keeps one row."""
    among = f"AND +x{{0}}.partner IN (SELECT id FROM partner WHERE {condition}) "
    return (
        f"LEFT JOIN agreement_party AS x{{0}} ON x{{0}}.agreement = r.id {condition and among}"
        "LEFT JOIN partner AS p{0} ON p{0}.id = x{0}.partner"
    )


_ALONG = "SELECT {0}, count(*), total(position = 0) FROM agreement_{1} GROUP BY 1"
_OWN = "SELECT {0}, count(*), count(*) FROM agreement WHERE {0} IS NOT NULL GROUP BY 1"
_PARTNERS = (
    "SELECT p.name, sum(x.number), sum(x.first) FROM (SELECT partner, count(*) AS number, "
    "total(position = 0) AS first FROM agreement_party GROUP BY 1) AS x "
    "JOIN partner AS p ON p.id = x.partner GROUP BY 1"
)


def _linked(name: str, order: tuple[str, ...] = ()) -> Dimension:
    join = f"LEFT JOIN agreement_{name} AS x{{0}} ON x{{0}}.agreement = r.id"
    return Dimension(name, f"x{{0}}.{name}", join, order, whole=_ALONG.format(name, name))


DIMENSIONS = {
    field.name: field
    for field in (
        Dimension("status", "r.status", order=vocabulary.STATUSES, whole=_OWN.format("status")),
        Dimension("kind", "r.kind", order=vocabulary.AGREEMENT_KINDS),
        Dimension("legal_nature", "r.legal_nature", order=vocabulary.LEGAL_NATURES),
        Dimension("level", "r.level", order=vocabulary.LEVELS),
        Dimension("title_status", "r.title_status", order=vocabulary.TITLE_STATUSES),
        Dimension("country", "p{0}.name", _party("kind IN ('country', 'territory')")),
        Dimension("partner", "p{0}.name", _party(), whole=_PARTNERS),
        Dimension("partner_kind", "p{0}.kind", _party(), vocabulary.PARTNER_KINDS, several=True),
        Dimension("region", "p{0}.region", _party("region IS NOT NULL"), several=True),
        Dimension("subregion", "p{0}.subregion", _party("subregion IS NOT NULL"), several=True),
        _linked("mineral"),
        _linked("topic", vocabulary.TOPICS),
        _linked("initiative"),
        _linked("source"),
        Dimension("event", "r.event", whole=_OWN.format("event")),
        Dimension("year", "substr(r.date, 1, 4)", in_time=True),
        Dimension("month", "substr(rtrim(r.date, '?~%'), 1, 7)", in_time=True),
        Dimension("contested", "CASE WHEN r.contested IS NULL THEN 'no' ELSE 'yes' END"),
    )
}
_SAME = {"party": "partner", "parties": "partner", "countries": "country"}


def dimension(text: str) -> Dimension:
    """The field of this name: `legal-nature`, `Legal nature`, `minerals`, `party` …"""
    name = field_name(text)
    for known in (name, _SAME.get(name), name.removesuffix("s")):
        if known in DIMENSIONS:
            return DIMENSIONS[known]
    raise not_among(text, DIMENSIONS, "field to count by")


_BY_ID = "AND r.id > ''"
"""The range has agreements read in the order of the tables that their parts stand in."""

_OVERVIEW = ("status", "kind", "partner", "mineral")
_TOTALS = ("partner", "initiative", "event", "source", "claim")


def counts(
    connection: sqlite3.Connection,
    by: Sequence[str],
    filters: Filters = NOTHING,
    *,
    limit: int | None = None,
) -> Counts:
    """Count agreements by one field, or by two together.

    An agreement with two minerals counts under both, so groups may add up to more than the total.
    One that states nothing counts under `not stated`. Values come in their natural order: years
    and months in time, words in that of their vocabulary, the rest by their number, then by name.
    Beyond the limit of values of the first field, the most frequent (of dates the last), all is one
    group, `others`.
    """
    if not 1 <= len(by) <= 2:
        raise UsageError("counts go by one field or two", help="give --by once or twice")
    fields = [dimension(name) for name in by]
    if len({field.name for field in fields}) != len(fields):
        raise UsageError(f"--by {fields[0].name} is given twice", help="give two different fields")
    asked = where(connection, "agreement", filters)
    margins = _margins(asked, fields)
    cells = _cells(asked, fields) if len(fields) > 1 else None
    names = tuple(field.name for field in fields)
    found = _counted(asked.count(), [margins[name] for name in names], names, limit, cells)
    found.notes = hints("agreement", filters, asked, empty=not found.total)
    return found


def overview(
    connection: sqlite3.Connection, filters: Filters = NOTHING, *, limit: int | None = None
) -> Overview:
    """The registry at a glance: totals, the main counts, months, claims that do not add up.

    With filters the claims are left out unless `as_of` is the only one, because a claim is about
    the whole registry. The limit holds for each field, and for the months.
    """
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    asked = where(connection, "agreement", filters)
    margins = _margins(asked, [dimension(name) for name in (*_OVERVIEW, "month")])
    total = sum(margins["status"].values())
    blocks = [_counted(total, [margins[name]], (name,), limit) for name in _OVERVIEW]
    months = _without_gaps(margins["month"])
    if limit is not None and limit < len(months):
        months, earlier = months[len(months) - limit :], months[: len(months) - limit]
        months.insert(0, (OTHERS, sum(count for _, count in earlier)))
    number = "(SELECT count(*) FROM {} WHERE withdrawn IS NULL)"
    numbers = connection.execute(f"SELECT {', '.join(map(number.format, _TOTALS))}").fetchone()
    totals = zip((f"{kind}s" for kind in _TOTALS), numbers, strict=True)
    whole = not set(filters.asked()) - {"as_of", "certain"}
    verdicts = reconcile(connection, (), filters).verdicts if whole else []
    return Overview(
        {key: meta.get(key) for key in ("title", "version", "as_of")},
        [("agreements", blocks[0].total), *totals],
        blocks,
        months,
        [one for one in verdicts if one.difference or one.problem],
        hints("agreement", filters, asked, empty=not blocks[0].total),
        limit,
    )


def _counted(
    total: int,
    margins: list[dict[str, int]],
    by: tuple[str, ...],
    limit: int | None,
    cells: Mapping[tuple[str, ...], int] | None = None,
) -> Counts:
    first = margins[0]
    if cells is None:
        cells = {(value,): count for value, count in first.items()}
    if hidden := _beyond(DIMENSIONS[by[0]], first, limit):
        first[OTHERS] = sum(map(first.pop, hidden))
    found: Counter[tuple[str, ...]] = Counter()
    for (value, *second), count in cells.items():
        found[OTHERS if value in hidden else value, *second] += count
    ranks = [{value: at for at, value in enumerate(margin)} for margin in margins]
    order = sorted(found, key=lambda values: [ranks[at][one] for at, one in enumerate(values)])
    return Counts(by, total, [Group(values, found[values]) for values in order], margins)


def _cells(asked: Where, fields: Sequence[Dimension]) -> dict[tuple[str, ...], int]:
    """How many agreements there are of each value of a field, or of each pair of values.

    What is worked out row by row is counted here: SQLite would work it out again to sort it.
    """
    values = [_value(field, at) for at, field in enumerate(fields)]
    joins = " ".join(field.join.format(at) for at, field in enumerate(fields))
    shown, then = ", ".join(values), asked.table in asked.tables
    several = any(field.several for field in fields)
    rest = _BY_ID if then or joins.strip() else ""
    if not several and not then:
        rest += f" GROUP BY {', '.join(str(at + 1) for at in range(len(fields)))}"
        rows = asked.each(f"{shown}, count(*)", rest, joins)
        return {tuple(row[:-1]): row[-1] for row in rows}
    if not several:
        return Counter(asked.each(shown, rest, joins))
    together = groupby(asked.each(f"r.position, {shown}", rest, joins), key=itemgetter(0))
    return Counter(chain.from_iterable({row[1:] for row in same} for _, same in together))


def _value(field: Dimension, at: int) -> str:
    return f"coalesce({field.sql.format(at)}, '{NOT_STATED}')"


def _margins(asked: Where, fields: Sequence[Dimension]) -> dict[str, dict[str, int]]:
    """The values of each field in their natural order.

    As of a day all are asked for at once, as each would work out again how things stood.
    """
    found: dict[str, Counter[str]] = {field.name: Counter() for field in fields}
    if asked.table in asked.tables and not any(field.several for field in fields):
        names = [*found]
        parts = (
            asked.select(f"{at}, {_value(field, at)}", joins=field.join.format(at))
            for at, field in enumerate(fields)
        )
        for (at, value), count in Counter(asked.run(*parts)).items():
            found[names[at]][value] = count
    else:
        for field in fields:
            if asked.whole and field.whole:
                found[field.name] = _standing(asked.connection, field)
            else:
                cells = _cells(asked, [field])
                found[field.name] = Counter({value: count for (value,), count in cells.items()})
    return {field.name: _in_order(field, found[field.name]) for field in fields}


def _in_order(field: Dimension, found: Mapping[str, int]) -> dict[str, int]:
    """The values of a field in their natural order, what is not stated last."""

    def rank(value: str) -> tuple[bool, int, str]:
        often = 0 if field.in_time else -found[value]
        place = field.order.index(value) if value in field.order else often
        return value == NOT_STATED, place, value

    return {value: found[value] for value in sorted(found, key=rank)}


def _standing(connection: sqlite3.Connection, field: Dimension) -> Counter[str]:
    """All agreements counted along an index, less the few that were withdrawn."""
    found: Counter[str] = Counter()
    (found[NOT_STATED],) = connection.execute("SELECT count(*) FROM agreement").fetchone()
    for value, count, firsts in connection.execute(field.whole):
        found[value] = count
        found[NOT_STATED] -= int(firsts)
    withdrawn = Where(connection, "agreement")
    withdrawn.require("r.withdrawn IS NOT NULL")
    found.subtract({value: count for (value,), count in _cells(withdrawn, [field]).items()})
    return +found


def _beyond(field: Dimension, margin: Mapping[str, int], limit: int | None) -> set[str]:
    """The values beyond a limit: the least frequent, of dates the first."""
    if limit is None or limit >= len(margin):
        return set()
    latest = [value for value in reversed([*margin]) if value != NOT_STATED]
    often = sorted(margin, key=lambda value: -margin[value])
    return {*margin} - {*(latest if field.in_time else often)[:limit]}


def _without_gaps(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Months from the first to the last with an agreement; a date of a year alone is in none."""
    found = {month: count for month, count in counts.items() if len(month) == 7}
    if not found:
        return []
    first, last = (int(end[:4]) * 12 + int(end[5:]) - 1 for end in (min(found), max(found)))
    months = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
    return [(month, found.get(month, 0)) for month in months]
