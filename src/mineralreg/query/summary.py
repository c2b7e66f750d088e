"""The answer of `summary`: an overview, or agreements counted by one or two fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query import where
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.query.listing import silence_notes
from mineralreg.query.names import KINDS, field_name, not_among
from mineralreg.query.results import Counts, Group, Overview
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


NOT_STATED = "not stated"
"""The group of agreements that say nothing of the field."""


class Dimension(NamedTuple):
    """A field to count by.

    Attributes:
        name: As `--by` and the header of CSV write it.
        sql: Expression for the value; `{0}` is a number that makes its tables unique.
        join: Joins that it needs, on the agreement `r`.
        order: Values in the order of their vocabulary.
        in_time: True when the values are in the order of their text.
    """

    name: str
    sql: str
    join: str = ""
    order: tuple[str, ...] = ()
    in_time: bool = False


def _party(condition: str) -> str:
    """A join of the parties that meet a condition; an agreement without any keeps one row."""
    return (
        "LEFT JOIN (agreement_party AS x{0} JOIN partner AS p{0} "
        f"ON p{{0}}.id = x{{0}}.partner AND {condition}) ON x{{0}}.agreement = r.id"
    )


def _linked(name: str, order: tuple[str, ...] = ()) -> Dimension:
    join = f"LEFT JOIN agreement_{name} AS x{{0}} ON x{{0}}.agreement = r.id"
    return Dimension(name, f"x{{0}}.{name}", join, order)


DIMENSIONS: dict[str, Dimension] = {
    field.name: field
    for field in (
        Dimension("status", "r.status", order=vocabulary.STATUSES),
        Dimension("kind", "r.kind"),
        Dimension("legal_nature", "r.legal_nature", order=vocabulary.LEGAL_NATURES),
        Dimension("level", "r.level", order=vocabulary.LEVELS),
        Dimension("title_status", "r.title_status", order=vocabulary.TITLE_STATUSES),
        Dimension("country", "p{0}.name", _party("p{0}.kind IN ('country', 'territory')")),
        Dimension("partner", "p{0}.name", _party("1")),
        Dimension("partner_kind", "p{0}.kind", _party("1"), vocabulary.PARTNER_KINDS),
        Dimension("region", "p{0}.region", _party("p{0}.region IS NOT NULL")),
        Dimension("subregion", "p{0}.subregion", _party("p{0}.subregion IS NOT NULL")),
        _linked("mineral"),
        _linked("topic"),
        _linked("initiative"),
        _linked("source"),
        Dimension("event", "r.event"),
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


def counts(connection: sqlite3.Connection, by: Sequence[str], filters: Filters = NOTHING) -> Counts:
    """Count agreements by one field, or by two together.

    An agreement with two minerals counts under both, so groups may add up to more than the total.
    One that states nothing counts under `not stated`. Words of a vocabulary come in its order and
    years and months in theirs; other values by their number, then by name. With two fields the
    first decides, then the second.

    Args:
        connection: The index.
        by: One or two names of `dimensions.DIMENSIONS`.
        filters: Which agreements.

    Raises:
        UsageError: An unknown field, word, name or id, or more than two fields.
    """
    if not 1 <= len(by) <= 2:
        raise UsageError("counts go by one field or two", help="give --by once or twice")
    fields = [dimension(name) for name in by]
    if len({field.name for field in fields}) != len(fields):
        raise UsageError(f"--by {fields[0].name} is given twice", help="give two different fields")
    asked = where.agreements(connection, filters)
    (total,) = connection.execute(asked.select("count(*)"), asked.params).fetchone()
    values = [
        f"coalesce({field.sql.format(number)}, '{NOT_STATED}')"
        for number, field in enumerate(fields)
    ]
    joins = " ".join(field.join.format(number) for number, field in enumerate(fields))
    rows = connection.execute(
        f"{asked.with_sql}SELECT {', '.join(values)}, count(DISTINCT r.id) "
        f"FROM {asked.table} AS r {joins} WHERE {asked.sql} "
        f"GROUP BY {', '.join(str(number + 1) for number in range(len(fields)))}",
        asked.params,
    ).fetchall()
    groups = _ordered(fields, [Group(tuple(row[:-1]), row[-1]) for row in rows])
    hints = (*asked.notes, *silence_notes(connection, "agreement", filters))
    return Counts(tuple(field.name for field in fields), total, groups, hints)


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
    totals = []
    for plural, kind in KINDS.items():
        if kind == "agreement":
            asked = where.agreements(connection, filters)
            (number,) = connection.execute(asked.select("count(*)"), asked.params).fetchone()
        elif kind == "act":
            continue
        else:
            (number,) = connection.execute(
                f"SELECT count(*) FROM {kind} WHERE withdrawn IS NULL"
            ).fetchone()
        totals.append((plural, number))
    months = counts(connection, ("month",), filters).groups
    whole = not set(filters.asked()) - {"as_of", "certain"}
    verdicts = reconcile(connection, (), filters) if whole else []
    return Overview(
        title=meta.get("title"),
        version=meta.get("version"),
        as_of=meta.get("as_of"),
        totals=totals,
        counts=[counts(connection, (name,), filters) for name in _OVERVIEW],
        months=_without_gaps(months),
        claims=[verdict for verdict in verdicts if verdict.difference],
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
