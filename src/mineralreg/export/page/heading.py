"""What a page of a selection is called: its filters in words, not as options."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    "level": "{}",
    "legal-nature": "{}",
    "status": "{}",
    "kind": "{}",
    "country": "of {}",
    "party": "of {}",
    "between": "between {}",
    "mineral": "on {}",
    "topic": "on {}",
    "region": "in {}",
    "initiative": "under {}",
    "event": "made at {}",
    "source": "citing {}",
    "action": "that were {}",
    "since": "since {}",
    "until": "until {}",
    "as-of": "as things stood on {}",
    "search": "with the words “{}”",
}
"""How a filter is said, in the order in which filters are said."""


def selection_words(filters: str, names: Mapping[str, str]) -> str:
    """The filters of a selection in words: `of Peru or Chile, on lithium, since 2025`.

    Args:
        filters: The filters as the command line writes them.
        names: Names to show, by the ids, codes and names that a filter may use, in lower case.
    """
    given: dict[str, list[str]] = {}
    option = ""
    for word in shlex.split(filters):
        if word.startswith("--"):
            option = word[2:]
            given.setdefault(option, [])
        else:
            given[option].append(names.get(word.casefold(), word))
    rank = {name: place for place, name in enumerate(_WORDS)}
    return ", ".join(
        _said(option, given[option])
        for option in sorted(given, key=lambda option: rank.get(option, len(rank)))
    )


def _said(option: str, values: list[str]) -> str:
    plain = option.replace("-", " ")
    if not values:
        return plain
    together = " and " if option == "between" else " or "
    shown = [value if option == "search" else value.replace("-", " ") for value in values]
    if option in ("since", "until", "as-of"):
        shown = values
    return _WORDS.get(option, plain + " {}").format(together.join(shown))
