"""Plan the adding of records: names, ids, new sources and countries, duplicates; all or none.

Whatever is wrong with records that came in a file is collected and reported together, each at its
place in the input. What the checks find in the result is reported at those places too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from mineralreg.checks.finding import Finding
from mineralreg.document.document import Document
from mineralreg.edit.edits import changed, planned
from mineralreg.edit.identity import duplicates, propose
from mineralreg.edit.lookup import Names, Table
from mineralreg.edit.rows import Given, Row, read_rows
from mineralreg.edit.values import Reader
from mineralreg.errors import InputRefused, WriteRefused
from mineralreg.query.book import TableBook, tables
from mineralreg.reference.vocabulary import RECORD_KINDS
from mineralreg.store.change import Change, refusal


@planned
def add(
    document: Document,
    incoming: Sequence[Given],
    *,
    distinct: bool = False,
    defaults: Mapping[str, Mapping[str, Any]] = {},
) -> Change:
    """Plan to add records, all or none of them; they may refer to each other.

    A record without an id gets one. Sources that come with a record, and countries that it names
    and the registry does not list yet, are added too. An agreement that looks like one that is
    there gets a relation that says they are `distinct`, or is refused. Defaults, by kind, are for
    what a record does not say.

    Raises:
        UsageError: A name in a record without a place means nothing. What is wrong with the others
            is the change's to refuse, with all else that is.
        WriteRefused: The id of one is taken, or it is probably a duplicate.
    """
    data = document.data
    rows = read_rows(incoming, defaults, data)
    taken = dict.fromkeys(TableBook(data).ids, "")
    for kind in RECORD_KINDS:  # those without an id are named by the ones behind them at most
        whole = {
            of: [*tables(data.get(of)), *(row.said for row in rows if row.kind == of)]
            for of in RECORD_KINDS
        }
        names = Names(whole, {name for row in rows for name in row.faulty_names})
        for row in rows:
            if row.kind == kind:
                row.record = _record(row, names, taken)
    _tell_apart(rows, data, taken, distinct)
    added = [(row.kind, row.record) for row in rows if row.kind]
    if not added:
        _refuse_all(document, rows, ())
    own = [row for row in rows if row.kind and not row.extra]
    sources = [row.record["id"] for row in rows if row.extra]
    return changed(
        document,
        {},
        added,
        ids=[row.record["id"] for row in own],
        said=[
            *(f"added source {id}, which is new" for id in sources),
            *(f"added {row.kind} {row.record['id']} to {document.name}" for row in own),
        ],
        refuse=partial(_refuse_all, document, rows),
    )


def _record(row: Row, names: Names, taken: dict[str, str]) -> Table:
    """The record of a row, with an id that no other record has."""
    if row.cites is not None:
        cited = row.cites if isinstance(row.cites, str) else row.cites.record["id"]
        row.values["sources"] = [*row.values.get("sources", ()), cited]
    record = Reader(names, row.report).record(row.kind, row.values)
    id = str(record.get("id") or propose(row.kind, record, taken))
    if id in taken:
        message = f"the id {id!r} is taken: an id stands for one record of the whole file, for good"
        help = "choose another --id, or change that record with `set` or `edit`"
        if row.given.place:
            help = "choose another one, or leave the record out"
        if taken[id]:
            message += f"; it is that of {taken[id]} too"
        row.report("id", None, WriteRefused(message, help=help))
        id = propose(row.kind, record, taken)
    taken[id] = row.given.place
    return {"id": id, **{key: value for key, value in record.items() if key != "id"}}


def _tell_apart(rows: Sequence[Row], data: Table, taken: dict[str, str], distinct: bool) -> None:
    """Refuse agreements that look like another one, or relate them to it as distinct."""
    own = [row for row in rows if row.kind == "agreement" and not row.given.partial]
    agreements = [*tables(data.get("agreement")), *(row.record for row in own)] if own else []
    by_record = {id(row.record): row for row in own}
    while found := [pair for pair in duplicates(agreements) if id(pair[1]) in by_record]:
        for other, record in found:
            row, twin = by_record[id(record)], str(other["id"])
            if distinct:
                apart = {"type": "distinct-from", "agreement": twin}
                record["relations"] = [*record.get("relations", ()), apart]
                continue
            help = f"look at it with `mineralreg show {twin}`; if it is another one, add --distinct"
            if row.given.place:
                help = "leave one out, or add --distinct if they are two"
            message = f"probably the same agreement as {taken.get(twin) or repr(twin)}: same "
            message += "parties, same kind, dated within a month"
            row.report("parties", None, WriteRefused(message, help=help))
        if not distinct:
            return


def _refuse_all(document: Document, rows: Sequence[Row], errors: Sequence[Finding]) -> None:
    """Refuse the records with everything that is wrong, each at its place in the input.

    Raises:
        InputRefused: There is something wrong with what came in a file.
        WriteRefused: The same of what options gave.
    """
    by_path = {row.path: row for row in rows}
    others = []
    for finding in errors:
        path, said = finding.path, finding.message
        row = by_path.get(path[:2])
        if row is None:
            others.append(finding)
            continue
        ends = re.search(r"'(\w+)'$", said)  # as in: this agreement has no 'title'
        key = str(path[2]) if len(path) > 2 else ends[1] if ends else ""
        lacking = {key, *(re.findall(r"\w+", said) if finding.code == "MR102" else ())}
        if not row.given.partial and lacking.isdisjoint(row.excused):  # else it came, unreadable
            said = said.replace(f"{row.kind} {finding.record!r}", f"this {row.kind}")
            place = row.at(row.label(key))
            row.findings.append(finding._replace(message=said, file=place))
    found = [*(finding for row in rows for finding in row.findings), *others]
    if not found:
        return
    if not all(row.given.place for row in rows):
        raise refusal(document, found)
    many = f"{len(found)} problems" if len(found) > 1 else "one problem"
    lacks = any(finding.code == "MR102" for finding in found)
    raise InputRefused(
        f"{many} in the records to be added, so none was added",
        help="correct them and run the command again"
        + "; a field that all of them lack can be given beside --from, such as --kind" * lacks,
        findings=found,
    )
