"""What checks look at: the raw data, the records, and who is known by which id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from mineralreg.checks.finding import Finding, Label, Path, quoted
from mineralreg.checks.shape import data_path, shape_findings
from mineralreg.query.book import Book, TableBook
from mineralreg.records.models import Registry
from mineralreg.records.schema import key_order, renamed
from mineralreg.reference.vocabulary import RECORD_KINDS, REFERENCES

if TYPE_CHECKING:
    from mineralreg.document.document import Document
    from mineralreg.document.syntax import SpanMap


class Earlier(NamedTuple):
    """An earlier revision to compare with: its name, and the file as it was."""

    revision: str
    document: Document


class Item(NamedTuple):
    """One record: its kind, its position among its kind, its id, and its model or raw table."""

    kind: str
    position: int
    id: str | None
    record: Any

    def __str__(self) -> str:
        name = f"number {self.position + 1}" if self.id is None else quoted(self.id)
        return f"{self.kind} {name}"

    @property
    def path(self) -> Path:
        """The way to it in the data."""
        return self.kind, self.position

    def texts(self, key: str) -> list[tuple[int, str]]:
        """The texts of a list in a raw table, with their positions."""
        listed = self.record.get(key)
        if not isinstance(listed, list):
            return []
        return [pair for pair in enumerate(listed) if isinstance(pair[1], str)]

    def label(self, text: str, *path: str | int) -> tuple[Label]:
        """A second place of a finding, in this record."""
        return (Label(text, (*self.path, *path)),)


@dataclass
class Context:
    """A file ready to be checked.

    Attributes:
        document: The file.
        registry: Its records without the broken ones; None when it is of another version.
        broken: The records that are not valid by themselves, by kind and position.
        unreadable: Kinds of which there is something else than records.
        shape: The findings of the models.
        today: The day that time-dependent checks take for today, or None to leave them out.
        against: The revision that the checks of history compare with, or None.
        wrong: The findings of shape and references, once they are known.
    """

    document: Document
    registry: Registry | None
    broken: frozenset[Path] = frozenset()
    unreadable: frozenset[str] = frozenset()
    shape: tuple[Finding, ...] = ()
    today: date | None = None
    against: Earlier | None = None
    wrong: list[Finding] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """What the file parses to."""
        return self.document.data

    def rows(self, *kinds: str) -> Iterable[Item]:
        """The raw tables of some record kinds; anything else counts as an empty one."""
        return chain.from_iterable(self._rows[kind] for kind in kinds or RECORD_KINDS)

    @cached_property
    def _rows(self) -> dict[str, list[Item]]:
        return {
            kind: [
                Item(kind, number, own if isinstance(own := row.get("id"), str) else None, row)
                for number, row in enumerate(self.document.tables(kind))
            ]
            for kind in RECORD_KINDS
        }

    def valid(self, *kinds: str) -> Iterable[Item]:
        """The models of the records that are neither broken nor withdrawn."""
        return chain.from_iterable(self._valid[kind] for kind in kinds)

    @cached_property
    def _valid(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for kind, rows in self._rows.items():
            whole = [item for item in rows if not (self.broken and item.path in self.broken)]
            records = getattr(self.registry, kind, ())
            found[kind] = [
                Item(kind, item.position, record.id, record)
                for item, record in zip(whole, records, strict=False)
                if record.withdrawn is None
            ]
        return found

    @cached_property
    def book(self) -> Book:
        """Who goes by which name in the file."""
        return TableBook(self.data)

    @cached_property
    def spans(self) -> SpanMap:
        """Where everything stands in the file."""
        from mineralreg.document.syntax import SpanMap

        return SpanMap(self.document.text)

    @cached_property
    def layout_error(self) -> int | None:
        """Where the file leaves the canonical layout; None when it never does."""
        from mineralreg.document.canonical import first_difference

        return first_difference(self.spans, self.data, key_order())

    @cached_property
    def owners(self) -> dict[str, tuple[Item, Path]]:
        """The first record that has or had each id, and where it says so; own ids go first."""
        found: dict[str, tuple[Item, Path]] = {}
        for item in self.rows():
            if item.id is not None:
                found.setdefault(item.id, (item, ("id",)))
        for item in self.renamed:
            for number, former in item.texts("former_ids"):
                found.setdefault(former, (item, ("former_ids", number)))
        return found

    @cached_property
    def renamed(self) -> list[Item]:
        """The raw tables that list former ids."""
        return [item for item in self.rows() if "former_ids" in item.record]

    def current(self, identity: str) -> str:
        """The id that a record has now, for one that it may have had before."""
        if self.renamed and identity in self.owners:
            return self.owners[identity][0].id or identity
        return identity

    @cached_property
    def mentioned(self) -> dict[str, set[Any]]:
        """All ids that the records mention, by kind."""
        found: dict[str, set[Any]] = {kind: set() for kind in RECORD_KINDS}
        for item in self.rows():
            collect(item.record, found)
        return found

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """The ids and former ids of each kind; one that is used twice counts for both."""
        found: dict[str, set[str]] = {kind: set() for kind in RECORD_KINDS}
        for item in self.rows():
            if item.id is not None:
                found[item.kind].add(item.id)
        for item in self.renamed:
            found[item.kind].update(former for _, former in item.texts("former_ids"))
        return found


def collect(row: dict[str, Any], into: Mapping[str, set[Any]]) -> None:
    """Add the ids of `links`, which takes longer, to the sets of their kinds."""
    for key, value in row.items():
        if kind := REFERENCES.get(key):
            values = value if type(value) is list else (value,)
            try:
                into[kind].update(values)
            except TypeError:  # a list or a table is among them
                into[kind].update(one for one in values if isinstance(one, str))
        elif type(value) is list:
            for one in value:
                if type(one) is dict:
                    collect(one, into)
        elif type(value) is dict and key != "selector":
            tables = ({"sources": ids} for ids in value.values())
            for one in tables if key == "field_sources" else (value,):
                collect(one, into)


def prepare(
    document: Document, today: date | None = None, against: Earlier | None = None
) -> Context:
    """Validate the models of a file, and leave broken records out for the checks behind.

    The models refer to each other by the ids that records have now.
    """
    data = document.data
    if "former_ids" in document.text:
        known = TableBook(data).ids
        current = {id: one.id for id, one in known.items() if one.former}
        data = data | {kind: renamed(data[kind], current) for kind in RECORD_KINDS if kind in data}
    try:
        return Context(document, Registry.model_validate(data), today=today, against=against)
    except ValidationError as trouble:
        errors = trouble.errors(include_url=False)
    shape = tuple(shape_findings(errors, data))
    if any(finding.code == "MR003" and finding.path for finding in shape):
        return Context(document, None, shape=shape)  # another version has other rules
    paths = {data_path(error, data)[:2] for error in errors}
    broken = frozenset(path for path in paths if len(path) > 1 and isinstance(path[1], int))
    unreadable = frozenset(str(path[0]) for path in paths if len(path) == 1) & {*RECORD_KINDS}
    kept: dict[str, Any] = {
        kind: [row for number, row in enumerate(data[kind]) if (kind, number) not in broken]
        for kind in RECORD_KINDS
        if kind in data and kind not in unreadable
    }
    kept["registry"] = {
        key: value for key, value in document.header.items() if ("registry", key) not in paths
    }
    kept["schema_version"] = 1
    registry = Registry.model_validate(kept)
    return Context(document, registry, broken, unreadable, shape, today, against)
