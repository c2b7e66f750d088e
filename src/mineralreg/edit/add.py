"""Plan the adding of records: names, ids, new sources and countries, duplicates; all or none.

Whatever is wrong with records that came in a file is collected and reported together, each at its
place in the input. What the checks find in the result is reported at those places too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks.finding import Finding
from mineralreg.edit import headings
from mineralreg.edit.edits import changed
from mineralreg.edit.fields import FIELDS, field_of, partners
from mineralreg.edit.identity import Alike, propose
from mineralreg.edit.incoming import Given
from mineralreg.edit.lookup import Names, Table, ids, joined
from mineralreg.edit.values import Reader, missing
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.reference.countries import countries
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mineralreg.document.document import Document
    from mineralreg.errors import MineralregError
    from mineralreg.store.change import Change


class _Row(NamedTuple):
    """A record that came, with the values by key and the labels that they stood under."""

    given: Given
    kind: str
    path: tuple[str, int]
    values: dict[str, Any]
    source: dict[str, Any]
    labels: dict[str, list[str]]

    def at(self, key: str | None, number: int | None = None) -> str:
        """The place of a key's value, or of one of its items, in the input."""
        label = self.label(key, number) if key else None
        return self.given.at(label) if label else self.given.place

    def label(self, key: str, number: int | None = None) -> str | None:
        """What a key, or one of its items, is called in the input; None when it is not there."""
        ways = (key, *_WAYS.get(key, ()))
        labels = next((found for way in ways if (found := self.labels.get(way))), [""])
        return labels[number if number and number < len(labels) else 0] or None


_WAYS = {
    "actions": ("signed", "announced", "launched", "place"),
    "sources": ("source_url", "source_title", "source_publisher"),
}
"""Keys that bring another one with them: acts with a column of their own, parts of a source."""


def from_options(kind: str, given: Mapping[str, Any]) -> list[Given]:
    """One record from options or answers; it has no place in a file."""
    return [Given(kind, tuple(given.items()), "")]


def add(
    incoming: Sequence[Given],
    *,
    distinct: bool = False,
    defaults: Mapping[str, Mapping[str, Any]] | None = None,
) -> Callable[[Document], Change]:
    """Plan to add records, all or none of them.

    A record without an id gets one. Sources that come with a record, and countries that it names
    and the registry does not list yet, are added too.

    Args:
        incoming: See `from_options` and `incoming.read_incoming`; they may refer to each other.
        distinct: Add agreements that look like one that is there, with a relation that says they
            are two.
        defaults: Values for what a record does not say, by its kind.

    Returns:
        The function that plans the change of a document. For a record without a place it raises
        UsageError for a name that means nothing, WriteRefused for an id that is taken and for a
        probable duplicate; else these are the `problems` of the change.
    """
    return lambda document: _Plan(document, distinct).change(incoming, defaults or {})


class _Plan:
    """The adding of records to one document."""

    def __init__(self, document: Document, distinct: bool) -> None:
        self._document = document
        self._distinct = distinct
        self._problems: list[Finding] = []
        self._taken: dict[str, str] = dict.fromkeys(ids(document.data), "")
        self._sources: list[Table] = []

    def change(
        self, incoming: Sequence[Given], defaults: Mapping[str, Mapping[str, Any]]
    ) -> Change:
        """The change that adds them."""
        data = self._document.data
        rows = self._rows(incoming, defaults)
        made: dict[int, Table] = {}
        self._cite(rows)
        for kind in RECORD_KINDS:  # those without an id are named by the ones behind them at most
            added = [("source", source) for source in self._sources]
            added += [
                (row.kind, made.get(number, row.values))
                for number, row in enumerate(rows)
                if number in made or isinstance(row.values.get("id"), str)
            ]
            names = Names(joined(data, added))
            for number, row in enumerate(rows):
                if row.kind == kind:
                    made[number] = self._record(row, names)
        records = [(row.kind, made[number]) for number, row in enumerate(rows)]
        records = self._apart(rows, records)
        extra = [("source", source) for source in self._sources]
        named = [id for kind, one in [*records, *extra] for id in partners(FIELDS[kind], one)]
        new = Names(joined(data, [*records, *extra])).missing(named)
        name = self._document.name
        return changed(
            self._document,
            {},
            [*records, *extra, *(("partner", one) for one in new)],
            ids=[str(record["id"]) for _, record in records],
            said=[
                *(
                    f"added partner {one['id']} ({_name(one)}), which was not listed yet"
                    for one in new
                ),
                *(f"added source {one['id']}, which is new" for one in self._sources),
                *(f"added {kind} {record['id']} to {name}" for kind, record in records),
            ],
            places={row.path: row.at for row in rows if row.given.place},
            problems=self._problems,
        )

    def _rows(
        self, incoming: Sequence[Given], defaults: Mapping[str, Mapping[str, Any]]
    ) -> list[_Row]:
        """What came, with keys instead of labels."""
        rows = []
        listed = self._document.data
        counts = {kind: len(found) for kind in RECORD_KINDS if (found := listed.get(kind))}
        for given in incoming:
            kind = given.kind
            if kind is None:
                raise UsageError(
                    f"{given.place} does not say what kind of record it is",
                    help="name the kind, as in `add agreement --from FILE`",
                )
            path = (kind, counts.get(kind, 0))
            counts[kind] = path[1] + 1
            row = _Row(given, kind, path, {}, {}, {})
            rows.append(row)
            for label, value in _kept(kind, given.pairs):
                self._sort_in(row, label, value)
            for key, value in defaults.get(kind, {}).items():
                row.values.setdefault(key, value)
        return rows

    def _sort_in(self, row: _Row, label: str, value: Any) -> None:
        """Put a value under its key; several columns of one list are one list."""
        whole = key = headings.key_of(row.kind, label)
        if key is None:
            if not _blank(value):
                self._report(row, label, label, headings.unknown_key(row.kind, label))
            return
        assert whole is not None
        table, field = row.values, field_of(FIELDS[row.kind], key)
        if key.startswith(headings.SOURCE):
            table, key = row.source, key.removeprefix(headings.SOURCE)
            field = field_of(FIELDS["source"], key)
        if _blank(value):
            row.labels.setdefault(whole, [label])
            return
        many = field is not None and field.many
        if many and isinstance(value, str):
            parts = value.split(";") if row.given.label == "column" else [value]
            value = [part.strip() for part in parts if part.strip()]
        elif many and not isinstance(value, list | tuple):
            value = [value]
        if key not in table:
            row.labels[whole] = [label] * len(value) if many else [label]
            table[key] = value
        elif many:
            row.labels[whole] += [label] * len(value)
            table[key] = [*table[key], *value]
        elif table[key] != value:
            other = row.labels[whole][0]
            error = UsageError(f"{other!r} and {label!r} both hold {key}", help="leave one out")
            self._report(row, whole, label, error)

    def _cite(self, rows: Sequence[_Row]) -> None:
        """Add the sources that come with other records, and let those cite them."""
        names = Names(self._document.data)
        addresses: dict[str, str | None] = {}
        for row in rows:
            if row.kind == "source":
                addresses[_address(row.values)] = str(row.values.get("id") or "")
        for row in rows:
            if not row.source:
                continue
            url = _address(row.source)
            if url not in addresses or not url:
                addresses[url] = names.addressed(url) or self._new_source(row, names)
            cited = addresses[url]
            if cited is not None:  # a source of the input without an id is cited by its address
                row.values["sources"] = [*row.values.get("sources", ()), cited or url]

    def _new_source(self, row: _Row, names: Names) -> str | None:
        """Add the source that a row describes; None when it lacks something."""
        prefix = headings.SOURCE
        before = len(self._problems)

        def report(key: str, number: int | None, error: UsageError) -> None:
            self._report(row, "sources", row.label(prefix + key, number), error)

        source = Reader(names, report if row.given.place else None).record("source", row.source)
        if lacking := [prefix + field.key for field in missing("source", row.source)]:
            called = row.source.get("url") or row.source.get("title") or ""
            if not row.given.place:
                lacking = [f"--{key.replace('_', '-')}" for key in lacking]
            error = UsageError(
                f"the registry does not have the source {called!r}, and a new one needs "
                + " and ".join(filter(None, (", ".join(lacking[:-1]), lacking[-1])))
            )
            self._report(row, "sources", row.label("sources"), error)
        if len(self._problems) > before:
            return None
        id = str(source.get("id") or propose("source", source, self._taken))
        self._taken[id] = row.at("sources")
        self._sources.append({"id": id, **source})
        return id

    def _record(self, row: _Row, names: Names) -> Table:
        """The record of a row, with an id that no other record has."""

        def report(key: str, number: int | None, error: UsageError) -> None:
            self._report(row, key, row.label(key, number), error)

        record = Reader(names, report if row.given.place else None).record(row.kind, row.values)
        id = str(record.get("id") or propose(row.kind, record, self._taken))
        if id in self._taken:
            place = self._taken[id]
            where = f"; it is that of {place} too" if place else ""
            self._refuse(
                row,
                "id",
                f"the id {id!r} is taken: an id stands for one record of the whole file, for good"
                + where,
                "choose another --id, or change that record with `set` or `edit`"
                if not row.given.place
                else "choose another one, or leave the record out",
            )
            id = propose(row.kind, record, self._taken)
        self._taken[id] = row.given.place
        return {"id": id, **{key: value for key, value in record.items() if key != "id"}}

    def _apart(
        self, rows: Sequence[_Row], found: list[tuple[str, Table]]
    ) -> list[tuple[str, Table]]:
        """The records, agreements related to those that they look like."""
        if all(kind != "agreement" for kind, _ in found):
            return found
        alike = Alike(self._document.data)
        made = []
        for row, (kind, record) in zip(rows, found, strict=True):
            if kind == "agreement":
                twins = alike.to(record)
                if twins and not self._distinct:
                    self._refuse_twin(row, record, twins)
                elif twins:
                    apart = [{"type": "distinct-from", "agreement": twin} for twin in twins]
                    related = [*record.get("relations", ()), *apart]
                    record = {**record, "relations": related}  # noqa: PLW2901
                alike.include(record)
            made.append((kind, record))
        return made

    def _refuse_twin(self, row: _Row, record: Table, twins: Sequence[str]) -> None:
        named = [self._taken.get(twin) or repr(twin) for twin in twins]
        if row.given.place:
            self._refuse(
                row,
                "parties",
                f"probably the same agreement as {' and '.join(named)}: same parties, same kind, "
                "dated within a month",
                "leave one out, or add --distinct if they are two",
            )
            return
        self._refuse(
            row,
            "parties",
            f"{record['id']!r} is probably there already as {' and '.join(named)}: same parties, "
            "same kind, dated within a month",
            f"look at it with `mineralreg show {twins[0]}`; if it is another one, add --distinct",
        )

    def _refuse(self, row: _Row, key: str, message: str, help: str) -> None:
        if not row.given.place:
            raise WriteRefused(message, help=help)
        self._report(row, key, row.label(key), UsageError(message, help=help))

    def _report(self, row: _Row, key: str, label: str | None, error: MineralregError) -> None:
        """Keep what is wrong with a row, or raise it when there is no place to name."""
        if not row.given.place:
            raise error
        message = f"{error.message}; {error.help}" if error.help else error.message
        where = row.given.at(label) if label else row.given.place
        self._problems.append(Finding("", "error", message, (*row.path, key), file=where))


def _blank(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _address(source: Mapping[str, Any]) -> str:
    return str(source.get("url") or "").strip().rstrip("/")


def _kept(kind: str, pairs: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The pairs without what the program works out and writes into its own output."""
    given = dict(pairs)
    dropped: set[str] = {"match", "possible"}
    if kind in ("agreement", "initiative") and "status" in given:
        dropped |= {*headings.DERIVED, "date"}
    if kind == "partner":
        dropped |= {"region", "subregion"}
        country = countries().by_alpha3(str(given.get("iso")))
        if country is not None:
            dropped |= {key for key in ("name", "kind") if given.get(key) == getattr(country, key)}
    return [(label, value) for label, value in pairs if label not in dropped]


def _name(partner: Table) -> str:
    country = countries().by_alpha3(partner["iso"])
    return country.name if country else str(partner["id"])
