"""Conditions that several record kinds share: own kind, the agreements found, a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import where
from mineralreg.query.filters import Filters
from mineralreg.query.terms import Terms
from mineralreg.query.words import word
from mineralreg.reference.vocabulary import KINDS_OF

if TYPE_CHECKING:
    import sqlite3


def own_kind(terms: Terms, filters: Filters, kind: str) -> None:
    """Require one of the kinds asked for, in the words of this record kind."""
    if filters.kind:
        told = [word(one, KINDS_OF[kind], f"kind of {kind}") for one in filters.kind]
        terms.require(f"r.kind IN {terms.any_of(told)}")


def agreements_found(connection: sqlite3.Connection, terms: Terms, filters: Filters) -> str:
    """A subquery for the ids of agreements; its values and notes go into the terms."""
    inner = Terms(terms.params)
    found = inner.where(where.condition(connection, filters, inner))
    terms.take(found)
    return f"SELECT r.id FROM {found.table} AS r WHERE {found.sql}"


def until_day(terms: Terms, filters: Filters, earliest: str, latest: str) -> None:
    """Only what was there by the end of the day of `as_of`."""
    if filters.as_of is None:
        return
    until = Filters(until=filters.as_of, certain=filters.certain)
    where.span(terms, until, earliest, latest)
