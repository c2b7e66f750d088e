"""Plan the removal of a record that nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.edit.edits import changed
from mineralreg.edit.fields import FIELDS, references
from mineralreg.edit.lookup import find, records, texts
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineralreg.document.document import Document
    from mineralreg.edit.fields import Field
    from mineralreg.edit.lookup import Located, Table
    from mineralreg.store.change import Change

_SHOWN = 5
FILTERS = frozenset(("country", "party", "between", "initiative", "event", "source"))
"""Filters of a claim's selector that may name records by their ids."""


def remove(id: str) -> Callable[[Document], Change]:
    """Plan to remove one record.

    Args:
        id: Its id. A former id is refused, because it may be meant for another record.

    Returns:
        The function that plans the change. It raises UsageError for an unknown id and WriteRefused
        when something refers to the record, saying what.
    """

    def plan(document: Document) -> Change:
        found = find(document.data, id)
        if found.record.get("id") != id:
            present = found.record.get("id")
            raise UsageError(
                f"{id!r} is a former id", help=f"name the record by its id: {present!r}"
            )
        known = {*texts(found.record.get("id")), *texts(found.record.get("former_ids"))}
        users = list(
            dict.fromkeys(
                f"{user.kind} {user.record.get('id')!r} ({field.key})"
                for user, field in uses(document.data, known, found.record)
            )
        )
        if users:
            more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
            raise WriteRefused(
                f"{found.kind} {id!r} is still in use: {', '.join(users[:_SHOWN])}{more}",
                help="change those first; a record that turned out wrong can be kept with "
                f"`mineralreg set {id} withdrawn=REASON`",
            )
        said = f"removed {found.kind} {id} from {document.name}"
        return changed(document, {found.path: None}, ids=[id], said=[said])

    return plan


def uses(data: Table, known: set[str], record: Table) -> Iterator[tuple[Located, Field]]:
    """Each other record that names one of these ids of a record, with the field that does."""
    for other in records(data):
        if other.record is not record:
            for field, value in references(FIELDS[other.kind], other.record):
                if value in known and refers(field):
                    yield other, field


def refers(field: Field) -> bool:
    """Whether the texts of a field are ids of records, or may be, as in a selector."""
    return field.holds in RECORD_KINDS or (field.holds == "text" and field.key in FILTERS)
