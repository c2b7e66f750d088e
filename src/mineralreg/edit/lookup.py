"""Look at the parsed data of a file that may hold mistakes: what is not a record is passed over.

A write must work on a file that has old errors, so the models, which refuse such a file, are of no
use here.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks.references import links
from mineralreg.checks.sourcing import page_of
from mineralreg.errors import UsageError
from mineralreg.query import names as meaning
from mineralreg.query.book import TableBook
from mineralreg.records.schema import references
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import RECORD_KINDS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mineralreg.records.schema import Field, Targets


Table = dict[str, Any]
"""A parsed TOML table."""

_FILTERS = ("country", "party", "between", "initiative", "event", "source")
"""Filters of a claim's selector that may name records by their ids."""


class Located(NamedTuple):
    """A record and where it is: its kind, its position among its kind, and itself."""

    kind: str
    number: int
    record: Table

    @property
    def path(self) -> tuple[str, int]:
        """The path of the record in the data."""
        return self.kind, self.number


def records(data: Table, *kinds: str) -> Iterator[Located]:
    """All records of these kinds (of all, when none is named), kind by kind, in file order."""
    for kind in kinds or RECORD_KINDS:
        listed = data.get(kind)
        for number, record in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(record, dict):
                yield Located(kind, number, record)


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def tables(value: object) -> list[Table]:
    """The tables of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def find(data: Table, id: str) -> Located:
    """The record with this id or former id.

    Raises:
        UsageError: There is none.
    """
    book = TableBook(data)
    known = book.by_id(id.strip())
    if known is None:
        raise UsageError(
            f"there is no record {meaning.shown(id)}",
            help=meaning.did_you_mean(
                meaning.near_ids(book, id), "`mineralreg list -f ids` lists the agreements"
            ),
        )
    return next(one for one in records(data, known.kind) if one.record.get("id") == known.id)


@cache
def targets(kind: str) -> Targets:
    """The keys of a record kind that name other records, those of a selector among them."""
    found = references(kind)
    if kind != "claim":
        return found
    return {**found, "selector": dict.fromkeys(_FILTERS, "record")}


def unlisted(data: Table, added: Iterable[tuple[str, Table]]) -> list[tuple[Table, str]]:
    """Records for countries and blocs that are named and not listed yet, each with its name.

    The records that name them are in the data already; they come with their kinds.
    """
    book = TableBook(data)
    named = (link for kind, one in added for link in links(one, references(kind)))
    ids = dict.fromkeys(link.id for link in named if link.kind == "partner")
    unknown = [id for id in ids if book.by_id(id) is None]
    if not unknown:
        return []
    world = {one.slug: ({"iso": one.alpha3}, one.name) for one in countries()}
    world |= {one.id: ({"kind": "bloc", "name": one.name}, one.name) for one in countries().blocs}
    known = ((id, *world[id]) for id in unknown if id in world)
    return [({"id": id, **record}, name) for id, record, name in known]


def page(url: str) -> object:
    """An address as MR210 compares them; any other text as it is."""
    url = url.strip()
    return page_of(url) if url.startswith(("http://", "https://")) else url


def joined(data: Table, added: Iterable[tuple[str, Table]]) -> Table:
    """The data with records at the end of their kinds."""
    whole = dict(data)
    for kind, record in added:
        rows = whole.get(kind)
        whole[kind] = [*(rows if isinstance(rows, list) else ()), record]
    return whole


class Consequence(UsageError):
    """A name that means nothing only because the record that should bear it has a fault."""


class Names:
    """What names mean to somebody who writes: ids of the registry, or countries new to it.

    Args:
        data: The registry, and what is to be added to it.
        faulty: Names, folded, of records that are to be added and cannot be.
    """

    def __init__(self, data: Table, faulty: Collection[str] = ()) -> None:
        self._data = data
        self._faulty = faulty
        self.book = TableBook(data)

    def resolve(self, holds: str, name: str) -> str:
        """The id, word or code that a name means, for a field that refers to such things.

        Raises:
            UsageError: It means nothing, or more than one thing.
        """
        if holds == "country code":
            return self._country(name)
        if holds == "mineral":
            return meaning.mineral(name).id
        if holds == "topic":
            return meaning.word(name, TOPICS, "topic")
        try:
            return self._partner(name) if holds == "partner" else self._thing(holds, name)
        except UsageError as error:
            if fold(name) in self._faulty:
                raise Consequence(error.message) from None
            raise

    def candidates(self, field: Field) -> list[str]:
        """What a field may hold, for completion: words, or ids of what it refers to."""
        if field.words:
            return list(field.words)
        if field.holds == "mineral":
            return [mineral.id for mineral in minerals()]
        kind = "partner" if field.holds == "country code" else field.holds
        listed = texts([found.record.get("id") for found in records(self._data, kind)])
        if kind == "partner":
            listed += [country.slug for country in countries()]
        return sorted(set(listed))

    def addressed(self, name: str) -> str | None:
        """The source with this address, as MR210 compares them."""
        return self._pages.get(page(name)) if "//" in name else None

    @cached_property
    def _pages(self) -> dict[object, str]:
        return {
            page(address): one.record["id"]
            for one in reversed([*records(self._data, "source")])
            for key in ("archive_url", "url")
            for address in texts(one.record.get(key))
            if isinstance(one.record.get("id"), str)
        }

    def _thing(self, kind: str, name: str) -> str:
        if kind == "source" and (found := self.addressed(name)) is not None:
            return found
        add = f"add it first: `mineralreg add {kind}`"
        several = meaning.thing(self.book, kind, name, otherwise=add)
        if len(several) > 1:
            raise meaning.ambiguous(name, several[:5], "write the id of the one that is meant")
        return several[0]

    def _partner(self, name: str) -> str:
        add = "add it first: `mineralreg add partner`"
        found = meaning.partner(self.book, name, otherwise=add)
        if found.ids:
            return found.ids[0]
        if found.outside is not None:
            return found.outside.id
        raise UsageError(
            str(found.note),
            help="name the state that signed, or add it as a partner with --kind and --name",
        )

    def _country(self, name: str) -> str:
        match = countries().resolve(meaning.readable(name))
        if match.country is not None:
            return match.country.alpha3
        if match.candidates:
            several = [one.name for one in match.candidates]
            raise meaning.ambiguous(name, several, "write the name in full, or an ISO code")
        raise UsageError(
            f"{meaning.shown(name)} is not a country",
            help=meaning.did_you_mean(
                countries().suggest(name), "a partner that is not one has a --name"
            ),
        )
