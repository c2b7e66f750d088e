"""What may be typed next: ids, names and words that begin like what is written, from the index.

Words of a vocabulary need no registry; ids and names come from it. An upper-case letter asks for
names (`Cook Islands`), anything else for ids (`cook-islands`) with the name as description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.names import KINDS
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mineralreg.query.columns import Field

    Pairs = Iterable[tuple[str, str]]


MOST = 500
"""Candidates that are offered; a shell asks back long before."""

WORDS: dict[str, tuple[str, ...]] = {
    "status": vocabulary.STATUSES,
    "legal_nature": vocabulary.LEGAL_NATURES,
    "level": vocabulary.LEVELS,
    "topic": vocabulary.TOPICS,
    "action": vocabulary.INITIATIVE_ACTIONS,
    "list what": tuple(KINDS),
    "title_status": vocabulary.TITLE_STATUSES,
    "unit": vocabulary.CLAIM_UNITS,
    "expect": vocabulary.EXPECTATIONS,
    "act action": vocabulary.INITIATIVE_ACTIONS,
    "template": vocabulary.RECORD_KINDS,
}
"""Options and arguments (`command argument`) whose values are words."""

_PARTNER = "SELECT id, name AS label FROM partner"
_COUNTRY = f"{_PARTNER} WHERE kind IN ('country', 'territory')"
_ANY = (
    "SELECT r.id AS id, coalesce(a.title, p.name, i.name, e.name, s.title, c.statement) AS label "
    "FROM record_id AS r LEFT JOIN agreement AS a ON a.id = r.record "
    "LEFT JOIN partner AS p ON p.id = r.record LEFT JOIN initiative AS i ON i.id = r.record "
    "LEFT JOIN event AS e ON e.id = r.record LEFT JOIN source AS s ON s.id = r.record "
    "LEFT JOIN claim AS c ON c.id = r.record WHERE r.id = r.record"
)
QUERIES = {
    "country": _COUNTRY,
    "party": _PARTNER,
    "between": _PARTNER,
    "partner": _PARTNER,
    "parent": _PARTNER,
    "host": _PARTNER,
    "participant": _PARTNER,
    "member": _PARTNER,
    "listed": _PARTNER,
    "predecessor": "SELECT id, name AS label FROM initiative",
    "event": "SELECT id, name AS label FROM event",
    "initiative": "SELECT id, name AS label FROM initiative",
    "source": "SELECT id, title AS label FROM source",
    "mineral": "SELECT DISTINCT mineral, '' FROM agreement_mineral",
    "region": "SELECT DISTINCT region, '' FROM partner WHERE region IS NOT NULL "
    "UNION SELECT DISTINCT subregion, '' FROM partner WHERE subregion IS NOT NULL",
    "show names": _ANY,
    "open name": _ANY,
    "edit id": _ANY,
    "set id": _ANY,
    "remove id": _ANY,
    "reconcile claims": "SELECT id, statement AS label FROM claim",
    "act id": "SELECT id, title AS label FROM agreement UNION ALL SELECT id, name FROM initiative",
}
"""Options and arguments whose values are in the index, each with its name or title."""

_NAMED = ("country", "party", "between")
_WORDED = ("mineral", "region")


def completions(
    connect: Callable[[], sqlite3.Connection], name: str, incomplete: str, words: Sequence[str]
) -> list[tuple[str, str]]:
    """Candidates for a value.

    Args:
        connect: Opens the index; called only when the values are there.
        name: Field of the option, or `command argument`.
        incomplete: What is written of it.
        words: The words before it; the kind that `list` was given decides about columns.

    Returns:
        Pairs of candidate and description.
    """
    if name in ("columns", "sort"):
        return _of_columns(name, incomplete, words)
    if name == "by":
        from mineralreg.query.summary import DIMENSIONS

        return starting(((field, "") for field in DIMENSIONS), incomplete)
    if name == "kind":
        kinds = vocabulary.KINDS_OF.get(_listed(words), vocabulary.AGREEMENT_KINDS)
        return starting(((word, "") for word in kinds), incomplete)
    if name in WORDS:
        return starting(((word, "") for word in WORDS[name]), incomplete)
    if name not in QUERIES:
        return []
    named = name in _NAMED and incomplete[:1].isupper()
    key = incomplete.casefold()
    if named or name in _WORDED:
        found: Pairs = connect().execute(f"{QUERIES[name]} ORDER BY 1")
        return starting(((label, "") for _, label in found) if named else found, incomplete)
    query = f"SELECT id, label FROM ({QUERIES[name]}) WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    found = connect().execute(query, (key, key + "\U0010ffff", MOST))
    return starting(found, incomplete)


def _of_columns(name: str, incomplete: str, words: Sequence[str]) -> list[tuple[str, str]]:
    from mineralreg.query.columns import FIELDS

    columns = _titled(FIELDS[_listed(words)])
    if name == "sort":
        return starting(columns, incomplete)
    before, comma, last = incomplete.rpartition(",")
    found = starting(columns, last)
    return [(f"{before}{comma}{column}", title) for column, title in found]


def _titled(fields: Mapping[str, Field]) -> Pairs:
    return ((name, field.column.title) for name, field in fields.items())


def _listed(words: Sequence[str]) -> str:
    return next((KINDS[word] for word in words if word in KINDS), "agreement")


def starting(found: Pairs, incomplete: str) -> list[tuple[str, str]]:
    """Those of some candidates that begin so, in either case."""
    key = incomplete.casefold()
    return [(value, label[:80]) for value, label in found if value.casefold().startswith(key)][
        :MOST
    ]
