"""From filters to a condition on agreements.

Each filter becomes one condition that an index of the database can answer. What a partial date
leaves open is kept and marked, unless only the certain is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.sides import linked, lying, named, party
from mineralreg.query.terms import NEVER, Terms, Where, full_text
from mineralreg.query.words import word
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from mineralreg.query.filters import Filters

_WORDS = {
    "kind": ("r.kind", vocabulary.AGREEMENT_KINDS, "kind of agreement"),
    "legal_nature": ("r.legal_nature", vocabulary.LEGAL_NATURES, "legal nature"),
    "level": ("r.level", vocabulary.LEVELS, "level"),
}
NOT_WITHDRAWN = "r.withdrawn IS NULL"


def agreements(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The agreements that the filters ask for.

    Args:
        connection: The index.
        filters: As written; names are looked up here.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms()
    table = condition(connection, filters, terms)
    return terms.where(table)


def condition(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> str:
    """Add the conditions of all filters to the terms; return the table that `r` stands for.

    Conditions that no act can change come first: an answer as of a day is worked out only for the
    agreements that meet them.
    """
    first = len(terms.conditions)
    _lasting(connection, filters, terms)
    lasting = [one for one in terms.conditions[first:] if one != NOT_WITHDRAWN]
    among = " AND ".join(f"({one})" for one in lasting)
    table = as_of(connection, filters, terms, "agreement", among)
    if filters.status:
        told = [word(value, vocabulary.STATUSES, "status") for value in filters.status]
        terms.require(f"r.status IN {terms.any_of(told)}")
    if filters.via_blocs:
        _parties(connection, filters, terms)
    span(terms, filters, "r.date_earliest", "r.date_latest")
    return table


def _lasting(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> None:
    """Add the conditions on what a record says of the agreement as such."""
    for field, (column, vocabulary_, what) in _WORDS.items():
        if values := getattr(filters, field):
            told = [word(value, vocabulary_, what) for value in values]
            terms.require(f"{column} IN {terms.any_of(told)}")
    if not filters.via_blocs:
        _parties(connection, filters, terms)
    if filters.region:
        ids = lying(connection, filters.region, terms)
        terms.require(linked(terms, "party", "partner", ids))
    if filters.mineral:
        _minerals(connection, filters.mineral, terms)
    if filters.topic:
        topics = [word(value, vocabulary.TOPICS, "topic") for value in filters.topic]
        terms.require(linked(terms, "topic", "topic", topics))
    for field in ("initiative", "source"):
        if values := getattr(filters, field):
            ids = every(connection, field, values)
            terms.require(linked(terms, field, field, ids))
    if filters.event:
        terms.require(f"r.event IN {terms.any_of(every(connection, 'event', filters.event))}")
    text_and_withdrawn(terms, filters, "agreement")


def _parties(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> None:
    """Add the conditions on parties; through blocs they depend on the agreement's date."""
    for ids in named(connection, filters, terms):
        terms.require(party(connection, terms, ids, filters.via_blocs))


def as_of(
    connection: sqlite3.Connection, filters: Filters, terms: Terms, kind: str, among: str = ""
) -> str:
    """The table of agreements or initiatives, as they stood on the day when one is asked for.

    Args:
        connection: The index.
        filters: As written.
        terms: Takes the definition of the table.
        kind: `agreement` or `initiative`.
        among: Condition on `r` that all records asked for meet; "" for none.
    """
    if filters.day is None:
        return kind
    from mineralreg.query.then import relation

    if not filters.certain:
        terms.possible.append("r.possible")
    return relation(connection, terms, kind, filters.day, filters.certain, among)


def common(terms: Terms, filters: Filters, kind: str, earliest: str, latest: str) -> None:
    """Add what all record kinds share: dates, full text, withdrawn records.

    Args:
        terms: Takes the conditions.
        filters: As written.
        kind: Record kind.
        earliest: Column of the first day that the record's date can be; NULL is any day.
        latest: Column of the last day.
    """
    span(terms, filters, earliest, latest)
    text_and_withdrawn(terms, filters, kind)


def text_and_withdrawn(terms: Terms, filters: Filters, kind: str) -> None:
    """Add full text, and leave out withdrawn records unless they are asked for."""
    if filters.search:
        query = full_text(filters.search)
        if query is None:
            terms.note("the text to search for holds no word")
            terms.require(NEVER)
        else:
            terms.require(
                "r.id IN (SELECT id FROM record_text WHERE record_text MATCH "
                f"{terms.bind(query)} AND kind = {terms.bind(kind)})"
            )
    if not filters.withdrawn:
        terms.require(NOT_WITHDRAWN)


def span(terms: Terms, filters: Filters, earliest: str, latest: str) -> None:
    """Add `since` and `until`: what may lie between them, marked, or only what must."""
    first = terms.bind(filters.since.earliest.isoformat()) if filters.since else None
    last = terms.bind(filters.until.latest.isoformat()) if filters.until else None
    if filters.certain:
        if first:
            terms.require(f"{earliest} >= {first}")
        if last:
            terms.require(f"{latest} <= {last}")
        return
    if first:
        terms.require(f"{earliest} IS NULL OR {latest} >= {first}")
        terms.possible.append(f"{earliest} IS NULL OR {earliest} < {first}")
    if last:
        terms.require(f"{earliest} IS NULL OR {earliest} <= {last}")
        terms.possible.append(f"{earliest} IS NULL OR {latest} > {last}")


def every(connection: sqlite3.Connection, kind: str, values: Sequence[str]) -> list[str]:
    """Ids of all events, initiatives or sources that the values name."""
    from mineralreg.query.things import thing

    return [id for value in values for id in thing(connection, kind, value)]


def _minerals(connection: sqlite3.Connection, values: Sequence[str], terms: Terms) -> None:
    from mineralreg.query.things import mineral

    own: list[str] = []
    wider: list[str] = []
    for value in values:
        found = mineral(value)
        own += [found.id, *found.members]
        wider += found.groups
        in_use = [group for group in found.groups if _in_use(connection, group)]
        if in_use:
            terms.note(f"{found.id} is also found through the group {', '.join(in_use)}")
    terms.require(linked(terms, "mineral", "mineral", list(dict.fromkeys([*own, *wider]))))


def _in_use(connection: sqlite3.Connection, mineral: str) -> bool:
    row = connection.execute(
        "SELECT 1 FROM agreement_mineral WHERE mineral = ? LIMIT 1", (mineral,)
    ).fetchone()
    return row is not None
