"""Which id a new record gets, and whether it is there already under another one.

Ids are proposed once, when a record is added, and never derived again. The short forms are those
that the shipped registry uses: us-peru-2026, uk-zambia-2023, eu-drc-2023.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, count

from mineralreg.checks.context import prepare
from mineralreg.checks.sense import probable_duplicate
from mineralreg.checks.sourcing import page_of
from mineralreg.dates import PartialDate
from mineralreg.document.document import Document
from mineralreg.edit.lookup import Table, world
from mineralreg.query.as_of import acts_of
from mineralreg.query.book import tables, texts
from mineralreg.records import status
from mineralreg.reference.countries import countries
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import SLUG_LENGTH

SHORT = {
    "united-states": "us",
    "united-kingdom": "uk",
    "european-union": "eu",
    "united-arab-emirates": "uae",
    "dr-congo": "drc",
}
"""Partners that ids of agreements name by a short form."""

_PARTIES = 3
_WORDS = 6
_LOOSE = {
    *("a", "and", "for", "in", "of", "the", "to", "da", "de", "del", "der", "des"),
    *("di", "do", "du", "e", "et", "i", "und", "y"),
}
"""Words at which an id does not end."""


def propose(kind: str, record: Table, taken: Collection[str]) -> str:
    """An id for a new record that no other record has or had."""
    parts = [part for part in _stem(kind, record) if part]
    if all(part[:1].isdigit() for part in parts):  # a date alone says nothing
        named = ("name", "title", "statement", "publisher")
        text = next((record[key] for key in named if key in record), "")
        parts = [_host(record) or _words(text, _WORDS, any_script=True) or kind, *parts]
    most = SLUG_LENGTH - 4
    stem = "-".join(parts)
    if len(stem) > most:  # as many whole words as there is room for beside a number
        stem = (stem[: most + 1].rpartition("-")[0] or stem[:most]).strip("-")
    ids = chain([stem], (f"{stem}-{number}" for number in count(2)))
    kept = () if kind == "partner" else world()  # once they are listed
    return next(id for id in ids if id not in taken and id not in kept)


def date_of(record: Table) -> PartialDate | None:
    """The date of a record by its acts, as far as they are dates."""
    return status.date_of(acts_of(tables(record.get("actions")), ""))


_COMPARED = ("id", "kind", "parties", "actions", "relations", "withdrawn")
"""What of an agreement MR407 looks at; it may have mistakes elsewhere."""


def duplicates(agreements: Sequence[Table]) -> list[tuple[Table, Table]]:
    """Of these agreements those that MR407 reports, each behind the one that it is like."""
    groups = Counter(map(_group, agreements))
    alike = [one for one in agreements if groups[_group(one)] > 1]
    bare = {"title": "T", "sources": []}
    compared = [bare | {key: one[key] for key in _COMPARED if key in one} for one in alike]
    context = prepare(Document("", b"", "", {"schema_version": 1, "agreement": compared}))
    found = probable_duplicate.find(context) if alike and probable_duplicate.find else ()
    return [(alike[int(one.also[0].path[1])], alike[int(one.path[1])]) for one in found]


def _group(record: Table) -> object:
    return str(record.get("kind")), frozenset(texts(record.get("parties")))


def _stem(kind: str, record: Table) -> Iterator[str]:
    if kind == "agreement":
        parties = texts(record.get("parties"))[:_PARTIES]
        yield from (SHORT.get(party, party) for party in parties)
        yield _year(date_of(record)) or ("" if len(parties) > 1 else str(record.get("kind", "")))
    elif kind == "source":
        yield _words(record.get("publisher"), 3)
        published = PartialDate.of(record.get("published"))
        yield published.text.strip("?~%") if published else ""
    elif kind == "partner":
        country = countries().by_alpha3(str(record.get("iso")))
        yield country.slug if country else _words(record.get("name"), _WORDS)
    elif kind == "initiative":
        yield _words(record.get("acronym"), 2) or _words(record.get("name"), _WORDS)
    elif kind == "event":
        year = _year(PartialDate.of(record.get("date")) or PartialDate.of(record.get("start")))
        name = _words(record.get("name"), _WORDS)
        yield "-".join(word for word in name.split("-") if word != year)
        yield year
    else:
        yield _words(record.get("statement"), _WORDS)


def _words(text: object, most: int, *, any_script: bool = False) -> str:
    """The first words of a text in ASCII letters, or "" when its script has no such spelling.

    The signs of Chinese are read differently from place to place, so they count only when there is
    nothing else to go by (`any_script`).
    """
    words = fold(text) if isinstance(text, str) else ""
    if any("\u3400" <= letter <= "\u9fff" for letter in words) and not any_script:
        words = " ".join(word for word in words.split() if word.isascii())
    if not words.isascii():
        from anyascii import anyascii

        words = fold(anyascii(words))
    plain = ["".join(letter for letter in word if letter.isascii()) for word in words.split()]
    first = [word for word in plain if word][:most]
    while len(first) > 1 and first[-1] in _LOOSE:
        first.pop()
    return "-".join(first)


def _host(record: Table) -> str:
    """The host of a record's address as words."""
    address = str(record.get("url") or record.get("archive_url") or "")
    host = page_of(address)[0].partition(":")[0]
    return _words(host.removeprefix("www.").replace(".", " "), _WORDS)


def _year(day: PartialDate | None) -> str:
    return day.text[:4] if day else ""
