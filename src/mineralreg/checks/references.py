"""MR2xx: ids and names that mean nothing or two things, and records that nothing mentions.

`Scrutiny` looks for the errors among them where records are read one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mineralreg.checks.context import Context, Item, collect
from mineralreg.checks.finding import Check, Finding, Path, part_of, quoted, subject
from mineralreg.checks.shape import unknown_word
from mineralreg.document.document import Document
from mineralreg.errors import UsageError
from mineralreg.query import names
from mineralreg.query.book import IndexBook, Link, links
from mineralreg.reference.countries import countries
from mineralreg.reference.filters import LINKS, WORDS
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    import sqlite3

_SUGGESTIONS = 30
"""Unknown ids for which the nearest known one is looked for: each search takes milliseconds."""


def unknown_targets(context: Context) -> Iterator[Finding]:
    """MR201 to MR203: what is mentioned and is not there."""
    if all(ids <= context.ids[kind] for kind, ids in context.mentioned.items()):
        return
    helps: dict[Link, str] = {}
    mentions = ((item, link) for item in context.rows() for link in links(item.record))
    for item, link in mentions:
        if link.id in context.ids[link.kind] or link.kind in context.unreadable:
            continue
        path: Path = (*item.path, *link.path)
        key = link._replace(path=())
        if key not in helps:
            few = len(helps) < _SUGGESTIONS
            near = names.near_ids(context.book, link.id, link.kind)[:1] if few else []
            add = f"correct the id, or add a [[{link.kind}]] with it"
            helps[key] = names.did_you_mean(near, add)
            context.mentioned[link.kind].update(near)  # a misspelt mention is a mention
        where = subject(context.data, part_of(path))
        label = f"no [[{link.kind}]] has this id"
        if owner := context.owners.get(link.id):
            label = f"this is the id of a [[{owner[0].kind}]]"
        check = _BY_KIND.get(link.kind, unknown_target)
        message = f"{where} names an unknown {link.kind} {quoted(link.id)}"
        yield check.at(path, message, record=item.id, label=label, help=helps[key])


unknown_partner = Check(
    "MR201",
    "unknown-partner",
    "error",
    title="a partner that no [[partner]] record has as its id",
    why="A record can only be found by a country or company that is recorded.",
    fix="Correct the id, or add the partner.",
    example='parties = ["united-states", "preu"]',
)
unknown_source = Check(
    "MR202",
    "unknown-source",
    "error",
    title="a source that no [[source]] record has as its id",
    why="A fact whose source cannot be looked up is a rumour.",
    fix="Correct the id, or add the source.",
    example='sources = ["andina-2025"]',
)
unknown_target = Check(
    "MR203",
    "unknown-target",
    "error",
    title="an initiative, event or agreement that is not recorded",
    why="Initiatives, events, relations, predecessors and what a claim counts are named by id.",
    fix="Correct the id, or add the record.",
    example='event = "critical-minerals-ministerial-2025"',
    find=unknown_targets,
)
_BY_KIND = {"partner": unknown_partner, "source": unknown_source}


@Check(
    "MR204",
    "unknown-mineral-or-topic",
    "error",
    title="a mineral or topic that the vocabulary does not have",
    why="Questions about a mineral find its group, its synonyms and its members; that needs the"
    " one id that the vocabulary has for it.",
    fix="Use an id of the vocabulary; `mineralreg schema` lists them all.",
    example='minerals = ["litium"]',
)
def unknown_mineral_or_topic(context: Context) -> Iterator[Finding]:
    known = {"minerals": {one.id for one in minerals()}, "topics": {*WORDS["topic"]}}
    for item in context.rows("agreement"):
        for key, words in known.items():
            for number, word in item.texts(key):
                if word in words or not word.strip():
                    continue
                what = key[:-1]
                yield unknown_mineral_or_topic.of(
                    item,
                    f"{{}} names an unknown {what} {quoted(word)}",
                    *(key, number),
                    label=f"no {what} of the vocabulary",
                    help=_known_word(context, what, word),
                )


def _known_word(context: Context, what: str, word: str) -> str | None:
    try:
        return f"did you mean '{names.meaning(context.book, what, word[:100]).ids[0]}'?"
    except UsageError as error:
        return error.help


_BY_FILTER = {
    **dict.fromkeys((*WORDS, "region"), unknown_word),
    **dict.fromkeys(("country", "party", "between"), unknown_partner),
    **dict.fromkeys(("event", "initiative", "action"), unknown_target),
    "source": unknown_source,
    **dict.fromkeys(("mineral", "topic"), unknown_mineral_or_topic),
}
"""The check that reports what a filter does not know."""


def unknown_selections(context: Context) -> Iterator[Finding]:
    """MR104 and MR201 to MR204 for the words of claims' selectors."""
    for item in context.rows("claim"):
        selector = item.record.get("selector")
        for key, value in selector.items() if isinstance(selector, dict) else ():
            check, kind = _BY_FILTER.get(key), LINKS.get(key, "")
            if check is None or kind in context.unreadable:
                continue
            for number, text in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(text, str) or not text.strip():
                    continue
                if key == kind and text in context.ids.get(kind, ()):
                    continue
                try:
                    names.meaning(context.book, key, text)  # as the question made of it will
                except UsageError as error:
                    yield check.of(
                        item,
                        f"the selector of {{}}: {error.message}",
                        *("selector", key),
                        *((number,) if isinstance(value, list) else ()),
                        label=f"not understood as {key.replace('_', ' ')}",
                        help=error.help,
                    )


@Check(
    "MR205",
    "duplicate-id",
    "error",
    title="an id that two records have",
    why="Ids are unique over the whole file, whatever the kind, so that `show ID` has one answer.",
    fix="Give one of them another id, or merge them if they are the same thing.",
    example='[[source]]\nid = "andina-2026"\n[[source]]\nid = "andina-2026"',
)
def duplicate_id(context: Context) -> Iterator[Finding]:
    ids = [item.id for item in context.rows() if item.id is not None]
    for item in context.rows() if len({*ids}) < len(ids) else ():
        if item.id is None or context.owners[item.id][0] is item:
            continue
        first = context.owners[item.id][0]
        yield duplicate_id.of(
            item,
            f"two records have the id {quoted(item.id)}",
            "id",
            label=f"this [[{item.kind}]] has the id again",
            also=first.label(f"first used by this [[{first.kind}]]", "id"),
        )


@Check(
    "MR206",
    "former-id-clash",
    "error",
    title="a former id that another record has or had, or that stands there twice",
    why="Former ids keep resolving, so each must lead to one record.",
    fix="Take it out of former_ids of the record that never had it.",
    example='id = "us-peru-2026"\nformer_ids = ["us-chile-2026"]  # the id of another record',
)
def former_id_clash(context: Context) -> Iterator[Finding]:
    for item in context.renamed:
        for number, former in item.texts("former_ids"):
            other, path = context.owners[former]
            label = "leads to two records"
            if other is not item:
                what = f"{'is' if path == ('id',) else 'was'} the id of another record"
            elif path == ("id",):
                what = "is the record's own id"
            elif path != ("former_ids", number):
                what, label = "stands there twice", "written again"
            else:
                continue
            message = f"the former id {quoted(former)} of {{}} {what}"
            also = other.label("the other one", *path)
            yield former_id_clash.of(item, message, "former_ids", number, label=label, also=also)


@Check(
    "MR207",
    "unknown-country-code",
    "error",
    title="a code that ISO 3166-1 alpha-3 does not have",
    why="Name, region and all spellings of a country come from the reference table by this code."
    " XKX stands for Kosovo, which has no code in the standard.",
    fix="Leave iso out and give kind and name, if it is not a country or territory.",
    example='iso = "PRU"',
    label="not a code of ISO 3166-1 alpha-3",
)
def unknown_country_code(context: Context) -> Iterator[Finding]:
    for item in context.rows("partner"):
        code = item.record.get("iso")
        if not isinstance(code, str) or not code.strip() or countries().by_alpha3(code):
            continue
        meant = countries().resolve(code[:100]).country
        if meant is None and item.id is not None:
            meant = countries().resolve(item.id[:100].replace("-", " ")).country
        more = {"help": f"did you mean '{meant.alpha3}' ({meant.name})?"} if meant else {}
        message = f"{{}} has the unknown country code {quoted(code)}"
        yield unknown_country_code.of(item, message, "iso", **more)


@Check(
    "MR208",
    "unused-record",
    "warning",
    title="a source or partner that nothing refers to",
    why="It is either left over or, more often, the record that should cite it does not.",
    fix="Cite it where it belongs, or remove it.",
    example='[[source]]\nid = "andina-2026"  # cited by no record',
    label="mentioned nowhere else",
)
def unused_record(context: Context) -> Iterator[Finding]:
    if context.broken or context.unreadable:  # a broken record may mention any
        return
    used = context.mentioned
    for item in context.rows("source", "partner"):
        known_as = [item.id, *(id for _, id in item.texts("former_ids"))]
        if item.id is None or "withdrawn" in item.record:
            continue
        if used[item.kind].isdisjoint(known_as):
            yield unused_record.of(item, "nothing refers to {}", "id")


@Check(
    "MR209",
    "ambiguous-alias",
    "error",
    title="a name or alias that means two partners",
    why="A question by this name would have two answers, and the program never picks one. Names"
    " are compared without accents, case and punctuation.",
    fix="Keep the name at the partner that it really means.",
    example='[[partner]]\niso = "COD"\naliases = ["Congo-Brazzaville"]  # that is COG',
    label="means two partners",
)
def ambiguous_alias(context: Context) -> Iterator[Finding]:
    owners: dict[str, tuple[Item, Path]] = {}
    for item, path, text in _names(context):
        if not (folded := fold(text)):  # signs only: no question can mean it
            continue
        other, there = owners.setdefault(folded, (item, path))
        if other is not item and path:
            message = f"{quoted(text)} means both {other} and {{}}"
            label = "the same name here" if there else "the other partner"
            also = other.label(label, *(there or ("id",)))
            yield ambiguous_alias.of(item, message, *path, also=also)
        elif path and there == path != ("iso",) and "iso" in item.record:
            country = countries().resolve(text).country
            if country and country.alpha3 != item.record["iso"]:
                message = f"{quoted(text)} means {country.name}, not {{}}"
                help, label = "take it out of this partner's names", f"a name of {country.name}"
                yield ambiguous_alias.of(item, message, *path, label=label, help=help)


def _names(context: Context) -> Iterator[tuple[Item, Path, str]]:
    """All names of partners with their paths; () for what a country is called in general."""
    for item in context.rows("partner"):
        code = item.record.get("iso")
        if isinstance(code, str) and (country := countries().by_alpha3(code)):
            yield item, ("iso",), country.alpha3
            for name in (country.name, country.alpha2, *country.aliases):
                yield item, (), name
    for item in context.rows("partner"):
        if item.path not in context.broken:
            if "name" in item.record:
                yield item, ("name",), item.record["name"]
            for number, alias in item.texts("aliases"):
                yield item, ("aliases", number), alias


OF_WORDS = (
    unknown_mineral_or_topic.find,
    unknown_country_code.find,
    ambiguous_alias.find,
)
"""What looks for words and names that mean nothing or two things."""


class Scrutiny:
    """Takes note of records that come one by one, and tells whether they can be loaded together.

    It looks for what `loadable` looks for, but for ids that are used twice: the index refuses them.
    """

    def __init__(self) -> None:
        self._mentioned: dict[str, set[str]] = {kind: set() for kind in RECORD_KINDS}
        self._words: dict[str, set[str]] = {"minerals": set(), "topics": set()}
        self._tables: dict[str, list[dict[str, Any]]] = {"partner": []}

    def add(self, kind: str, table: dict[str, Any]) -> None:
        """Take note of a record of which the shape is valid."""
        collect(table, self._mentioned)
        for key, words in self._words.items():
            words.update(table.get(key, ()))
        if kind in self._tables:
            self._tables[kind].append(table)

    def passed(self, index: sqlite3.Connection) -> bool:
        """Whether all that the records mention is in the index, and all their words are known."""
        known = (
            "SELECT count(*) FROM json_each(?) AS m JOIN record_id AS i ON i.id = m.value "
            "WHERE i.kind = ?"
        )
        for kind, ids in self._mentioned.items():
            if index.execute(known, (json.dumps([*ids]), kind)).fetchone() != (len(ids),):
                return False
        words = {key: [*words] for key, words in self._words.items()}
        data = {"agreement": [words], **self._tables}
        context = Context(Document("", b"", "", data), None)
        context.book = IndexBook(index)
        return not any(find and next(find(context), None) for find in OF_WORDS)
