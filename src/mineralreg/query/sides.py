"""Conditions on who takes part: countries, other partners, regions, a country through its blocs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import names
from mineralreg.reference import blocs

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from mineralreg.query.filters import Filters
    from mineralreg.query.terms import Terms


def every_side(
    connection: sqlite3.Connection, filters: Filters, terms: Terms
) -> Iterator[list[str]]:
    """Ids of partners, of each list one that must take part: any country, any party, each one of
    `between`, any from the regions.
    """
    yield from named(connection, filters, terms)
    if filters.region:
        yield lying(connection, filters.region, terms)


def named(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> Iterator[list[str]]:
    """The same without the regions, which are no names of partners."""
    if filters.country:
        yield partners(connection, filters.country, terms, only_country=True)
    if filters.party:
        yield partners(connection, filters.party, terms)
    for value in filters.between:
        yield partners(connection, (value,), terms)


def partners(
    connection: sqlite3.Connection,
    values: Sequence[str],
    terms: Terms,
    *,
    only_country: bool = False,
) -> list[str]:
    """Ids of the partners that the names stand for; notes for those in no record."""
    ids: list[str] = []
    for value in values:
        found = names.partner(connection, value, only_country=only_country)
        terms.note(found.note)
        ids += found.ids
    return ids


def lying(connection: sqlite3.Connection, regions: Sequence[str], terms: Terms) -> list[str]:
    """Ids of the partners in the regions, with a note where there are none."""
    ids: list[str] = []
    for value in regions:
        found = names.region(connection, value)
        terms.note(found.note)
        ids += found.ids
    return ids


def party(connection: sqlite3.Connection, terms: Terms, ids: Sequence[str], via_blocs: bool) -> str:
    """Condition: one of these partners is a party, or a bloc that it belonged to at the time."""
    direct = linked(terms, "party", "partner", ids)
    through = [sql for _, sql in through_blocs(connection, terms, ids)] if via_blocs else []
    return " OR ".join([direct, *through])


def through_blocs(
    connection: sqlite3.Connection, terms: Terms, ids: Sequence[str]
) -> list[tuple[str, str]]:
    """For each bloc that one of the partners belonged to: its id, and the condition that the bloc
    is a party to an agreement of which the date may lie within that membership.
    """
    rows = connection.execute(
        f"SELECT iso FROM partner WHERE id IN ({', '.join('?' * len(ids))}) AND iso IS NOT NULL",
        tuple(ids),
    ).fetchall()
    found: dict[str, list[str]] = {}
    for (iso,) in rows:
        for term in blocs.terms_of(iso):
            if connection.execute("SELECT 1 FROM partner WHERE id = ?", (term.bloc,)).fetchone():
                sql = linked(terms, "party", "partner", [term.bloc])
                sql += f" AND coalesce(r.date_latest >= {terms.bind(term.since)}, 1)"
                if term.until:
                    sql += f" AND coalesce(r.date_earliest <= {terms.bind(term.until)}, 1)"
                found.setdefault(term.bloc, []).append(f"({sql})")
    return [(bloc, " OR ".join(conditions)) for bloc, conditions in found.items()]


def linked(terms: Terms, table: str, column: str, values: Sequence[str]) -> str:
    """Condition: the agreement has one of the values in a table of its parts."""
    return (
        f"r.id IN (SELECT agreement FROM agreement_{table} "
        f"WHERE {column} IN {terms.any_of(values)})"
    )
