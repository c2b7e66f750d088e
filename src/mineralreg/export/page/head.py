"""The words that stand in the page before its script runs: its name, and what it holds."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

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

_SLUG = re.compile(r"[a-z]+(-[a-z]+)+")
"""A word of a vocabulary or an id that is no name and no date."""


def words(shown: dict[str, Any]) -> dict[str, str]:
    """The words of the head, of the first lines and of the foot, by their place in the template.

    Args:
        shown: What `content` gives.
    """
    meta, count = shown["meta"], len(shown["agreements"])
    registry = meta.get("title") or "Agreements"
    scope = meta.get("scope", "")
    first, _, rest = scope.partition(". ")
    about = [f"Facts up to {meta['as_of']}"] if meta.get("as_of") else []
    if meta.get("version"):
        about.append(f"Version {meta['version']}")
    selection = selection_words(meta.get("filters", ""), _names(shown))
    heading = f"Agreements {selection}" if selection else registry
    if selection:
        about.insert(0, f"From {registry}")
    counted = f"{count:,} agreement{'' if count == 1 else 's'}"
    return {
        "registry": registry,
        "heading": heading,
        "title": f"{heading} · {registry}" if selection else registry,
        "description": f"{counted}. {first or registry}{'.' if rest else ''}",
        "about": " · ".join(about),
        "lead": first + ("." if rest else ""),
        "scope": rest,
        "rest": "" if rest else "hidden",
        "count": str(count),
        "whole": "" if selection else "hidden",
        "selection": f"agreements {selection}",
        "made": f"mineralreg {meta['program_version']}",
        "license": meta.get("license", "not stated"),
    }


def _names(shown: dict[str, Any]) -> dict[str, str]:
    """The names of what a filter may be about, by whatever a filter may call it."""
    return {
        str(key).casefold(): record["name"]
        for kind in ("events", "initiatives", "partners")
        for record in shown[kind]
        for key in (record["id"], record["name"], record.get("acronym"), record.get("iso"))
        if key
    }


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
    shown = [value.replace("-", " ") if _SLUG.fullmatch(value) else value for value in values]
    return _WORDS.get(option, plain + " {}").format(together.join(shown))
