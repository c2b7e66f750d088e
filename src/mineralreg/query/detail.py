"""The full view of one record for `show`, and the builder of its lines and tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from mineralreg.dates import PartialDate
from mineralreg.query.as_of import acts_of, horizon, rewind
from mineralreg.query.book import name_key
from mineralreg.query.listing import Listing
from mineralreg.query.results import (
    Answer,
    Cell,
    Column,
    Fields,
    Grid,
    Heading,
    Line,
    Part,
    Remark,
    Row,
    as_json,
    column_of,
    columns_of,
    text_of,
)
from mineralreg.query.where import Where
from mineralreg.reference import vocabulary
from mineralreg.reference.filters import Filters

Record: TypeAlias = "dict[str, Any]"


class Section(NamedTuple):
    """A titled table inside a detail view: acts, sources, variants, members, counted records."""

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    key: str


class Detail(NamedTuple):
    """One record in full, with names for ids.

    `heading` is its title or name; `record` has the keys of the file and the computed ones.
    """

    kind: str
    id: str
    heading: str
    lines: list[Line]
    sections: list[Section]
    record: Record
    notes: tuple[str, ...] = ()

    def labelled(self) -> Iterator[Row]:
        """Rows of a key and its values; the rows of a section begin with its key."""
        yield self.kind, self.id
        yield name_key(self.kind) if self.kind in vocabulary.RECORD_KINDS else "title", self.heading
        for line in self.lines:
            yield line.key, line.value
        for section in self.sections:
            for row in section.rows:
                yield (section.key, *row)


class Details(Answer):
    """The answer of `show`: records in full."""

    def __init__(self, details: list[Detail]) -> None:
        self.details = details
        several = len(details) != 1
        objects = [detail.record for detail in details]
        rows: list[Row] = []
        for detail in details:
            for label, *cells in detail.labelled():
                value = cells[0] if len(cells) == 1 else tuple(filter(None, map(text_of, cells)))
                rows.append((detail.id, label, value) if several else (label, value))
        super().__init__(
            columns_of("id, label, value…" if several else "label, value…"),
            rows,
            [detail.id for detail in details],
            objects=objects,
            document=None if several else objects[0],
            notes=tuple(note for detail in details for note in detail.notes),
        )
        kinds = {detail.kind for detail in details}
        if kinds <= {"source"}:
            self.about = ("record", "source")
        elif "registry" in kinds:
            self.about = ()

    def __iter__(self) -> Iterator[Detail]:
        return iter(self.details)

    def lines(self) -> Iterator[Row]:
        """See `Answer`."""
        for number, detail in enumerate(self.details):
            if number:
                yield ()
            yield from detail.labelled()

    def texts(self) -> Iterator[str]:
        """See `Answer`."""
        return (as_json(one, compact=True) for one in self.objects())

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        for detail in self.details:
            yield Heading(detail.heading)
            yield Remark(f"{detail.kind} {detail.id}")
            yield Fields([line for line in detail.lines if line.value not in (None, "", ())])
            for title, columns, rows, _ in detail.sections:
                used = [at for at in range(len(columns)) if any(text_of(row[at]) for row in rows)]
                shown = [tuple(row[at] for at in used) for row in rows]
                yield Heading(title, 2)
                yield Grid([columns[at] for at in used], shown)


class View:
    """Collects the lines, sections and notes of one record's detail view.

    `status` and `amounts` are in words: `signed since 2026-02-04`, `announced (perhaps)`.
    """

    def __init__(
        self, connection: sqlite3.Connection, kind: str, record: Record, as_of: PartialDate | None
    ) -> None:
        self.connection, self.record, self.id = connection, record, str(record["id"])
        self.filters = Filters(as_of=as_of)
        self.dated = as_of is not None and kind in vocabulary.DERIVED_KINDS
        self.amounts = tuple(map(_amount, self.several("amounts")))
        self.lines: list[Line] = []
        self.sections: list[Section] = []
        self.notes: list[str] = []
        self.status = self._rewind(kind) if self.dated else self._status()

    def keys(self, text: str, **given: Cell) -> None:
        """Add the values of keys of the record, `key, key: Label`, or the given ones instead."""
        given = {"status": self.status, "amounts": self.amounts, **given}
        for name, label, _ in columns_of(text):
            value = given[name] if name in given else self.cell(self.record, name)
            if value not in (None, "", ()):
                self.lines.append(Line(label, value, name))

    def cell(self, table: Record, key: str, of: str = "record") -> Cell:
        """The value of a key of the record, or of a table in its list `of`, with names for ids."""
        value = table.get(key, vocabulary.DEFAULTS.get(of, {}).get(key))
        if key == "sources":
            return tuple(value or self.several("sources"))
        kind = vocabulary.REFERENCES.get(key)
        if isinstance(value, list):
            return self.names(kind, value) if kind else tuple(value)
        return self.name(kind, value) if kind and value else value

    def section(self, key: str, columns: str, rows: Iterable[Row]) -> None:
        """Add a table under a `key` or `key: Title`, unless it is empty."""
        if found := list(rows):
            key, title, _ = column_of(key)
            self.sections.append(Section(title, columns_of(columns), found, key))

    def tables(self, key: str, columns: str, tables: Iterable[Record]) -> None:
        """Add tables of the record as one."""
        names = [column.name for column in columns_of(columns)]
        rows = (tuple(self.cell(one, name, key) for name in names) for one in tables)
        self.section(key, columns, rows)

    def select(self, key: str, columns: str, sql: str) -> None:
        """Add a table of the rows of a query about the record."""
        self.section(key, columns, self.connection.execute(sql, {"id": self.id}))

    def name(self, kind: str, id: str) -> str:
        """The name or title of a record."""
        query = f"SELECT {name_key(kind)} FROM {kind} WHERE id = ?"
        row = self.connection.execute(query, (id,)).fetchone()
        return str(row[0]) if row else id

    def names(self, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        """The names or titles of records."""
        return tuple(self.name(kind, id) for id in ids)

    def several(self, key: str) -> list[Any]:
        """The values of a list of the record."""
        return list(self.record.get(key, ()))

    def acts(self) -> None:
        """Add the acts up to the day in time order, with partner, place and sources."""
        acts, day = self.several("actions"), self.filters.day
        then = acts_of(acts, horizon(self.connection))
        query = "SELECT position FROM act WHERE agreement = :id OR initiative = :id ORDER BY sort"
        order = [at for (at,) in self.connection.execute(query, {"id": self.id})]
        shown = [acts[at] for at in order if not day or then[at].earliest <= day]
        if later := len(acts) - len(shown):
            self.notes.append(f"{later} later {'act is' if later == 1 else 'acts are'} not shown")
        columns = "date, action, partner: By, place, sources…, note…"
        self.tables("actions", columns, shown)

    def agreements(self, of: Filters) -> None:
        """Add the agreements that the filters find on the day, the newest first."""
        columns = "id, date, status, title"
        asked = of._replace(as_of=self.filters.as_of, withdrawn=True)
        found = Listing(self.connection, "agreement", asked, columns=columns.split(", "))
        marked = zip(found.rows(), found.marks, strict=True)
        rows = ((*row, mark or None) for row, mark in marked)
        self.section("agreements", f"{columns}…, mark", rows)

    def evidence(self) -> None:
        """Add where sources disagree, and every source with its address and what it supports.

        A part that names no sources of its own rests on those of the record.
        """
        columns = "field: Of what, value…: Other value, sources…, note…"
        rows = (
            (one["field"], one["value"], tuple(one.get("sources", ())), one.get("note"))
            for one in self.several("variants")
        )
        self.section("variants: Where sources disagree", columns, rows)
        facts = [(self.several("sources"), "the record")]
        for field, sources in self.record.get("field_sources", {}).items():
            value = self.record.get(field)
            stated = f": {value}" if isinstance(value, str) else ""
            facts.append((sources, field.replace("_", " ") + stated))
        for key, fact in _FACTS.items():
            facts += [(one.get("sources", ()), fact(one)) for one in self.several(key)]
        self.sources(facts)

    def sources(self, facts: Iterable[tuple[Iterable[str], str]]) -> None:
        """Add sources, each with the facts that it supports."""
        supported: dict[str, dict[str, None]] = {}
        for ids, fact in facts:
            for id in ids:
                supported.setdefault(id, {})[fact] = None
        query = (
            "SELECT id, publisher, title, published, kind, coalesce(url, archive_url, via) "
            "FROM source WHERE id = ?"
        )
        rows = (
            (*self.connection.execute(query, (id,)).fetchone(), tuple(facts))
            for id, facts in supported.items()
        )
        columns = "id, publisher, title…, published, kind, url: Address, supports…"
        self.section("sources", columns, rows)

    def _status(self) -> str:
        since = self.record.get("status_since")
        return f"{self.record.get('status')}{f' since {since}' if since else ''}"

    def _rewind(self, kind: str) -> str:
        """Put the state of the day into the record; its status in words."""
        asked = Where(self.connection, kind)
        rewind(asked, kind, str(self.filters.day), False)
        asked.require(f"r.id = {asked.bind(self.id)}")
        row = next(iter(asked.rows("status, status_since, date, possible")), None)
        status, since, date, possible = row or ("unknown", None, None, 0)
        self.record |= {"status": status, "status_since": since, "date": date}
        if row is None:
            self.notes.append(f"nothing is recorded of {self.id} up to {self.filters.as_of}")
            return f"nothing recorded up to {self.filters.as_of}"
        return f"{self._status()} (perhaps)" if possible else self._status()


def _amount(amount: Record) -> str:
    """A sum in words: `up to 10 USD billion (loan)`."""
    parts = (amount.get("qualifier"), f"{amount['value']:,}", amount["unit"])
    text = " ".join(part for part in parts if part)
    return f"{text} ({amount['what']})" if amount.get("what") else text


_FACTS: dict[str, Callable[[Record], str]] = {
    "actions": lambda one: " ".join(filter(None, (one["action"], one.get("date")))),
    "members": lambda one: f"{one.get('role', 'member')}: {one.get('partner')}",
    "amounts": lambda one: f"amount: {_amount(one)}",
    "bodies": lambda one: f"body: {one['name']}",
    "variants": lambda one: f"another {one['field']}: {one['value']}",
}
"""What a part of a record states, as its sources list it."""
