"""What may be typed next: ids, names and words that begin like what is written, from the index.

An upper-case letter asks for names of partners (`Cook Islands`), anything else for ids
(`cook-islands`) with the name as description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.book import name_key
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    Pairs = Iterable[tuple[str, str]]


MOST = 500
"""Candidates that are offered; a shell asks back long before."""

_SHOWN = {
    kind: f"SELECT id, {name_key(kind)} AS label FROM {kind}" for kind in vocabulary.RECORD_KINDS
}
QUERIES = {
    **_SHOWN,
    "record": " UNION ALL ".join(_SHOWN.values()),
    "acting": f"{_SHOWN['agreement']} UNION ALL {_SHOWN['initiative']}",
    "country": f"{_SHOWN['partner']} WHERE kind IN ('country', 'territory')",
    "mineral": "SELECT DISTINCT mineral, '' FROM agreement_mineral",
    "region": "SELECT DISTINCT region, '' FROM partner WHERE region IS NOT NULL "
    "UNION SELECT DISTINCT subregion, '' FROM partner WHERE subregion IS NOT NULL",
}
"""What can be asked for, each with its name or title."""

_TEXTS = "SELECT DISTINCT to_id, '' FROM link WHERE kind = 'agreement' AND to_kind = '{}'"
"""What is not a record, such as a signatory, as agreements name it."""


def completions(
    connect: Callable[[], sqlite3.Connection], known: str, incomplete: str
) -> list[tuple[str, str]]:
    """Pairs of candidate and description for the ids or names of what a value stands for."""
    named = known in ("country", "partner") and incomplete[:1].isupper()
    key = incomplete.casefold()
    if named or known in ("mineral", "region") or known not in QUERIES:
        query = QUERIES.get(known) or _TEXTS.format(known)
        found: Pairs = connect().execute(f"{query} ORDER BY 1")
        return starting(((label, "") for _, label in found) if named else found, incomplete)
    query = f"SELECT id, label FROM ({QUERIES[known]}) WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    return starting(connect().execute(query, (key, key + "\U0010ffff", MOST)), incomplete)


def columns(kind: str, incomplete: str, *, several: bool) -> list[tuple[str, str]]:
    """Pairs of column and heading; of several with commas between, for the last."""
    from mineralreg.query.columns import FIELDS

    known = [(key, field.column.title) for key, field in FIELDS[kind].items()]
    before, comma, last = incomplete.rpartition(",") if several else ("", "", incomplete)
    return [(f"{before}{comma}{column}", title) for column, title in starting(known, last)]


def starting(found: Pairs, incomplete: str) -> list[tuple[str, str]]:
    """The candidates that begin with the text, ignoring case."""
    key = incomplete.casefold()
    return [(value, label[:80]) for value, label in found if value.casefold().startswith(key)][
        :MOST
    ]
