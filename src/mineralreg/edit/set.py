"""Plan the change of single fields: `kind=treaty`, `minerals+=cobalt`, `event=`.

Scalars and lists of scalars only. Tables such as acts and members have commands of their own, or
the editor.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.document.content import DocumentError
from mineralreg.document.document import parse
from mineralreg.document.layout import render_block
from mineralreg.document.splice import append_item, insert_block, remove_item, set_key, unset_key
from mineralreg.edit import fields
from mineralreg.edit.fields import FIELDS, HEADER, Field, field_of
from mineralreg.edit.lookup import Found, Names, Table, find, with_record
from mineralreg.edit.values import in_steps, read, settle
from mineralreg.errors import UsageError
from mineralreg.reference.spelling import nearest
from mineralreg.store.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mineralreg.document.document import Document
    from mineralreg.document.splice import Edit
    from mineralreg.document.syntax import Path, SpanMap

    Step = Callable[[SpanMap], list[Edit]]


HEADER_ID = "registry"
"""The id under which `set` reaches the `[registry]` table."""

_FORM = re.compile(r"([A-Za-z][A-Za-z_.-]*?)\s*(\+=|-=|=)(.*)", re.DOTALL)


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
            f"{text!r} is no assignment", help="write FIELD=VALUE, or += and -= for lists"
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
        steps: list[Step] = []
        if before is None:
            header = render_block(HEADER_ID, {}, single=True)
            steps.append(partial(insert_block, kind=HEADER_ID, block=header))
            before = {}
        names = Names(data)
        record = before
        for assignment in wanted:
            record, more = _assigned(assignment, path, row, record, names)
            steps += more
        added = names.missing(fields.partners(row, record))
        for one in added:
            block = render_block(fields.PARTNER, one)
            steps.append(partial(insert_block, kind=fields.PARTNER, block=block))
        changed = [key for key in fields.keys(row) if record.get(key) != before.get(key)]
        if not changed:
            return Change((), data, (id,), (f"{name} says so already; nothing was changed",))
        return Change(
            in_steps(document.text, steps),
            _intended(data, path, record, added),
            (str(record.get("id", id)),),
            (
                *(f"added partner {one['id']}, which was not listed yet" for one in added),
                f"changed {', '.join(changed)} of {name} in {document.name}",
            ),
        )

    return plan


def _target(data: Table, id: str) -> tuple[Path, tuple[Field, ...], Table | None, str]:
    """What an id means: path, fields, the table (None for a header that is not there yet), name."""
    if id == HEADER_ID:
        header = data.get(HEADER_ID)
        return (HEADER_ID,), HEADER, header if isinstance(header, dict) else None, HEADER_ID
    found = find(data, id)
    return found.path, FIELDS[found.kind], found.record, f"{found.kind} {found.record['id']}"


def _assigned(
    assignment: Assignment, path: Path, row: tuple[Field, ...], record: Table, names: Names
) -> tuple[Table, list[Step]]:
    """The record after one assignment, and the steps that make it so in the text."""
    key, sign, text = assignment
    head, dot, tail = key.partition(".")
    field = _field(row, head)
    if dot and field.parts and not field.many:
        inner = record.get(head)
        table = inner if isinstance(inner, dict) else {}
        new, steps = _assigned(
            Assignment(tail, sign, text), (*path, head), field.parts, table, names
        )
        if not table and new:
            steps = [partial(set_key, path=path, key=head, value=new, order=fields.keys(row))]
        return ({**record, head: new} if new or table else record), steps
    if field.parts or dot or key == "id":
        raise UsageError(_refusal(key, field))
    order = fields.keys(row)
    if sign == "=" and not text:
        if key not in record:
            return record, []
        left = {other: value for other, value in record.items() if other != key}
        return left, [partial(unset_key, path=path, key=key)]
    if sign == "=":
        value = _list(field, text, names) if field.many else read(field, text, names)
        if path[-1] == "selector" and isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value == record.get(key):
            return record, []
        return {**record, key: value}, [
            partial(set_key, path=path, key=key, value=value, order=order)
        ]
    if not field.many:
        raise UsageError(f"{key} is one value, not a list", help=f"write {key}=VALUE")
    return _amended(assignment, path, record, _list(field, text, names), order)


def _amended(
    assignment: Assignment, path: Path, record: Table, values: list[Any], order: tuple[str, ...]
) -> tuple[Table, list[Step]]:
    """The record after values joined or left a list."""
    key, sign, _ = assignment
    now = record.get(key)
    items = list(now) if isinstance(now, list) else [] if now is None else [now]
    steps: list[Step] = []
    for value in values:
        if sign == "+=" and value not in items:
            items.append(value)
            steps.append(partial(append_item, path=(*path, key), value=value, order=order))
        elif sign == "-=":
            if value not in items:
                raise UsageError(
                    f"{key} does not hold {value!r}",
                    help=f"it holds {', '.join(map(str, items)) or 'nothing'}",
                )
            steps.append(partial(remove_item, path=(*path, key, items.index(value))))
            items.remove(value)
    if not steps:
        return record, []
    if not items:
        left = {other: value for other, value in record.items() if other != key}
        return left, [partial(unset_key, path=path, key=key)]
    if not isinstance(now, list):
        steps = [partial(set_key, path=path, key=key, value=items, order=order)]
    return {**record, key: items}, steps


def _field(row: tuple[Field, ...], key: str) -> Field:
    """The field that a person means; the name of its option is known as well."""
    named = {field.flag.replace("-", "_"): field for field in row if field.flag}
    field = field_of(row, key)
    if field is not None:
        return field
    near = [named[key].key] if key in named else list(nearest(key, {f.key: f.key for f in row}))
    shown = " or ".join(map(repr, near))
    raise UsageError(
        f"there is no field {key!r} here",
        help=f"did you mean {shown}?" if near else f"the fields are {', '.join(fields.keys(row))}",
    )


def _refusal(key: str, field: Field) -> str:
    if key == "id":
        return "an id stands for its record for good, so `set` does not change it"
    if field.key == "actions":
        return "acts are recorded with `act ID ACTION`, and changed with `edit ID`"
    return f"{key} is not a single value; change it with `edit ID`"


def _list(field: Field, text: str, names: Names) -> list[Any]:
    """Values of a list: a TOML array, one value, or several between commas."""
    if text.startswith("["):
        try:
            value = parse(f"v = {text}", "the value")["v"]
        except DocumentError as error:
            raise UsageError(
                f"{text!r} is no list: {error.message}", help='write it as ["one", "two"]'
            ) from None
        return list(settle((field,), {field.key: value}, names)[field.key])
    try:
        return [read(field, text, names)]
    except UsageError:
        parts = [part for part in text.split(",") if part.strip()]
        if len(parts) < 2 or field.holds == fields.TEXT:
            raise
        return list(dict.fromkeys(read(field, part, names) for part in parts))


def _intended(data: Table, path: Path, record: Table, added: list[Table]) -> Table:
    whole = dict(data)
    if added:
        whole["partner"] = [*data.get("partner", ()), *added]
    if path == (HEADER_ID,):
        return {**whole, HEADER_ID: record}
    kind, number = str(path[0]), int(path[1])
    return with_record(whole, Found(kind, number, record), record)
