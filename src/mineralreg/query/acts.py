"""The long table: one row per act on an agreement or initiative, and per change of membership.

Filters choose the records whose acts are shown; dates choose among the acts themselves. The rows
hold what they are found and put in order by; `columns.ACT` looks the rest up for those shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import where
from mineralreg.query.filters import Filters
from mineralreg.query.names import word
from mineralreg.query.where import Terms, Where, span
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS

if TYPE_CHECKING:
    import sqlite3

_OF_AGREEMENTS = ("legal_nature", "level", "mineral", "topic", "event", "kind", "status")
"""Filters that only agreements can answer, so no initiative is asked."""

_PARTNERS = ("country", "party", "between", "region")
_MEMBERSHIP = ("joined", "left")
_ROW = (
    "SELECT CAST({key} AS TEXT) AS key, {number} AS number, '{kind}' AS record_kind, "
    "r.id AS record, CAST({action} AS TEXT) AS action, {dates} IS NULL AS undated, "
    "c.partner AS partner_id, {sort} AS sort, r.date_earliest AS begun, "
    "r.withdrawn AS withdrawn FROM {table} AS r CROSS JOIN {part} AS c ON c.{kind} = r.id "
    "WHERE {condition}"
)
"""Of equal types in all pieces, so that SQLite orders each by itself and stops at the limit."""


def acts(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The acts and membership changes that the filters ask for.

    Args:
        connection: The index.
        filters: `since`, `until`, `as_of` and `action` speak of the act itself; the rest of its
            record.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms(connection)
    words = [one for value in filters.action for one in value.split(",")]
    told = [word(one, (*INITIATIVE_ACTIONS, *_MEMBERSHIP), "action") for one in words]
    rest = filters.without("since", "until", "action", "undated")
    pieces = [_of(terms, "agreement", rest)]
    if not filters.asked(*_OF_AGREEMENTS):
        pieces += _of_members(terms, rest)
        if not rest.asked(*_PARTNERS):
            pieces.append(_of(terms, "initiative", rest))
    terms.tables["act_row"] = " UNION ALL ".join(pieces)
    if told:
        terms.require(f"r.action IN {terms.any_of(told)}")
    if filters.as_of is not None:
        until = Filters(until=filters.as_of, certain=filters.certain, undated=True)
        span(terms, until, "r.earliest", "r.latest")
    span(terms, filters, "r.earliest", "r.latest")
    return terms.where("act_row")


def _of(terms: Terms, kind: str, filters: Filters) -> str:
    found = where.where(terms.connection, kind, filters, terms.params)
    terms.take(found)
    return _ROW.format(
        key="c.id",
        number="c.id",
        kind=kind,
        action="c.action",
        dates="c.date AS date, c.latest AS latest, c.earliest AS earliest, c.earliest",
        sort="c.sort",
        table=found.table,
        part="act",
        condition=found.sql,
    )


def _of_members(terms: Terms, filters: Filters) -> list[str]:
    """Joining and leaving; `initiative` filters choose the initiative, countries the member."""
    sides = terms.sides(filters, *_PARTNERS)
    chosen = [f"c.partner IN {terms.any_of(ids)}" for ids in sides]
    without = filters.without(*_PARTNERS)
    found = where.where(terms.connection, "initiative", without, terms.params)
    terms.take(found)
    pieces = []
    for action, end in zip(_MEMBERSHIP, ("from", "to"), strict=True):
        known = ['c."to" IS NOT NULL'] if end == "to" else []
        pieces.append(
            _ROW.format(
                key=f"'{end}' || c.id",
                number="c.id",
                kind="initiative",
                action=f"'{action}'",
                dates=f'c."{end}" AS date, c.{end}_latest AS latest, c.{end}_earliest AS earliest, '
                f"c.{end}_earliest",
                sort="c.position",
                table=found.table,
                part="membership",
                condition=" AND ".join(f"({one})" for one in (found.sql, *chosen, *known)),
            )
        )
    return pieces
