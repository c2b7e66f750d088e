"""Records that came, their values sorted under the keys that the labels of the input mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mineralreg.checks.finding import Finding
from mineralreg.checks.sourcing import page_of
from mineralreg.edit.fields import NEW_SOURCE, PLACE, SOURCE, flag, inputs, missing
from mineralreg.edit.headings import DERIVED, key_of, unknown_key
from mineralreg.edit.lookup import Consequence, Names, Table
from mineralreg.edit.values import blank
from mineralreg.errors import MineralregError, UsageError
from mineralreg.query.book import texts
from mineralreg.query.names import shown
from mineralreg.reference.countries import countries
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import DERIVED_KINDS

_WAYS = {
    "actions": ("signed", "announced", "launched", PLACE),
    "sources": tuple(SOURCE + key for key in NEW_SOURCE),
}
"""Keys that bring another one with them: acts with a column of their own, parts of a source."""


class Given(NamedTuple):
    """A record as it came."""

    place: str
    """Where it stands, as messages say it: `new.csv:5`, `new.json, record 3`; "" for options, whose
    labels are keys."""
    kind: str = ""
    """Its kind; "" for what is not a record."""
    pairs: Sequence[tuple[str, Any]] = ()
    """Labels with their values, in order; a column may come twice."""
    label: str = "key"
    """What a label is called: `column`, `key` or `field`."""
    lines: Mapping[str, str] = {}
    """Places of labels that have a line of their own."""
    error: UsageError | None = None
    """Why it is not a record."""
    partial: bool = False
    """Whether it stands in a table with unknown columns, which may hold what it lacks."""

    def at(self, label: str) -> str:
        """The place of a label's value."""
        if not self.place:
            return f"--{flag(inputs(self.kind)[label])}"
        return f"{self.lines.get(label, self.place)}, {self.label} {shown(label)}"


@dataclass
class Row:
    """A record that came, with what its labels mean."""

    given: Given
    kind: str
    """Its kind; "" for what is not a record."""
    values: dict[str, Any] = field(default_factory=dict)
    """By key, see `fields.inputs`."""
    labels: dict[str, list[str]] = field(default_factory=dict)
    """Under which labels the value of a key stood, or each item of a list."""
    findings: list[Finding] = field(default_factory=list)
    """What is wrong with it, each at its place in the input."""
    excused: set[str] = field(default_factory=set)
    """Keys that are lacking only because what came for them is wrong."""
    cites: Row | str | None = None
    """The source that comes with it: an id, or the row that brings it."""
    extra: bool = False
    """Whether it is such a source itself."""
    path: tuple[Any, ...] = ()
    """Where it will stand in the data."""
    record: Table = field(default_factory=dict)
    """What becomes of it."""

    def label(self, key: str, number: int | None = None) -> str | None:
        """What a key, or one of its items, is called in the input; None when it is not there."""
        ways = (key, *_WAYS.get(key, ()))
        labels = next((found for way in ways if (found := self.labels.get(way))), [""])
        return labels[number if number and number < len(labels) else 0] or None

    def at(self, label: str | None) -> str:
        """The place of a label in the input, or of the record."""
        return self.given.at(label) if label else self.given.place or f"the new {self.kind}"

    @property
    def said(self) -> Table:
        """What can be named of it: the record, or the values of one that says its id."""
        return self.record or (self.values if isinstance(self.values.get("id"), str) else {})

    @property
    def faulty_names(self) -> set[str]:
        """By what others may name it, folded, if it has a fault."""
        keys = ("id", "name", "iso", "title", "url", "acronym") if self.findings else ()
        return {fold(name) for key in keys for name in texts(self.values.get(key))}

    @property
    def page(self) -> tuple[str, str, str]:
        """The page of a source, as addresses are compared; blank without one."""
        return page_of(str(self.values.get("url") or ""))

    def report(self, key: str, number: int | None, error: MineralregError) -> None:
        """Keep what is wrong with a key or one of its items; raise it where options gave it."""
        self.wrong(error, self.label(key, number), key)

    def wrong(self, error: MineralregError, label: str | None, *keys: str) -> None:
        """The same of what stands under a label."""
        if not self.given.place:
            raise error
        self.excused |= {*keys}
        if not isinstance(error, Consequence):
            message = f"{error.message}; {error.help}" if error.help else error.message
            self.findings.append(Finding("", "error", message, keys, file=self.at(label)))

    def put(self, label: str, value: Any) -> None:
        """Put a value under its key; several columns of one list are one list."""
        key = key_of(self.kind, label)
        if blank(value):
            if key:
                self.labels.setdefault(key, [label])
        elif key is None:
            self.wrong(unknown_key(self.kind, label), label, label)
        elif (known := inputs(self.kind).get(key)) is not None and known.many:
            items = list(value) if isinstance(value, list | tuple) else [value]
            whole = known.parts or known.holds == "text"  # where ';' may belong to the value
            if isinstance(value, str) and (self.given.label == "column" or not whole):
                items = [part for part in map(str.strip, value.split(";")) if part]
            if key not in self.values:
                self.values[key], self.labels[key] = [], []
            self.values[key] += items
            self.labels[key] += [label] * len(items)
        elif key not in self.values or self.values[key] == value:
            self.values[key], self.labels[key] = value, [label]
        else:
            both = f"{self.labels[key][0]!r} and {label!r} both hold {key.removeprefix(SOURCE)}"
            self.wrong(UsageError(both, help="leave one out"), label, key)


def from_options(kind: str, given: Mapping[str, Any]) -> list[Given]:
    """One record from options or answers; it has no place in a file."""
    return [Given("", kind, tuple(given.items()))]


def read_rows(
    incoming: Sequence[Given], defaults: Mapping[str, Mapping[str, Any]], data: Table
) -> list[Row]:
    """Sort what came under keys; a new source that comes with a record has a row before it.

    Defaults, by record kind, are for what a record does not say.
    """
    sorted_in = [_sorted_in(given, defaults.get(given.kind, {})) for given in incoming]
    names = Names(data)
    sources = {row.page: row for row in sorted_in if row.kind == "source"}
    rows: list[Row] = []
    for row in sorted_in:
        source = _source_of(row)
        if source.values:
            url = str(source.values.get("url", ""))
            row.cites = names.addressed(url) or sources.get(source.page)
            if row.cites is None or not any(source.page):
                row.cites = sources[source.page] = source
                rows.append(source)
                _need_all(source, row.label("sources"))
        rows.append(row)
    counts = {kind: len(listed) for kind, listed in data.items() if isinstance(listed, list)}
    for row in rows:
        row.path = row.kind, counts.get(row.kind, 0)
        counts[row.kind] = row.path[1] + 1
    return rows


def _sorted_in(given: Given, defaults: Mapping[str, Any]) -> Row:
    row = Row(given, given.kind)
    if given.error is not None:
        row.wrong(given.error, None, "")
    for label, value in _kept(given.kind, given.pairs):
        row.put(label, value)
    row.values = {**defaults, **row.values}
    return row


def _source_of(row: Row) -> Row:
    """The new source that a row describes."""
    source = Row(row.given, "source", extra=True)
    for part in (key for key in row.values if key.startswith(SOURCE)):
        key = part.removeprefix(SOURCE)
        source.values[key] = row.values[part]
        source.labels[key] = row.labels.get(part, [])
    return source


def _need_all(source: Row, label: str | None) -> None:
    """Report what a new source lacks."""
    lacking = missing("source", source.values)
    if not lacking or source.given.partial:
        return
    called = source.values.get("url") or source.values.get("title") or ""
    words = [f"{SOURCE}{key}" for key in lacking]
    if not source.given.place:
        words = [f"--{word.replace('_', '-')}" for word in words]
    *first, last = words
    wanted = f"{', '.join(first)} and {last}" if first else last
    message = f"the registry does not have the source {called!r}, and a new one needs {wanted}"
    source.wrong(UsageError(message), label, *lacking)


def _kept(kind: str, pairs: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The pairs without what the program works out and writes into its own output."""
    given = dict(pairs)
    dropped: set[str] = {"match", "possible"}
    if kind in DERIVED_KINDS and "status" in given:
        dropped |= {*DERIVED, "date"}
    if kind == "partner":
        dropped |= {"region", "subregion"}
        country = countries().by_alpha3(str(given.get("iso")))
        if country is not None:
            dropped |= {key for key in ("name", "kind") if given.get(key) == getattr(country, key)}
    return [(label, value) for label, value in pairs if label not in dropped]
