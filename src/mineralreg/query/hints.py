"""What a reader should know beside an answer: what was left out, what is doubtful, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import where
from mineralreg.query.filters import Filters, option
from mineralreg.query.where import Terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mineralreg.query.listing import Listing

_LACKING = {
    "legal_nature": ("r.legal_nature = 'not-stated'", "do not state their legal nature"),
    "topic": ("r.id NOT IN (SELECT agreement FROM agreement_topic)", "name no topic"),
    "mineral": ("r.id NOT IN (SELECT agreement FROM agreement_mineral)", "name no mineral"),
}
"""What records that say nothing of a field have, and how to say so."""


def hints(found: Listing) -> Iterator[str]:
    """The hints of a listing, the most important first."""
    noun = "action" if found.kind == "act" else found.kind
    if not found.any():
        asked = found.filters.asked()
        yield f"no {noun} matches" if asked else f"the registry holds no {noun} yet"
    if number := found.possible():
        matches = f"of {found.count()} only possibly match{'es' if number == 1 else ''}"
        yield f"{number} {matches}, as a date is not known to the day; --certain leaves out such"
    if number := found.undated():
        has = "has no date and is" if number == 1 else "have no date and are"
        nouns = noun if number == 1 else f"{noun}s"
        yield f"{number} {nouns} {has} left out; --undated brings them"
    if found.kind == "agreement":
        yield from about_agreements(found.connection, found.filters)


def about_agreements(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """What to tell beside any answer that is about the agreements that filters find.

    How many more there are through each bloc that a country belonged to, unless they are in the
    answer; that a partner or initiative is known but in no agreement; what the records do not say.

    Raises:
        UsageError: A name that is unknown or ambiguous.
    """
    for field in filters.asked("country", "party"):
        terms = Terms(connection)
        ids = terms.ids(field, getattr(filters, field))
        more = list(_through_blocs(connection, filters, field, ids))
        if not filters.withdrawn:
            yield from _without_agreements(connection, ids, bool(more) or filters.via_blocs)
        if more and not filters.via_blocs:
            yield f"not shown: {', '.join(more)}; add --via-blocs to see them"
    if filters.initiative:
        yield from _without_papers(connection, filters)
    yield from _lacking(connection, filters)


def _through_blocs(
    connection: sqlite3.Connection, filters: Filters, field: str, ids: list[str]
) -> Iterator[str]:
    """How many agreements there are through each bloc, apart from those of the partners' own."""
    terms = Terms(connection)
    through = where.through_blocs(terms, ids)
    if not through:
        return
    table = where.add(terms, "agreement", filters.without(field, "via_blocs"))
    terms.require(f"NOT ({where.party(terms, ids, False)})")
    asked = terms.where(table)
    for bloc, condition in through:
        statement = asked.select("count(*)", f"AND ({condition})")
        (more,) = connection.execute(statement, asked.params).fetchone()
        if more:
            name = terms.book.name_of("partner", bloc)
            yield f"{more} through {f'the {name}' if ' ' in name else name}"


def _without_agreements(
    connection: sqlite3.Connection, ids: list[str], through: bool
) -> Iterator[str]:
    own = " of its own" if through else ""
    for id in ids:
        row = connection.execute(
            "SELECT p.name FROM partner AS p WHERE p.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_party AS x JOIN agreement AS a ON a.id = x.agreement "
            "WHERE x.partner = p.id AND a.withdrawn IS NULL)",
            (id,),
        ).fetchone()
        if row:
            yield f"{row[0]} is in the registry, but party to no agreement{own}"


def _without_papers(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """Say of an initiative with members that no agreement belongs to it."""
    for id in Terms(connection).ids("initiative", filters.initiative):
        row = connection.execute(
            "SELECT coalesce(i.acronym, i.name), (SELECT count(DISTINCT partner) FROM membership "
            "WHERE initiative = i.id) FROM initiative AS i WHERE i.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_initiative WHERE initiative = i.id)",
            (id,),
        ).fetchone()
        if row and row[1]:
            yield (
                f"no agreement belongs to {row[0]}, which has {row[1]} members: "
                f"`mineralreg show {id}` lists them"
            )


def _lacking(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """How many records that meet the other filters say nothing of what one asks for."""
    for field in filters.asked(*_LACKING):
        if field == "legal_nature" and any("not" in value for value in filters.legal_nature):
            continue
        condition, say = _LACKING[field]
        asked = where.where(connection, "agreement", filters.without(field))
        (total,) = connection.execute(asked.select("count(*)"), asked.params).fetchone()
        statement = asked.select("count(*)", f"AND ({condition})")
        (silent,) = connection.execute(statement, asked.params).fetchone()
        if silent:
            yield f"{silent} of {total} {say}, so {option(field)} leaves them out"
