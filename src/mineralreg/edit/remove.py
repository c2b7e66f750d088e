"""Plan the removal of a record that nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.document.splice import remove_block
from mineralreg.document.syntax import SpanMap
from mineralreg.edit.fields import FIELDS, SELECTOR, references
from mineralreg.edit.lookup import Table, find, records, texts
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.reference.vocabulary import RECORD_KINDS
from mineralreg.store.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineralreg.document.document import Document


_SHOWN = 5
_COUNTED = tuple(
    field
    for field in SELECTOR
    if field.key in ("country", "party", "between", "initiative", "event", "source")
)
"""Filters of a claim that name records."""


def remove(id: str) -> Callable[[Document], Change]:
    """Plan to remove one record.

    Args:
        id: Its id. A former id is refused, because it may be meant for another record.

    Returns:
        The function that plans the change. It raises UsageError for an unknown id and WriteRefused
        when something refers to the record, saying what.
    """

    def plan(document: Document) -> Change:
        data = document.data
        found = find(data, id)
        if found.record.get("id") != id:
            present = found.record.get("id")
            raise UsageError(
                f"{id!r} is a former id", help=f"name the record by its id: {present!r}"
            )
        users = list(dict.fromkeys(_users(data, found.record)))
        if users:
            more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
            raise WriteRefused(
                f"{found.kind} {id!r} is still in use: {', '.join(users[:_SHOWN])}{more}",
                help="change those first; a record that turned out wrong can be kept with "
                f"`mineralreg set {id} withdrawn=REASON`",
            )
        rows = [row for number, row in enumerate(data[found.kind]) if number != found.number]
        intended = {**data, found.kind: rows}
        edits = remove_block(SpanMap(document.text), found.path)
        if not rows:
            intended = _without_empty(document.text, found.kind, intended)
        said = f"removed {found.kind} {id} from {document.name}"
        return Change(tuple(edits), intended, (id,), (said,))

    return plan


def _users(data: Table, record: Table) -> Iterator[str]:
    """Each use of a record by another one, in words."""
    known = {*texts(record.get("id")), *texts(record.get("former_ids"))}
    for other in records(data):
        if other.record is record:
            continue
        for field, value in references(FIELDS[other.kind], other.record):
            if value in known and (field.holds in RECORD_KINDS or field in _COUNTED):
                yield f"{other.kind} {other.record.get('id')!r} ({field.key})"


def _without_empty(text: str, kind: str, data: Table) -> Table:
    """The data without a kind whose last block is gone; an array that is written as one stays."""
    if any(block.path[:1] == (kind,) for block in SpanMap(text).blocks):
        return {key: rows for key, rows in data.items() if key != kind}
    return data
