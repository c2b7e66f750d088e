"""Plan the change of single fields: `kind=treaty`, `minerals+=cobalt`, `event=`, `id=new-name`.

Scalars and lists of scalars only. Tables such as acts and members have commands of their own, or
the editor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse
from mineralreg.edit.edits import HEADER, changed, planned
from mineralreg.edit.fields import FIELDS, HEADER_FIELDS, field_of, flag, keys
from mineralreg.edit.lookup import Names, Table, find, targets, texts
from mineralreg.edit.remove import uses
from mineralreg.edit.values import Reader
from mineralreg.errors import UsageError
from mineralreg.query.names import did_you_mean, shown
from mineralreg.records.schema import renamed
from mineralreg.reference.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mineralreg.document.document import Document
    from mineralreg.records.schema import Field
    from mineralreg.store.change import Change

_FORM = re.compile(r"([A-Za-z][A-Za-z_.-]*?)\s*(\+=|-=|=)(.*)", re.DOTALL)
_DERIVED = ("status", "status_since", "date")
"""Keys that follow from the acts of a record."""


class Assignment(NamedTuple):
    """One `FIELD=VALUE`.

    Attributes:
        key: The field's key, with the table's key and a dot in front for a field of a table.
        sign: `=`, `+=` or `-=`.
        text: The value as written; "" takes the field away.
    """

    key: str
    sign: str
    text: str


def read_assignment(text: str) -> Assignment:
    """Take apart `FIELD=VALUE`, `FIELD+=VALUE` or `FIELD-=VALUE`.

    Raises:
        UsageError: It is none of these.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise UsageError(
            f"{shown(text)} is not an assignment", help="write FIELD=VALUE, or += and -= for lists"
        )
    return Assignment(found[1].replace("-", "_").lower(), found[2], found[3].strip())


@planned
def assign(document: Document, id: str, assignments: Sequence[str]) -> Change:
    """Plan to change fields of one record.

    Args:
        document: The registry file.
        id: Id or former id, or `registry` for the header of the file.
        assignments: See `read_assignment`; they are done in order.

    Raises:
        UsageError: An id, field, name or word is unknown, or `set` does not change it.
    """
    wanted = [read_assignment(text) for text in assignments]
    data = document.data
    found = None if id == HEADER[0] else find(data, id)
    header = data.get(HEADER[0])
    before: Table = found.record if found else header if isinstance(header, dict) else {}
    path: tuple[Any, ...] = found.path if found else HEADER
    kind = path[0]
    fields = FIELDS.get(kind, HEADER_FIELDS)
    name = f"{kind} {before['id']}" if found else kind
    reader = Reader(Names(data))
    record = before
    for assignment in wanted:
        record = _assigned(assignment, fields, record, reader)
    old, new = str(before.get("id")), str(record.get("id"))
    if new != old:
        former = [one for one in texts(record.get("former_ids")) if one != new]
        record = {**record, "former_ids": list(dict.fromkeys([*former, old]))}
    changes = [key for key in keys(fields) if record.get(key) != before.get(key)]
    records: dict[tuple[Any, ...], Table | None] = {path: record} if changes else {}
    said = [f"{name} says so already; nothing was changed"]
    if changes:
        said = [f"changed {', '.join(changes)} of {name} in {document.name}"]
    users = {user.path: user for user, _ in uses(data, {old}, before)} if new != old else {}
    for other, user in users.items():
        records[other] = renamed(user.record, targets(user.kind), {old: new})
    if users:
        many = f"{len(users)} records that name" if len(users) > 1 else "one record that names"
        said.append(f"changed {many} it")
    return changed(document, records, ids=[str(record.get("id", id))], said=said)


def _assigned(
    assignment: Assignment, fields: tuple[Field, ...], record: Table, reader: Reader
) -> Table:
    """The record after one assignment."""
    key, sign, text = assignment
    head, dot, tail = key.partition(".")
    field = _field(fields, head)
    if dot and field.parts and not field.many:
        inner = record.get(head)
        table = inner if isinstance(inner, dict) else {}
        new = _assigned(Assignment(tail, sign, text), field.parts, table, reader)
        if head == "selector" and len(texts(new.get(tail))) == 1:
            new = {**new, tail: texts(new[tail])[0]}
        return {**record, head: new} if new else _without(record, head)
    if field.parts or dot:
        raise UsageError(
            f"{key} is not a single value, so `set` does not change it",
            help="record acts with `act ID ACTION`, and change them with `edit ID`"
            if field.key == "actions"
            else "change it with `edit ID`",
        )
    if key == "id" and (sign != "=" or not text):
        raise UsageError("a record has one id", help="write id=NEW to rename it")
    if sign == "=" and not text:
        return _without(record, key)
    if sign != "=" and not field.many:
        raise UsageError(f"{key} is one value, not a list", help=f"write {key}=VALUE")
    value = reader.value(field, _array(text) if field.many and text[:1] == "[" else text)
    if sign != "=":
        return _amended(assignment, record, value)
    owner = reader.names.book.by_id(value) if key == "id" else None
    if owner is not None and owner.id != record.get("id"):
        raise UsageError(
            f"the id {value!r} is taken: an id stands for one record of the whole file, for good",
            help="choose another one",
        )
    return {**record, key: value}


def _amended(assignment: Assignment, record: Table, values: list[Any]) -> Table:
    """The record after values joined or left a list."""
    key, sign, _ = assignment
    now = record.get(key)
    items = list(now) if isinstance(now, list) else [] if now is None else [now]
    for value in values:
        if sign == "+=" and value not in items:
            items.append(value)
        elif sign == "-=":
            if value not in items:
                raise UsageError(
                    f"{key} does not hold {value!r}",
                    help=f"it holds {', '.join(map(str, items)) or 'nothing'}",
                )
            items.remove(value)
    return {**record, key: items} if items else _without(record, key)


def _field(fields: tuple[Field, ...], key: str) -> Field:
    """The field that a person means; the name of its option is known as well."""
    field = field_of(fields, key)
    if field is not None:
        return field
    if key in _DERIVED and field_of(fields, "actions"):
        raise UsageError(
            f"{key} follows from the acts, so it is not set",
            help="record what happened with `act ID ACTION --date DATE`, such as "
            "`act ID entered-into-force`",
        )
    named = [one.key for one in fields if flag(one).replace("-", "_") == key]
    near = named or nearest(key, {one.key: one.key for one in fields})
    raise UsageError(
        f"there is no field {key!r} here",
        help=did_you_mean(near, f"the fields are {', '.join(keys(fields))}"),
    )


def _array(text: str) -> Any:
    """A list as TOML writes it."""
    try:
        return parse(f"v = {text}", "the value")["v"]
    except DocumentError as error:
        raise UsageError(
            f"{shown(text)} is not a list: {error.message}", help='write it as ["one", "two"]'
        ) from None


def _without(table: Table, key: str) -> Table:
    return {other: value for other, value in table.items() if other != key}
