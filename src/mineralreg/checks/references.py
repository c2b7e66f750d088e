"""MR201 to MR204 and MR208: records that name what is not there, records without a use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Finding, Path
from mineralreg.checks.identity import duplicate_ids, former_id_clashes
from mineralreg.checks.links import Link, links
from mineralreg.checks.naming import did_you_mean, nearest, quoted, record_id, subject
from mineralreg.checks.partners import partner_findings
from mineralreg.checks.selectors import selector_findings
from mineralreg.reference.minerals import minerals
from mineralreg.reference.vocabulary import RECORD_KINDS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineralreg.checks.context import Context

_CODES = {"partner": "MR201", "source": "MR202"}
_SUGGESTIONS = 100
"""Unknown ids for which the nearest known one is looked for: each search takes milliseconds."""


def reference_findings(context: Context, *, loading: bool = False) -> list[Finding]:
    """All findings of the family; without MR208 when `loading`, as it is no error."""
    found = [
        *duplicate_ids(context),
        *former_id_clashes(context),
        *unknown_words(context),
        *partner_findings(context),
        *selector_findings(context),
    ]
    used, unknown = _mentions(context)
    found += unknown
    if not loading:
        found += unused_records(context, used)
    return found


def _mentions(context: Context) -> tuple[dict[str, set[str]], list[Finding]]:
    """The ids that are mentioned anywhere, by kind, and MR201 to MR203 for unknown ones."""
    used: dict[str, set[str]] = {kind: set() for kind in RECORD_KINDS}
    unknown = _Unknown(context)
    found: list[Finding] = []
    for kind in RECORD_KINDS:
        for position, row in enumerate(context.rows(kind)):
            for link in links(kind, row):
                used[link.kind].add(link.id)
                if link.id not in context.ids[link.kind] and link.kind not in context.unreadable:
                    found.append(unknown.finding(kind, position, link))
    for kind, meant in unknown.meant.items():  # a misspelt mention is a mention
        used[kind] |= meant
    return used, found


class _Unknown:
    """Writes the findings for mentions of what is not there."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.help: dict[tuple[str, str], str | None] = {}
        self.meant: dict[str, set[str]] = {}

    def finding(self, kind: str, position: int, link: Link) -> Finding:
        path: Path = (kind, position, *link.path)
        table = path[:4] if len(path) > 4 else path[:2]
        if len(path) > 4 and not isinstance(path[3], int):
            table = path[:2]
        other = self.context.known.get(link.id)
        if other is not None:
            label = f"this is the id of a [[{other[0]}]]"
        else:
            label = f"no [[{link.kind}]] has this id"
        return Finding(
            _CODES.get(link.kind, "MR203"),
            "error",
            f"{subject(self.context.data, table)} names an unknown {link.kind} {quoted(link.id)}",
            path,
            record=record_id(self.context.data, path),
            label=label,
            help=self._help(link),
        )

    def _help(self, link: Link) -> str | None:
        key = (link.kind, link.id)
        if key not in self.help:
            near = None
            if len(self.help) < _SUGGESTIONS:
                near = nearest(link.id, self.context.ids[link.kind])
            if near:
                self.meant.setdefault(link.kind, set()).add(near)
            add = f"correct the id, or add a [[{link.kind}]] with it"
            self.help[key] = f"did you mean '{near}'?" if near else add
        return self.help[key]


def unknown_words(context: Context) -> Iterator[Finding]:
    """MR204: minerals and topics of agreements that the vocabulary does not have."""
    known = {mineral.id for mineral in minerals()}
    topics = set(TOPICS)
    for position, row in enumerate(context.rows("agreement")):
        for key, words, suggest in (
            ("minerals", known, _mineral_help),
            ("topics", topics, _topic_help),
        ):
            found = row.get(key)
            if not found or not isinstance(found, list) or _all_in(words, found):
                continue
            for number, word in enumerate(found):
                if isinstance(word, str) and word.strip() and word not in words:
                    yield _unknown_word(context, position, key, number, word, suggest)


def _all_in(known: set[str], found: list[Any]) -> bool:
    try:
        return known.issuperset(found)
    except TypeError:  # a list or a table is among them
        return False


def _unknown_word(
    context: Context,
    position: int,
    key: str,
    number: int,
    word: str,
    suggest: Callable[[str], str],
) -> Finding:
    path: Path = ("agreement", position, key, number)
    what = key.removesuffix("s")
    return Finding(
        "MR204",
        "error",
        f"{subject(context.data, path[:2])} names an unknown {what} {quoted(word)}",
        path,
        record=record_id(context.data, path),
        label=f"no {what} of the vocabulary",
        help=suggest(word),
    )


def _mineral_help(word: str) -> str:
    match = minerals().resolve(word[:100], suggest=False)
    if match.mineral is not None:
        return f"did you mean '{match.mineral.id}'?"
    return (
        did_you_mean(word, [mineral.id for mineral in minerals()])
        or "use an id of the vocabulary; `mineralreg schema` lists them all"
    )


def _topic_help(word: str) -> str:
    return did_you_mean(word, TOPICS) or f"known topics are {', '.join(TOPICS)}"


def unused_records(context: Context, used: dict[str, set[str]]) -> Iterator[Finding]:
    """MR208: sources and partners that no record mentions; a broken record may mention any."""
    if context.broken or context.unreadable:
        return
    for kind in ("source", "partner"):
        for position, row in enumerate(context.rows(kind)):
            identity = row.get("id")
            if not isinstance(identity, str) or identity in used[kind] or "withdrawn" in row:
                continue
            if not used[kind].isdisjoint(_former(row)):
                continue
            yield Finding(
                "MR208",
                "warning",
                f"nothing refers to {kind} {quoted(identity)}",
                (kind, position, "id"),
                record=identity,
                label="mentioned nowhere else",
                help="cite it where it belongs, or remove it",
            )


def _former(row: dict[str, Any]) -> list[str]:
    found = row.get("former_ids", [])
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
