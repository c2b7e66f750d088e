"""What changed between two registries, record by record and field by field.

Both sides are what a TOML parser gives, so comments, layout, the order of records, of keys and of
words in a list are no change, and neither is a default that is written out or a date in quotes.
A record is known by its id, or by a former id that the newer side names.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Table: TypeAlias = "dict[str, Any]"

_KEYS: dict[str, tuple[str, ...]] = {
    "actions": ("action", "partner"),
    "signatories": ("partner", "name", "body"),
    "amounts": ("unit", "what"),
    "bodies": ("name", "partner"),
    "relations": ("type", "agreement"),
    "variants": ("field", "value"),
    "members": ("partner", "role", "agreement"),
}
"""What tells the tables of a list apart."""

_DEFAULTS: dict[str, Any] = {
    "title_status": "descriptive",
    "legal_nature": "not-stated",
    "level": "intergovernmental",
    "counts_host": False,
    "counts_blocs": False,
    "expect": "match",
}
_TABLE_DEFAULTS: dict[str, dict[str, Any]] = {
    "signatories": {"role": "signatory"},
    "members": {"role": "member", "confidence": "certain"},
}
_SILENT = ("id", "former_ids")


class FieldChange(NamedTuple):
    """One field that is not the same on both sides.

    Attributes:
        field: Key, or path to it: `title`, `actions: signed`, `actions: signed: date`.
        old: The older value as text; None where there was none.
        new: The newer value as text; None where there is none now.
    """

    field: str
    old: str | None
    new: str | None

    def object(self) -> dict[str, Any]:
        """The change as JSON shows it."""
        return self._asdict()


def field_changes(kind: str, old: Table, new: Table) -> tuple[FieldChange, ...]:
    """The differences of two records, in the order of the newer one's keys.

    For a list of words there is one change for each word that came or went; for a list of tables
    one for each table that came or went, and one for each changed key of the others.

    Args:
        kind: Record kind, or `registry`.
        old: The older record.
        new: The newer one.
    """
    if old == new:
        return ()
    silent = _SILENT if kind != "registry" else ()
    keys = [key for key in dict.fromkeys((*new, *old)) if key not in silent]
    return tuple(change for key in keys for change in _field(key, old.get(key), new.get(key)))


def plain(value: object) -> str:
    """A value as text: dates as written, words of a list joined, tables as `key = value`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} = {plain(one)}" for key, one in value.items())
    return str(value)


def _field(key: str, old: Any, new: Any) -> Iterator[FieldChange]:
    old, new = (_DEFAULTS.get(key) if side is None else side for side in (old, new))
    if _are_tables(old) or _are_tables(new):
        yield from _fieldwise_tables(key, _list(old), _list(new))
    elif isinstance(old, list) or isinstance(new, list):
        yield from _words(key, _list(old), _list(new))
    elif isinstance(old, dict) or isinstance(new, dict):
        before, after = (side if isinstance(side, dict) else {} for side in (old, new))
        for inner in dict.fromkeys((*after, *before)):
            yield from _field(f"{key}: {inner}", before.get(inner), after.get(inner))
    elif not _same(old, new):
        yield FieldChange(key, _text(old), _text(new))


def _words(key: str, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    before, after = [plain(one) for one in old], [plain(one) for one in new]
    for word in dict.fromkeys(before):
        if word not in after:
            yield FieldChange(key, word, None)
    for word in dict.fromkeys(after):
        if word not in before:
            yield FieldChange(key, None, word)


def _fieldwise_tables(key: str, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    defaults = _TABLE_DEFAULTS.get(key, {})
    before = [one for one in old if isinstance(one, dict)]
    after = [one for one in new if isinstance(one, dict)]
    for left, right in _pairs(key, before, after, defaults):
        if left is None:
            if right is not None:
                yield FieldChange(f"{key}: {_name(key, right)}", None, plain(right))
            continue
        if right is None:
            yield FieldChange(f"{key}: {_name(key, left)}", plain(left), None)
            continue
        for inner in dict.fromkeys((*right, *left)):
            was, now = left.get(inner, defaults.get(inner)), right.get(inner, defaults.get(inner))
            path = f"{key}: {_name(key, right)}: {inner}"
            if isinstance(was, list) or isinstance(now, list):
                yield from _words(path, _list(was), _list(now))
            elif not _same(was, now):
                yield FieldChange(path, _text(was), _text(now))


def _pairs(
    key: str, old: list[Table], new: list[Table], defaults: Table
) -> Iterator[tuple[Table | None, Table | None]]:
    """Each newer table with the older one it continues: same identity, most in common first."""
    filled_old = [_filled(one, defaults) for one in old]
    filled_new = [_filled(one, defaults) for one in new]
    candidates = [
        (_shared(before, after), here, there)
        for there, after in enumerate(filled_new)
        for here, before in enumerate(filled_old)
        if _identity(key, before) == _identity(key, after)
    ]
    partner_of: dict[int, int] = {}
    used: set[int] = set()
    for _, here, there in sorted(candidates, key=lambda one: (-one[0], one[2], one[1])):
        if there not in partner_of and here not in used:
            partner_of[there] = here
            used.add(here)
    for there, after in enumerate(new):
        yield (old[partner_of[there]] if there in partner_of else None), after
    for here, before in enumerate(old):
        if here not in used:
            yield before, None


def _filled(table: Table, defaults: Table) -> Table:
    return {**defaults, **table}


def _identity(key: str, table: Table) -> tuple[str, ...]:
    names = _KEYS.get(key)
    chosen = names if names is not None else tuple(sorted(table))
    return tuple(plain(table.get(name, "")) for name in chosen)


def _shared(old: Table, new: Table) -> int:
    return sum(1 for key in old if key in new and _same(old[key], new[key]))


def _name(key: str, table: Table) -> str:
    parts = [plain(table[name]) for name in _KEYS.get(key, ()) if name in table]
    return " ".join(parts) or plain(table)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, date) or isinstance(new, date):
        return _text(old) == _text(new)
    if isinstance(old, list) and isinstance(new, list):
        return sorted(map(plain, old)) == sorted(map(plain, new))
    return bool(old == new and isinstance(old, bool) == isinstance(new, bool))


def _text(value: Any) -> str | None:
    return None if value is None else plain(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


Registry: TypeAlias = "dict[str, Any]"
Record: TypeAlias = "dict[str, Any]"
What = Literal["added", "removed", "renamed", "withdrawn", "restored", "changed"]


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
