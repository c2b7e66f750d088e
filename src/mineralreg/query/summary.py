"""The answer of `summary`: an overview, or agreements counted by one or two fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.errors import UsageError
from mineralreg.query import where
from mineralreg.query.dimensions import DIMENSIONS, NOT_STATED, Dimension, dimension
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.query.through import notes
from mineralreg.query.values import Counts, Group, Overview
from mineralreg.query.words import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

__all__ = ["DIMENSIONS", "NOT_STATED", "counts", "overview"]

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
    hints = (*asked.notes, *notes(connection, "agreement", filters))
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
