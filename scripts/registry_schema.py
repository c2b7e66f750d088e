"""data/agreements.schema.json: the JSON Schema of a registry file, made from the record models.

It is Draft-07, which the TOML plug-ins of editors read. It knows shapes and words; references
between records, dates in order and counts are the checks' business.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from mineralreg.records.models import Registry, sourced_fields
from mineralreg.records.parts import Choice
from mineralreg.reference import vocabulary
from mineralreg.reference.minerals import minerals

if TYPE_CHECKING:
    from pydantic_core import core_schema

_DIALECT = "http://json-schema.org/draft-07/schema#"


class _ForEditors(GenerateJsonSchema):
    """Leaves out null types, defaults and titles, which only clutter an editor's hints."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return {key: one for key, one in super().model_schema(schema).items() if key != "title"}

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False


def json_schema() -> dict[str, Any]:
    """The schema as a JSON object, with no null types and the vocabularies as enumerations."""
    made = Registry.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_ForEditors
    )
    definitions = made.pop("$defs")
    agreement = definitions["Agreement"]["properties"]
    agreement["minerals"]["items"] = {"enum": sorted(mineral.id for mineral in minerals())}
    agreement["topics"]["items"] = {"enum": list(vocabulary.TOPICS)}
    ids = agreement["field_sources"].pop("additionalProperties")
    agreement["field_sources"] |= {
        "additionalProperties": False,
        "properties": dict.fromkeys(sourced_fields(), ids),
    }
    _alternatives(definitions)
    title = "A mineralreg registry"
    return {"$schema": _DIALECT, "title": title, "definitions": definitions, **made}


def text() -> str:
    """The schema as text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _alternatives(definitions: dict[str, Any]) -> None:
    """What is required only where something else is missing."""
    for model in Choice.__subclasses__():
        definitions[model.__name__]["anyOf"] = [_with(*keys) for keys in model.alternatives]
    definitions["Initiative"]["anyOf"] = [_with("sources"), _with("actions"), _with("members")]
    unknowable = _with("expect") | {"properties": {"expect": {"const": "unknowable"}}}
    definitions["Claim"]["anyOf"] = [_with("selector"), _with("members"), unknowable]
    definitions["Claim"]["if"] = _with("unit") | {"properties": {"unit": {"const": "other"}}}
    definitions["Claim"]["then"] = unknowable


def _with(*keys: str) -> dict[str, Any]:
    """A table that has these keys; some editors take one that says no more for closed."""
    return {"required": list(keys), "additionalProperties": True}
