"""The words in a claim's selector: names that people write, and vocabularies.

They resolve as the filters of `list` do, so a claim that no question could answer is found here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Finding, Path
from mineralreg.checks.naming import did_you_mean, quoted, record_id
from mineralreg.reference import vocabulary
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold, turned_round

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mineralreg.checks.context import Context

_WORDS = {
    "status": vocabulary.STATUSES,
    "kind": vocabulary.AGREEMENT_KINDS,
    "legal_nature": vocabulary.LEGAL_NATURES,
    "level": vocabulary.LEVELS,
    "topic": vocabulary.TOPICS,
}
_PARTNERS = ("country", "party", "between")
_CODES = {"topic": "MR204", "mineral": "MR204", "source": "MR202"} | dict.fromkeys(
    _PARTNERS, "MR201"
)
_NAMES = {
    "source": ("title", "publisher"),
    "event": ("name", "aliases"),
    "initiative": ("name", "acronym", "aliases"),
    "partner": ("name", "aliases"),
}


def selector_findings(context: Context) -> Iterator[Finding]:
    """MR104 and MR201 to MR204 for the words of claims' selectors."""
    names = _Names(context)
    for position, row in enumerate(context.rows("claim")):
        selector = row.get("selector")
        if not isinstance(selector, dict):
            continue
        for key, value in selector.items():
            path: Path = ("claim", position, "selector", key)
            many = value if isinstance(value, list) else [value]
            for number, text in enumerate(many):
                if not isinstance(text, str) or not text.strip() or names.knows(key, text):
                    continue
                at = (*path, number) if isinstance(value, list) else path
                yield _finding(context, at, key, text, names)


def _finding(context: Context, path: Path, key: str, text: str, names: _Names) -> Finding:
    if key in _WORDS or key == "region":
        code = _CODES.get(key, "MR104")
    else:
        code = _CODES.get(key, "MR203")
    what = "partner" if key in _PARTNERS else key.replace("_", " ")
    return Finding(
        code,
        "error",
        f"the selector of claim {quoted(record_id(context.data, path) or '?')} names an unknown"
        f" {what} {quoted(text)}",
        path,
        record=record_id(context.data, path),
        label=f"no {what} is called this",
        help=did_you_mean(text, names.words(key))
        or f"try the same filter with `mineralreg list --{key.replace('_', '-')}`",
    )


class _Names:
    """What a selector may say, gathered when it is asked for."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.folded: dict[str, set[str]] = {}

    def knows(self, key: str, text: str) -> bool:
        """Whether a question with this filter would find out what the text means."""
        if key in _WORDS:
            return _plain(text) in {_plain(word) for word in _WORDS[key]}
        if key == "mineral":
            return minerals().resolve(text[:200], suggest=False).mineral is not None
        if key == "region":
            return countries().resolve_area(text[:200]) is not None
        kind = "partner" if key in _PARTNERS else key
        if kind not in _NAMES or kind in self.context.unreadable:
            return True
        if text in self.context.ids[kind]:
            return True
        if kind not in self.folded:
            self.folded[kind] = {fold(name) for name in self._of(kind)}
        if not self.folded[kind].isdisjoint({fold(text), turned_round(text) or fold(text)}):
            return True
        if kind != "partner":
            return False
        return countries().resolve(text[:200], suggest=False).kind not in ("unknown", "ambiguous")

    def words(self, key: str) -> Collection[str]:
        """Words to propose for a mistaken one."""
        if key in _WORDS:
            return _WORDS[key]
        if key == "mineral":
            return [mineral.id for mineral in minerals()]
        if key == "region":
            return [area.name for area in countries().areas]
        return self.context.ids["partner" if key in _PARTNERS else key]

    def _of(self, kind: str) -> Iterator[str]:
        for row in self.context.rows(kind):
            yield from (text for key in ("id", *_NAMES[kind]) for text in _several(row.get(key)))


def _several(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
