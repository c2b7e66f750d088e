"""Plan the change of single fields: `kind=treaty`, `minerals+=cobalt`, `event=`, `id=new-name`.

Scalars and lists of scalars only. Tables such as acts and members have commands of their own, or
the editor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse
from mineralreg.edit.edits import HEADER, changed
from mineralreg.edit.fields import FIELDS, HEADER_FIELDS, Field, field_of, keys, partners
from mineralreg.edit.lookup import Names, Table, find, ids, texts
from mineralreg.edit.remove import refers, uses
from mineralreg.edit.values import Reader, read
from mineralreg.errors import UsageError
from mineralreg.query.names import did_you_mean, shown
from mineralreg.reference.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mineralreg.document.document import Document
    from mineralreg.store.change import Change

HEADER_ID = "registry"
"""The id under which `set` reaches the `[registry]` table."""

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


def assign(id: str, assignments: Sequence[str]) -> Callable[[Document], Change]:
    """Plan to change fields of one record.

    Args:
        id: Id or former id, or `registry` for the header of the file.
        assignments: See `read_assignment`; they are done in order.

    Returns:
        The function that plans the change. It raises UsageError for an unknown id, field, name or
        word, and for what `set` does not change.
    """
    wanted = [read_assignment(text) for text in assignments]

    def plan(document: Document) -> Change:
        data = document.data
        path, row, before, name = _target(data, id)
        names = Names(data)
        record = before
        for assignment in wanted:
            record = _assigned(assignment, row, record, names, data)
        records: dict[tuple[Any, ...], Table | None] = {path: record}
        said = []
        if record.get("id") != before.get("id"):
            followed = _followed(data, before, str(record["id"]))
            count = len(followed)
            many = f"{count} records that name" if count > 1 else "one record that names"
            said = [f"changed {many} it"] if followed else []
            records = {**followed, path: _with_former(record, before)}
            record = records[path] or {}
        named = [("partner", one) for one in names.missing(partners(row, record))]
        changes = [key for key in keys(row) if record.get(key) != before.get(key)]
        if not changes:
            return changed(
                document, {}, ids=[id], said=[f"{name} says so already; nothing was changed"]
            )
        return changed(
            document,
            records,
            named,
            ids=[str(record.get("id", id))],
            said=[
                *(f"added partner {one['id']}, which was not listed yet" for _, one in named),
                f"changed {', '.join(changes)} of {name} in {document.name}",
                *said,
            ],
        )

    return plan


def _target(data: Table, id: str) -> tuple[tuple[Any, ...], tuple[Field, ...], Table, str]:
    """What an id means: path, fields, the table, and what messages call it."""
    if id == HEADER_ID:
        header = data.get(HEADER_ID)
        return HEADER, HEADER_FIELDS, header if isinstance(header, dict) else {}, HEADER_ID
    found = find(data, id)
    return found.path, FIELDS[found.kind], found.record, f"{found.kind} {found.record['id']}"


def _assigned(
    assignment: Assignment, row: tuple[Field, ...], record: Table, names: Names, data: Table
) -> Table:
    """The record after one assignment."""
    key, sign, text = assignment
    head, dot, tail = key.partition(".")
    field = _field(row, head)
    if dot and field.parts and not field.many:
        inner = record.get(head)
        table = inner if isinstance(inner, dict) else {}
        new = _assigned(Assignment(tail, sign, text), field.parts, table, names, data)
        if head == "selector" and sign == "=" and isinstance(new.get(tail), list):
            values = new[tail]
            new = {**new, tail: values[0] if len(values) == 1 else values}
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
    if sign == "=":
        value = _list(field, text, names) if field.many else read(field, text, names)
        owner = ids(data).get(str(value)) if key == "id" else None
        if owner is not None and owner.record.get("id") != record.get("id"):
            raise UsageError(
                f"the id {value!r} is taken: an id stands for one record of the whole file, for "
                "good",
                help="choose another one",
            )
        return {**record, key: value}
    if not field.many:
        raise UsageError(f"{key} is one value, not a list", help=f"write {key}=VALUE")
    return _amended(assignment, record, _list(field, text, names))


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
    if items == (now if isinstance(now, list) else [now]):
        return record
    return {**record, key: items} if items else _without(record, key)


def _followed(data: Table, record: Table, new: str) -> dict[tuple[Any, ...], Table | None]:
    """The records that name a record by its id, with its new one in that place."""
    old = str(record.get("id"))
    found: dict[tuple[Any, ...], Table | None] = {}
    for user, _ in uses(data, {old}, record):
        found[user.path] = _renamed(FIELDS[user.kind], user.record, old, new)
    return found


def _renamed(row: tuple[Field, ...], table: Table, old: str, new: str) -> Table:
    made = dict(table)
    for field in row:
        value = table.get(field.key)
        if field.parts and isinstance(value, list):
            made[field.key] = [
                _renamed(field.parts, item, old, new) if isinstance(item, dict) else item
                for item in value
            ]
        elif field.parts and isinstance(value, dict):
            made[field.key] = _renamed(field.parts, value, old, new)
        elif refers(field) and isinstance(value, list):
            made[field.key] = [new if item == old else item for item in value]
        elif refers(field) and value == old:
            made[field.key] = new
    return made


def _with_former(record: Table, before: Table) -> Table:
    """The renamed record, which keeps its old id as a former one."""
    former = [one for one in texts(record.get("former_ids")) if one != record["id"]]
    return {**record, "former_ids": list(dict.fromkeys([*former, before.get("id")]))}


def _field(row: tuple[Field, ...], key: str) -> Field:
    """The field that a person means; the name of its option is known as well."""
    field = field_of(row, key)
    if field is not None:
        return field
    if key in _DERIVED and field_of(row, "actions"):
        raise UsageError(
            f"{key} follows from the acts, so it is not set",
            help="record what happened with `act ID ACTION --date DATE`, such as "
            "`act ID entered-into-force`",
        )
    named = {field.flag.replace("-", "_"): field for field in row if field.flag}
    near = [named[key].key] if key in named else list(nearest(key, {f.key: f.key for f in row}))
    raise UsageError(
        f"there is no field {key!r} here",
        help=did_you_mean(near, f"the fields are {', '.join(keys(row))}"),
    )


def _list(field: Field, text: str, names: Names) -> list[Any]:
    """Values of a list: a TOML array, one value, or several between commas."""
    if text.startswith("["):
        try:
            value = parse(f"v = {text}", "the value")["v"]
        except DocumentError as error:
            raise UsageError(
                f"{shown(text)} is not a list: {error.message}", help='write it as ["one", "two"]'
            ) from None
        return list(Reader(names).value(field, value))
    try:
        return [read(field, text, names)]
    except UsageError:
        parts = [part for part in text.split(",") if part.strip()]
        if len(parts) < 2 or field.holds == "text":
            raise
        return list(dict.fromkeys(read(field, part, names) for part in parts))


def _without(table: Table, key: str) -> Table:
    return {other: value for other, value in table.items() if other != key}
