"""Plan the adding of records: names, ids, new sources and countries, duplicates; all or none.

Whatever is wrong with records that came in a file is collected and reported together, each at its
place in the input. What the checks find in the result is reported at those places too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Finding
from mineralreg.edit.edits import changed
from mineralreg.edit.identity import Alike, propose
from mineralreg.edit.lookup import Consequence, Names, Table, joined
from mineralreg.edit.rows import Row, read_rows
from mineralreg.edit.values import Reader
from mineralreg.errors import InputRefused, UsageError, WriteRefused
from mineralreg.query.book import TableBook
from mineralreg.reference.vocabulary import RECORD_KINDS
from mineralreg.store.change import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mineralreg.document.document import Document
    from mineralreg.edit.incoming import Given
    from mineralreg.store.change import Change, Plan


def add(
    incoming: Sequence[Given],
    *,
    distinct: bool = False,
    defaults: Mapping[str, Mapping[str, Any]] | None = None,
) -> Plan:
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
        self._taken: dict[str, str] = dict.fromkeys(TableBook(document.data).ids, "")
        self._rows = read_rows(incoming, defaults, document.data)

    def change(self) -> Change:
        """The change that adds them."""
        data, name = self._document.data, self._document.name
        for row in self._rows:
            for keys, label, error in row.wrong:
                self._report(row, keys, label, error)
        for kind in RECORD_KINDS:  # those without an id are named by the ones behind them at most
            known = [row for row in self._rows if isinstance(_said(row).get("id"), str)]
            names = Names(joined(data, [(row.kind, _said(row)) for row in known]), self._faulty())
            for row in self._rows:
                if row.kind == kind:
                    row.record = self._record(row, names)
        self._tell_apart()
        added = [(row.kind, row.record) for row in self._rows if row.kind]
        if not added:
            self._refuse_all(())
        own = [row for row in self._rows if row.kind and not row.extra]
        sources = [row.record["id"] for row in self._rows if row.extra]
        return changed(
            self._document,
            {},
            added,
            ids=[row.record["id"] for row in own],
            said=[
                *(f"added source {id}, which is new" for id in sources),
                *(f"added {row.kind} {row.record['id']} to {name}" for row in own),
            ],
            refuse=self._refuse_all,
        )

    def _record(self, row: Row, names: Names) -> Table:
        """The record of a row, with an id that no other record has."""

        def report(key: str, number: int | None, error: UsageError) -> None:
            self._report(row, (key,), row.label(key, number), error)

        if row.cites is not None:
            cited = row.cites if isinstance(row.cites, str) else row.cites.record["id"]
            row.values["sources"] = [*row.values.get("sources", ()), cited]
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

    def _tell_apart(self) -> None:
        """Refuse agreements that look like another one, or relate them to it as distinct."""
        rows = [row for row in self._rows if row.kind == "agreement" and not row.given.partial]
        alike = Alike(self._document.data if rows else {})
        for row in rows:
            twins = alike.to(row.record)
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
                row.record["relations"] = [*row.record.get("relations", ()), *apart]
            alike.include(row.record)

    # What is wrong.

    def _refuse(self, row: Row, key: str, message: str, help: str) -> None:
        if not row.given.place:
            raise WriteRefused(message, help=help)
        self._report(row, (key,), row.label(key), UsageError(message, help=help))

    def _report(
        self, row: Row, keys: tuple[str, ...], label: str | None, error: UsageError
    ) -> None:
        """Keep what is wrong with a row, or raise it when there is no place to name."""
        if not row.given.place:
            raise error
        self._excused |= {(*row.path, key) for key in keys}
        if not isinstance(error, Consequence):
            message = f"{error.message}; {error.help}" if error.help else error.message
            finding = Finding("", "error", message, (*row.path, keys[0]), file=row.at(label))
            self._problems.append(finding)

    def _faulty(self) -> set[str]:
        """Names, folded, of records that have a problem."""
        paths = {finding.path[:2] for finding in self._problems}
        return {name for row in self._rows if row.path in paths for name in row.names}

    def _refuse_all(self, errors: Sequence[Finding]) -> None:
        """Refuse the records with everything that is wrong, each at its place in the input.

        Raises:
            InputRefused: There is something wrong with what came in a file.
            WriteRefused: The same of what options gave.
        """
        found = list(self._problems)
        for finding in errors:
            path, said = finding.path[:2], finding.message
            key = str(finding.path[2]) if len(finding.path) > 2 else _last_key(said)
            lacking = {key, *(re.findall(r"\w+", said) if finding.code == "MR102" else ())}
            if any((*path, word) in self._excused for word in lacking):
                continue  # what could not be read is lacking
            rows = [row for row in self._rows if row.path == path]
            if any(row.given.partial for row in rows):
                continue
            for row in rows:
                said = said.replace(f"{row.kind} {finding.record!r}", f"this {row.kind}")
                finding = finding._replace(message=said, file=row.at(row.label(key)))  # noqa: PLW2901
            found.append(finding)
        if not found:
            return
        if not all(row.given.place for row in self._rows):
            raise refusal(self._document, found)
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


def _said(row: Row) -> Table:
    return row.record or row.values
