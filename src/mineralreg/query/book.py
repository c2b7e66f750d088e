"""The ids and names of the records of one registry, from its index or from the parsed file.

Names match exactly after folding or not at all; `names.py` decides what they mean.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mineralreg.reference import vocabulary
from mineralreg.reference.spelling import fold, readings, spaced

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from mineralreg.reference.countries import Country

LONGEST = 200
"""Characters of a name that are looked at."""

_MOST_COMPARED = 3000
_NAME_KEYS = {
    "partner": ("name", "aliases"),
    "event": ("name", "aliases"),
    "initiative": ("name", "acronym", "aliases"),
    "agreement": ("title",),
    "source": ("title",),
    "publisher": ("publisher",),
    "claim": ("statement",),
}
"""The keys under which each kind of record is known; a publisher stands for its sources."""

_TEXTS = "SELECT DISTINCT to_id, to_id FROM link WHERE kind = 'agreement' AND to_kind = '{}'"
"""What is not a record, such as a signatory: its id is the name as it is written."""

_LONG = ("agreement", "source", "claim")
"""Kinds that are known by their titles, of which there can be very many."""

_UNSURE = ("", "and", "saint", "st")
"""Words that folding writes otherwise or leaves out."""


def name_key(kind: str) -> str:
    """The key and column that holds the name of a record of a kind."""
    return _NAME_KEYS[kind][0]


class Known(NamedTuple):
    """A record that an id, a former id or a name stands for."""

    kind: str
    id: str
    former: bool = False


class Partner(NamedTuple):
    """A partner with what resolving its name needs."""

    id: str
    name: str
    kind: str
    iso: str | None


class IndexBook:
    """The names that an index holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def by_id(self, text: str) -> Known | None:
        """The record with this id or former id, or None."""
        query = "SELECT kind, record, id <> record FROM record_id WHERE id = ?"
        for id in dict.fromkeys((text, text.lower())):
            if row := self._connection.execute(query, (id,)).fetchone():
                return Known(row[0], row[1], bool(row[2]))
        return None

    def called(self, kind: str, text: str) -> list[str]:
        """Ids of the records of a kind that have this name, compared after folding."""
        keys, query = readings(text), _names(kind)
        values: tuple[str, ...] = ()
        if kind == "partner":
            query = "SELECT partner, alias FROM partner_alias WHERE fold IN "
            query, values = f"{query}({', '.join('?' * len(keys))})", keys
        elif kind in _LONG:  # full text finds it among many
            query += (
                " AND id IN (SELECT d.id FROM record_text AS t CROSS JOIN record AS d "
                "ON d.number = t.rowid WHERE record_text MATCH ?)"
            )
            words = spaced(text[:LONGEST].replace('"', "")).split()
            words = [word for word in words if fold(word) not in _UNSURE]
            values = ("title : (" + " AND ".join(f'"{word}"' for word in words) + ")",)
            if not words:
                return []
        return _equal(self._connection.execute(query, values), text, keys)

    def names(self, kind: str) -> Iterable[tuple[str, str]]:
        """Names of a kind, folded, each with the id of its record; for suggestions."""
        if kind == "partner":
            return self._connection.execute("SELECT fold, partner FROM partner_alias")
        query = f"{_names(kind)} LIMIT {_MOST_COMPARED}"
        return ((fold(name), id) for id, name in self._connection.execute(query))

    def ids_like(self, slug: str, kind: str | None) -> Iterable[str]:
        """The ids among which to look for a similar one; of a large registry the likeliest."""
        rows = self._connection.execute(
            "SELECT id FROM record_id WHERE (length(id) BETWEEN length(:slug) - 3 "
            "AND length(:slug) + 3 OR substr(id, 1, max(4, length(:slug))) = :slug) "
            "AND kind = coalesce(:kind, kind) "
            f"ORDER BY substr(id, 1, 3) <> substr(:slug, 1, 3), id LIMIT {_MOST_COMPARED}",
            {"slug": slug, "kind": kind},
        )
        return (id for (id,) in rows)

    @cached_property
    def partners(self) -> Mapping[str, Partner]:
        """All partners by id, in file order."""
        rows = self._connection.execute("SELECT id, name, kind, iso FROM partner ORDER BY position")
        return {row[0]: Partner._make(row) for row in rows}


class TableBook:
    """The names that a parsed registry file holds, whether or not its records are valid."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._folds: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def by_id(self, text: str) -> Known | None:
        """See `Book`."""
        return self.ids.get(text) or self.ids.get(text.lower())

    def called(self, kind: str, text: str) -> list[str]:
        """See `Book`."""
        known, keys = self._by_fold(kind), readings(text)
        return _equal((pair for key in keys for pair in known.get(key, ())), text, keys)

    def names(self, kind: str) -> Iterable[tuple[str, str]]:
        """See `Book`."""
        return ((key, found[0][0]) for key, found in self._by_fold(kind).items())

    def ids_like(self, slug: str, kind: str | None) -> Iterable[str]:  # noqa: ARG002
        """See `Book`."""
        return (id for id, known in self.ids.items() if kind in (None, known.kind))

    @cached_property
    def partners(self) -> Mapping[str, Partner]:
        """See `Book`."""
        found = {}
        for row in self.rows("partner"):
            id, country = row["id"], _country_of(row)
            name = row.get("name") or (country.name if country else id)
            kind = row.get("kind") or (country.kind if country else "country")
            found[id] = Partner(id, str(name), str(kind), row.get("iso"))
        return found

    @cached_property
    def ids(self) -> Mapping[str, Known]:
        """Every id and former id; current ids take precedence."""
        rows = [(kind, row) for kind in vocabulary.RECORD_KINDS for row in self.rows(kind)]
        found = {row["id"]: Known(kind, row["id"]) for kind, row in rows}
        for kind, row in rows:
            for former in texts(row.get("former_ids")):
                found.setdefault(former, Known(kind, row["id"], True))
        return found

    def rows(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """The records of a kind that have an id."""
        return (row for row in tables(self._data.get(kind)) if isinstance(row.get("id"), str))

    def _by_fold(self, kind: str) -> dict[str, list[tuple[str, str]]]:
        if kind not in self._folds:
            known = self._folds[kind] = {}
            for row in self.rows("source" if kind == "publisher" else kind):
                names = [name for key in _NAME_KEYS[kind] for name in texts(row.get(key))]
                if kind == "partner" and (country := _country_of(row)):
                    names += (country.name, country.alpha2, country.alpha3, *country.aliases)
                for name in dict.fromkeys(names):
                    known.setdefault(fold(name), []).append((row["id"], name))
        return self._folds[kind]


Book: TypeAlias = IndexBook | TableBook
"""The ids and names of one registry."""


def _names(kind: str) -> str:
    """The query for the ids and names of a kind in an index."""
    table = "source" if kind == "publisher" else kind
    queries = (
        f"SELECT {table}, alias FROM {table}_alias"
        if key == "aliases"
        else f"SELECT id, {key} FROM {table} WHERE {key} IS NOT NULL"
        for key in _NAME_KEYS.get(kind, ())
    )
    return " UNION ALL ".join(queries) or _TEXTS.format(kind)


def _equal(rows: Iterable[tuple[str, str]], text: str, keys: Iterable[str]) -> list[str]:
    """Ids of the rows whose name has one of these folds and can be meant by the text."""
    return list(dict.fromkeys(id for id, name in rows if fold(name) in keys and _typed(name, text)))


def _typed(name: str, text: str) -> bool:
    """Whether the text can mean this name: a code must be typed in ASCII letters."""
    return text.isascii() or not (name.isascii() and name.isupper() and len(name) < 4)


def _country_of(row: Mapping[str, Any]) -> Country | None:
    from mineralreg.reference.countries import countries

    code = row.get("iso")
    return countries().by_alpha3(code) if isinstance(code, str) else None


def tables(value: object) -> list[dict[str, Any]]:
    """The tables of a list; of anything else there are none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


class Link(NamedTuple):
    """One mention of a record: its path from the record that mentions, the kind, the id."""

    path: tuple[str | int, ...]
    kind: str
    id: str


def links(
    value: object, path: tuple[str | int, ...] = (), key: str = "", without: str = "selector"
) -> Iterator[Link]:
    """Every mention of another record in a parsed one, whatever else is wrong with it.

    Selectors may hold names, so they are left out, unless something else is to be.
    """
    if isinstance(value, dict):
        for inner, one in value.items():
            if inner != without:
                of = "sources" if key == "field_sources" else inner
                yield from links(one, (*path, inner), of, without)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from links(one, (*path, number), key, without)
    elif isinstance(value, str) and key in vocabulary.REFERENCES:
        yield Link(path, vocabulary.REFERENCES[key], value)
