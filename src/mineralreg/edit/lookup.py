"""What ids and names mean in the parsed data of a file, which may hold mistakes.

A write must work on a file that has old errors, so the models, which refuse such a file, are of no
use here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from mineralreg.checks.context import Context, Item
from mineralreg.checks.sourcing import page_of
from mineralreg.document.document import Document
from mineralreg.errors import UsageError
from mineralreg.query import names as meaning
from mineralreg.query.book import TableBook, links, texts
from mineralreg.records.schema import Field
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold

Table = dict[str, Any]
"""A parsed TOML table."""


def find(document: Document, id: str) -> Item:
    """The record with this id or former id, as it was parsed."""
    context = Context(document, None)
    known = context.book.by_id(id.strip())
    if known is None:
        near = meaning.near_ids(context.book, id)
        every = "`mineralreg list -f ids` lists the agreements"
        raise UsageError(
            f"there is no record {meaning.shown(id)}", help=meaning.did_you_mean(near, every)
        )
    return next(item for item in context.rows(known.kind) if item.id == known.id)


@cache
def world() -> Mapping[str, tuple[Table, str]]:
    """The countries and blocs by the ids that they have as partners: their keys, their names."""
    listed = {one.slug: ({"iso": one.alpha3}, one.name) for one in countries()}
    blocs = {one.id: ({"kind": "bloc", "name": one.name}, one.name) for one in countries().blocs}
    return {**listed, **blocs}


def unlisted(data: Table, records: Iterable[tuple[str, Table]]) -> list[tuple[Table, str]]:
    """Partners for the countries and blocs that new records name and the data lacks, with names.

    The records come with their kinds.
    """
    given = [*records]
    known = {*TableBook(data).ids, *texts([record.get("id") for _, record in given])}
    named = (link for _, record in given for link in links(record))
    ids = dict.fromkeys(link.id for link in named if link.kind == "partner")
    found = ((id, *world()[id]) for id in ids if id in world() and id not in known)
    return [({"id": id, **record}, name) for id, record, name in found]


class Consequence(UsageError):
    """A name that means nothing only because the record that should bear it has a fault."""


class Names:
    """What names mean to somebody who writes: ids of the registry, or countries new to it.

    The data holds what is to be added too; faulty are the names, folded, of what cannot be.
    """

    def __init__(self, data: Table, faulty: Collection[str] = ()) -> None:
        self.book = TableBook(data)
        self._faulty = faulty

    def resolve(self, holds: str, name: str) -> str:
        """The one id, word or code that a name means, for a field that refers to such things."""
        if holds == "country code":
            return _country(name)
        if holds in ("mineral", "topic"):
            return meaning.meaning(self.book, holds, name).ids[0]
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
        listed = {known.id for known in self.book.ids.values() if known.kind == kind}
        if kind == "partner":
            listed |= {country.slug for country in countries()}
        return sorted(listed)

    def addressed(self, name: str) -> str | None:
        """The source with this address, as MR210 compares them."""
        return self._pages.get(page_of(name)) if "//" in name else None

    @cached_property
    def _pages(self) -> dict[tuple[str, str, str], str]:
        return {
            page_of(address): source["id"]
            for source in reversed([*self.book.rows("source")])
            for key in ("archive_url", "url")
            for address in texts(source.get(key))
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
        state = "name the state that signed, or add it as a partner with --kind and --name"
        raise UsageError(str(found.note), help=state)


def _country(name: str) -> str:
    match = countries().resolve(meaning.readable(name))
    if match.country is not None:
        return match.country.alpha3
    if match.candidates:
        several = [one.name for one in match.candidates]
        raise meaning.ambiguous(name, several, "write the name in full, or an ISO code")
    near, otherwise = countries().suggest(name), "a partner that is not one has a --name"
    help = meaning.did_you_mean(near, otherwise)
    raise UsageError(f"{meaning.shown(name)} is not a country", help=help)
