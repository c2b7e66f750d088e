"""Which id a new record gets, and whether it is there already under another one.

Ids are proposed once, when a record is added, and never derived again. The short forms are those
that the shipped registry uses: us-peru-2026, uk-zambia-2023, eu-drc-2023.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain, count, islice
from types import SimpleNamespace

from mineralreg.checks.sense import LOOKED_BACK, MONTH
from mineralreg.dates import PartialDate
from mineralreg.edit.lookup import Table, page
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
    kept = () if kind == "partner" else _of_the_world()
    return next(id for id in ids if id not in taken and id not in kept)


@cache
def _of_the_world() -> frozenset[str]:
    """The ids that countries and blocs have once they are listed."""
    world = countries()
    return frozenset((*(one.slug for one in world), *(one.id for one in world.blocs)))


def date_of(record: Table) -> PartialDate | None:
    """The date of a record by its acts, as far as they are dates."""
    acts = tables(record.get("actions"))
    dated = [
        SimpleNamespace(action=act.get("action"), date=PartialDate.of(act.get("date")))
        for act in acts
    ]
    return status.date_of(dated)


class Alike:
    """Agreements by parties and kind, to find those that MR407 would report as probably one."""

    def __init__(self, data: Table) -> None:
        self._groups = defaultdict[object, list[tuple[PartialDate, Table]]](list)
        for record in tables(data.get("agreement")):
            self.include(record)

    def include(self, record: Table) -> None:
        """Let the next ones be held against this agreement too, unless it is withdrawn."""
        day = date_of(record)
        if day is not None and "withdrawn" not in record:
            self._groups[_group(record)].append((day, record))

    def to(self, record: Table) -> list[str]:
        """Ids of the agreements with the same parties and kind, dated within a month of this one.

        One that either of the two says how it relates to is left out. Of many only the last are
        named, so that thousands of alike ones do not take hours.
        """
        own = date_of(record)
        if own is None or not texts(record.get("parties")):
            return []
        twins = (
            str(other.get("id"))
            for day, other in reversed(self._groups[_group(record)])
            if (max(own.earliest, day.earliest) - min(own.latest, day.latest)).days <= MONTH
            and not _related(record, other)
            and not _related(other, record)
        )
        return [*islice(twins, LOOKED_BACK)][::-1]


def _group(record: Table) -> object:
    return str(record.get("kind")), frozenset(texts(record.get("parties")))


def _related(one: Table, other: Table) -> bool:
    return any(link.get("agreement") == other.get("id") for link in tables(one.get("relations")))


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
    address = page(str(record.get("url") or record.get("archive_url") or ""))
    host = address[0].partition(":")[0] if isinstance(address, tuple) else ""
    return _words(host.removeprefix("www.").replace(".", " "), _WORDS)


def _year(day: PartialDate | None) -> str:
    return day.text[:4] if day else ""
