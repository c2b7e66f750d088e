"""What changed inside one record: its fields, and the tables in it matched with their like.

An act is the same act when it is the same action of the same partner; of several the one that
shares most. So a corrected date is a change of that act, not an act gone and another one come.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        yield from _tables(key, _list(old), _list(new))
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


def _tables(key: str, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
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
