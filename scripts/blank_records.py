"""src/mineralreg/edit/blanks.toml: what `add --template KIND` prints, made from the record models.

What a record needs stands as lines to fill in, all else as comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.edit.fields import FIELDS, meaning, needed
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from mineralreg.records.schema import Field

_COLUMN = 40
_BLANK = {
    "date": "2026-02-04",
    "whole number": "0",
    "number": "0",
    "true or false": "false",
    "address": '"https://"',
}
_TABLES = {
    "selector": '{ event = "", level = "" }',
    "field_sources": '{ legal_nature = [""] }',
    "term": '{ duration = "P5Y", renewal = "automatic" }',
}


def text() -> str:
    """A blank record of each kind."""
    return "\n".join(map(_blank_record, RECORD_KINDS))


def _blank_record(kind: str) -> str:
    lines = [f"[[{kind}]]"]
    for key, field in FIELDS[kind].items():
        lines += _lines(field, "" if key in needed(kind) else "# ")
    return "\n".join(lines) + "\n"


def _lines(field: Field, lead: str) -> list[str]:
    if field.parts and field.many:
        inner = ", ".join(f"{part.key} = {_blank(part)}" for part in field.parts.values())
        return [f"{lead}{field.key} = [", f"{lead}    {{ {inner} }},", f"{lead}]"]
    value = _TABLES[field.key] if field.parts else _blank(field)
    remark = meaning(field)[:1].lower() + meaning(field)[1:].rstrip(".")
    if field.holds == "word":
        remark = ", ".join(field.words)
    return [f"{lead}{field.key} = {value}".ljust(_COLUMN) + f"# {remark}"]


def _blank(field: Field) -> str:
    one = _BLANK.get(field.holds, '""')
    return f"[{one}]" if field.many else one
