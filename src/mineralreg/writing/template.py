"""Blank records and a blank registry, with a word on every field, from the table of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.writing import fields
from mineralreg.writing.kinds import FIELDS

if TYPE_CHECKING:
    from mineralreg.writing.fields import Field

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
