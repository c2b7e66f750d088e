"""Hints about what a country has through blocs, and about partners without agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import sides, where
from mineralreg.query.filters import Filters
from mineralreg.query.terms import Terms

if TYPE_CHECKING:
    import sqlite3


def notes(connection: sqlite3.Connection, kind: str, filters: Filters) -> tuple[str, ...]:
    """What to tell a reader beside the answer to a question about a country or partner.

    How many more agreements there are through each bloc that the country belonged to, unless they
    are in the answer; and that a partner is known but party to none.

    Raises:
        UsageError: A name that is unknown or ambiguous.
    """
    if kind != "agreement":
        return ()
    found: list[str] = []
    for field in ("country", "party"):
        values = getattr(filters, field)
        if values:
            ids = sides.partners(connection, values, Terms(), only_country=field == "country")
            if not filters.withdrawn:
                found += _without_agreements(connection, ids)
            if not filters.via_blocs:
                found += _more(connection, filters, field, ids)
    return tuple(found)


def _more(
    connection: sqlite3.Connection, filters: Filters, field: str, ids: list[str]
) -> list[str]:
    """How many agreements there are through each bloc, apart from those of the partners' own."""
    terms = Terms()
    through = sides.through_blocs(connection, terms, ids)
    if not through:
        return []
    table = where.condition(connection, filters.without(field), terms)
    terms.require(f"NOT ({sides.party(connection, terms, ids, False)})")
    asked = terms.where(table)
    parts = []
    for bloc, condition in through:
        statement = asked.select("count(*)", f"AND ({condition})")
        (more,) = connection.execute(statement, asked.params).fetchone()
        if more:
            row = connection.execute("SELECT name FROM partner WHERE id = ?", (bloc,)).fetchone()
            parts.append(f"{more} through {_the(row[0])}")
    return [f"not shown: {', '.join(parts)}; add --via-blocs to see them"] if parts else []


def _the(name: str) -> str:
    return f"the {name}" if " " in name else name


def _without_agreements(connection: sqlite3.Connection, ids: list[str]) -> list[str]:
    notes = []
    for id in ids:
        row = connection.execute(
            "SELECT p.name FROM partner AS p WHERE p.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_party AS x JOIN agreement AS a ON a.id = x.agreement "
            "WHERE x.partner = p.id AND a.withdrawn IS NULL)",
            (id,),
        ).fetchone()
        if row:
            notes.append(f"{row[0]} is in the registry, but party to no agreement")
    return notes
