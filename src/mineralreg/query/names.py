"""What people write, and which record or word it means: the one place where names are resolved.

Questions, selectors of claims and writing commands all ask here. A `Book` knows who goes by which
id and name in one registry: `IndexBook(connection)` reads an index, `TableBook(data)` the parsed
file. Names match exactly after folding or not at all; what is near is only suggested.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from mineralreg.errors import UsageError, article
from mineralreg.reference import vocabulary
from mineralreg.reference.spelling import fold, nearest, readings, spaced

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mineralreg.reference.countries import Country

COUNTRY_KINDS = ("country", "territory")
KINDS = {
    "agreements": "agreement",
    "partners": "partner",
    "initiatives": "initiative",
    "events": "event",
    "sources": "source",
    "claims": "claim",
    "actions": "act",
    "minerals": "mineral",
    "topics": "topic",
}
"""What `list` can list, and what each row stands for."""

_NAME_KEYS = {
    "partner": ("name", "aliases"),
    "event": ("name", "aliases"),
    "initiative": ("name", "acronym", "aliases"),
    "agreement": ("title",),
    "source": ("title", "url"),
    "claim": ("statement",),
}
"""The keys under which each kind of record is known; the first is what people read."""

_TITLED = ("agreement", "source", "claim")
_MOST_COMPARED = 3000
_MOST_OF_A_NAME = 200


class Known(NamedTuple):
    """A record that an id, a former id or a name stands for."""

    kind: str
    id: str
    former: bool = False


class Found(NamedTuple):
    """What a name stands for.

    Attributes:
        ids: Ids of records; none when the name is known to the world but not to the registry.
        note: What to tell the reader then.
        country: The country that is meant, when the registry does not list it.
    """

    ids: tuple[str, ...]
    note: str | None = None
    country: Country | None = None


class MineralWords(NamedTuple):
    """What a question about a mineral finds: itself, what it holds, and the groups that hold it."""

    id: str
    members: tuple[str, ...]
    groups: tuple[str, ...]


# The wording of every mistaken name.


def clean(text: str) -> str:
    """The text without what no database takes: lone surrogates and NUL; blanks at the ends go."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()


def shown(text: str, longest: int = 60) -> str:
    """The text in quotes for a message, shortened and with control characters escaped."""
    text = clean(text)
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


def listed(names: Sequence[str], word: str = "or") -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def did_you_mean(near: Sequence[str], otherwise: str) -> str:
    """The help of an unknown name: what is near, else what to do."""
    return f"did you mean {listed(list(dict.fromkeys(near))[:3])}?" if near else otherwise


def unknown(what: str, text: str, near: Sequence[str], otherwise: str) -> UsageError:
    """The error for a name that nothing goes by.

    Args:
        what: What was wanted, with its article: `an event`.
        text: What was written.
        near: Suggestions, best first.
        otherwise: What to do when there are none.
    """
    return UsageError(
        f"{shown(text)} is not {what} that the registry knows", help=did_you_mean(near, otherwise)
    )


def not_among(text: str, words: Iterable[str], what: str) -> UsageError:
    """The error for a word that is not one of a fixed few: what is near is named, else all."""
    choice = list(words)
    near = nearest(text, {fold(word): word for word in choice})
    return UsageError(
        f"{shown(text)} is not {article(what)} {what}",
        help=did_you_mean(near, f"choose from: {', '.join(choice)}"),
    )


def ambiguous(text: str, candidates: Sequence[str], how: str) -> UsageError:
    """The error for a name that means several things; all of them are named."""
    return UsageError(f"{shown(text)} can mean {listed(candidates)}", help=how)


def readable(text: str) -> str:
    """The text as it is looked up.

    Raises:
        UsageError: It was damaged by a wrong encoding.
    """
    try:  # bytes that the locale could not read may still be UTF-8
        text = text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        text = text.encode("utf-8", "replace").decode("utf-8") + "\ufffd"
    if "\ufffd" in text:
        raise UsageError(
            f"{shown(text)} is damaged: some of its letters were lost in a wrong encoding",
            help="type the name again, or write the id or ISO code",
        )
    return clean(text)


# Who goes by which name in one registry.


class Book:
    """Who goes by which id and name in one registry."""

    def by_id(self, text: str) -> Known | None:
        """The record with this id or former id, or None."""
        raise NotImplementedError

    def called(self, kind: str, text: str, *, quick: bool = False) -> list[str]:
        """Ids of the records of a kind of which a name equals the text when both are folded.

        A quick search leaves out titles that would have to be read one by one.
        """
        raise NotImplementedError

    def name_of(self, kind: str, id: str) -> str:
        """The name or title of a record."""
        raise NotImplementedError

    def partner_kind(self, id: str) -> str:
        """The kind of a partner: country, bloc, company …"""
        raise NotImplementedError

    def with_codes(self, codes: Sequence[str]) -> list[str]:
        """Ids of the partners with these ISO 3166-1 alpha-3 codes."""
        raise NotImplementedError

    def published_by(self, publisher: str) -> list[str]:
        """Ids of the sources of a publisher, whose name is given folded."""
        raise NotImplementedError

    def names(self, kind: str) -> Iterator[tuple[str, str]]:
        """Names of a kind, folded, each with the id of its record; for suggestions."""
        raise NotImplementedError

    def ids_like(self, slug: str, kind: str | None) -> Iterable[str]:
        """The ids among which one that is spelled like this would be."""
        raise NotImplementedError


class IndexBook(Book):
    """The names that an index holds."""

    _CALLED: ClassVar = {
        "event": "SELECT id, name FROM event UNION ALL SELECT event, alias FROM event_alias",
        "initiative": "SELECT id, name FROM initiative UNION ALL SELECT id, acronym FROM "
        "initiative WHERE acronym IS NOT NULL UNION ALL "
        "SELECT initiative, alias FROM initiative_alias",
        "source": "SELECT id, title FROM source",
        "agreement": "SELECT id, title FROM agreement",
        "claim": "SELECT id, statement FROM claim",
    }

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def by_id(self, text: str) -> Known | None:
        """See `Book`."""
        for id in dict.fromkeys((text, text.lower())):
            row = self._one("SELECT kind, record FROM record_id WHERE id = ?", id)
            if row is not None:
                return Known(row[0], row[1], row[1] != id)
        return None

    def called(self, kind: str, text: str, *, quick: bool = False) -> list[str]:
        """See `Book`."""
        keys = _keys(text)
        if kind == "partner":
            rows = self._connection.execute(
                f"SELECT partner, alias FROM partner_alias WHERE fold IN ({_marks(keys)})",
                tuple(keys),
            )
            return _distinct(id for id, alias in rows if _typed_as(alias, text))
        query = self._CALLED[kind]
        if kind in _TITLED:
            found = _distinct(id for id, name in self._titled(kind, text) if _is(name, keys))
            if found or quick or kind != "source":
                return found
        return _distinct(id for id, name in self._connection.execute(query) if _is(name, keys))

    def _titled(self, kind: str, text: str) -> Iterable[tuple[str, str]]:
        """Records whose title holds the words of the text, which is no reading of all titles."""
        words = [part.replace('"', "") for part in spaced(clean(text)[:_MOST_OF_A_NAME]).split()]
        words = [part for part in words if any(letter.isalnum() for letter in part)]
        if not words:
            return ()
        match = "title : (" + " AND ".join(f'"{part}"' for part in words) + ")"
        return self._connection.execute(
            f"{self._CALLED[kind]} WHERE id IN "
            "(SELECT id FROM record_text WHERE record_text MATCH ? AND kind = ?)",
            (match, kind),
        )

    def name_of(self, kind: str, id: str) -> str:
        """See `Book`."""
        (name,) = self._one(f"SELECT {_NAME_KEYS[kind][0]} FROM {kind} WHERE id = ?", id) or (id,)
        return str(name)

    def partner_kind(self, id: str) -> str:
        """See `Book`."""
        (kind,) = self._one("SELECT kind FROM partner WHERE id = ?", id) or ("",)
        return str(kind)

    def with_codes(self, codes: Sequence[str]) -> list[str]:
        """See `Book`."""
        rows = self._connection.execute(
            f"SELECT id FROM partner WHERE iso IN ({_marks(codes)}) ORDER BY position", codes
        )
        return [id for (id,) in rows]

    def published_by(self, publisher: str) -> list[str]:
        """See `Book`."""
        rows = self._connection.execute("SELECT id, publisher FROM source ORDER BY position")
        return [id for id, name in rows if fold(name) == publisher]

    def names(self, kind: str) -> Iterator[tuple[str, str]]:
        """See `Book`."""
        if kind == "partner":
            yield from self._connection.execute("SELECT fold, partner FROM partner_alias")
        else:
            query = f"{self._CALLED[kind]} LIMIT {_MOST_COMPARED}"
            yield from ((fold(name), id) for id, name in self._connection.execute(query))

    def ids_like(self, slug: str, kind: str | None) -> Iterable[str]:
        """See `Book`; a large registry is asked only for the likeliest."""
        of_kind = "" if kind is None else "AND kind = :kind "
        rows = self._connection.execute(
            "SELECT id FROM record_id WHERE (length(id) BETWEEN :least AND :most "
            f"OR substr(id, 1, :length) = :slug) {of_kind}"
            "ORDER BY substr(id, 1, 3) <> substr(:slug, 1, 3), id LIMIT :limit",
            {
                "least": len(slug) - 3,
                "most": len(slug) + 3,
                "length": max(4, len(slug)),
                "slug": slug,
                "kind": kind,
                "limit": _MOST_COMPARED,
            },
        )
        return [id for (id,) in rows]

    def _one(self, query: str, value: str) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._connection.execute(query, (value,)).fetchone()
        return row


class TableBook(Book):
    """The names that a parsed registry file holds, whether or not its records are valid."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._folds: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def by_id(self, text: str) -> Known | None:
        """See `Book`."""
        for id in dict.fromkeys((text, text.lower())):
            if id in self._ids:
                return self._ids[id]
        return None

    def called(self, kind: str, text: str, *, quick: bool = False) -> list[str]:  # noqa: ARG002
        """See `Book`."""
        known = self._by_fold(kind)
        return _distinct(
            id for key in _keys(text) for id, name in known.get(key, ()) if _typed_as(name, text)
        )

    def name_of(self, kind: str, id: str) -> str:
        """See `Book`."""
        row = next((row for row in self._rows(kind) if row.get("id") == id), {})
        country = _country_of(row)
        named = row.get(_NAME_KEYS[kind][0]) or (country.name if country else id)
        return str(named)

    def partner_kind(self, id: str) -> str:
        """See `Book`."""
        row = next((row for row in self._rows("partner") if row.get("id") == id), {})
        country = _country_of(row)
        return str(row.get("kind") or (country.kind if country else "country"))

    def with_codes(self, codes: Sequence[str]) -> list[str]:
        """See `Book`."""
        return [str(row["id"]) for row in self._rows("partner") if row.get("iso") in codes]

    def published_by(self, publisher: str) -> list[str]:
        """See `Book`."""
        rows = self._rows("source")
        return [str(row["id"]) for row in rows if fold(str(row.get("publisher"))) == publisher]

    def names(self, kind: str) -> Iterator[tuple[str, str]]:
        """See `Book`."""
        for key, found in self._by_fold(kind).items():
            yield key, found[0][0]

    def ids_like(self, slug: str, kind: str | None) -> Iterable[str]:  # noqa: ARG002
        """See `Book`."""
        return [id for id, known in self._ids.items() if kind in (None, known.kind)]

    @cached_property
    def _ids(self) -> dict[str, Known]:
        found: dict[str, Known] = {}
        for kind in vocabulary.RECORD_KINDS:
            for row in self._rows(kind):
                found[row["id"]] = Known(kind, row["id"])
        for kind in vocabulary.RECORD_KINDS:
            for row in self._rows(kind):
                for former in _texts(row.get("former_ids")):
                    found.setdefault(former, Known(kind, row["id"], True))
        return found

    def _rows(self, kind: str) -> Iterator[Mapping[str, Any]]:
        rows = self._data.get(kind)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                yield row

    def _by_fold(self, kind: str) -> dict[str, list[tuple[str, str]]]:
        if kind not in self._folds:
            known: dict[str, list[tuple[str, str]]] = {}
            for row in self._rows(kind):
                country = _country_of(row) if kind == "partner" else None
                names = [name for key in _NAME_KEYS[kind] for name in _texts(row.get(key))]
                names += _names_of(country) if country else ()
                for name in dict.fromkeys(names):
                    known.setdefault(fold(name), []).append((row["id"], name))
            self._folds[kind] = known
        return self._folds[kind]


# What a name means.


def partner(book: Book, text: str, *, only_country: bool = False, otherwise: str = "") -> Found:
    """The partner that a name, alias, ISO code, id or former id means.

    Args:
        book: The registry's names.
        text: As written.
        only_country: Refuse what is neither a country nor a territory (`--country`).
        otherwise: What to do when nothing is near.

    Raises:
        UsageError: The name is unknown or damaged, means several partners, or not a country.
    """
    text = readable(text)
    ids = partner_ids(book, text)
    if len(ids) > 1:
        names = sorted(book.name_of("partner", id) for id in ids)
        raise ambiguous(text, names, "write the name in full, or an ISO code")
    if ids:
        kind = book.partner_kind(ids[0])
        if only_country and kind not in COUNTRY_KINDS:
            raise _no_country(text, book.name_of("partner", ids[0]), kind, ids[0])
        return Found((ids[0],))
    return _of_the_world(book, text, only_country, otherwise)


def partner_ids(book: Book, text: str) -> list[str]:
    """Ids of all partners that the text can mean: by id, by name, or by a name written as an id."""
    known = book.by_id(text)
    if known is not None and known.kind == "partner":
        return [known.id]
    found = book.called("partner", text)
    if found:
        return found
    known = book.by_id(fold(text).replace(" ", "-"))
    return [known.id] if known is not None and known.kind == "partner" else []


def region(book: Book, text: str) -> Found:
    """The partners that lie in a region or subregion of the United Nations geoscheme (M49).

    Raises:
        UsageError: No such region.
    """
    from mineralreg.reference.countries import countries

    text = readable(text)
    table = countries()
    area = table.resolve_area(text)
    if area is None:
        names = {fold(entry.name): entry.name for entry in table.areas}
        every = ", ".join(entry.name for entry in table.areas)
        raise unknown(
            "a region", text, nearest(text, names), f"choose from the M49 regions: {every}"
        )
    ids = book.with_codes([country.alpha3 for country in table.within(area)])
    return Found(tuple(ids), None if ids else f"no partner of the registry lies in {area.name}")


def thing(book: Book, kind: str, text: str, *, otherwise: str = "") -> tuple[str, ...]:
    """Ids of the event, initiative, source, agreement or claim that the text names.

    Several ids only for a publisher, which stands for all of its sources.

    Raises:
        UsageError: Nothing of this kind goes by that, or several do.
    """
    text = readable(text)
    known = book.by_id(text)
    if known is not None and known.kind == kind:
        return (known.id,)
    ids = book.called(kind, text)
    if len(ids) > 1:
        raise ambiguous(text, ids, "write the id")
    if not ids and kind == "source" and (publisher := fold(text)):
        ids = book.published_by(publisher)
    if ids:
        return tuple(ids)
    if known is not None:
        other = f"{article(known.kind)} {known.kind}"
        raise UsageError(
            f"{shown(text)} is {other}, not {article(kind)} {kind}",
            help=f"`mineralreg show {known.id}` shows it",
        )
    near = [*near_names(book, text, kind), *near_ids(book, text, kind)]
    otherwise = otherwise or f"`mineralreg list {kind}s` shows all"
    raise unknown(f"{article(kind)} {kind}", text, near, otherwise)


def any_record(book: Book, text: str) -> Known:
    """The record of any kind that an id, a former id, a name, an acronym or a code means.

    Raises:
        UsageError: Nothing goes by that, or several records do.
    """
    text = readable(text)
    known = book.by_id(text)
    if known is not None:
        return known
    found = [Known("partner", id) for id in partner_ids(book, text)]
    for kind in ("initiative", "event", "agreement", "source", "claim"):
        if found and kind == "source":
            break  # a page about a thing is titled like it
        found += [Known(kind, id) for id in book.called(kind, text, quick=True)]
    if len(found) > 1:
        names = [f"{one.id} ({one.kind})" for one in found]
        raise ambiguous(text, names, "write the id of the one that you mean")
    if found:
        return found[0]
    from mineralreg.reference.countries import countries

    match = countries().resolve(text)
    if match.country is not None or match.bloc is not None or match.candidates:
        of_the_world = _of_the_world(book, text, False, "")
        if of_the_world.ids:
            return Known("partner", of_the_world.ids[0])
        raise UsageError(
            of_the_world.note or "", help="`mineralreg list partners` shows all partners"
        )
    near = [*near_ids(book, text)]
    for kind in ("partner", "initiative", "event"):
        near += near_names(book, text, kind)
    raise UsageError(
        f"{shown(text)} is not the id or name of a record",
        help=did_you_mean(near, "`mineralreg list partners`, `list agreements` … show all"),
    )


def near_names(book: Book, text: str, kind: str) -> list[str]:
    """Up to three ids of records of a kind with a name that is spelled like the text."""
    shown_as = {key: id for key, id in book.names(kind) if len(key) > 3}
    return list(nearest(text, shown_as))


def near_ids(book: Book, text: str, kind: str | None = None) -> list[str]:
    """Up to three ids spelled like the text."""
    slug = fold(clean(text)).replace(" ", "-")
    return list(nearest(slug, {id.replace("-", " "): id for id in book.ids_like(slug, kind)}))


def mineral(text: str) -> MineralWords:
    """The mineral that a word means, with its members and its groups.

    Raises:
        UsageError: No mineral goes by that.
    """
    from mineralreg.reference.minerals import minerals

    table = minerals()
    match = table.resolve(readable(text))
    if match.mineral is None:
        raise unknown("a mineral", text, match.suggestions, "`mineralreg list minerals` shows all")
    id = match.mineral.id
    return MineralWords(id, table.members_of(id), table.groups_of(id))


def _of_the_world(book: Book, text: str, only_country: bool, otherwise: str) -> Found:
    from mineralreg.reference.countries import countries

    match = countries().resolve(text[:_MOST_OF_A_NAME])
    if match.country is not None:
        ids = book.with_codes([match.country.alpha3])
        note = None if ids else f"{match.country.name} is in none of the records"
        return Found(tuple(ids[:1]), note, None if ids else match.country)
    if match.candidates:
        names = [f"{country.name} ({country.alpha3})" for country in match.candidates]
        raise ambiguous(text, names, "write the name in full, or an ISO code")
    if match.historic is not None:
        return Found((), _past(match.historic.name, match.historic.until))
    if match.bloc is not None:
        if only_country:
            raise _no_country(text, match.bloc.name, "bloc", match.bloc.id)
        known = book.by_id(match.bloc.id)
        if known is not None and known.kind == "partner":
            return Found((known.id,))
        return Found((), f"{match.bloc.name} is in none of the records")
    near = list(match.suggestions[:2])
    for id in near_names(book, text, "partner"):
        if not only_country or book.partner_kind(id) in COUNTRY_KINDS:
            near.append(book.name_of("partner", id))
    raise unknown(
        "a country or territory" if only_country else "a partner",
        text,
        near,
        otherwise or "`mineralreg list partners` shows all that the registry names",
    )


def _past(name: str, until: int) -> str:
    return (
        f"{name}, which ended in {until}, is in none of the records; nor is it read as a successor"
    )


def _no_country(text: str, name: str, kind: str, id: str) -> UsageError:
    what = f"{article(kind)} {kind}"
    return UsageError(f"{shown(text)} is {name}, {what}, not a country", help=f"write --party {id}")


def _keys(text: str) -> set[str]:
    """The folds under which a name can be known: as written, without article, turned round."""
    return set(readings(text))


def _is(name: str, keys: set[str]) -> bool:
    return fold(name) in keys


def _typed_as(name: str, text: str) -> bool:
    """Whether the text can stand for this name: a code is only what was typed as ASCII letters."""
    return text.isascii() or not (name.isascii() and name.isupper() and len(name) < 4)


def _country_of(row: Mapping[str, Any]) -> Country | None:
    from mineralreg.reference.countries import countries

    code = row.get("iso")
    return countries().by_alpha3(code) if isinstance(code, str) else None


def _names_of(country: Country) -> tuple[str, ...]:
    return country.name, country.alpha2, country.alpha3, *country.aliases


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _distinct(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _marks(values: Sequence[str] | set[str]) -> str:
    return ", ".join("?" * len(values))


# Words of vocabularies.

_SAME = {
    "mou": "memorandum",
    "mous": "memorandum",
    "moc": "memorandum",
    "memorandumofunderstanding": "memorandum",
    "memorandumofcooperation": "memorandum",
    "legallybinding": "binding",
    "notbinding": "non-binding",
    "notlegallybinding": "non-binding",
    "government": "intergovernmental",
    "thinktank": "think-tank",
    **dict.fromkeys(("acuerdo", "acordo", "accord", "convenio"), "agreement"),
    **dict.fromkeys(("memorando", "memorandodeentendimiento"), "memorandum"),
    **dict.fromkeys(("memorandodeentendimento", "protocoledaccord"), "memorandum"),
    **dict.fromkeys(("declaracion", "declaracao"), "declaration"),
    **dict.fromkeys(("declaracionconjunta", "declaracaoconjunta"), "joint-statement"),
    **dict.fromkeys(("tratado", "traite"), "treaty"),
    **dict.fromkeys(("protocolo", "protocole"), "protocol"),
    **dict.fromkeys(("contrato", "contrat"), "contract"),
    **dict.fromkeys(("hojaderuta", "feuillederoute"), "roadmap"),
    **dict.fromkeys(("vinculante", "contraignant"), "binding"),
    **dict.fromkeys(("novinculante", "naovinculante", "noncontraignant"), "non-binding"),
}


def word(text: str, words: Sequence[str], what: str) -> str:
    """The word of a vocabulary that the text stands for.

    Case, accents, blanks, hyphens and underscores do not matter; synonyms, also those of Spanish,
    French and Portuguese, and the nouns of acts are known.

    Args:
        text: As written.
        words: The words to choose from.
        what: What the word is, for the message: `status`.

    Raises:
        UsageError: Not a word of the vocabulary.
    """
    key = _key(text)
    nouns: Mapping[str, str] = getattr(vocabulary, "ACTION_NOUNS", {})
    known = {_key(noun): verb for noun, verb in nouns.items() if verb in words}
    known |= {same: meant for same, meant in _SAME.items() if meant in words}
    known |= {_key(entry): entry for entry in words}
    if key in known:
        return known[key]
    raise not_among(text, words, what)


def record_kind(text: str) -> str:
    """The record kind, in the singular, for `agreements`, `partner`, `Actions` …

    Raises:
        UsageError: Nothing that can be listed.
    """
    table = KINDS | {kind: kind for kind in KINDS.values()} | {"action": "act", "acts": "act"}
    key = clean(text).lower()
    if key in table:
        return table[key]
    error = not_among(text, KINDS, "kind of record that can be listed")
    if not nearest(text, {fold(kind): kind for kind in KINDS}):
        error.help = f"{error.help}; --search TEXT finds records that hold a word"
    raise error


def field_name(text: str) -> str:
    """The name of a field as tables hold it: `legal_nature` for `Legal nature`, `legal-nature` …"""
    return clean(text).lower().replace("-", "_").replace(" ", "_")


def split(value: str, resolves: Callable[[str], object]) -> list[str]:
    """The values that commas part, each the longest run of words that resolves by itself.

    `Korea, Rep.,Peru` is `Korea, Rep.` and `Peru`; what does not resolve is left to the caller.
    """
    parts = [part.strip() for part in value.split(",")]
    found: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            text = ", ".join(parts[start:end])
            if end == start + 1 or _resolves(text, resolves):
                break
        if text:
            found.append(text)
        start = end
    return found


def _resolves(text: str, resolves: Callable[[str], object]) -> bool:
    try:
        resolves(text)
    except UsageError:
        return False
    return True


def _key(text: str) -> str:
    return fold(clean(text)).replace(" ", "")
