"""What can be given of a record, by key: the fields of its model, and a few more beside them.

What a key holds, means and refers to stands in the models; only what a person at a command line
needs besides is here: names of options, short forms, and what a dialogue asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mineralreg.records.models import MODELS
from mineralreg.records.schema import Field, Fields, fields
from mineralreg.reference.vocabulary import RECORD_KINDS

FIELDS: Mapping[str, Fields] = {kind: fields(kind) for kind in RECORD_KINDS}
"""The fields of each record kind."""

HEADER_FIELDS = fields("registry")
"""The fields of the `[registry]` table."""

ACTS: Mapping[str, tuple[str, ...]] = {
    "agreement": ("announced", "signed"),
    "initiative": ("announced", "launched"),
}
"""Acts that are given by their date alone, such as `--signed 2026-02-04`, by record kind."""

PLACE = "place"
"""The key that says where the acts of `ACTS` took place."""

SOURCE = "source_"
"""How the keys of a new source begin that comes with another record: `source_url`, …"""

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


@cache
def inputs(kind: str) -> Fields:
    """What can be given of a record: its fields, acts by their date, parts of a new source."""
    found = dict(FIELDS[kind])
    acts = ACTS.get(kind, ())
    for action in acts:
        found[action] = Field(action, "date", f"When it was {action}.")
    if acts:
        found[PLACE] = Field(PLACE, "text", f"Where it was {' or '.join(acts)}.")
    for key, field in FIELDS["source"].items() if "sources" in found else ():
        if key == "former_ids":
            continue
        help = f"Of a new source: {field.help[:1].lower()}{field.help[1:]}"
        found[SOURCE + key] = field._replace(key=SOURCE + key, help=help)
    return found


def flag(field: Field) -> str:
    """The option that gives a field, without dashes, or "" when there is none."""
    if field.key in _FLAGS:
        return _FLAGS[field.key]
    word = field.key if not (field.many or field.parts) else singular(field.key)
    return word.replace("_", "-")


def singular(word: str) -> str:
    """The singular of a key or a record kind."""
    for plural, one in (("ies", "y"), ("ases", "as"), ("s", "")):
        if word.endswith(plural):
            return word.removesuffix(plural) + one
    return word


def meaning(field: Field) -> str:
    """What a field means, and how a table in it is written at a command line."""
    form = _SHORT_FORMS.get(field.key)
    return f'{field.help} Written "{form}".' if form else field.help


def typed(field: Field) -> str:
    """The same for a person who types it, as names are taken there, too."""
    return meaning(field).replace("by id", "by id or name")


def needed(kind: str) -> tuple[str, ...]:
    """The keys that a new record must have; an id is proposed."""
    return tuple(
        key
        for key, field in FIELDS[kind].items()
        if (field.required and key != "id") or (kind, key) == ("initiative", "sources")
    )


def missing(kind: str, given: Mapping[str, object]) -> list[str]:
    """The keys that a record needs and that were not given."""
    wanted = {*needed(kind)}
    if any(given.get(SOURCE + key) for key in NEW_SOURCE):
        wanted.discard("sources")
    ways = getattr(MODELS[kind], "alternatives", ())
    if ways and not any(all(map(given.get, keys)) for keys in ways):
        wanted |= {*ways[0]}
    return [key for key in FIELDS[kind] if key in wanted and not given.get(key)]


def asked(kind: str) -> tuple[str, ...]:
    """The keys that a dialogue asks for, whether or not the record needs them."""
    return (*needed(kind), *_ASKED.get(kind, ()))


def template(kind: str) -> str:
    """The text of a blank record: what it needs as lines to fill in, all else as comments."""
    blocks = Path(__file__).with_name("blanks.toml").read_text(encoding="utf-8").split("\n\n")
    return next(one for one in blocks if one.startswith(f"[[{kind}]]")).strip() + "\n"
