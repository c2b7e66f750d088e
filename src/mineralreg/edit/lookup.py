"""Look at the parsed data of a file that may hold mistakes: whatever is no record is passed over.

A write must work on a file that has old errors, so the models, which refuse such a file, are of no
use here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.edit import fields
from mineralreg.errors import UsageError, article
from mineralreg.reference.countries import countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold, nearest
from mineralreg.reference.vocabulary import ACTION_NOUNS, RECORD_KINDS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mineralreg.edit.fields import Field


Table = dict[str, Any]
"""A parsed TOML table."""


class Found(NamedTuple):
    """A record and where it is.

    Attributes:
        kind: Its kind.
        number: Its position among its kind.
        record: The record itself.
    """

    kind: str
    number: int
    record: Table

    @property
    def path(self) -> tuple[str, int]:
        """The path of the record in the data."""
        return self.kind, self.number


def records(data: Table, *kinds: str) -> Iterator[Found]:
    """All records of these kinds (of all, when none is named), kind by kind, in file order."""
    for kind in kinds or RECORD_KINDS:
        listed = data.get(kind)
        for number, record in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(record, dict):
                yield Found(kind, number, record)


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def ids(data: Table) -> dict[str, Found]:
    """Every id and former id with its record; a present id goes before a former one."""
    found: dict[str, Found] = {}
    renamed: list[Found] = []
    for one in records(data):
        id = one.record.get("id")
        if isinstance(id, str):
            found.setdefault(id, one)
        if "former_ids" in one.record:
            renamed.append(one)
    for one in renamed:
        for id in texts(one.record["former_ids"]):
            found.setdefault(id, one)
    return found


def find(data: Table, id: str) -> Found:
    """The record with this id or former id.

    Raises:
        UsageError: There is none.
    """
    known = ids(data)
    found = known.get(id) or known.get(id.strip().lower())
    if found is None:
        from mineralreg.reference.spelling import nearest

        near = nearest(id, {name.replace("-", " "): name for name in known})
        raise UsageError(
            f"there is no record {id!r}",
            help=f"did you mean {' or '.join(map(repr, near))}?"
            if near
            else "`mineralreg list -f ids` lists the agreements",
        )
    return found


def with_record(data: Table, found: Found, record: Table) -> Table:
    """The data with another record in the place of one."""
    rows = list(data[found.kind])
    rows[found.number] = record
    return {**data, found.kind: rows}


_NAMED_BY = {
    fields.PARTNER: ("id", "name", "iso", "aliases"),
    fields.EVENT: ("id", "name", "aliases"),
    fields.INITIATIVE: ("id", "name", "acronym", "aliases"),
    fields.SOURCE: ("id", "url", "title"),
    fields.AGREEMENT: ("id",),
}
"""The keys under which each kind of record is known."""


class Names:
    """What names mean in one registry, given its parsed data."""

    def __init__(self, data: Table) -> None:
        self._data = data
        self._known: dict[str, dict[str, list[str]]] = {}

    def resolve(self, holds: str, name: str) -> str:
        """The id or code that a name means.

        Args:
            holds: What a field refers to: `PARTNER`, `MINERAL` and so on, of `writing.fields`.
            name: As somebody wrote it.

        Raises:
            UsageError: It means nothing, or more than one thing.
        """
        if holds == fields.COUNTRY_CODE:
            return self._country(name)
        if holds == fields.MINERAL:
            found = minerals().resolve(name)
            if found.mineral is None:
                raise _unknown("a mineral", name, found.suggestions, "see docs/reference.md")
            return found.mineral.id
        if holds == fields.TOPIC:
            return word_of(name, TOPICS, "a topic")
        record = self._ids.get(name)
        if record is not None and record.kind == holds:
            return str(record.record["id"])
        matches = self._names(holds).get(fold(name), [])
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise _ambiguous(name, matches, "write the id of the one that is meant")
        if holds == fields.PARTNER:
            return self._partner(name)
        near = nearest(name, {known: of[0] for known, of in self._names(holds).items()})
        raise _unknown(
            f"{article(holds)} {holds} of the registry",
            name,
            near,
            f"add it first: `mineralreg add {holds}`",
        )

    def missing(self, named: Iterable[str]) -> list[Table]:
        """Records for the countries among these partner ids that the registry does not list yet."""
        by_slug = {country.slug: country.alpha3 for country in countries()}
        return [
            {"id": id, "iso": by_slug[id]}
            for id in dict.fromkeys(named)
            if id not in self._ids and id in by_slug
        ]

    def candidates(self, field: Field) -> list[str]:
        """What a field may hold, for completion: words, or ids of what it refers to."""
        if field.words:
            return list(field.words)
        if field.holds == fields.MINERAL:
            return [mineral.id for mineral in minerals()]
        if field.holds in (fields.PARTNER, fields.COUNTRY_CODE):
            listed = [country.slug for country in countries()]
            return sorted({*listed, *self._listed(fields.PARTNER)})
        return sorted(self._listed(field.holds))

    def _listed(self, kind: str) -> list[str]:
        return [id for found in records(self._data, kind) for id in texts(found.record.get("id"))]

    @cached_property
    def _ids(self) -> dict[str, Found]:
        return ids(self._data)

    def _names(self, kind: str) -> dict[str, list[str]]:
        if kind not in self._known:
            known: dict[str, list[str]] = {}
            for found in records(self._data, kind):
                for id in texts(found.record.get("id")):
                    for key in _NAMED_BY[kind]:
                        for name in texts(found.record.get(key)):
                            of = known.setdefault(fold(name), [])
                            if id not in of:
                                of.append(id)
            self._known[kind] = known
        return self._known[kind]

    def _partner(self, name: str) -> str:
        match = countries().resolve(name)
        if match.country is not None:
            listed = self._names(fields.PARTNER).get(fold(match.country.alpha3), [])
            return listed[0] if listed else match.country.slug
        if match.bloc is not None and (bloc := self._ids.get(match.bloc.id)):
            return str(bloc.record["id"])
        if match.bloc is not None:
            raise UsageError(
                f"{name!r} is a bloc, {match.bloc.name}, that the registry does not list yet",
                help=f"add it first: `mineralreg add partner --id {match.bloc.id} --kind bloc "
                f'--name "{match.bloc.name}"`',
            )
        if match.candidates:
            raise _ambiguous(name, [one.name for one in match.candidates], "write one of the two")
        if match.historic is not None:
            raise UsageError(
                f"{name!r} is a state that ended in {match.historic.until}",
                help="name the state that signed, or add it as a partner with --kind and --name",
            )
        known = {key: of[0] for key, of in self._names(fields.PARTNER).items()}
        near = [*nearest(name, known), *match.suggestions]
        raise _unknown("a partner", name, near, "add it first: `mineralreg add partner`")

    def _country(self, name: str) -> str:
        match = countries().resolve(name)
        if match.country is not None:
            return match.country.alpha3
        if match.candidates:
            raise _ambiguous(name, [one.name for one in match.candidates], "write one of the two")
        raise _unknown("a country", name, match.suggestions, "a partner that is none has a --name")


def word_of(word: str, words: Sequence[str], what: str) -> str:
    """The word of a vocabulary that is meant: case, blanks and underscores do not matter.

    Acts may be named by their nouns, as depositaries do: accession, entry into force.

    Raises:
        UsageError: It is none of them.
    """
    plain = "-".join(word.lower().replace("_", " ").replace("-", " ").split())
    for meant in (plain, ACTION_NOUNS.get(plain, plain)):
        if meant in words:
            return meant
    near = nearest(plain, {known.replace("-", " "): known for known in words})
    raise _unknown(what, word, near, f"write one of {', '.join(words)}")


def _unknown(what: str, name: str, near: Sequence[str], otherwise: str) -> UsageError:
    shown = " or ".join(repr(one) for one in dict.fromkeys(near[:3]))
    return UsageError(
        f"{name!r} is not {what}", help=f"did you mean {shown}?" if near else otherwise
    )


def _ambiguous(name: str, candidates: Sequence[str], how: str) -> UsageError:
    return UsageError(f"{name!r} can mean {' or '.join(map(repr, candidates))}", help=how)
