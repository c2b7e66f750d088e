"""MR201 to MR204 and MR208: records that name what is not there, records without a use."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks.finding import (
    Check,
    Finding,
    Label,
    Path,
    did_you_mean,
    nearest,
    quoted,
    record_id,
    subject,
)
from mineralreg.reference import vocabulary
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold, turned_round
from mineralreg.reference.vocabulary import RECORD_KINDS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.checks.finding import Path


class Link(NamedTuple):
    """One mention of a record.

    Attributes:
        path: Path to the mention, from the record.
        kind: The kind of record that is meant.
        id: What is written.
    """

    path: Path
    kind: str
    id: str


LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (),
    "partner": (),
    "agreement": (
        ("parties", "partner"),
        ("initiatives", "initiative"),
        ("sources", "source"),
    ),
    "initiative": (("predecessors", "initiative"), ("sources", "source")),
    "event": (("hosts", "partner"), ("participants", "partner"), ("sources", "source")),
    "claim": (("names", "partner"), ("sources", "source")),
}
"""Keys of a record that hold a list of ids, with the kind that they name."""

SINGLE: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (),
    "partner": (("parent", "partner"),),
    "agreement": (("event", "event"), ("depositary", "partner")),
    "initiative": (),
    "event": (),
    "claim": (),
}
"""Keys of a record that hold one id."""

_SOURCED = (("sources", "source"),)
PARTS: dict[str, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = {
    "actions": (_SOURCED, (("partner", "partner"),)),
    "signatories": ((), (("partner", "partner"),)),
    "amounts": (_SOURCED, ()),
    "bodies": (_SOURCED, (("partner", "partner"),)),
    "relations": ((), (("agreement", "agreement"),)),
    "variants": (_SOURCED, ()),
}
"""Tables inside records: their keys with a list of ids, and those with one."""

PARTS_OF: dict[str, dict[str, Any]] = {
    "source": {},
    "partner": {},
    "agreement": PARTS,
    "initiative": {
        **{key: PARTS[key] for key in ("actions", "amounts", "variants")},
        "members": (_SOURCED, (("partner", "partner"),)),
    },
    "event": {"variants": PARTS["variants"]},
    "claim": {"members": ((), (("agreement", "agreement"),))},
}
"""The tables inside each kind of record."""

LISTS_IN: dict[str, tuple[tuple[str, str], ...]] = {"agreement": (("field_sources", "source"),)}
"""Keys of a record that hold a table of lists of ids."""


def links(kind: str, row: dict[str, Any]) -> Iterator[Link]:
    """Every mention of another record in one raw record, whatever else is wrong with it."""
    yield from _of_table(row, LISTS[kind], SINGLE[kind], ())
    for key, meant in LISTS_IN.get(kind, ()):
        table = row.get(key)
        if isinstance(table, dict):
            yield from _of_table(table, tuple((inner, meant) for inner in table), (), (key,))
    for key, (lists, single) in PARTS_OF[kind].items():
        parts = row.get(key)
        if isinstance(parts, list):
            for number, part in enumerate(parts):
                if isinstance(part, dict):
                    yield from _of_table(part, lists, single, (key, number))


def _of_table(
    table: dict[str, Any],
    lists: tuple[tuple[str, str], ...],
    single: tuple[tuple[str, str], ...],
    path: Path,
) -> Iterator[Link]:
    for key, kind in lists:
        found = table.get(key)
        if isinstance(found, list):
            for number, item in enumerate(found):
                if isinstance(item, str):
                    yield Link((*path, key, number), kind, item)
    for key, kind in single:
        found = table.get(key)
        if isinstance(found, str):
            yield Link((*path, key), kind, found)


def duplicate_ids(context: Context) -> Iterator[Finding]:
    """MR205: an id that two records have, whatever their kinds."""
    if len(set().union(*context.own_ids.values())) == sum(
        len(context.rows(kind)) for kind in RECORD_KINDS
    ):
        return  # nearly always, and quicker to see than who has which id
    known = context.known
    for kind in RECORD_KINDS:
        for position, row in enumerate(context.rows(kind)):
            identity = row.get("id")
            if not isinstance(identity, str) or known[identity] == (kind, position):
                continue
            first: Path = (*known[identity], "id")
            yield Finding(
                "MR205",
                "error",
                f"two records have the id {quoted(identity)}",
                (kind, position, "id"),
                record=identity,
                label=f"this [[{kind}]] has the id again",
                help="give one of them another id, or merge them if they are the same thing",
                also=(Label(f"first used by this [[{first[0]}]]", first),),
            )


def former_id_clashes(context: Context) -> Iterator[Finding]:
    """MR206: a former id that is another record's id or former id."""
    for kind in RECORD_KINDS:
        for position, row in enumerate(context.rows(kind)):
            former_ids = row.get("former_ids")
            if not isinstance(former_ids, list):
                continue
            for number, former in enumerate(former_ids):
                if not isinstance(former, str):
                    continue
                path: Path = (kind, position, "former_ids", number)
                if former in context.known:
                    other: Path = (*context.known[former], "id")
                    what = "is the id of another record"
                    if other[:2] == (kind, position):
                        what = "is the record's own id"
                elif context.former[former] != (kind, position):
                    other = (*context.former[former], "former_ids")
                    what = "was the id of another record"
                else:
                    continue
                yield Finding(
                    "MR206",
                    "error",
                    f"the former id {quoted(former)} of {subject(context.data, path[:2])} {what}",
                    path,
                    record=record_id(context.data, path),
                    label="leads to two records",
                    help="take it out of former_ids of the record that never had it",
                    also=(Label("the other one", other),),
                )


def partner_findings(context: Context) -> Iterator[Finding]:
    """Both checks of this module."""
    yield from unknown_codes(context)
    yield from ambiguous_names(context)


def unknown_codes(context: Context) -> Iterator[Finding]:
    """MR207: `iso` is no code of ISO 3166-1 alpha-3."""
    for position, row in enumerate(context.rows("partner")):
        code = row.get("iso")
        if not isinstance(code, str) or not code.strip() or countries().by_alpha3(code):
            continue
        path: Path = ("partner", position, "iso")
        meant = countries().resolve(code[:100], suggest=False).country
        if meant is None and isinstance(row.get("id"), str):
            name = row["id"][:100].replace("-", " ")
            meant = countries().resolve(name, suggest=False).country
        yield Finding(
            "MR207",
            "error",
            f"partner {quoted(record_id(context.data, path) or '?')} has the unknown country code"
            f" {quoted(code)}",
            path,
            record=record_id(context.data, path),
            label="no code of ISO 3166-1 alpha-3",
            help=f"did you mean '{meant.alpha3}' ({meant.name})?"
            if meant
            else "leave iso out and give kind and name, if it is no country or territory",
        )


def ambiguous_names(context: Context) -> Iterator[Finding]:
    """MR209: a name, alias or code that two recorded partners answer to."""
    owners: dict[str, tuple[int, Path | None]] = {}
    named = list(_written_names(context))
    for position, row in enumerate(context.rows("partner")):
        code = row.get("iso")
        country = countries().by_alpha3(code) if isinstance(code, str) else None
        if country is None:
            continue
        iso: Path = ("partner", position, "iso")
        taken = owners.setdefault(country.alpha3.lower(), (position, iso))
        if taken[0] != position:
            yield _clash(context, iso, str(code), taken)
            continue
        for name in (country.name, country.alpha2, *country.aliases):
            owners.setdefault(fold(name), (position, None))
    for path, text in named:
        folded, position = fold(text), int(path[1])
        if not folded:  # signs only: no question can mean it
            continue
        taken = owners.setdefault(folded, (position, path))
        if taken[0] != position:
            yield _clash(context, path, text, taken)
            continue
        row = context.rows("partner")[position]
        match = countries().resolve(text, suggest=False) if "iso" in row else None
        if match and match.country and match.country.alpha3 != row["iso"] and taken[1] == path:
            yield Finding(
                "MR209",
                "error",
                f"{quoted(text)} means {match.country.name}, not partner"
                f" {quoted(record_id(context.data, path) or '?')}",
                path,
                record=record_id(context.data, path),
                label=f"a name of {match.country.name}",
                help="take it out of this partner's names",
            )


def _written_names(context: Context) -> Iterator[tuple[Path, str]]:
    for position, row in enumerate(context.rows("partner")):
        if ("partner", position) in context.broken:
            continue
        if isinstance(row.get("name"), str):
            yield ("partner", position, "name"), row["name"]
        for number, alias in enumerate(row.get("aliases", ())):
            yield ("partner", position, "aliases", number), alias


def _clash(context: Context, path: Path, text: str, taken: tuple[int, Path | None]) -> Finding:
    other: Path = ("partner", taken[0])
    own = quoted(record_id(context.data, path) or "?")
    also = Label(
        "the other partner" if taken[1] is None else "the same name here",
        taken[1] or (*other, "id"),
    )
    return Finding(
        "MR209",
        "error",
        f"{quoted(text)} means both partner {quoted(record_id(context.data, other) or '?')} and"
        f" partner {own}",
        path,
        record=record_id(context.data, path),
        label="means two partners",
        help="keep the name at the partner that it really means",
        also=(also,),
    )


_WORDS = {
    "status": vocabulary.STATUSES,
    "kind": vocabulary.AGREEMENT_KINDS,
    "legal_nature": vocabulary.LEGAL_NATURES,
    "level": vocabulary.LEVELS,
    "topic": vocabulary.TOPICS,
}
_PARTNERS = ("country", "party", "between")
_SELECTORS_CODES = {"topic": "MR204", "mineral": "MR204", "source": "MR202"} | dict.fromkeys(
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
        code = _SELECTORS_CODES.get(key, "MR104")
    else:
        code = _SELECTORS_CODES.get(key, "MR203")
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


Edge = tuple[str, str]

_TOLD = 100


def circles(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    """Ways that lead back to where they began; loops of one id included.

    Every edge that closes a circle is told once, with one circle that it closes. At most a hundred
    are told: the others show when these are mended.

    Args:
        edges: From one id to another.
    """
    onward: dict[str, list[str]] = {}
    for start, end in edges:
        onward.setdefault(start, []).append(end)
    done: set[str] = set()
    told = 0
    for root, ends in onward.items():
        if root in done:
            continue
        way, depth, waiting = [root], {root: 0}, [iter(ends)]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(way[-1])
                del depth[way.pop()]
            elif following in depth:
                told += 1
                if told > _TOLD:
                    return
                yield list(pairwise([*way[depth[following] :], following]))
            elif following not in done:
                depth[following] = len(way)
                way.append(following)
                waiting.append(iter(onward.get(following, ())))


_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|yclid|_hs(enc|mi)")
"""Parameters that say how a reader came to a page, not which page it is."""

_ARCHIVES = (
    *("archive.org", "archive.ph", "archive.is", "archive.today", "archive.md", "perma.cc"),
    *("webcache.googleusercontent.com", "translate.goog", "translate.google.com", "r.jina.ai"),
    *("mail-archive.com", "marc.info", "gopher.mills.io", "nie-podam.pl", "rssing.com"),
    *("scribd.com", "doczz.fr", "pdfdokument.com", "raw.githubusercontent.com"),
)
"""Hosts that only hold copies: web archives, caches, proxies, mail archives, document shares."""

_REPUBLISHERS = (
    *("allafrica.com", "devdiscourse.com", "einpresswire.com", "finanznachrichten.de"),
    *("ieu-monitoring.com", "marketscreener.com", "menafn.com", "miragenews.com", "msn.com"),
    *("prnewswire.com", "pubaffairsbruxelles.eu", "pubt.io", "stl.news", "wired-gov.net"),
    *("wirenews.org", "zawya.com"),
)
"""Hosts that print releases of others: a copy where the source is official."""


def shared_addresses(context: Context) -> Iterator[Finding]:
    """MR210: two sources with one address."""
    first: dict[str, tuple[int, str]] = {}
    for position, source in context.valid("source"):
        if source.url is None:
            continue
        other = first.setdefault(page_of(source.url), (position, source.id))
        if other[0] != position:
            yield Finding(
                "MR210",
                "error",
                f"source '{source.id}' has the address of source '{other[1]}'",
                ("source", position, "url"),
                record=source.id,
                label="the same page",
                help=f"cite '{other[1]}' in its place and put this id into its former_ids",
                also=(Label("first given here", ("source", other[0], "url")),),
            )


def copied_addresses(context: Context) -> Iterator[Finding]:
    """MR211: the address of a copy where that of the publisher belongs."""
    for position, source in context.valid("source"):
        if source.url is None or source.via is not None or source.archive_url is not None:
            continue
        copies = (*_ARCHIVES, *_REPUBLISHERS) if source.kind == "official" else _ARCHIVES
        host = host_of(source.url).partition(":")[0]
        if any(host == copy or host.endswith(f".{copy}") for copy in copies):
            yield Finding(
                "MR211",
                "warning",
                f"source '{source.id}' gives a copy at {quoted(host)} as its address",
                ("source", position, "url"),
                record=source.id,
                label="not the publisher's own",
                help="put this address into archive_url, say in via where it was read, and give"
                " the publisher's own address as url if it is known",
            )


def page_of(url: str) -> str:
    """An address without what does not tell pages apart: fragment, final slash, tracking."""
    page, _, query = url.partition("#")[0].partition("?")
    kept = [item for item in query.split("&") if not _TRACKING.fullmatch(item.partition("=")[0])]
    path = page.partition("://")[2].partition("/")[2].rstrip("/")
    return f"{host_of(url)}/{path}?{'&'.join(kept)}"


def host_of(url: str) -> str:
    """The host of an address, in lower case."""
    return re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0].lower()


REFERENCES = (
    Check(
        "MR201",
        "unknown-partner",
        "error",
        "a partner that no [[partner]] record has as its id",
        "A record can only be found by a country or company that is recorded.",
        "Correct the id, or add the partner.",
        'parties = ["united-states", "preu"]',
    ),
    Check(
        "MR202",
        "unknown-source",
        "error",
        "a source that no [[source]] record has as its id",
        "A fact whose source cannot be looked up is a rumour.",
        "Correct the id, or add the source.",
        'sources = ["andina-2025"]',
    ),
    Check(
        "MR203",
        "unknown-target",
        "error",
        "an initiative, event or agreement that is not recorded",
        "Initiatives, events, relations, predecessors and what a claim counts are named by id.",
        "Correct the id, or add the record.",
        'event = "critical-minerals-ministerial-2025"',
    ),
    Check(
        "MR204",
        "unknown-mineral-or-topic",
        "error",
        "a mineral or topic that the vocabulary does not have",
        "Questions about a mineral find its group, its synonyms and its members; that needs the"
        " one id that the vocabulary has for it.",
        "Use an id of the vocabulary; `mineralreg schema` lists them all.",
        'minerals = ["litium"]',
    ),
    Check(
        "MR205",
        "duplicate-id",
        "error",
        "an id that two records have",
        "Ids are unique over the whole file, whatever the kind, so that `show ID` has one answer.",
        "Give one of the two another id, or merge them if they are the same thing.",
        '[[source]]\nid = "andina-2026"\n[[source]]\nid = "andina-2026"',
    ),
    Check(
        "MR206",
        "former-id-clash",
        "error",
        "a former id that another record has or had",
        "Former ids keep resolving, so each must lead to one record.",
        "Remove the former id from the record that never had it.",
        'id = "us-peru-2026"\nformer_ids = ["us-chile-2026"]  # the id of another record',
    ),
    Check(
        "MR207",
        "unknown-country-code",
        "error",
        "a code that ISO 3166-1 alpha-3 does not have",
        "Name, region and all spellings of a country come from the reference table by this code."
        " XKX stands for Kosovo, which has no code in the standard.",
        "Use the three-letter code of the country.",
        'iso = "PRU"',
    ),
    Check(
        "MR208",
        "unused-record",
        "warning",
        "a source or partner that nothing refers to",
        "It is either left over or, more often, the record that should cite it does not.",
        "Cite it where it belongs, or remove it.",
        '[[source]]\nid = "andina-2026"  # cited by no record',
    ),
    Check(
        "MR209",
        "ambiguous-alias",
        "error",
        "a name or alias that means two partners",
        "A question by this name would have two answers, and the program never picks one. Names"
        " are compared without accents, case and punctuation.",
        "Keep the alias at the partner that it really means.",
        '[[partner]]\niso = "COD"\naliases = ["Congo-Brazzaville"]  # that is COG',
    ),
    Check(
        "MR210",
        "shared-address",
        "error",
        "two sources with one address",
        "One page that is cited as two sources looks like two voices. Addresses are compared"
        " without fragment, final slash and the parameters that only track readers.",
        "Keep one of them, cite it everywhere, and put the other id into its former_ids.",
        '[[source]]\nid = "andina"\nurl = "https://example.org/news/1"\n\n'
        '[[source]]\nid = "andina-again"\nurl = "https://example.org/news/1/?utm_source=mail"',
    ),
    Check(
        "MR211",
        "address-of-a-copy",
        "warning",
        "an address at an archive, a mirror or whoever reprints releases",
        "A reader wants the publisher's own page, and a copy can go or be changed. Without via"
        " and archive_url nobody sees that it is one.",
        "Put the copy's address into archive_url, and the publisher's own into url.",
        'kind = "official"\nurl = "https://web.archive.org/web/2026/https://example.org/page"',
    ),
)
