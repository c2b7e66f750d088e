"""The long table: one row per act on an agreement or initiative, and per change of membership.

Filters choose the records whose acts are shown; dates choose among the acts themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import where
from mineralreg.query.where import NEVER, Terms, Where, until_day

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.query.filters import Filters

_OF_AGREEMENTS = ("legal_nature", "level", "mineral", "topic", "event", "kind", "status")
"""Filters that only agreements can answer, so no initiative is asked."""

_COLUMNS = (
    "rowid_, record_kind, record, title, withdrawn, action, date, earliest, latest, partner_id, "
    "partner, role, place, note, sort, sources"
)
_SOURCES = (
    "(SELECT group_concat(source, char(31)) FROM (SELECT x.source FROM {0}_source AS x "
    "WHERE x.{0} = c.id ORDER BY x.{1}))"
)
_NAME = "(SELECT name FROM partner WHERE id = c.partner)"

AS_JSON = (
    "json_object('record_kind', r.record_kind, 'record', r.record, 'action', r.action, "
    "'date', r.date, 'partner', r.partner_id, 'role', r.role, 'place', r.place, "
    "'sources', json(CASE WHEN r.sources IS NULL THEN '[]' ELSE "
    "'[\"' || replace(r.sources, char(31), '\",\"') || '\"]' END), 'note', r.note)"
)
"""An act as JSON; source ids are slugs, so nothing in them needs an escape."""


def acts(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The acts and membership changes that the filters ask for.

    Args:
        connection: The index.
        filters: `since`, `until` and `as_of` speak of the act's own date; the rest of its record.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms()
    rest = filters._replace(since=None, until=None)
    pieces = [_of_agreements(connection, rest, terms)]
    if not filters.asked(*_OF_AGREEMENTS):
        no_partner = rest._replace(country=(), party=(), between=(), region=())
        pieces += _of_members(connection, rest, no_partner, terms)
        if not rest.asked("country", "party", "between", "region"):
            pieces.append(_of_initiatives(connection, rest, terms))
    terms.tables["act_row"] = " UNION ALL ".join(pieces)
    where.span(terms, filters, "r.earliest", "r.latest")
    until_day(terms, filters, "r.earliest", "r.latest")
    return terms.where("act_row")


def _row(kind: str, row_id: str, role: str) -> str:
    return (
        f"SELECT {row_id} AS rowid_, '{kind}' AS record_kind, r.id AS record, "
        f"{'r.title' if kind == 'agreement' else 'r.name'} AS title, r.withdrawn AS withdrawn, "
        f"{{action}} AS action, {{dates}}, c.partner AS partner_id, {_NAME} AS partner, "
        f"{role} AS role, {{place}} AS place, c.note AS note, {{sort}} AS sort, "
        f"{{sources}} AS sources "
    )


def _acts_of(kind: str, found: Where, terms: Terms) -> str:
    terms.take(found)
    return (
        _row(kind, "c.id", "NULL").format(
            action="c.action",
            dates="c.date AS date, c.earliest AS earliest, c.latest AS latest",
            place="c.place",
            sort="c.sort",
            sources=_SOURCES.format("act", "position"),
        )
        + f"FROM {found.table} AS r JOIN act AS c ON c.{kind} = r.id WHERE {found.sql}"
    )


def _of_agreements(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> str:
    inner = Terms(terms.params)
    return _acts_of("agreement", inner.where(where.condition(connection, filters, inner)), terms)


def _of_initiatives(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> str:
    return _acts_of("initiative", where.initiatives(connection, filters, terms.params), terms)


def _of_members(
    connection: sqlite3.Connection, filters: Filters, no_partner: Filters, terms: Terms
) -> list[str]:
    """Joining and leaving; `initiative` filters choose the initiative, countries the member."""
    chosen = []
    for field in ("country", "party", "between"):
        if values := getattr(filters, field):
            ids = where.partners(connection, values, terms, only_country=field == "country")
            chosen.append(f"c.partner IN {terms.any_of(ids)}")
    if filters.region:
        ids = where.lying(connection, filters.region, terms)
        chosen.append(f"c.partner IN {terms.any_of(ids)}")
    found = where.initiatives(connection, no_partner, terms.params)
    terms.take(found)
    pieces = []
    for action, end, known in (("joined", "from", NEVER), ("left", "to", 'c."to" IS NOT NULL')):
        conditions = [found.sql, *chosen, *([known] if end == "to" else [])]
        sql = _row("initiative", f"'{end}' || c.id", "c.role").format(
            action=f"'{action}'",
            dates=f'c."{end}" AS date, c.{end}_earliest AS earliest, c.{end}_latest AS latest',
            place="NULL",
            sort="c.position",
            sources=_SOURCES.format("membership", "source"),
        )
        pieces.append(
            f"{sql}FROM {found.table} AS r JOIN membership AS c ON c.initiative = r.id "
            f"WHERE {' AND '.join(f'({one})' for one in conditions)}"
        )
    return pieces
