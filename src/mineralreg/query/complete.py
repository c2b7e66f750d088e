"""What may be typed next: ids, names and words that begin like what is written, from the index.

Words of a vocabulary need no registry; ids and names come from it. An upper-case letter asks for
names (`Cook Islands`), anything else for ids (`cook-islands`) with the name as description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.book import name_key
from mineralreg.query.names import KINDS
from mineralreg.reference import vocabulary
from mineralreg.reference.filters import LINKS, PARTIES, WORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    Pairs = Iterable[tuple[str, str]]


MOST = 500
"""Candidates that are offered; a shell asks back long before."""

_CHOICES = {
    **WORDS,
    "list what": tuple(KINDS),
    "title_status": vocabulary.TITLE_STATUSES,
    "unit": vocabulary.CLAIM_UNITS,
    "expect": vocabulary.EXPECTATIONS,
    "act action": vocabulary.INITIATIVE_ACTIONS,
    "template": vocabulary.RECORD_KINDS,
}
"""Options and arguments (`command argument`) whose values are words."""

_SHOWN = {
    kind: f"SELECT id, {name_key(kind)} AS label FROM {kind}" for kind in vocabulary.RECORD_KINDS
}
_ANY = " UNION ALL ".join(_SHOWN.values())
_TEXTS = "SELECT DISTINCT to_id, '' FROM link WHERE kind = 'agreement' AND to_kind = '{}'"
QUERIES = {
    **{name: _SHOWN.get(to) or _TEXTS.format(to) for name, to in LINKS.items()},
    "country": f"{_SHOWN['partner']} WHERE kind IN ('country', 'territory')",
    **dict.fromkeys(("partner", "parent"), _SHOWN["partner"]),
    **dict.fromkeys(("host", "participant", "member", "listed"), _SHOWN["partner"]),
    "predecessor": _SHOWN["initiative"],
    "region": "SELECT DISTINCT region, '' FROM partner WHERE region IS NOT NULL "
    "UNION SELECT DISTINCT subregion, '' FROM partner WHERE subregion IS NOT NULL",
    **dict.fromkeys(("show names", "open name", "edit id", "set id", "remove id"), _ANY),
    "reconcile claims": _SHOWN["claim"],
    "act id": f"{_SHOWN['agreement']} UNION ALL {_SHOWN['initiative']}",
}
"""Options and arguments whose values are in the index, each with its name or title."""

_WORDED = ("region", *(name for name, to in LINKS.items() if to not in _SHOWN))


def completions(
    connect: Callable[[], sqlite3.Connection], name: str, incomplete: str, words: Sequence[str]
) -> list[tuple[str, str]]:
    """Pairs of candidate and description for a value of an option or of a `command argument`.

    `connect` is called only when the values are in the index. Of the words before the incomplete
    one, the kind after `list` decides which columns there are.
    """
    if name in ("columns", "sort"):
        return _of_columns(name, incomplete, words)
    choice: Iterable[str] | None = _CHOICES.get(name)
    if name == "by":
        from mineralreg.query.summary import DIMENSIONS

        choice = DIMENSIONS
    elif name == "kind":
        choice = vocabulary.KINDS_OF.get(_listed(words), vocabulary.AGREEMENT_KINDS)
    if choice is not None or name not in QUERIES:
        return starting(((word, "") for word in choice or ()), incomplete)
    named = name in PARTIES and incomplete[:1].isupper()
    key = incomplete.casefold()
    if named or name in _WORDED:
        found: Pairs = connect().execute(f"{QUERIES[name]} ORDER BY 1")
        return starting(((label, "") for _, label in found) if named else found, incomplete)
    query = f"SELECT id, label FROM ({QUERIES[name]}) WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
    found = connect().execute(query, (key, key + "\U0010ffff", MOST))
    return starting(found, incomplete)


def _of_columns(name: str, incomplete: str, words: Sequence[str]) -> list[tuple[str, str]]:
    from mineralreg.query.columns import FIELDS

    columns = [(key, field.column.title) for key, field in FIELDS[_listed(words)].items()]
    before, comma, last = ("", "", incomplete) if name == "sort" else incomplete.rpartition(",")
    return [(f"{before}{comma}{column}", title) for column, title in starting(columns, last)]


def _listed(words: Sequence[str]) -> str:
    return next((KINDS[word] for word in words if word in KINDS), "agreement")


def starting(found: Pairs, incomplete: str) -> list[tuple[str, str]]:
    """The candidates that begin with the text, ignoring case."""
    key = incomplete.casefold()
    return [(value, label[:80]) for value, label in found if value.casefold().startswith(key)][
        :MOST
    ]
