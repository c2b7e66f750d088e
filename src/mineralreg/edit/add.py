"""Plan the adding of records: names, ids, new sources and countries, duplicates; all or none.

Whatever is wrong with records that came in a file is collected and reported together, each at its
place in the input. What the checks find in the result is reported at those places too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Finding
from mineralreg.edit.edits import changed
from mineralreg.edit.fields import SOURCE, keys, missing
from mineralreg.edit.identity import Alike, propose
from mineralreg.edit.lookup import Consequence, Names, Table, ids, joined, partners
from mineralreg.edit.rows import Row, read_rows
from mineralreg.edit.values import Reader
from mineralreg.errors import InputRefused, UsageError, WriteRefused
from mineralreg.reference.countries import countries
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mineralreg.document.document import Document
    from mineralreg.edit.incoming import Given
    from mineralreg.store.change import Change


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
        incoming: From `from_options` or `read_incoming`; they may refer to each other.
        distinct: Add agreements that look like one that is there, with a relation that says they
            are two.
        defaults: Values for what a record does not say, by its kind.

    Returns:
        The function that plans the change of a document. For a record without a place it raises
        UsageError for a name that means nothing, WriteRefused for an id that is taken and for a
        probable duplicate; else the change refuses itself with everything that is wrong.
    """
    return lambda document: _Plan(document, incoming, defaults or {}, distinct).change()


class _Plan:
    """The adding of records to one document."""

    def __init__(
        self,
        document: Document,
        incoming: Sequence[Given],
        defaults: Mapping[str, Mapping[str, Any]],
        distinct: bool,
    ) -> None:
        self._document = document
        self._distinct = distinct
        self._problems: list[Finding] = []
        self._excused: set[tuple[Any, ...]] = set()
        self._taken: dict[str, str] = dict.fromkeys(ids(document.data), "")
        self._sources: list[Table] = []
        listed = {kind: rows for kind in RECORD_KINDS if (rows := document.data.get(kind))}
        counts = {kind: len(rows) for kind, rows in listed.items()}
        self._rows = list(read_rows(incoming, defaults, counts))

    def change(self) -> Change:
        """The change that adds them."""
        data, name = self._document.data, self._document.name
        for row in self._rows:
            for key, label, error in row.wrong:
                self._report(row, key, label, error)
        self._cite()
        made: dict[int, Table] = {}
        for kind in RECORD_KINDS:  # those without an id are named by the ones behind them at most
            known = [("source", source) for source in self._sources]
            known += [
                (row.kind, made.get(number, row.values))
                for number, row in enumerate(self._rows)
                if number in made or isinstance(row.values.get("id"), str)
            ]
            names = Names(joined(data, known), self._faulty())
            for number, row in enumerate(self._rows):
                if row.kind == kind:
                    made[number] = self._record(row, names)
        records = self._apart([(row.kind, made[number]) for number, row in enumerate(self._rows)])
        added = [*records, *(("source", source) for source in self._sources)]
        named = [id for kind, one in added for id in partners(kind, one)]
        new = Names(joined(data, added)).missing(named)
        return changed(
            self._document,
            {},
            [*added, *(("partner", one) for one in new)],
            ids=[str(record["id"]) for _, record in records],
            said=[
                *(
                    f"added partner {one['id']} ({_name(one)}), which was not listed yet"
                    for one in new
                ),
                *(f"added source {one['id']}, which is new" for one in self._sources),
                *(f"added {kind} {record['id']} to {name}" for kind, record in records),
            ],
            refuse=self._refuse_input if all(row.given.place for row in self._rows) else None,
        )

    # Sources that come with other records.

    def _cite(self) -> None:
        """Add the sources that come with other records, and let those cite them."""
        names = Names(self._document.data)
        addresses: dict[str, str | None] = {
            _address(row.values): str(row.values.get("id") or "")
            for row in self._rows
            if row.kind == "source"
        }
        for row in self._rows:
            if not row.source:
                continue
            url = _address(row.source)
            if url not in addresses or not url:
                addresses[url] = names.addressed(url) or self._new_source(row, names)
            cited = addresses[url]
            if cited is None:
                self._excused.add((*row.path, "sources"))
            else:  # a source of the input without an id is cited by its address
                row.values["sources"] = [*row.values.get("sources", ()), cited or url]

    def _new_source(self, row: Row, names: Names) -> str | None:
        """Add the source that a row describes; None when it lacks something."""
        before = len(self._problems)

        def report(key: str, number: int | None, error: UsageError) -> None:
            self._report(row, "sources", row.label(SOURCE + key, number), error)

        source = Reader(names, report).record("source", row.source)
        if lacking := [SOURCE + key for key in keys(missing("source", row.source))]:
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
        self._taken[id] = row.at(row.label("sources"))
        self._sources.append({"id": id, **source})
        return id

    # Records.

    def _record(self, row: Row, names: Names) -> Table:
        """The record of a row, with an id that no other record has."""

        def report(key: str, number: int | None, error: UsageError) -> None:
            self._report(row, key, row.label(key, number), error)

        record = Reader(names, report).record(row.kind, row.values)
        id = str(record.get("id") or propose(row.kind, record, self._taken))
        if id in self._taken:
            place = self._taken[id]
            self._refuse(
                row,
                "id",
                f"the id {id!r} is taken: an id stands for one record of the whole file, for good"
                + (f"; it is that of {place} too" if place else ""),
                "choose another one, or leave the record out"
                if row.given.place
                else "choose another --id, or change that record with `set` or `edit`",
            )
            id = propose(row.kind, record, self._taken)
        self._taken[id] = row.given.place
        return {"id": id, **{key: value for key, value in record.items() if key != "id"}}

    def _apart(self, found: Sequence[tuple[str, Table]]) -> list[tuple[str, Table]]:
        """The records, agreements related to those that they look like."""
        alike = Alike(self._document.data if any(kind == "agreement" for kind, _ in found) else {})
        made = []
        for row, (kind, record) in zip(self._rows, found, strict=True):
            twins = alike.to(record) if kind == "agreement" else []
            if twins and not self._distinct:
                places = [self._taken.get(twin) or repr(twin) for twin in twins]
                look = f"look at it with `mineralreg show {twins[0]}`; if it is another one, "
                self._refuse(
                    row,
                    "parties",
                    f"probably the same agreement as {' and '.join(places)}: same parties, same "
                    "kind, dated within a month",
                    "leave one out, or add --distinct if they are two"
                    if row.given.place
                    else f"{look}add --distinct",
                )
            elif twins:
                apart = [{"type": "distinct-from", "agreement": twin} for twin in twins]
                record = {**record, "relations": [*record.get("relations", ()), *apart]}  # noqa: PLW2901
            if kind == "agreement":
                alike.include(record)
            made.append((kind, record))
        return made

    # What is wrong.

    def _refuse(self, row: Row, key: str, message: str, help: str) -> None:
        if not row.given.place:
            raise WriteRefused(message, help=help)
        self._report(row, key, row.label(key), UsageError(message, help=help))

    def _report(self, row: Row, key: str, label: str | None, error: UsageError) -> None:
        """Keep what is wrong with a row, or raise it when there is no place to name."""
        if not row.given.place:
            raise error
        self._excused.add((*row.path, key))
        if not isinstance(error, Consequence):
            message = f"{error.message}; {error.help}" if error.help else error.message
            finding = Finding("", "error", message, (*row.path, key), file=row.at(label))
            self._problems.append(finding)

    def _faulty(self) -> set[str]:
        """Names, folded, of records that have a problem."""
        paths = {finding.path[:2] for finding in self._problems}
        return {name for row in self._rows if row.path in paths for name in row.names}

    def _refuse_input(self, errors: Sequence[Finding]) -> None:
        """Refuse the records with everything that is wrong, each at its place in the input.

        Raises:
            InputRefused: There is something.
        """
        found = list(self._problems)
        for finding in errors:
            path, said = finding.path[:2], finding.message
            key = str(finding.path[2]) if len(finding.path) > 2 else _last_key(said)
            lacking = {key, *(re.findall(r"\w+", said) if finding.code == "MR102" else ())}
            if any((*path, word) in self._excused for word in lacking):
                continue  # what could not be read is lacking
            for row in (row for row in self._rows if row.path == path):
                said = said.replace(f"{row.kind} {finding.record!r}", f"this {row.kind}")
                finding = replace(finding, message=said, file=row.at(row.label(key)))  # noqa: PLW2901
            found.append(finding)
        if not found:
            return
        order: dict[tuple[Any, ...], int] = {row.path: n for n, row in enumerate(self._rows)}
        found.sort(key=lambda finding: order.get(finding.path[:2], len(order)))
        many = f"{len(found)} problems" if len(found) > 1 else "one problem"
        lacks = any(finding.code == "MR102" for finding in found)
        raise InputRefused(
            f"{many} in the records to be added, so none was added",
            help="correct them and run the command again"
            + "; a field that all of them lack can be given beside --from, such as --kind" * lacks,
            findings=found,
        )


def _last_key(message: str) -> str:
    """The key that a message ends with, as in `this agreement has no 'title'`."""
    found = re.search(r"'(\w+)'$", message)
    return found[1] if found else ""


def _address(source: Mapping[str, Any]) -> str:
    return str(source.get("url") or "").strip().rstrip("/")


def _name(partner: Table) -> str:
    country = countries().by_alpha3(partner["iso"])
    return country.name if country else str(partner["id"])
