"""Blank texts to start from: a new registry, and records with a word on every field."""

from __future__ import annotations

from mineralreg.edit.fields import FIELDS, Field

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

REGISTRY = """\
#:schema ./agreements.schema.json
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
    if field.parts and field.many:
        inner = ", ".join(f"{part.key} = {_blank(part)}" for part in field.parts)
        return [f"{lead}{field.key} = [", f"{lead}    {{ {inner} }},", f"{lead}]"]
    value = _TABLES[field.key] if field.parts else _blank(field)
    return [f"{lead}{field.key} = {value}".ljust(_COLUMN) + f"# {_remark(field)}".rstrip()]


def _blank(field: Field) -> str:
    one = _BLANK.get(field.holds, '""')
    return f"[{one}]" if field.many else one


def _remark(field: Field) -> str:
    if field.words and field.holds == "word":
        return ", ".join(field.words)
    return field.help[:1].lower() + field.help[1:].rstrip(".")
