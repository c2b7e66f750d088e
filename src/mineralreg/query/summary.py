"""The answer of `summary`: an overview, or agreements counted by one or two fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.query.hints import about_agreements
from mineralreg.query.names import field_name, not_among
from mineralreg.query.results import NOT_STATED, OTHERS, Counts, Group, Overview
from mineralreg.query.where import Where, where
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


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


def _party(condition: str) -> str:
    """Joins of the parties that meet a condition; an agreement without any keeps one row."""
    among = f"+x{{0}}.partner IN (SELECT id FROM partner WHERE {condition})" if condition else "1"
    return (
        f"LEFT JOIN agreement_party AS x{{0}} ON x{{0}}.agreement = r.id AND {among} "
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


DIMENSIONS: dict[str, Dimension] = {
    field.name: field
    for field in (
        Dimension("status", "r.status", order=vocabulary.STATUSES, whole=_OWN.format("status")),
        Dimension("kind", "r.kind", order=vocabulary.AGREEMENT_KINDS),
        Dimension("legal_nature", "r.legal_nature", order=vocabulary.LEGAL_NATURES),
        Dimension("level", "r.level", order=vocabulary.LEVELS),
        Dimension("title_status", "r.title_status", order=vocabulary.TITLE_STATUSES),
        Dimension("country", "p{0}.name", _party("kind IN ('country', 'territory')")),
        Dimension("partner", "p{0}.name", _party(""), whole=_PARTNERS),
        Dimension("partner_kind", "p{0}.kind", _party(""), vocabulary.PARTNER_KINDS, several=True),
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
    """The field of this name: `legal-nature`, `Legal nature`, `minerals`, `party` …

    Raises:
        UsageError: Nothing that agreements are counted by.
    """
    name = field_name(text)
    for known in (name, _SAME.get(name), name.removesuffix("s"), f"{name}es"):
        if known in DIMENSIONS:
            return DIMENSIONS[known]
    raise not_among(text, DIMENSIONS, "field to count by")


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

    Args:
        connection: The index.
        by: One or two names of `DIMENSIONS`.
        filters: Which agreements.
        limit: So many values of the first field, the most frequent (of dates the last); what is
            beyond is one group, `others`.

    Raises:
        UsageError: An unknown field, word, name or id, or more than two fields.
    """
    if not 1 <= len(by) <= 2:
        raise UsageError("counts go by one field or two", help="give --by once or twice")
    fields = [dimension(name) for name in by]
    if len({field.name for field in fields}) != len(fields):
        raise UsageError(f"--by {fields[0].name} is given twice", help="give two different fields")
    asked = where(connection, "agreement", filters)
    found = _counted(connection, asked, fields, limit)
    hints = dict.fromkeys((*asked.notes, *about_agreements(connection, filters)))
    found.notes = tuple(hints)
    if not found.total:
        found.notes = ("no agreement matches", *found.notes)
    return found


def _counted(
    connection: sqlite3.Connection,
    asked: Where,
    fields: list[Dimension],
    limit: int | None,
) -> Counts:
    total = asked.count()
    names = tuple(field.name for field in fields)
    margins = tuple(
        {
            group.values[0]: group.count
            for group in _ordered([field], _grouped(connection, asked, [field]))
        }
        for field in fields
    )
    if len(fields) == 1:
        groups = [Group((value,), count) for value, count in margins[0].items()]
    else:
        rank = [{value: at for at, value in enumerate(margin)} for margin in margins]
        groups = sorted(
            _grouped(connection, asked, fields),
            key=lambda group: [
                ranks[value] for ranks, value in zip(rank, group.values, strict=True)
            ],
        )
    kept = _kept(fields[0], margins[0], limit)
    hidden = {value: count for value, count in margins[0].items() if value not in kept}
    if hidden:
        groups = _with_others(groups, kept)
        shown = {value: count for value, count in margins[0].items() if value in kept}
        margins = ({**shown, OTHERS: sum(hidden.values())}, *margins[1:])
    return Counts(names, total, groups, (), margins)


def _grouped(
    connection: sqlite3.Connection, asked: Where, fields: Sequence[Dimension]
) -> list[Group]:
    if asked.whole and len(fields) == 1 and fields[0].whole:
        return _standing(connection, fields[0])
    values = [
        f"coalesce({field.sql.format(at)}, '{NOT_STATED}')" for at, field in enumerate(fields)
    ]
    joins = " ".join(field.join.format(at) for at, field in enumerate(fields))
    counted = "count(DISTINCT r.id)" if any(field.several for field in fields) else "count(*)"
    rows = connection.execute(
        f"{asked.with_sql}SELECT {', '.join(values)}, {counted} "
        f"FROM {asked.table} AS r {joins} WHERE {asked.sql} "
        f"GROUP BY {', '.join(str(at + 1) for at in range(len(fields)))}",
        asked.params,
    )
    return [Group(tuple(row[:-1]), row[-1]) for row in rows]


def _standing(connection: sqlite3.Connection, field: Dimension) -> list[Group]:
    """All agreements counted along an index, less the few that were withdrawn."""
    (silent,) = connection.execute("SELECT count(*) FROM agreement").fetchone()
    counts: dict[str, int] = {}
    for value, number, firsts in connection.execute(field.whole):
        counts[value] = number
        silent -= int(firsts)
    counts[NOT_STATED] = silent
    withdrawn = Where(connection, "agreement")
    withdrawn.require("r.withdrawn IS NOT NULL")
    for group in _grouped(connection, withdrawn, [field]):
        counts[group.values[0]] -= group.count
    return [Group((value,), number) for value, number in counts.items() if number]


def _kept(field: Dimension, margin: dict[str, int], limit: int | None) -> set[str]:
    """The values that a limit leaves: the most frequent, of dates the last."""
    if limit is None or limit >= len(margin):
        return set(margin)
    values = [value for value in margin if value != NOT_STATED or not field.in_time]
    if field.in_time:
        return set(values[len(values) - limit :] if limit else ())
    return set(sorted(values, key=lambda value: -margin[value])[:limit])


def _with_others(groups: list[Group], kept: set[str]) -> list[Group]:
    others: dict[tuple[str, ...], int] = {}
    for group in groups:
        if group.values[0] not in kept:
            key = (OTHERS, *group.values[1:])
            others[key] = others.get(key, 0) + group.count
    shown = [group for group in groups if group.values[0] in kept]
    return [*shown, *(Group(values, count) for values, count in others.items())]


def overview(connection: sqlite3.Connection, filters: Filters = NOTHING) -> Overview:
    """The registry at a glance: totals, the main counts, months, claims that do not add up.

    Args:
        connection: The index.
        filters: Which agreements are counted. With filters the claims are left out unless
            `as_of` is the only one, because a claim speaks of the whole registry.

    Raises:
        UsageError: An unknown word, name or id.
    """
    from mineralreg.query.reconcile import reconcile

    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    asked = where(connection, "agreement", filters)
    blocks = [_counted(connection, asked, [dimension(name)], None) for name in _OVERVIEW]
    months = _counted(connection, asked, [dimension("month")], None).groups
    columns = ", ".join(
        f"(SELECT count(*) FROM {kind} WHERE withdrawn IS NULL)" for kind in _TOTALS
    )
    numbers = connection.execute(f"SELECT {columns}").fetchone()
    totals = zip((f"{kind}s" for kind in _TOTALS), numbers, strict=True)
    whole = not set(filters.asked()) - {"as_of", "certain"}
    verdicts = reconcile(connection, (), filters).verdicts if whole else []
    notes = () if blocks[0].total else ("no agreement matches",)
    return Overview(
        title=meta.get("title"),
        version=meta.get("version"),
        as_of=meta.get("as_of"),
        totals=[("agreements", blocks[0].total), *totals],
        counts=blocks,
        months=_without_gaps(months),
        claims=[one for one in verdicts if one.difference or one.problem],
        notes=(*notes, *asked.notes, *about_agreements(connection, filters)),
    )


def _ordered(fields: list[Dimension], groups: list[Group]) -> list[Group]:
    frequency: list[dict[str, int]] = [{} for _ in fields]
    for group in groups:
        for number, value in enumerate(group.values):
            frequency[number][value] = frequency[number].get(value, 0) + group.count

    def rank(group: Group) -> list[tuple[bool, int, str]]:
        return [
            (
                value == NOT_STATED,
                field.order.index(value)
                if value in field.order
                else 0
                if field.in_time
                else -frequency[number][value],
                value,
            )
            for number, (field, value) in enumerate(zip(fields, group.values, strict=True))
        ]

    return sorted(groups, key=rank)


def _without_gaps(groups: list[Group]) -> list[tuple[str, int]]:
    """Months from the first to the last with an agreement; a date of a year alone is in none."""
    found = {group.values[0]: group.count for group in groups if len(group.values[0]) == 7}
    if not found:
        return []
    first, last = (int(end[:4]) * 12 + int(end[5:]) - 1 for end in (min(found), max(found)))
    months = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
    return [(month, found.get(month, 0)) for month in months]
