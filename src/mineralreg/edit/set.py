"""Plan the change of one record: single fields (`set`), a new act (`act`), its end (`remove`).

Fields are scalars and lists of scalars: `kind=treaty`, `minerals+=cobalt`, `event=`, `id=new-name`.
An act takes its place among the others in time order; whether it may follow them is for the checks
to say, through which the whole result goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mineralreg.checks.context import Context, Item
from mineralreg.document.content import DocumentError
from mineralreg.document.document import Document, parse
from mineralreg.edit.edits import HEADER, changed, planned
from mineralreg.edit.fields import ACTS, FIELDS, HEADER_FIELDS, flag, inputs
from mineralreg.edit.lookup import Names, Table, find
from mineralreg.edit.values import Reader, blank, in_order
from mineralreg.errors import UsageError, WriteRefused, article
from mineralreg.query.book import links, tables, texts
from mineralreg.query.names import did_you_mean, shown
from mineralreg.records.schema import Field, Fields, renamed
from mineralreg.reference.spelling import nearest
from mineralreg.store.change import Change

_FORM = re.compile(r"([A-Za-z][A-Za-z_.-]*?)\s*(\+=|-=|=)(.*)", re.DOTALL)
_DERIVED = ("status", "status_since", "date")
"""Keys that follow from the acts of a record."""
_SHOWN = 5


def read_assignment(text: str) -> tuple[str, str, str]:
    """The key, the sign and the text of `FIELD=VALUE`, `FIELD+=VALUE` or `FIELD-=VALUE`."""
    found = _FORM.fullmatch(text)
    if found is None:
        help = "write FIELD=VALUE, or += and -= for lists"
        raise UsageError(f"{shown(text)} is not an assignment", help=help)
    return found[1].replace("-", "_").lower(), found[2], found[3].strip()


@planned
def assign(document: Document, id: str, assignments: Sequence[str]) -> Change:
    """Plan to change fields of one record, or of the header of the file, whose id is `registry`."""
    wanted = [read_assignment(text) for text in assignments]
    found = None if id == HEADER[0] else find(document, id)
    before: Table = found.record if found else document.header
    path = found.path if found else HEADER
    fields = FIELDS[found.kind] if found else HEADER_FIELDS
    name = f"{found.kind} {before['id']}" if found else id
    reader = Reader(Names(document.data))
    record = before
    for key, sign, text in wanted:
        record = _assigned(key, sign, text, fields, record, reader)
    old, new = str(before.get("id")), str(record.get("id"))
    if new != old:
        former = [one for one in texts(record.get("former_ids")) if one != new]
        record = {**record, "former_ids": list(dict.fromkeys([*former, old]))}
    changes = [key for key in fields if record.get(key) != before.get(key)]
    records: dict[tuple[Any, ...], Table | None] = {path: record} if changes else {}
    said = [f"{name} says so already; nothing was changed"]
    if changes:
        said = [f"changed {', '.join(changes)} of {name} in {document.name}"]
    users = {user.path: user for user, _ in uses(document, {old}, before)} if new != old else {}
    for other, user in users.items():
        records[other] = renamed(user.record, {old: new})
    if users:
        many = f"{len(users)} records that name" if len(users) > 1 else "one record that names"
        said.append(f"changed {many} it")
    return changed(document, records, ids=[str(record.get("id", id))], said=said)


def _assigned(
    key: str, sign: str, text: str, fields: Fields, record: Table, reader: Reader
) -> Table:
    """The record after one assignment; the key of a field in a table is `table.key`."""
    head, dot, tail = key.partition(".")
    field = _field(fields, head)
    value: Any = None
    if dot and field.parts and not field.many:
        inner = record.get(head)
        table = inner if isinstance(inner, dict) else {}
        value = _assigned(tail, sign, text, field.parts, table, reader)
        if head == "selector" and len(texts(value.get(tail))) == 1:
            value = {**value, tail: texts(value[tail])[0]}
    elif field.parts or dot:
        acts = "record acts with `act ID ACTION`, and change them with `edit ID`"
        raise UsageError(
            f"{key} is not a single value, so `set` does not change it",
            help=acts if field.key == "actions" else "change it with `edit ID`",
        )
    elif key == "id" and (sign != "=" or not text):
        raise UsageError("a record has one id", help="write id=NEW to rename it")
    elif sign != "=" and not field.many:
        raise UsageError(f"{key} is one value, not a list", help=f"write {key}=VALUE")
    elif text or sign != "=":
        value = reader.value(field, _several(field, text) if field.many else text)
        if sign != "=":
            value = _amended(key, record.get(key), sign, value)
        elif key == "id":
            _refuse_taken(reader, value, record)
    kept = {other: old for other, old in record.items() if other != head}
    return kept if blank(value) else {**record, head: value}


def _refuse_taken(reader: Reader, id: str, record: Table) -> None:
    owner = reader.names.book.by_id(id)
    if owner is not None and owner.id != record.get("id"):
        raise UsageError(
            f"the id {id!r} is taken: an id stands for one record of the whole file, for good",
            help="choose another one",
        )


def _amended(key: str, now: Any, sign: str, values: list[Any]) -> list[Any]:
    """A list after values joined or left it."""
    items = now if isinstance(now, list) else [] if now is None else [now]
    absent = [value for value in values if value not in items]
    if sign == "+=":
        return [*items, *absent]
    if absent:
        held = ", ".join(map(str, items)) or "nothing"
        raise UsageError(f"{key} does not hold {absent[0]!r}", help=f"it holds {held}")
    return [item for item in items if item not in values]


def _field(fields: Fields, key: str) -> Field:
    """The field that a person means; the name of its option is known as well."""
    if key in fields:
        return fields[key]
    if key in _DERIVED and "actions" in fields:
        raise UsageError(
            f"{key} follows from the acts, so it is not set",
            help="record what happened with `act ID ACTION --date DATE`, such as "
            "`act ID entered-into-force`",
        )
    named = [one.key for one in fields.values() if flag(one).replace("-", "_") == key]
    near = named or nearest(key, {one: one for one in fields})
    raise UsageError(
        f"there is no field {key!r} here",
        help=did_you_mean(near, f"the fields are {', '.join(fields)}"),
    )


def _several(field: Field, text: str) -> Any:
    """The values of a list: one, as TOML writes a list, or names with ';' between them."""
    if text[:1] != "[":
        names = [name for name in text.split(";") if name.strip()]
        return names if names and field.holds != "text" else text
    try:
        return parse(f"v = {text}", "the value")["v"]
    except DocumentError as error:
        help = 'write it as ["one", "two"]'
        raise UsageError(f"{shown(text)} is not a list: {error.message}", help=help) from None


@planned
def act(document: Document, id: str, action: str, given: Mapping[str, Any]) -> Change:
    """Plan to add an act to an agreement or initiative.

    What is given are texts for `date`, `place`, `partner` and `note`, and several for `sources`.
    """
    found = find(document, id)
    if found.kind not in ACTS:
        what = f"{article(found.kind)} {found.kind}"
        raise UsageError(
            f"{id!r} is {what}, and only agreements and initiatives have acts",
            help="to change a field, use `set` or `edit`",
        )
    if not action.strip():
        raise UsageError("an act begins with its action", help="such as: signed 2026-02-04 @ Lima")
    field = inputs(found.kind)["actions"]
    (new,) = Reader(Names(document.data)).value(field, {**given, "action": action})
    acts = tables(found.record.get("actions"))
    number = next(n for n, one in enumerate(in_order([*acts, new])) if one is new)
    record = {**found.record, "actions": [*acts[:number], new, *acts[number:]]}
    told = " ".join(str(new[key]) for key in ("action", "partner", "date") if key in new)
    said = f"recorded {told} for {found.id} in {document.name}"
    return changed(document, {found.path: record}, ids=[str(found.id)], said=[said])


@planned
def remove(document: Document, id: str) -> Change:
    """Plan to remove one record. A former id is refused: it may be meant for another record.

    Raises:
        WriteRefused: Something refers to the record.
    """
    found = find(document, id)
    if found.id != id:
        raise UsageError(f"{id!r} is a former id", help=f"name the record by its id: {found.id!r}")
    known = {id, *texts(found.record.get("former_ids"))}
    found_uses = uses(document, known, found.record)
    users = [*dict.fromkeys(f"{one.kind} {one.id!r} ({key})" for one, key in found_uses)]
    if users:
        more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
        raise WriteRefused(
            f"{found.kind} {id!r} is still in use: {', '.join(users[:_SHOWN])}{more}",
            help="change those first; a record that turned out wrong can be kept with "
            f"`mineralreg set {id} withdrawn=REASON`",
        )
    said = f"removed {found.kind} {id} from {document.name}"
    return changed(document, {found.path: None}, ids=[id], said=[said])


def uses(document: Document, known: set[str], record: Table) -> Iterator[tuple[Item, str]]:
    """Each other record that names one of these ids of a record, with the key that does."""
    for other in Context(document, None).rows():
        if other.record is not record:
            for link in links(other.record, without=""):
                if link.id in known:
                    yield other, next(part for part in link.path[::-1] if isinstance(part, str))
