"""The JSON Schema of a registry file, made from the models, for editors and other validators.

Draft-07, which the TOML plug-ins of editors read. It knows shapes and words; references between
records, dates in order and counts are the checks' business.
"""

from __future__ import annotations

import ast
import inspect
import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, get_args

from mineralreg.records.models import Record, Registry, sourced_fields
from mineralreg.reference import vocabulary
from mineralreg.reference.minerals import minerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel


@cache
def meanings(model: type[BaseModel]) -> dict[str, str]:
    """The text below each field of a model, those of its bases included.

    Args:
        model: A model whose source is at hand.

    Returns:
        Names of fields and their texts, without indentation.
    """
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__.startswith("mineralreg."):
            found.update(_in_source(inspect.getsource(one)))
    return {name: text for name, text in found.items() if name in model.model_fields}


def _in_source(source: str) -> Iterator[tuple[str, str]]:
    (definition,) = ast.parse(inspect.cleandoc(f"\n{source}")).body
    assert isinstance(definition, ast.ClassDef)
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            yield field.target.id, inspect.cleandoc(text.value.value)


DIALECT = "http://json-schema.org/draft-07/schema#"


def json_schema() -> dict[str, Any]:
    """The schema as a JSON object, with no null types and the vocabularies as enumerations."""
    made = Registry.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    explain(made, Registry)
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
    return {
        "$schema": DIALECT,
        "title": "A mineralreg registry",
        "definitions": definitions,
        **_plain({key: value for key, value in made.items() if key != "title"}),
    }


def schema_text() -> str:
    """The schema as it stands beside the data, in `data/agreements.schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def explain(made: dict[str, Any], model: type[Record]) -> None:
    """Say in a schema that pydantic has made what each key means.

    Args:
        made: The schema, with those of other tables in `$defs`.
        model: What it was made of.
    """
    _explain_table(made, model)
    models = {model.__name__: model for model in _models(Record)}
    for name in made.get("$defs", {}).keys() & models.keys():
        _explain_table(made["$defs"][name], models[name])


def _models(base: type[Record]) -> Iterator[type[Record]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _explain_table(made: dict[str, Any], model: type[Record]) -> None:
    keys = made["properties"]
    for name, text in meanings(model).items():
        key = model.model_fields[name].alias or name
        keys[key] = dict(sorted({**keys[key], "description": text}.items()))


def _alternatives(definitions: dict[str, Any]) -> None:
    """What is required only where something else is missing."""
    definitions["Partner"]["anyOf"] = [{"required": ["iso"]}, {"required": ["kind", "name"]}]
    definitions["Event"]["anyOf"] = [{"required": ["date"]}, {"required": ["start", "end"]}]
    definitions["Signatory"]["anyOf"] = [{"required": ["name"]}, {"required": ["body"]}]
    definitions["Initiative"]["anyOf"] = [
        {"required": [key]} for key in ("sources", "actions", "members")
    ]
    unknowable = {"required": ["expect"], "properties": {"expect": {"const": "unknowable"}}}
    definitions["Claim"]["anyOf"] = [
        {"required": ["selector"]},
        {"required": ["members"]},
        unknowable,
    ]
    definitions["Claim"]["if"] = {"required": ["unit"], "properties": {"unit": {"const": "other"}}}
    definitions["Claim"]["then"] = unknowable


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


@lru_cache(maxsize=1)
def key_order() -> Mapping[str, tuple[str, ...]]:
    """Keys by dotted path of the table, as `text.layout.format_text` takes them.

    `agreement.actions` are the acts of an agreement; `` the keys in front of all headers.
    """
    return {**dict(_orders("", Registry)), "agreement.field_sources": sourced_fields()}


def _orders(path: str, model: type[Record]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield path, tuple(field.alias or name for name, field in model.model_fields.items())
    for name, field in model.model_fields.items():
        for inner in _order_models(field.annotation):
            yield from _orders(f"{path}.{field.alias or name}".lstrip("."), inner)


def _order_models(annotation: object) -> Iterator[type[Record]]:
    """The models that an annotation such as `Model | None` or `tuple[Model, ...]` speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _order_models(part)
