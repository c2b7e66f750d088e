"""What changed between two registries, record by record and field by field.

Both sides are what a TOML parser gives, so comments, layout, the order of records, of keys and of
words in a list are no change, and neither is a default that is written out or a date in quotes.
A record is known by its id, or by a former id that the newer side names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from mineralreg.query.fieldwise import FieldChange, field_changes, plain
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

Registry: TypeAlias = "dict[str, Any]"
Record: TypeAlias = "dict[str, Any]"
What = Literal["added", "removed", "renamed", "withdrawn", "restored", "changed"]

__all__ = ["Change", "FieldChange", "diff"]


class Change(NamedTuple):
    """One record that is not the same on both sides.

    Attributes:
        what: `added`, `removed`, `renamed` (another id; fields may have changed as well),
            `withdrawn`, `restored` (no longer withdrawn) or `changed`.
        kind: Record kind in the singular, or `registry` for the header.
        id: Id on the newer side; on the older one for a removed record.
        old_id: Id on the older side; None for an added record.
        title: Title, name or statement, on the newer side where there is one.
        fields: The fields that changed, in the order of the record; empty for added and removed.
    """

    what: What
    kind: str
    id: str
    old_id: str | None
    title: str
    fields: tuple[FieldChange, ...] = ()


def diff(old: Registry, new: Registry) -> list[Change]:
    """Compare two parsed registries.

    Args:
        old: The older side, as `tomli.loads` gives it.
        new: The newer side.

    Returns:
        The header first when it changed, then records kind by kind: those of the newer side in
        their order, then those that are gone, in the order of the older side. Empty when
        nothing but layout changed.
    """
    changes = list(_header(old, new))
    for kind in vocabulary.RECORD_KINDS:
        changes += _records(kind, _tables(old, kind), _tables(new, kind))
    return changes


def _header(old: Registry, new: Registry) -> Iterable[Change]:
    before, after = (
        {"schema_version": side.get("schema_version"), **_table(side.get("registry"))}
        for side in (old, new)
    )
    fields = field_changes("registry", before, after)
    if fields:
        title = after.get("title") or before.get("title") or "registry"
        yield Change("changed", "registry", "registry", "registry", plain(title), fields)


def _records(kind: str, old: list[Record], new: list[Record]) -> Iterable[Change]:
    before = {str(record.get("id")): record for record in old}
    matched: set[str] = set()
    after = {str(record.get("id")) for record in new}
    for record in new:
        id = str(record.get("id"))
        was = id if id in before else _former(record, before, after | matched)
        if was is None:
            yield Change("added", kind, id, None, _title(record))
            continue
        matched.add(was)
        fields = field_changes(kind, before[was], record)
        what = _what(was, id, before[was], record)
        if fields or what != "changed":
            yield Change(what, kind, id, was, _title(record), fields)
    for id, record in before.items():
        if id not in matched:
            yield Change("removed", kind, id, id, _title(record))


def _former(record: Record, before: dict[str, Record], taken: set[str]) -> str | None:
    """The id that the record had on the older side, as its `former_ids` tell, newest first."""
    former = record.get("former_ids")
    names = reversed(former) if isinstance(former, list) else ()
    return next((name for name in map(str, names) if name in before and name not in taken), None)


def _what(was: str, id: str, before: Record, after: Record) -> What:
    if was != id:
        return "renamed"
    withdrawn = bool(before.get("withdrawn")), bool(after.get("withdrawn"))
    if withdrawn == (False, True):
        return "withdrawn"
    return "restored" if withdrawn == (True, False) else "changed"


def _title(record: Record) -> str:
    for key in ("title", "name", "statement", "iso", "id"):
        if key in record:
            return plain(record[key])
    return ""


def _tables(registry: Registry, kind: str) -> list[Record]:
    found = registry.get(kind, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _table(value: object) -> Record:
    return value if isinstance(value, dict) else {}
