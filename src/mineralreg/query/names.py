"""What people write, and which record or word it means: the one place where names are resolved.

Questions, selectors of claims and writing commands all ask here. What means nothing, or more than
one thing, is a `UsageError` that says what to write instead; what is near a name is only suggested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mineralreg.errors import UsageError, article
from mineralreg.query.book import LONGEST, Book, Known, Partner
from mineralreg.query.results import noun
from mineralreg.reference import vocabulary
from mineralreg.reference.blocs import terms_of
from mineralreg.reference.filters import MOST_VALUES, PARTIES, WORDS, limit, option
from mineralreg.reference.spelling import fold, nearest

if TYPE_CHECKING:
    from mineralreg.reference.countries import Countries
    from mineralreg.reference.minerals import Mineral

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

COUNTRY_KINDS = ("country", "territory")
_LISTED = ("agreement", "partner", "initiative", "event", "source", "claim")
KINDS = {noun(kind, 2): kind for kind in (*_LISTED, "act", "mineral", "topic")}
"""What `list` can list, and what each row stands for."""
_SIGN = r"(?i)\s*\((?:a|aa|c|d|s)\)\s*$"
_KNOWN = " that the registry knows"
_MOST_COMMAS = 6
"""Parts between commas of one name in a list of several."""


class Found(NamedTuple):
    """The ids of the records that a name stands for.

    Of what is known to the world but not to the registry there are none, but a note for the reader
    and, for a country or bloc, what it would be as a partner (`outside`).
    """

    ids: tuple[str, ...]
    note: str | None = None
    outside: Partner | None = None


# Messages about mistaken names.


def clean(text: str) -> str:
    """The text stripped of blanks, and of the lone surrogates and NULs that SQLite refuses."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()


def shown(text: str) -> str:
    """The text in quotes for a message, shortened and with control characters escaped."""
    text = clean(text)
    return repr(text if len(text) <= 60 else text[:59] + "…")


def listed(names: Sequence[str]) -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`."""
    *first, last = (f"'{name}'" for name in names)
    return f"{', '.join(first)} or {last}" if first else last


def did_you_mean(near: Sequence[str], otherwise: str) -> str:
    """The help of an unknown name: what is near, else what to do."""
    return f"did you mean {listed(list(dict.fromkeys(near))[:3])}?" if near else otherwise


def unknown(what: str, text: str, near: Callable[[], Sequence[str]], otherwise: str) -> UsageError:
    """The error for an unknown name: `what` was wanted, in words with their article.

    What is near, best first, is only looked for when it is to be shown.
    """
    return UsageError(f"{shown(text)} is not {what}", help=lambda: did_you_mean(near(), otherwise))


def not_among(text: str, words: Iterable[str], what: str, also: str = "") -> UsageError:
    """The error for a word outside a vocabulary, naming similar words, or else all."""
    known = {fold(word): word for word in words}
    every = f"choose from: {', '.join(known.values())}{also}"
    return unknown(f"{article(what)} {what}", text, lambda: nearest(text, known), every)


def ambiguous(text: str, candidates: Sequence[str], how: str) -> UsageError:
    """The error for an ambiguous name."""
    return UsageError(f"{shown(text)} can mean {listed(candidates)}", help=how)


def readable(text: str) -> str:
    """The text as it is looked up; one that a wrong encoding damaged is refused."""
    text = decoded(text)
    if "\ufffd" in text or damaged(text):
        raise UsageError(
            f"{shown(text)} is damaged: some of its letters were lost in a wrong encoding",
            help="type it again; for a record, its id or ISO code will do",
        )
    return clean(text)


def decoded(text: str) -> str:
    """The text; bytes that the locale could not read may still be UTF-8."""
    with suppress(UnicodeError):
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    return text


def damaged(text: str) -> bool:
    """Whether a text holds what is no letter in any encoding."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


# What a name means.


def each(value: str, resolve: Callable[[str], T]) -> list[T]:
    """Resolve a comma-separated list of names that may hold commas: `Korea, Rep.,Peru` is two.

    Each name is the longest run of parts that `resolve` knows.
    """
    parts = [part.strip() for part in value.split(",") if part.strip()] or [value]
    limit(shown(value), len(parts), MOST_VALUES)
    found: list[T] = []
    rest = parts
    while rest:
        lengths = range(min(len(rest), _MOST_COMMAS), 0, -1)
        for length in lengths if found else dict.fromkeys((len(rest), *lengths)):
            try:
                found.append(resolve(", ".join(rest[:length])))
                break
            except UsageError:
                if length == 1:
                    raise
        rest = rest[length:]
    return found


def meanings(book: Book, name: str, value: str) -> list[Found]:
    """The meanings of a comma-separated value of a filter."""
    return each(value, lambda text: meaning(book, name, text))


def meaning(book: Book, name: str, text: str) -> Found:
    """The records, minerals or words of a vocabulary that a value of a filter stands for."""
    if name in PARTIES:
        return partner(book, text, only_country=name == "country")
    if name == "region":
        return region(book, text)
    if name == "mineral":
        from mineralreg.reference.minerals import minerals

        id, table = mineral(text).id, minerals()
        return Found((id, *table.members_of(id), *table.groups_of(id)))
    if name in WORDS:
        return Found((word(text, WORDS[name], name.replace("_", " ")),))
    signed = "`mineralreg list --columns id,signatories` shows who signed what"
    return Found(thing(book, name, text, otherwise=signed if name == "signatory" else ""))


def partner(book: Book, text: str, *, only_country: bool = False, otherwise: str = "") -> Found:
    """The partner that a name, alias, ISO code, id or former id means.

    `only_country` refuses all but countries and territories; `otherwise` says what to do when
    nothing is near.
    """
    text = readable(text)
    ids = _known_as(book, "partner", text)
    if len(ids) > 1:
        names = sorted(book.partners[id].name for id in ids)
        raise ambiguous(text, names, "write the name in full, or an ISO code")
    found = Found(tuple(ids)) if ids else _of_the_world(book, text)
    if found is None:
        what = f"a {'country or territory' if only_country else 'partner'}{_KNOWN}"
        otherwise = otherwise or "`mineralreg list partners` shows all that the registry names"
        raise unknown(what, text, lambda: _near_partners(book, text, only_country), otherwise)
    meant = book.partners[found.ids[0]] if found.ids else found.outside
    if only_country and meant and meant.kind not in COUNTRY_KINDS:
        what = f"{article(meant.kind)} {meant.kind}"
        raise UsageError(
            f"{shown(text)} is {meant.name}, {what}, not a country",
            help=f"write --party {meant.id}",
        )
    return found


def _known_as(book: Book, kind: str, text: str) -> list[str]:
    """Ids of all records of a kind that the text can mean: by id, name, or name written as id."""
    known = book.by_id(text)
    if known is None or known.kind != kind:
        if found := book.called(kind, text):
            return found
        known = book.by_id(_slug(text))
    return [known.id] if known is not None and known.kind == kind else []


def _slug(text: str) -> str:
    return fold(text).replace(" ", "-")


def _world() -> Countries:
    from mineralreg.reference.countries import countries

    return countries()


def region(book: Book, text: str) -> Found:
    """The partners that lie in a region or subregion of the United Nations geoscheme (M49)."""
    area = _world().resolve_area(readable(text))
    if area is None:
        raise not_among(text, (one.name for one in _world().areas), f"region{_KNOWN}")
    codes = {country.alpha3 for country in _world().within(area)}
    ids = tuple(one.id for one in book.partners.values() if one.iso in codes)
    return Found(ids, None if ids else f"no partner of the registry lies in {area.name}")


def thing(book: Book, kind: str, text: str, *, otherwise: str = "") -> tuple[str, ...]:
    """Ids of the event, initiative, source, agreement, claim or signatory that the text names.

    Several ids only for a publisher, which stands for all of its sources, and for what is not
    a record, such as a signatory, in every spelling that sources use.
    """
    text = readable(text)
    ids = _known_as(book, kind, text)
    if len(ids) > 1 and kind in _LISTED:
        raise ambiguous(text, ids, "write the id")
    if not ids and kind == "source":
        ids = book.called("publisher", text)
    if ids:
        return tuple(ids)
    named = f"{article(kind)} {kind}"
    if (known := book.by_id(text)) is not None:
        raise UsageError(
            f"{shown(text)} is {article(known.kind)} {known.kind}, not {named}",
            help=f"`mineralreg show {known.id}` shows it",
        )

    def near() -> list[str]:
        return [*near_names(book, text, kind), *near_ids(book, text, kind)]

    every = f"`mineralreg list {kind}s` shows all" if kind in _LISTED else ""
    raise unknown(f"{named}{_KNOWN}", text, near, otherwise or every)


def any_record(book: Book, text: str) -> Known:
    """The record of any kind that an id, a former id, a name, an acronym or a code means."""
    text = readable(text)
    if (known := book.by_id(text)) is not None:
        return known
    found = [Known("partner", id) for id in _known_as(book, "partner", text)]
    for kind in ("initiative", "event", "agreement", "source", "claim"):
        if found and kind == "source":
            break  # a page about a thing is titled like it
        found += [Known(kind, id) for id in book.called(kind, text)]
    if len(found) > 1:
        names = [f"{one.id} ({one.kind})" for one in found]
        raise ambiguous(text, names, "write the id of the one that you mean")
    if found:
        return found[0]
    if (known := book.by_id(_slug(text))) is not None:
        return known
    meant = _of_the_world(book, text)
    if meant is None:
        instead = _listed_by(text)
        every = instead or (
            "`mineralreg list --search TEXT` finds agreements by their words, "
            "`list partners`, `list events` … show all"
        )
        what = "the id or name of a record"
        raise unknown(what, text, lambda: [] if instead else _near_records(book, text), every)
    if meant.ids:
        return Known("partner", meant.ids[0])
    help = "`mineralreg list partners` shows all partners"
    if meant.outside and _in_a_bloc(book, meant.outside):
        code = meant.outside.iso
        help = f"`mineralreg list --country {code} --via-blocs` lists what it has through blocs"
    raise UsageError(meant.note or "", help=help)


def _near_records(book: Book, text: str) -> list[str]:
    from mineralreg.reference.minerals import minerals

    kinds = ("partner", "initiative", "event")
    near = [one for kind in kinds for one in near_names(book, text, kind)]
    world = [one for one in _world().suggest(text) if _slug(one) not in near]
    return [*near, *world[:1], *near_ids(book, text), *minerals().suggest(text)]


def _in_a_bloc(book: Book, country: Partner) -> bool:
    """Whether a bloc that the country belonged to is in the registry."""
    return any(book.by_id(term.bloc) for term in terms_of(country.iso or ""))


def vocabularies_of(text: str) -> Iterator[tuple[str, str]]:
    """The filters that take words of which the text is one, each with that word."""
    for name in ("mineral", *WORDS):
        with suppress(UsageError):
            yield name, mineral(text).id if name == "mineral" else word(text, WORDS[name], name)


def _listed_by(text: str) -> str | None:
    """How to list the agreements with a word of a vocabulary, which is not a record itself."""
    for name, id in vocabularies_of(text):
        what, by = name.replace("_", " "), "on" if name in ("mineral", "topic") else "with"
        command = f"`mineralreg list {option(name)} {id}`"
        return f"it is {article(what)} {what}; {command} lists the agreements {by} it"
    return None


def near_names(book: Book, text: str, kind: str) -> list[str]:
    """Up to three ids of records of a kind with a name that is spelled like the text."""
    return list(nearest(text, {key: id for key, id in book.names(kind) if len(key) > 3}))


def near_ids(book: Book, text: str, kind: str | None = None) -> list[str]:
    """Up to three ids spelled like the text."""
    slug = _slug(clean(text))
    return list(nearest(slug, {id.replace("-", " "): id for id in book.ids_like(slug, kind)}))


def mineral(text: str) -> Mineral:
    """The mineral or group of minerals that a word means."""
    from mineralreg.reference.minerals import minerals

    table = minerals()
    found = table.resolve(readable(text))
    if found is None:
        every = "`mineralreg list minerals` shows all"
        raise unknown(f"a mineral{_KNOWN}", text, lambda: table.suggest(text), every)
    return found


def _of_the_world(book: Book, text: str) -> Found | None:
    """The country or bloc of a name that the registry does not hold, or None."""
    match = _world().resolve(text[:LONGEST])
    if (one := match.country) is not None:
        if ids := [known.id for known in book.partners.values() if known.iso == one.alpha3]:
            return Found((ids[0],))
        outside = Partner(one.slug, one.name, one.kind, one.alpha3)
        itself = " itself" if _in_a_bloc(book, outside) else ""
        return Found((), f"{one.name}{itself} is in none of the records", outside)
    if match.candidates:
        names = [f"{country.name} ({country.alpha3})" for country in match.candidates]
        raise ambiguous(text, names, "write the name in full, or an ISO code")
    if match.historic is not None:
        ended = f"{match.historic.name}, which ended in {match.historic.until}"
        return Found((), f"{ended}, is in none of the records; nor is it read as a successor")
    if (bloc := match.bloc) is not None:
        if (known := book.by_id(bloc.id)) and known.kind == "partner":
            return Found((known.id,))
        note = f"{bloc.name} is in none of the records"
        return Found((), note, Partner(bloc.id, bloc.name, "bloc", None))
    return None


def _near_partners(book: Book, text: str, only_country: bool) -> list[str]:
    found = [book.partners[id] for id in near_names(book, text, "partner")]
    own = [one.name for one in found if not only_country or one.kind in COUNTRY_KINDS]
    return [*_world().suggest(text[:LONGEST])[:2], *own]


# Words of vocabularies.


def word(text: str, words: Sequence[Word], what: str) -> Word:
    """The word of a vocabulary that the text stands for.

    Case, accents, blanks, hyphens and underscores do not matter; synonyms and the nouns of acts
    are known, also with the sign of a depositary's table, as in `accession (a)`. A message calls
    the word `what` it is: `status`.
    """
    key = _key(re.sub(_SIGN, "", text))
    known = {_key(entry): entry for entry in words}
    if found := known.get(key) or known.get(_key(vocabulary.SYNONYMS.get(key, ""))):
        return found
    raise not_among(text, words, what)


def record_kind(text: str) -> str:
    """The record kind, in the singular, for `agreements`, `partner`, `Actions` …"""
    table = KINDS | {kind: kind for kind in KINDS.values()} | {"action": "act", "acts": "act"}
    key = clean(text).lower()
    if key in table:
        return table[key]
    also = "; --search TEXT finds records that hold a word"
    raise not_among(text, KINDS, "kind of record that can be listed", also)


def field_name(text: str) -> str:
    """The key of a field: `legal_nature` for `Legal nature`, `legal-nature` …"""
    return clean(text).lower().replace("-", "_").replace(" ", "_")


def _key(text: str) -> str:
    return fold(clean(text)).replace(" ", "")
