"""Plan the adding of records: ids, missing countries, duplicates, and where they go in the text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mineralreg.document.layout import render_block
from mineralreg.document.splice import insert_block
from mineralreg.document.syntax import SpanMap
from mineralreg.edit import fields
from mineralreg.edit.fields import FIELDS
from mineralreg.edit.identity import Alike, propose
from mineralreg.edit.lookup import Names, Table, ids
from mineralreg.edit.options import Given, record_from
from mineralreg.edit.values import in_steps, settle
from mineralreg.errors import WriteRefused
from mineralreg.reference.countries import countries
from mineralreg.reference.vocabulary import RECORD_KINDS
from mineralreg.store.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from mineralreg.document.document import Document
    from mineralreg.document.splice import Edit
    from mineralreg.edit.incoming import Incoming


def from_options(kind: str, given: Given) -> Callable[[Table], Incoming]:
    """One record from options or answers."""
    return lambda data: [(kind, record_from(kind, given, Names(data)))]


def from_incoming(incoming: Incoming) -> Callable[[Table], Incoming]:
    """Records from a file or a pipe; they may refer to each other."""

    def make(data: Table) -> Incoming:
        names = Names(_joined(data, incoming))
        return [(kind, settle(FIELDS[kind], record, names)) for kind, record in incoming]

    return make


def add(
    make: Callable[[Table], Incoming], *, distinct: bool = False
) -> Callable[[Document], Change]:
    """Plan to add records, all or none of them.

    A record without an id gets one. Countries that a record names and the registry does not list
    yet are added as partners.

    Args:
        make: See `from_options` and `from_incoming`.
        distinct: Add agreements that look like one that is there, with a relation that says they
            are two.

    Returns:
        The function that plans the change of a document. It raises UsageError for a name that
        means nothing, WriteRefused for an id that is taken and for a probable duplicate.
    """

    def plan(document: Document) -> Change:
        data = document.data
        added = _identified(make(data), data, distinct=distinct)
        named = [id for kind, record in added for id in fields.partners(FIELDS[kind], record)]
        partners = [("partner", one) for one in Names(_joined(data, added)).missing(named)]
        every = [*partners, *added]
        return Change(
            edits=_insertions(document.text, every),
            intended=_joined(data, every),
            ids=tuple(str(record["id"]) for _, record in added),
            said=(
                *(
                    f"added partner {one['id']} ({_name(one)}), which was not listed yet"
                    for _, one in partners
                ),
                *(f"added {kind} {record['id']} to {document.name}" for kind, record in added),
            ),
        )

    return plan


def _identified(incoming: Incoming, data: Table, *, distinct: bool) -> Incoming:
    """The records with their ids; each is held against the registry and those before it."""
    added: Incoming = []
    taken = set(ids(data))
    alike = Alike(data if any(kind == "agreement" for kind, _ in incoming) else {})
    for kind, given in incoming:
        record = given if "id" in given else {"id": propose(kind, given, taken), **given}
        if str(record["id"]) in taken:
            raise WriteRefused(
                f"the id {record['id']!r} is taken: an id stands for one record of the whole file, "
                "for good",
                help="choose another --id, or change that record with `set` or `edit`",
            )
        if kind == "agreement":
            record = _distinct(record, alike.to(record), distinct=distinct)
            alike.include(record)
        taken.add(str(record["id"]))
        added.append((kind, record))
    return added


def _distinct(record: Table, twins: list[str], *, distinct: bool) -> Table:
    """The agreement, related to those that it looks like.

    Raises:
        WriteRefused: It looks like one that is there, and nobody said that it is another one.
    """
    if not twins:
        return record
    if not distinct:
        raise WriteRefused(
            f"{record['id']!r} is probably there already as {' and '.join(map(repr, twins))}: "
            "same parties, same kind, dated within a month",
            help=f"look at it with `mineralreg show {twins[0]}`; if it is another one, "
            "add --distinct",
        )
    relations = record.get("relations")
    apart = [{"type": "distinct-from", "agreement": twin} for twin in twins]
    found = {**record, "relations": [*(relations if isinstance(relations, list) else ()), *apart]}
    return {key: found[key] for key in sorted(found, key=_rank)}


def _rank(key: str) -> int:
    order = fields.keys(FIELDS["agreement"])
    return order.index(key) if key in order else len(order)


def _joined(data: Table, added: Incoming) -> Table:
    """The data with the records at the end of their kinds."""
    joined = dict(data)
    for kind, record in added:
        rows = joined.get(kind)
        joined[kind] = [*(rows if isinstance(rows, list) else ()), record]
    return joined


def _insertions(text: str, records: Incoming) -> tuple[Edit, ...]:
    """Edits that put the records behind the last ones of their kinds."""
    spans = SpanMap(text)
    headed = {block.path[0] for block in spans.blocks if block.path}
    blocks = {
        kind: [render_block(kind, record) for of, record in records if of == kind]
        for kind in RECORD_KINDS
    }
    if all(kind in headed or not spans.find((kind,)) for kind, found in blocks.items() if found):
        return tuple(
            edit
            for kind, found in blocks.items()
            if found
            for edit in insert_block(spans, kind, "\n".join(found))
        )
    return in_steps(  # some kind is written as one array, which takes one record at a time
        text,
        [
            partial(insert_block, kind=kind, block=block)
            for kind, found in blocks.items()
            for block in found
        ],
    )


def _name(partner: Table) -> str:
    country = countries().by_alpha3(partner["iso"])
    return country.name if country else str(partner["id"])
