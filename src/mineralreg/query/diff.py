"""The answer of `diff`: what changed between two registries, record by record, field by field.

Both sides are what a TOML parser gives, so comments, layout, the order of records, of keys and of
words in a list are no change, and neither is a default that is written out, a date in quotes or
the current id of what was named by a former one. A record is known by its id, or by a former id
that the newer side names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any, Literal, NamedTuple, TypeAlias

from mineralreg.dates import PartialDate
from mineralreg.query.as_of import ANY_DAY, acts_of, came_by, may_begin
from mineralreg.query.book import TableBook, tables, texts
from mineralreg.query.results import Answer, Edits, Part, Row, columns_of
from mineralreg.records.status import state_of
from mineralreg.reference import vocabulary

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
"""The keys that identify a table within its list."""

_MOST_COMPARED = 10_000
"""Pairs of alike tables up to which the best match is looked for; more are paired in order."""


class FieldChange(NamedTuple):
    """One field that is not the same on both sides, with its values as text, a table or None.

    `field` is a key or the path to it: `title`, `actions: signed`, `actions: signed: date`. The
    `status` follows from the acts. An act, a member … that came or went is a table.
    """

    field: str
    old: str | Table | None
    new: str | Table | None

    def texts(self) -> tuple[str, str | None, str | None]:
        """The field, and both values as text."""
        return self.field, _text(self.old), _text(self.new)


class Change(NamedTuple):
    """One record that is not the same on both sides, or the header (of the kind `registry`).

    Attributes:
        what: What happened; of a `renamed` record fields may have changed as well.
        id: Id on the newer side; on the older one for a removed record.
        old_id: Id on the older side; None for an added record.
        fields: The fields that changed, in the order of the record; empty for added and removed.
    """

    what: What
    kind: str
    id: str
    old_id: str | None
    title: str
    fields: tuple[FieldChange, ...] = ()

    def rows(self) -> list[Row]:
        """A row for each field; one for a record that came, went or has another id only."""
        first = (self.what, self.kind, self.id)
        was = self.old_id if self.old_id != self.id else None
        changed: list[Row] = [(*first, *field.texts()) for field in self.fields]
        return changed or [(*first, None, was, self.title)]


class Changes(Answer):
    """The answer of `diff`: the differences of two registries, in record order."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        super().__init__(
            columns_of("change, kind, id, field, old…, new…"),
            [row for change in changes for row in change.rows()],
            [change.id for change in changes],
            objects=[
                {**change._asdict(), "fields": [field._asdict() for field in change.fields]}
                for change in changes
            ],
            notes=() if changes else ("no differences",),
        )

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        for change in self.changes:
            id = f"{change.old_id} → {change.id}" if change.what == "renamed" else change.id
            title = change.title if change.title != change.id else ""
            yield Edits(change.what, change.kind, id, title, [one.texts() for one in change.fields])


def diff(old: Table, new: Table) -> list[Change]:
    """Compare two registries as `tomli.loads` gives them.

    The header comes first when it changed, then records kind by kind: those of the newer side in
    their order, then those that are gone, in the order of the older side.
    """
    changes = []
    before, after = (
        _normal({"schema_version": side.get("schema_version"), **_table(side.get("registry"))}, {})
        for side in (old, new)
    )
    if fields := tuple(_inside("", before, after)):
        title = plain(after.get("title") or before.get("title") or "registry")
        changes.append(Change("changed", "registry", "registry", "registry", title, fields))
    current, horizon = _current_ids(old, new), _horizon(old, new)
    for kind in vocabulary.RECORD_KINDS:
        changes += _records(kind, tables(old.get(kind)), tables(new.get(kind)), current, horizon)
    return changes


def stood(registry: Table, day: str) -> Table:
    """A parsed registry as it stood at the end of a day.

    Acts, memberships and events that cannot have come by the day are left out, and so are
    agreements and initiatives of which nothing had come.
    """
    end = _horizon(registry)
    kept: Table = dict(registry)
    for kind in vocabulary.DERIVED_KINDS:
        kept[kind] = []
        for record in tables(registry.get(kind)):
            left = came_by(record, day, end)
            members = left.get("members") or "members" not in record
            if left.get("actions") or (members and not record.get("actions")):
                kept[kind].append(left)
    days = ((one, one.get("date", one.get("start"))) for one in tables(registry.get("event")))
    kept["event"] = [one for one, date in days if may_begin(PartialDate.of(date), day)]
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


def _text(value: object) -> str | None:
    return None if value is None else plain(value)


def _records(
    kind: str, old: list[Table], new: list[Table], current: Mapping[str, str], horizon: str
) -> Iterator[Change]:
    before, after = ({str(one.get("id")): one for one in side} for side in (old, new))
    gone = dict(before)
    for record in new:
        id = str(record.get("id"))
        formers = reversed(texts(record.get("former_ids")))
        known = (one for one in formers if one in gone and one not in after)
        was = id if id in before else next(known, None)
        if was is None:
            yield Change("added", kind, id, None, _title(record))
            continue
        gone.pop(was, None)
        if before[was] == record:
            continue
        left, right = (_normal(one, current) for one in (before[was], record))
        if kind in vocabulary.DERIVED_KINDS:
            left, right = (
                {"status": state_of(acts_of(tables(one.get("actions")), horizon)).status, **one}
                for one in (left, right)
            )
        what: What = "changed"
        if was != id:  # the old id among the former ones is what the renaming says
            former = [one for one in texts(right.get("former_ids")) if one != was]
            right["former_ids"] = former or None
            what = "renamed"
        elif bool(left.get("withdrawn")) != bool(right.get("withdrawn")):
            what = "withdrawn" if right.get("withdrawn") else "restored"
        fields = tuple(_inside("", left, right))
        if fields or what == "renamed":
            yield Change(what, kind, id, was, _title(record), fields)
    for id, record in gone.items():
        yield Change("removed", kind, id, id, _title(record))


def _normal(value: Any, current: Mapping[str, str], key: str = "") -> Any:
    """A value as in JSON, with current ids, and without the defaults of tables."""
    if isinstance(value, dict):
        usual = vocabulary.DEFAULTS.get(key, {})
        inside = "sources" if key == "field_sources" else ""
        return {
            name: _normal(one, current, inside or name)
            for name, one in value.items()
            if name not in usual or one != usual[name]
        }
    if isinstance(value, list):
        return [_normal(one, current, key) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    named = key in vocabulary.REFERENCES and isinstance(value, str)
    return current.get(value, value) if named else value


def _current_ids(old: Table, new: Table) -> dict[str, str]:
    """The current id of each former id."""
    newer = TableBook(new).ids
    found: dict[str, str] = {}
    for former, known in (*newer.items(), *TableBook(old).ids.items()):
        if known.former and newer.get(former, known).former:
            found.setdefault(former, found.get(known.id, known.id))
    return found


def _inside(path: str, old: Table, new: Table, of: str = "record") -> Iterator[FieldChange]:
    """The differences of two tables, in the order of the newer one's keys.

    For a list of words there is one change for each word that came or went; for a list of tables
    one for each table that came or went, and one for each changed key of the others. The path of
    records is "", and their ids are not compared; `of` says whose `DEFAULTS` hold.
    """
    for key in dict.fromkeys((*new, *old)):
        if path or key != "id":
            inner = f"{path}: {key}" if path else key
            usual = vocabulary.DEFAULTS.get(of, {}).get(key)
            yield from _field(inner, old.get(key, usual), new.get(key, usual))


def _field(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    """The differences of one value, at whatever depth."""
    kinds = {type(side) for side in (old, new)}
    if tables(old) or tables(new):
        yield from _table_changes(path, tables(old), tables(new))
    elif list in kinds:
        before, after = (
            dict.fromkeys(map(plain, side if isinstance(side, list) else [side]))
            for side in ([] if one is None else one for one in (old, new))
        )
        yield from (FieldChange(path, word, None) for word in before if word not in after)
        yield from (FieldChange(path, None, word) for word in after if word not in before)
    elif dict in kinds:
        yield from _inside(path, _table(old), _table(new), "")
    elif old != new or (bool in kinds and len(kinds) > 1):
        yield FieldChange(path, _text(old), _text(new))


def _table_changes(key: str, old: list[Table], new: list[Table]) -> Iterator[FieldChange]:
    """The differences of two lists of tables; what is in both is no change."""
    before, after = _numbered(old), _numbered(new)
    gone = [one for text, one in before.items() if text not in after]
    come = [one for text, one in after.items() if text not in before]
    continued = _continued(key, gone, come)
    for at, right in enumerate(come):
        name = f"{key}: {_name(key, right)}"
        if at in continued:
            yield from _inside(name, gone[continued[at]], right, key)
        else:
            yield FieldChange(name, None, right)
    for at, left in enumerate(gone):
        if at not in continued.values():
            yield FieldChange(f"{key}: {_name(key, left)}", left, None)


def _numbered(tables: list[Table]) -> dict[tuple[str, int], Table]:
    """Tables by their content, whatever the order of keys, and a number among equal ones."""
    seen: Counter[str] = Counter()
    found = {}
    for one in tables:
        text = plain(dict(sorted(one.items())))
        found[text, seen[text]] = one
        seen[text] += 1
    return found


def _continued(key: str, gone: list[Table], come: list[Table]) -> dict[int, int]:
    """The older table that each newer one continues: of the same identity, most alike."""
    alike: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for side, listed in enumerate((come, gone)):
        for at, one in enumerate(listed):
            names = _KEYS.get(key, tuple(sorted(one)))
            identity = tuple(plain(one.get(name, "")) for name in names)
            alike.setdefault(identity, ([], []))[side].append(at)

    def shared(pair: tuple[int, int]) -> int:
        one, other = come[pair[0]], gone[pair[1]]
        return sum(name in other and one[name] == other[name] for name in one)

    found: dict[int, int] = {}
    for there, here in alike.values():
        pairs: Iterable[tuple[int, int]] = zip(there, here, strict=False)
        if len(there) * len(here) <= _MOST_COMPARED:
            pairs = sorted(product(there, here), key=shared, reverse=True)
        taken = set()
        for after, before in pairs:
            if after not in found and before not in taken:
                found[after] = before
                taken.add(before)
    return found


def _name(key: str, table: Table) -> str:
    parts = [plain(table[name]) for name in _KEYS.get(key, ()) if name in table]
    return " ".join(parts) or plain(table)


def _horizon(*registries: Table) -> str:
    """The last possible day of an undated act, from the headers of the registries."""
    stated = [PartialDate.of(_table(one.get("registry")).get("as_of")) for one in registries]
    return max((day.latest.isoformat() for day in stated if day), default=ANY_DAY[1])


def _title(record: Table) -> str:
    keys = ("title", "name", "statement", "iso", "id")
    return next((plain(record[key]) for key in keys if key in record), "")


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}
