"""A record from the options of `add`: short forms for acts, members, relations and selectors.

What has no short form (signatories, amounts, variants) comes with `--from` or with `edit`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.dates import PartialDate
from mineralreg.edit import fields
from mineralreg.edit.fields import FIELDS, Field, field_of
from mineralreg.edit.lookup import Table
from mineralreg.edit.values import read, read_date
from mineralreg.errors import UsageError
from mineralreg.records.status import time_order
from mineralreg.reference.vocabulary import ACTION_STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mineralreg.edit.fields import Field
    from mineralreg.edit.lookup import Names


ACTS: dict[str, tuple[str, ...]] = {
    "agreement": ("announced", "signed"),
    "initiative": ("announced", "launched"),
}
"""Acts that have an option of their own, such as `--signed 2026-02-04`, by record kind."""

_FORCE = ("entered-into-force", "took-effect")

PLACE = "place"
"""The option that says where the acts of `ACTS` took place."""

Given = dict[str, Any]
"""What was given: for each field's key, and each option of `ACTS` and `PLACE`, a text, a list of
texts, or true. What is empty was not given."""


def record_from(kind: str, given: Mapping[str, Any], names: Names) -> Table:
    """The record that options or answers describe, with its keys in the order of the model.

    Args:
        kind: Kind of the record.
        given: See `Given`.
        names: What names mean.

    Raises:
        UsageError: A value or name is not understood.
    """
    record: Table = {}
    for field in FIELDS[kind]:
        values = given.get(field.key)
        made: object = None
        if field.key == "actions":
            made = _acts(kind, field, given, names)
        elif field.parts and values:
            made = (
                _table(field, values, names)
                if not field.many
                else [_item(field, text, names) for text in values]
            )
        elif values:
            made = values is True or _read_all(field, values, names)
        if made or (made == 0 and field.holds == fields.WHOLE):
            record[field.key] = made
    return record


def missing(kind: str, given: Mapping[str, Any]) -> list[Field]:
    """The fields that a record needs and that were not given."""
    lacking = [field for field in FIELDS[kind] if field.needed and not given.get(field.key)]
    if kind == "partner" and not given.get("iso"):
        lacking += [field for field in FIELDS[kind] if field.key in ("kind", "name")]
        lacking = [field for field in lacking if not given.get(field.key)]
    if kind == "event" and not given.get("date") and not (given.get("start") and given.get("end")):
        lacking += [field for field in FIELDS[kind] if field.key == "date"]
    return lacking


def read_act(kind: str, text: str, names: Names) -> Table:
    """An act from `ACTION [DATE] [@ PLACE]`, such as `signed 2026-02-04 @ Lima`.

    Raises:
        UsageError: The action or the date is not understood.
    """
    head, _, place = text.partition("@")
    words = head.split()
    date = words.pop() if words and words[-1][:1].isdigit() else None
    return act_from(kind, " ".join(words), {"date": date, "place": place.strip()}, names)


def act_from(kind: str, action: str, given: Mapping[str, Any], names: Names) -> Table:
    """An act from its action and what was given of its other fields.

    Raises:
        UsageError: A value or name is not understood.
    """
    if not action.strip():
        raise UsageError("an act begins with its action", help="such as: signed 2026-02-04 @ Lima")
    field = field_of(FIELDS[kind], "actions")
    assert field is not None  # callers name a kind that has acts
    told = {**given, "action": action}
    return {
        part.key: _read_all(part, told[part.key], names)
        for part in field.parts
        if told.get(part.key)
    }


def _read_all(field: Field, given: Any, names: Names) -> Any:
    """The value of a field: from one text, or of a list from several, each once."""
    if field.many:
        return list(dict.fromkeys(read(field, text, names) for text in given))
    return read(field, given, names)


def in_order(acts: Sequence[Table]) -> list[Table]:
    """Acts in time order, see `records.status.time_order`, but force behind the signature.

    An instrument may be in force from a day before it was signed.
    """
    dates = [PartialDate.coerce(act["date"]) if "date" in act else None for act in acts]
    order = time_order(dates)
    signed = [n for n in order if ACTION_STATUS.get(str(acts[n].get("action"))) == "signed"]
    if signed:
        early = order[: order.index(signed[0])]
        late = [n for n in early if acts[n].get("action") in _FORCE]
        order = [n for n in order if n not in late]
        place = order.index(signed[0]) + 1
        order[place:place] = late
    return [acts[position] for position in order]


def _acts(kind: str, field: Field, given: Mapping[str, Any], names: Names) -> list[Table]:
    acts = []
    place = given.get(PLACE)
    for action in ACTS.get(kind, ()):
        if date := given.get(action):
            act: Table = {"action": action, "date": read_date(action, date.strip())}
            acts.append({**act, "place": place.strip()} if place and place.strip() else act)
    if place and not acts and kind in ACTS:
        raise UsageError(
            "--place says where an act took place, and there is none",
            help=f"give --{ACTS[kind][-1]} DATE as well, or --action",
        )
    acts += [read_act(kind, text, names) for text in given.get(field.key) or ()]
    return in_order(acts)


def _item(field: Field, text: str, names: Names) -> Table:
    """A table of a list from its short form: two values, parted by a colon or a blank."""
    first, second = field.parts[:2]
    if field.key == "relations":
        head, _, tail = text.strip().replace(":", " ", 1).partition(" ")
        if not tail.strip():
            raise UsageError(
                f"{text!r} is no relation", help="write it as: implements us-peru-2026"
            )
        return {first.key: read(first, head, names), second.key: read(second, tail, names)}
    head, colon, tail = text.rpartition(":")
    if not colon:
        return {first.key: read(first, text, names)}
    return {first.key: read(first, head, names), second.key: read(second, tail, names)}


def _table(field: Field, values: Sequence[str], names: Names) -> Table:
    """A table from `KEY=VALUE` texts; a key given again means any of its values.

    In a selector one value stands without brackets.
    """
    what = "filter" if field.key == "selector" else "field"
    found: Table = {}
    for text in values:
        key, equals, value = text.partition("=")
        part = field_of(field.parts, key.strip().lstrip("-").replace("-", "_"))
        if not equals or part is None:
            raise UsageError(
                f"{text!r} is no {what} with its value",
                help=f"write {what.upper()}=VALUE with one of"
                f" {', '.join(fields.keys(field.parts))}",
            )
        made = read(part, value, names)
        if part.key in found and part.many:
            before = found[part.key]
            found[part.key] = [*(before if isinstance(before, list) else [before]), made]
        else:
            found[part.key] = [made] if part.many and what == "field" else made
    return found


_COLUMN = 40
_BLANK = {
    fields.DATE: "2026-02-04",
    fields.WHOLE: "0",
    fields.NUMBER: "0",
    fields.FLAG: "false",
    fields.URL: '"https://"',
}

_TABLES = {
    "selector": '{ event = "", level = "" }',
    "field_sources": '{ legal_nature = [""] }',
    "term": '{ duration = "P5Y", renewal = "automatic" }',
}

REGISTRY = """\
schema_version = 1

[registry]
title = "{title}"
# version = "2026.1.1"            # calendar version of the data
# as_of = 2026-01-01              # facts were looked for up to this day
# license = "CC-BY-4.0"
# scope = "What is in and what is not."

# Records follow, each kind under its own header. `mineralreg add KIND` writes them, and
# `mineralreg add --template KIND` prints a blank one with every field.
#
# [[source]]
# id = "example-2026-01-01"
# title = "Title of the page"
# publisher = "Who published it"
# kind = "official"               # official, press, think-tank or company
# url = "https://example.org/page"
#
# [[partner]]
# id = "peru"
# iso = "PER"
#
# [[agreement]]
# id = "peru-chile-2026"
# title = "Memorandum of Understanding on critical minerals"
# kind = "memorandum"
# parties = ["peru", "chile"]
# sources = ["example-2026-01-01"]
# actions = [
#     {{ action = "signed", date = 2026-01-01, place = "Lima" }},
# ]
"""


def registry(title: str = "My registry") -> str:
    """The text of a new registry: valid, without a record, with the form of each as comments."""
    return REGISTRY.format(title=title)


def template(kind: str) -> str:
    """The text of a blank record: what it needs as lines to fill in, all else as comments."""
    lines = [f"[[{kind}]]", *(line for field in FIELDS[kind] for line in _lines(field))]
    return "\n".join(lines) + "\n"


def _lines(field: Field) -> list[str]:
    lead = "" if field.needed else "# "
    if not field.parts:
        remark = _remark(field)
        return [f"{lead}{field.key} = {_blank(field)}".ljust(_COLUMN) + f"# {remark}".rstrip()]
    if not field.many:
        return [f"{lead}{field.key} = {_TABLES[field.key]}".ljust(_COLUMN) + f"# {_remark(field)}"]
    inner = ", ".join(f"{part.key} = {_blank(part)}" for part in field.parts)
    return [f"{lead}{field.key} = [", f"{lead}    {{ {inner} }},", f"{lead}]"]


def _blank(field: Field) -> str:
    one = _BLANK.get(field.holds, '""')
    return f"[{one}]" if field.many else one


def _remark(field: Field) -> str:
    if field.words and field.holds == fields.WORD:
        return ", ".join(field.words)
    return field.help[:1].lower() + field.help[1:].rstrip(".")
