"""The long table of `list actions`: one row for each act, and for each joining and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.filters import Filters
from mineralreg.query.names import word
from mineralreg.query.where import PARTNERS, Where, span, where
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS

if TYPE_CHECKING:
    import sqlite3

_OF_AGREEMENTS = ("legal_nature", "level", "mineral", "topic", "event", "kind", "status")
"""Filters that only agreements can answer, so no initiative is asked."""

_MEMBERSHIP = {"joined": "from", "left": "to"}


def acts(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The acts and membership changes that the filters ask for.

    Args:
        connection: The index.
        filters: `since`, `until`, `as_of` and `action` speak of the act itself; the rest of its
            record. Countries choose the member that joined or left.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    found = Where(connection, "act_row")
    texts = [text for value in filters.action for text in value.split(",")]
    told = [word(text, (*INITIATIVE_ACTIONS, *_MEMBERSHIP), "action") for text in texts]
    rest = filters.without("since", "until", "action", "undated")
    pieces = [_acts_of(found, "agreement", rest)]
    if not filters.asked(*_OF_AGREEMENTS):
        pieces += [_changes(found, rest, action, end) for action, end in _MEMBERSHIP.items()]
        if not rest.asked(*PARTNERS):
            pieces.append(_acts_of(found, "initiative", rest))
    found.tables["act_row"] = " UNION ALL ".join(pieces)
    if told:
        found.require(f"r.action IN {found.any_of(told)}")
    if filters.as_of is not None:
        until = Filters(until=filters.as_of, certain=filters.certain, undated=True)
        span(found, until, "r.earliest", "r.latest")
    span(found, filters, "r.earliest", "r.latest")
    return found


def _acts_of(found: Where, kind: str, filters: Filters) -> str:
    records = where(found.connection, kind, filters, found)
    return _rows(records, kind, "act", "c.id", "c.action", "c.date", "c.", "c.sort")


def _changes(found: Where, filters: Filters, action: str, end: str) -> str:
    """Joining or leaving; `initiative` chooses the initiative, countries the member."""
    sides = found.sides(filters, *PARTNERS)
    records = where(found.connection, "initiative", filters.without(*PARTNERS), found)
    records.conditions += [f"c.partner IN {found.any_of(ids)}" for ids in sides]
    if end == "to":
        records.require('c."to" IS NOT NULL')
    key, date = f"'{end}' || c.id", f'c."{end}"'
    place = "c.position"
    return _rows(records, "initiative", "membership", key, f"'{action}'", date, f"c.{end}_", place)


def _rows(
    records: Where, kind: str, part: str, key: str, action: str, date: str, days: str, place: str
) -> str:
    """Rows of equal types in all pieces, so that SQLite orders each by itself and stops at the
    limit; `days` begins the columns of the first and last day.
    """
    return (
        f"SELECT CAST({key} AS TEXT) AS key, c.id AS number, '{kind}' AS record_kind, "
        f"r.id AS record, CAST({action} AS TEXT) AS action, {date} AS date, "
        f"{days}latest AS latest, {days}earliest AS earliest, {days}earliest IS NULL AS undated, "
        f"c.partner AS partner_id, {place} AS sort, r.date_earliest AS begun, "
        f"r.withdrawn AS withdrawn FROM {records.table} AS r CROSS JOIN {part} AS c "
        f"ON c.{kind} = r.id WHERE {records.sql}"
    )
