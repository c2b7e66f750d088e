"""What changed between two registries, record by record and field by field.

Both sides are what a TOML parser gives, so comments, layout, the order of records, of keys and of
words in a list are no change, and neither is a default that is written out or a date in quotes.
A record is known by its id, or by a former id that the newer side names.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from mineralreg.dates import DateError, PartialDate
from mineralreg.query.as_of import ANY_DAY, ActRow, acts_then, derive
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Table: TypeAlias = "dict[str, Any]"
What = Literal["added", "removed", "renamed", "withdrawn", "restored", "changed"]

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
_TABLE_DEFAULTS: dict[str, Table] = {
    "signatories": {"role": "signatory"},
    "members": {"role": "member", "confidence": "certain"},
}
_STANDING = ("agreement", "initiative")
"""Kinds of which the status follows from their acts."""

_MOST_COMPARED = 10_000
"""Pairs of alike tables up to which the best match is looked for; more are paired in order."""


class FieldChange(NamedTuple):
    """One field that is not the same on both sides.

    Attributes:
        field: Key, or path to it: `title`, `actions: signed`, `actions: signed: date`; `status`
            follows from the acts.
        old: The older value as text; None where there was none.
        new: The newer value as text; None where there is none now.
        tables: The same two values where they are tables, such as an act or a member.
    """

    field: str
    old: str | None
    new: str | None
    tables: tuple[Table | None, Table | None] = (None, None)

    def object(self) -> dict[str, Any]:
        """The change as JSON shows it: acts, members and other tables as objects."""
        old, new = (_jsonable(side) if side else None for side in self.tables)
        return {"field": self.field, "old": old or self.old, "new": new or self.new}


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


def diff(old: Table, new: Table) -> list[Change]:
    """Compare two parsed registries.

    Args:
        old: The older side, as `tomli.loads` gives it.
        new: The newer side.

    Returns:
        The header first when it changed, then records kind by kind: those of the newer side in
        their order, then those that are gone, in the order of the older side. Empty when
        nothing but layout changed.
    """
    before, after = (
        {"schema_version": side.get("schema_version"), **_table(side.get("registry"))}
        for side in (old, new)
    )
    fields = tuple(_fields(before, after))
    title = plain(after.get("title") or before.get("title") or "registry")
    changes = [Change("changed", "registry", "registry", "registry", title, fields)]
    changes = changes if fields else []
    for kind in vocabulary.RECORD_KINDS:
        changes += _records(kind, _rows(old, kind), _rows(new, kind), _horizon(old, new))
    return changes


def stood(registry: Table, day: str) -> Table:
    """A parsed registry as it stood at the end of a day.

    Acts, memberships and events that cannot have come by the day are left out, and so are
    agreements and initiatives of which nothing had come.

    Args:
        registry: As `tomli.loads` gives it.
        day: In ISO form.
    """
    end = _horizon(registry)
    kept: Table = dict(registry)
    for kind in _STANDING:
        kept[kind] = []
        for record in _rows(registry, kind):
            acts = _acts(record)
            then = acts_then(_act_rows(record), end)
            came = [act for act, dated in zip(acts, then, strict=True) if dated.earliest <= day]
            members = [
                one
                for one in _list(record.get("members"))
                if _first_day(_table(one).get("from")) <= day
            ]
            if came or (not acts and (members or "members" not in record)):
                there = {"actions": came, "members": members}
                there = {key: value for key, value in there.items() if key in record}
                kept[kind].append(record | there)
    events = _rows(registry, "event")
    kept["event"] = [one for one in events if _first_day(one.get("date", one.get("start"))) <= day]
    return kept


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


def _records(kind: str, old: list[Table], new: list[Table], horizon: str) -> Iterator[Change]:
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
        left, right = before[was], record
        if left == right:
            continue
        if kind in _STANDING:
            left = {"status": _status(left, horizon), **left}
            right = {"status": _status(right, horizon), **right}
        if was != id:  # the old id among the former ones is what the renaming says
            right = right | {"former_ids": _without(right.get("former_ids"), was)}
        fields = tuple(_fields(left, right))
        what = _what(was, id, left, right)
        if fields or what != "changed":
            yield Change(what, kind, id, was, _title(record), fields)
    for id, record in before.items():
        if id not in matched:
            yield Change("removed", kind, id, id, _title(record))


def _fields(old: Table, new: Table) -> Iterator[FieldChange]:
    """The differences of two records, in the order of the newer one's keys.

    For a list of words there is one change for each word that came or went; for a list of tables
    one for each table that came or went, and one for each changed key of the others.
    """
    for key in dict.fromkeys((*new, *old)):
        if key != "id":
            yield from _field(key, old.get(key), new.get(key))


def _field(key: str, old: Any, new: Any) -> Iterator[FieldChange]:
    old, new = (_DEFAULTS.get(key) if side is None else side for side in (old, new))
    if _are_tables(old) or _are_tables(new):
        yield from _table_changes(key, _list(old), _list(new))
    elif isinstance(old, list) or isinstance(new, list):
        yield from _words(key, _list(old), _list(new))
    elif isinstance(old, dict) or isinstance(new, dict):
        before, after = _table(old), _table(new)
        for inner in dict.fromkeys((*after, *before)):
            yield from _field(f"{key}: {inner}", before.get(inner), after.get(inner))
    elif not _same(old, new):
        yield FieldChange(key, _text(old), _text(new))


def _words(key: str, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    before, after = (dict.fromkeys(map(plain, side)) for side in (old, new))
    yield from (FieldChange(key, word, None) for word in before if word not in after)
    yield from (FieldChange(key, None, word) for word in after if word not in before)


def _table_changes(key: str, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    defaults = _TABLE_DEFAULTS.get(key, {})
    before, after = ([one for one in side if isinstance(one, dict)] for side in (old, new))
    for left, right in _pairs(key, before, after, defaults):
        if left is None or right is None:
            name = f"{key}: {_name(key, left or right or {})}"
            yield FieldChange(
                name, plain(left) if left else None, plain(right) if right else None, (left, right)
            )
            continue
        for inner in dict.fromkeys((*right, *left)):
            was, now = (side.get(inner, defaults.get(inner)) for side in (left, right))
            path = f"{key}: {_name(key, right)}: {inner}"
            if isinstance(was, list) or isinstance(now, list):
                yield from _words(path, _list(was), _list(now))
            elif not _same(was, now):
                yield FieldChange(path, _text(was), _text(now))


def _pairs(
    key: str, old: list[Table], new: list[Table], defaults: Table
) -> Iterator[tuple[Table | None, Table | None]]:
    """Each newer table with the older one it continues: equal, else of the same identity and with
    the most in common.
    """
    alike: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for side, tables in enumerate((old, new)):
        for at, one in enumerate(tables):
            alike.setdefault(_identity(key, defaults | one), ([], []))[side].append(at)
    partner_of: dict[int, int] = {}
    for here, there in alike.values():
        partner_of |= _matched(here, there, old, new, defaults)
    for at, after in enumerate(new):
        yield (old[partner_of[at]] if at in partner_of else None), after
    used = set(partner_of.values())
    yield from ((before, None) for at, before in enumerate(old) if at not in used)


def _matched(
    here: list[int], there: list[int], old: list[Table], new: list[Table], defaults: Table
) -> dict[int, int]:
    """Positions of newer tables with those of the older ones, all of one identity."""
    same: dict[str, list[int]] = {}
    for at in here:
        same.setdefault(plain(defaults | old[at]), []).append(at)
    found = {}
    for at in there:
        if equal := same.get(plain(defaults | new[at])):
            found[at] = equal.pop(0)
    used = set(found.values())
    left = [at for at in here if at not in used]
    right = [at for at in there if at not in found]
    if len(left) * len(right) > _MOST_COMPARED:
        return found | dict(zip(right, left, strict=False))
    candidates = sorted(
        (-_shared(defaults | old[before], defaults | new[after]), after, before)
        for before in left
        for after in right
    )
    for _, after, before in candidates:
        if after not in found and before not in used:
            found[after] = before
            used.add(before)
    return found


def _identity(key: str, table: Table) -> tuple[str, ...]:
    names = _KEYS.get(key)
    chosen = names if names is not None else tuple(sorted(table))
    return tuple(plain(table.get(name, "")) for name in chosen)


def _shared(old: Table, new: Table) -> int:
    return sum(1 for key in old if key in new and _same(old[key], new[key]))


def _name(key: str, table: Table) -> str:
    parts = [plain(table[name]) for name in _KEYS.get(key, ()) if name in table]
    return " ".join(parts) or plain(table)


def _former(record: Table, before: Mapping[str, Table], taken: set[str]) -> str | None:
    """The id that the record had on the older side, as its `former_ids` tell, newest first."""
    names = reversed(_list(record.get("former_ids")))
    return next((name for name in map(str, names) if name in before and name not in taken), None)


def _what(was: str, id: str, before: Table, after: Table) -> What:
    if was != id:
        return "renamed"
    withdrawn = bool(before.get("withdrawn")), bool(after.get("withdrawn"))
    if withdrawn == (False, True):
        return "withdrawn"
    return "restored" if withdrawn == (True, False) else "changed"


def _status(record: Table, horizon: str) -> str:
    """The status that follows from the acts."""
    return derive(acts_then(_act_rows(record), horizon)).status


def _acts(record: Table) -> list[Table]:
    return [act for act in _list(record.get("actions")) if isinstance(act, dict)]


def _act_rows(record: Table) -> Iterator[ActRow]:
    """The acts of a record as `acts_then` reads them."""
    for act in _acts(record):
        when = _date(act.get("date"))
        days = (when.earliest.isoformat(), when.latest.isoformat()) if when else (None, None)
        yield "", str(act.get("action")), when.text if when else None, *days, act.get("partner")


def _date(value: object) -> PartialDate | None:
    """A date, or None for none and for one that is not valid."""
    try:
        return PartialDate.coerce(value)
    except (DateError, TypeError):
        return None


def _first_day(value: object) -> str:
    day = _date(value)
    return day.earliest.isoformat() if day else ANY_DAY[0]


def _horizon(*registries: Table) -> str:
    """The last day that an undated act can have come, by what the registries say of themselves."""
    stated = [_date(_table(one.get("registry")).get("as_of")) for one in registries]
    return max((day.latest.isoformat() for day in stated if day), default=ANY_DAY[1])


def _title(record: Table) -> str:
    for key in ("title", "name", "statement", "iso", "id"):
        if key in record:
            return plain(record[key])
    return ""


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, date) or isinstance(new, date):
        return _text(old) == _text(new)
    if isinstance(old, list) and isinstance(new, list):
        return sorted(map(plain, old)) == sorted(map(plain, new))
    return bool(old == new and isinstance(old, bool) == isinstance(new, bool))


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_jsonable(one) for one in value]
    return plain(value) if isinstance(value, date) else value


def _without(former: object, id: str) -> list[Any] | None:
    return [one for one in _list(former) if one != id] or None


def _text(value: Any) -> str | None:
    return None if value is None else plain(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _rows(registry: Table, kind: str) -> list[Table]:
    return [one for one in _list(registry.get(kind)) if isinstance(one, dict)]


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}
