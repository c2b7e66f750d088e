"""What the models say of every key, read off them: order, type, reference, words, meaning.

Checks, writing commands, docs and the JSON Schema ask here instead of keeping tables of their own.
The JSON Schema is Draft-07, which the TOML plug-ins of editors read. It knows shapes and words;
references between records, dates in order and counts are the checks' business.
"""

from __future__ import annotations

import json
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeAlias,
    get_args,
    get_origin,
)

from mineralreg.dates import SCHEMA_PATTERN, PartialDate
from mineralreg.records.models import MODELS, Holds, OneOf, Record, Registry, sourced_fields
from mineralreg.reference import vocabulary
from mineralreg.reference.minerals import minerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

DIALECT = "http://json-schema.org/draft-07/schema#"
_PLAIN: dict[Any, str] = {
    bool: "true or false",
    float: "number",
    int: "whole number",
    Literal: "whole number",
    PartialDate: "date",
}


class Key(NamedTuple):
    """One key of a table.

    Attributes:
        name: As written in the file.
        holds: `text`, `word`, `date`, `whole number`, `number`, `true or false`, `address`, `id`,
            `language`, `duration` or `table`; or what it refers to: a record kind, `mineral`,
            `topic` or `country code`.
        description: What it means, a sentence.
        required: Whether it must be there.
        many: Whether it is a list.
        words: The vocabulary of a `word` or a `topic`.
        parts: The keys of a `table`, or of each table in the list.
    """

    name: str
    holds: str
    description: str = ""
    required: bool = False
    many: bool = False
    words: tuple[str, ...] = ()
    parts: tuple[Key, ...] = ()


@cache
def keys(model: type[Record]) -> tuple[Key, ...]:
    """The keys of a table in canonical order."""
    return tuple(_key(name, field) for name, field in model.model_fields.items())


def fields(kind: str) -> tuple[Key, ...]:
    """The keys of a record kind, or of the `registry` table, in canonical order."""
    return next(key.parts for key in keys(Registry) if key.name == kind)


def _key(name: str, field: FieldInfo) -> Key:
    found = [*_leaves(field.annotation), *field.metadata]
    holds = next((what for plain, what in _PLAIN.items() if plain in found), "text")
    words: tuple[str, ...] = ()
    parts: tuple[Key, ...] = ()
    for mark in found:
        if isinstance(mark, Holds):
            holds = mark.what
            words = vocabulary.TOPICS if holds == "topic" else ()
        elif isinstance(mark, OneOf):
            holds, words = "word", mark.words
        elif isinstance(mark, type) and issubclass(mark, Record):
            holds, parts = "table", keys(mark)
    if dict in found:
        parts = tuple(Key(part, holds, many=True) for part in sourced_fields())
        holds = "table"
    many = tuple in found and dict not in found
    required = field.is_required()
    return Key(field.alias or name, holds, field.description or "", required, many, words, parts)


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of, and the marks on them."""
    origin = get_origin(annotation)
    yield origin or annotation
    if origin is Annotated:
        yield from _leaves(annotation.__origin__)
        yield from annotation.__metadata__
    else:
        for part in get_args(annotation):
            yield from _leaves(part)


@cache
def key_order() -> Mapping[str, tuple[str, ...]]:
    """Key names by dotted path of the table.

    `agreement.actions` are the acts of an agreement; `` the keys in front of all headers.
    """
    return dict(_orders("", keys(Registry)))


def _orders(path: str, table: tuple[Key, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield path, tuple(key.name for key in table)
    for key in table:
        if key.parts:
            yield from _orders(f"{path}.{key.name}".lstrip("."), key.parts)


Targets: TypeAlias = "Mapping[str, str | Targets]"
"""Names of keys with the kind of record that they refer to, or with the same for their tables."""


@cache
def references(kind: str) -> Targets:
    """The keys of a record kind that name other records, nested as the tables are."""
    return _targets(fields(kind))


def _targets(table: tuple[Key, ...]) -> dict[str, str | Targets]:
    found: dict[str, str | Targets] = {}
    for key in table:
        if inner := _targets(key.parts):
            found[key.name] = inner
        elif key.holds in MODELS:
            found[key.name] = key.holds
    return found


def with_current_ids(registry: Registry) -> Registry:
    """The registry with every reference to a former id replaced by the id that the record has now.

    What is named twice then, by two of its ids, is named once.
    """
    present = {record.id for _, _, record in registry.records()}
    current = {
        former: record.id
        for _, _, record in registry.records()
        for former in record.former_ids
        if former not in present
    }
    if not current:
        return registry
    kinds = {
        kind: tuple(_renamed(one, references(kind), current) for one in getattr(registry, kind))
        for kind in MODELS
    }
    return registry.model_copy(update=kinds)


def _renamed(table: Any, targets: Targets, current: Mapping[str, str]) -> Any:
    """A table of a record with current ids; the table itself where all are."""
    is_model = isinstance(table, Record)
    names = {key: key for key in table} if not is_model else _attributes(table.__class__)
    update = {}
    for key, target in targets.items():
        if key not in names:
            continue
        old = getattr(table, names[key]) if is_model else table[key]
        new = _values(old, target, current)
        if new != old:
            update[names[key]] = new
    if not update:
        return table
    return table.model_copy(update=update) if is_model else {**table, **update}


def _values(value: Any, target: str | Targets, current: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return current.get(value, value)
    if isinstance(value, tuple):
        renamed = tuple(_values(one, target, current) for one in value)
        return tuple(dict.fromkeys(renamed)) if isinstance(target, str) else renamed
    return value if value is None or isinstance(target, str) else _renamed(value, target, current)


@cache
def _attributes(model: type[Record]) -> dict[str, str]:
    """The attribute of a model for each key of its table."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def json_schema() -> dict[str, Any]:
    """The schema as a JSON object, with no null types and the vocabularies as enumerations."""
    made = Registry.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = {name: _plain(part) for name, part in made.pop("$defs").items()}
    agreement = definitions["Agreement"]["properties"]
    agreement["minerals"]["items"] = {"enum": sorted(mineral.id for mineral in minerals())}
    agreement["topics"]["items"] = {"enum": list(vocabulary.TOPICS)}
    ids = agreement["field_sources"].pop("additionalProperties")
    agreement["field_sources"] |= {
        "additionalProperties": False,
        "properties": dict.fromkeys(sourced_fields(), ids),
    }
    _alternatives(definitions)
    schema = {
        "$schema": DIALECT,
        "title": "A mineralreg registry",
        "definitions": definitions,
        **_plain({key: value for key, value in made.items() if key != "title"}),
    }
    whole: dict[str, Any] = _dated(schema)
    return whole


def schema_text() -> str:
    """The schema as it stands beside the data, in `data/agreements.schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _alternatives(definitions: dict[str, Any]) -> None:
    """What is required only where something else is missing."""
    definitions["Partner"]["anyOf"] = [_with("iso"), _with("kind", "name")]
    definitions["Event"]["anyOf"] = [_with("date"), _with("start", "end")]
    definitions["Signatory"]["anyOf"] = [_with("name"), _with("body")]
    definitions["Initiative"]["anyOf"] = [_with("sources"), _with("actions"), _with("members")]
    unknowable = _with("expect") | {"properties": {"expect": {"const": "unknowable"}}}
    definitions["Claim"]["anyOf"] = [_with("selector"), _with("members"), unknowable]
    definitions["Claim"]["if"] = _with("unit") | {"properties": {"unit": {"const": "other"}}}
    definitions["Claim"]["then"] = unknowable


def _with(*keys: str) -> dict[str, Any]:
    """A table that has these keys; some editors take one that says no more for closed."""
    return {"required": list(keys), "additionalProperties": True}


def _dated(value: Any) -> Any:
    """With a date as editors know it: TOML's own without quotes, or text for a partial one."""
    if isinstance(value, list):
        return [_dated(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("pattern") != SCHEMA_PATTERN:
        return {key: _dated(inner) for key, inner in value.items()}
    rest = {key: inner for key, inner in value.items() if key not in ("type", "pattern")}
    bare = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    return {**rest, "anyOf": [bare, {"type": "string", "pattern": SCHEMA_PATTERN}]}


def _plain(value: Any) -> Any:
    """Without null types, defaults and generated titles, which only clutter an editor's hints."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {
        key: {name: _plain(part) for name, part in inner.items()}
        if key == "properties"
        else _plain(inner)
        for key, inner in value.items()
        if key != "default" and not (key == "title" and isinstance(inner, str))
    }
    options = [option for option in kept.get("anyOf", ()) if option != {"type": "null"}]
    if "anyOf" not in kept:
        return kept
    if len(options) > 1:
        return {**kept, "anyOf": options}
    rest = {key: inner for key, inner in kept.items() if key != "anyOf"}
    return {**options[0], **rest}
