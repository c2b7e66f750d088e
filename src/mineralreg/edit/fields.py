"""The fields of each record kind as writing commands see them: the model's keys and their options.

What a key holds, means and refers to stands in the models; only what a person at a command line
needs besides is here: names of options, short forms, and what a dialogue asks for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.records import schema
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


ACTS: dict[str, tuple[str, ...]] = {
    "agreement": ("announced", "signed"),
    "initiative": ("announced", "launched"),
}
"""Acts that have an option of their own, such as `--signed 2026-02-04`, by record kind."""

PLACE = "place"
"""The option that says where the acts of `ACTS` took place."""

NEW_SOURCE = ("url", "title", "publisher", "kind", "published")
"""Fields of a new source that have an option beside another record, such as `--source-url`."""

_FLAGS = {
    "selector": "where",
    "names": "listed",
    "languages": "text-language",
    "series": "series",
    **dict.fromkeys(("signatories", "amounts", "variants", "bodies"), ""),
}
"""Options that are not called as their key in the singular; none for tables without short form."""

_SHORT_FORMS = {
    "actions": "ACTION [DATE] [@ PLACE]",
    "members": "NAME[: WORD]",
    "relations": "TYPE ID",
    "selector": "FILTER=VALUE",
    "field_sources": "FIELD=SOURCE",
    "term": "KEY=VALUE",
}

_ASKED = {
    "source": ("published", "url"),
    "agreement": ("minerals",),
    "initiative": ("acronym",),
    "event": ("date", "place", "hosts"),
}
"""What a dialogue asks for beside what a record needs."""


class Field(NamedTuple):
    """A key of a record, or of a table in it, with the option that gives it.

    Attributes:
        key: As in the file.
        holds: What it holds or refers to, see `records.schema.Key`.
        help: What it means, a sentence.
        many: Whether it is a list.
        words: The vocabulary that it takes its words from.
        flag: The option of `add` without dashes, or "" when there is none.
        needed: Whether a record must have it.
        asked: Whether a dialogue asks for it.
        parts: Fields of the table, or of each table in the list.
    """

    key: str
    holds: str = "text"
    help: str = ""
    many: bool = False
    words: tuple[str, ...] = ()
    flag: str = ""
    needed: bool = False
    asked: bool = False
    parts: tuple[Field, ...] = ()

    @property
    def question(self) -> str:
        """What a dialogue asks: the first words of the meaning."""
        return re.split("[,;:.]", self.help, maxsplit=1)[0].lower()


def _field(kind: str, key: schema.Key) -> Field:
    needed = key.name != "id" and (key.required or (kind, key.name) == ("initiative", "sources"))
    form = _SHORT_FORMS.get(key.name)
    return Field(
        key.name,
        key.holds,
        key.description + (f' Written "{form}".' if form else ""),
        key.many,
        key.words,
        _FLAGS.get(key.name, _singular(key.name).replace("_", "-") if key.many else _dashed(key)),
        needed,
        needed or key.name in _ASKED.get(kind, ()),
        tuple(_field("", part) for part in key.parts),
    )


def _dashed(key: schema.Key) -> str:
    return _singular(key.name).replace("_", "-") if key.parts else key.name.replace("_", "-")


def _singular(word: str) -> str:
    for plural, singular in (("ies", "y"), ("ases", "as"), ("s", "")):
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word


FIELDS: Mapping[str, tuple[Field, ...]] = {
    kind: tuple(_field(kind, key) for key in schema.fields(kind)) for kind in RECORD_KINDS
}
"""The fields of each record kind, in the order of the model."""

HEADER_FIELDS = tuple(_field("", key) for key in schema.fields("registry"))
"""The fields of the `[registry]` table."""


def field_of(fields: tuple[Field, ...], key: str) -> Field | None:
    """The field with this key, or None."""
    return next((field for field in fields if field.key == key), None)


def keys(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Keys in canonical order."""
    return tuple(field.key for field in fields)


def references(
    fields: tuple[Field, ...], record: Mapping[str, object]
) -> Iterator[tuple[Field, str]]:
    """Every text in a record or table, with the field it stands in."""
    for field in fields:
        value = record.get(field.key)
        for item in value if isinstance(value, list) else [value]:
            if field.parts and isinstance(item, dict):
                yield from references(field.parts, item)
            elif isinstance(item, str):
                yield field, item


def partners(fields: tuple[Field, ...], record: Mapping[str, object]) -> list[str]:
    """Ids of all partners that a record or table names."""
    return [id for field, id in references(fields, record) if field.holds == "partner"]


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
