"""From filters to conditions on partners, initiatives, events, sources and claims.

A filter that says something of the listed record itself (its kind, date, text, id) is about that
record. Any other is about agreements, and finds the records that the agreements found name. A
filter that can mean neither is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import cited, sides, where
from mineralreg.query.filters import Filters
from mineralreg.query.parts import agreements_found, own_kind, until_day
from mineralreg.query.terms import Terms, Value, Where
from mineralreg.query.words import word
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

_OF_AGREEMENTS = ("legal_nature", "level", "mineral", "topic")


def records(connection: sqlite3.Connection, kind: str, filters: Filters) -> Where:
    """The records of one kind that the filters ask for.

    Args:
        connection: The index.
        kind: Record kind in the singular; agreements are the business of `where.py`.
        filters: As written; names are looked up here.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous, or a filter that says nothing
            about this kind.
    """
    return _MAKERS[kind](connection, filters)


def _partner(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Partners: those of the agreements found, so `--country Peru` gives Peru and all that have
    agreements with it; an event also its hosts and participants, an initiative its members.
    """
    terms = Terms()
    own_kind(terms, filters, "partner")
    if filters.region:
        terms.require(f"r.id IN {terms.any_of(sides.lying(connection, filters.region, terms))}")
    links = []
    if filters.event:
        ids = where.every(connection, "event", filters.event)
        links.append(f"SELECT partner FROM event_partner WHERE event IN {terms.any_of(ids)}")
    if filters.initiative:
        ids = where.every(connection, "initiative", filters.initiative)
        links.append(f"SELECT partner FROM membership WHERE initiative IN {terms.any_of(ids)}")
    rest = filters.without("region", "kind", "search", "withdrawn")
    if rest.asked():
        found = "SELECT p.partner FROM agreement_party AS p WHERE p.agreement IN ({})"
        only_links = links and not set(rest.asked()) - {"event", "initiative", "certain"}
        inner = found.format(agreements_found(connection, terms, rest))
        terms.require(f"r.id IN ({' UNION '.join([*links, inner] if only_links else [inner])})")
    own = Filters(search=filters.search, withdrawn=filters.withdrawn)
    where.common(terms, own, "partner", "NULL", "NULL")
    return terms.where("partner")


def initiatives(
    connection: sqlite3.Connection, filters: Filters, params: dict[str, Value] | None = None
) -> Where:
    """Initiatives; countries and regions are those of members, dates those of the launch.

    Args:
        connection: The index.
        filters: What is asked for.
        params: Values bound so far, when this is a part of a larger query.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms(params)
    table = where.as_of(connection, filters, terms, "initiative")
    own_kind(terms, filters, "initiative")
    if filters.status:
        told = [word(one, vocabulary.INITIATIVE_STATUSES, "status") for one in filters.status]
        terms.require(f"r.status IN {terms.any_of(told)}")
    for ids in sides.every_side(connection, filters, terms):
        terms.require(_member(terms, ids, filters.day))
    if filters.initiative:
        ids = where.every(connection, "initiative", filters.initiative)
        terms.require(f"r.id IN {terms.any_of(ids)}")
    if filters.source:
        ids = where.every(connection, "source", filters.source)
        terms.require(
            f"r.id IN (SELECT initiative FROM initiative_source WHERE source IN "
            f"{terms.any_of(ids)} UNION SELECT m.initiative FROM membership AS m JOIN "
            "membership_source AS s ON s.membership = m.id WHERE s.source IN "
            f"{terms.any_of(ids)} UNION SELECT c.initiative FROM act AS c JOIN act_source AS s "
            f"ON s.act = c.id WHERE c.initiative IS NOT NULL AND s.source IN {terms.any_of(ids)})"
        )
    rest = filters.only(*_OF_AGREEMENTS, "event")
    if rest.asked():
        inner = agreements_found(connection, terms, rest._replace(as_of=filters.as_of))
        terms.require(
            f"r.id IN (SELECT initiative FROM agreement_initiative WHERE agreement IN ({inner}))"
        )
    where.common(terms, filters, "initiative", "r.date_earliest", "r.date_latest")
    return terms.where(table)


def _event(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Events; countries and regions are those of hosts and participants."""
    terms = Terms()
    attended = "r.id IN (SELECT event FROM event_partner WHERE partner IN {})"
    for ids in sides.every_side(connection, filters, terms):
        terms.require(attended.format(terms.any_of(ids)))
    if filters.event:
        ids = where.every(connection, "event", filters.event)
        terms.require(f"r.id IN {terms.any_of(ids)}")
    if filters.source:
        ids = where.every(connection, "source", filters.source)
        terms.require(
            f"r.id IN (SELECT event FROM event_source WHERE source IN {terms.any_of(ids)})"
        )
    rest = filters.only("status", "kind", "legal_nature", "level", "mineral", "topic", "initiative")
    if rest.asked():
        inner = agreements_found(connection, terms, rest._replace(as_of=filters.as_of))
        terms.require(f"r.id IN (SELECT event FROM agreement WHERE id IN ({inner}))")
    until_day(terms, filters, "r.date_earliest", "r.date_earliest")
    where.common(terms, filters, "event", "r.date_earliest", "r.date_latest")
    return terms.where("event")


def _member(terms: Terms, ids: Sequence[str], day: str | None) -> str:
    sql = f"SELECT initiative FROM membership WHERE partner IN {terms.any_of(ids)}"
    if day is not None:
        bound = terms.bind(day)
        sql += f" AND coalesce(from_earliest <= {bound}, 1) AND coalesce(to_latest >= {bound}, 1)"
    return f"r.id IN ({sql})"


_MAKERS: dict[str, Callable[[sqlite3.Connection, Filters], Where]] = {
    "partner": _partner,
    "initiative": initiatives,
    "event": _event,
    "source": cited.sources,
    "claim": cited.claims,
}
