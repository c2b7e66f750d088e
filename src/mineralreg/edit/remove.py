"""Plan the removal of a record that nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.references import links
from mineralreg.edit.edits import changed, planned
from mineralreg.edit.lookup import find, records, targets, texts
from mineralreg.errors import UsageError, WriteRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.document.document import Document
    from mineralreg.edit.lookup import Located, Table
    from mineralreg.store.change import Change

_SHOWN = 5


@planned
def remove(document: Document, id: str) -> Change:
    """Plan to remove one record.

    Args:
        document: The registry file.
        id: Its id. A former id is refused, because it may be meant for another record.

    Raises:
        UsageError: No record has the id.
        WriteRefused: Something refers to the record.
    """
    found = find(document.data, id)
    if found.record.get("id") != id:
        present = found.record.get("id")
        raise UsageError(f"{id!r} is a former id", help=f"name the record by its id: {present!r}")
    known = {*texts(found.record.get("id")), *texts(found.record.get("former_ids"))}
    users = list(
        dict.fromkeys(
            f"{user.kind} {user.record.get('id')!r} ({key})"
            for user, key in uses(document.data, known, found.record)
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


def uses(data: Table, known: set[str], record: Table) -> Iterator[tuple[Located, str]]:
    """Each other record that names one of these ids of a record, with the key that does."""
    for other in records(data):
        if other.record is not record:
            for link in links(other.record, targets(other.kind)):
                if link.id in known:
                    yield other, next(part for part in link.path[::-1] if isinstance(part, str))
