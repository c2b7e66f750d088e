"""src/mineralreg/export/export.schema.json: the JSON Schema of what `export json` writes.

It is made from the record models, with what the export computes added.
"""

from __future__ import annotations

import json
from typing import Any

from mineralreg.export.catalogue import known_table
from mineralreg.export.texts import FORMAT
from mineralreg.records.models import Registry

_FILTERS = {
    "type": "string",
    "description": "The filters that the export was made with; absent when it holds everything.",
}
_REGION = {
    "region": "UN M49 region, for countries and territories.",
    "subregion": "Narrowest UN M49 area, for countries and territories.",
}


def text() -> str:
    """The schema as text."""
    made: dict[str, Any] = Registry.model_json_schema(by_alias=True, mode="serialization")
    definitions = made["$defs"]
    for name, definition in definitions.items():
        if "required" in definition:
            computed = name in ("Agreement", "Initiative")
            definition["required"] = _required(definition, computed=computed)
    partner = definitions["Partner"]
    partner["properties"] |= {
        key: {"type": "string", "description": meaning} for key, meaning in _REGION.items()
    }
    partner["required"] = ["id", "kind", "name"]
    definitions["Header"]["properties"]["filters"] = _FILTERS
    definitions["Verdict"] = _verdict()
    of_verdicts = {
        "type": "array",
        "items": {"$ref": "#/$defs/Verdict"},
        "description": "Each claim beside what is recorded; empty when the export is filtered.",
    }
    properties = {"format": {"const": FORMAT, "description": "What this document is."}}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": FORMAT,
        "title": "What `mineralreg export json` writes",
        "description": (
            "A registry: its header and all records, each kind in file order. Keys are those of "
            "the registry file. Agreements and initiatives also have status, status_since and "
            "date; partners have their name, kind and region. A key that is missing means that no "
            "source states it, or that its default holds. Dates are strings as written."
        ),
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "schema_version", "registry", *_KINDS, "verdict"],
        "properties": properties | made["properties"] | {"verdict": of_verdicts},
        "$defs": definitions,
    }
    written = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return written.replace("2026-02-04 (no quotes)", "2026-02-04")  # quotes are TOML's question


_KINDS = ("source", "partner", "agreement", "initiative", "event", "claim")
_COMPUTED = ("status", "status_since", "date")


_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "list": {"type": "array", "items": {"type": "string"}},
}


def _verdict() -> dict[str, Any]:
    """The schema of a verdict, from the description of its table."""
    found = known_table("verdict")
    properties = {}
    for column in found.columns:
        meaning = column.description.removeprefix("JSON: ").replace("NULL", "null")
        schema = dict(_TYPES[column.type])
        if not column.required:
            schema["type"] = [schema["type"], "null"]
        properties[column.name] = {**schema, "description": meaning}
    return {
        "type": "object",
        "description": "What `reconcile` says of a claim.",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _required(definition: dict[str, Any], *, computed: bool) -> list[str]:
    """Keys without a default, and the computed ones where there are some.

    A record in the export leaves out what the file leaves out, so a default means not required.
    """
    needed = definition.get("required", ())
    return [
        key
        for key, value in definition["properties"].items()
        if (computed and key in _COMPUTED) or (key in needed and "default" not in value)
    ]
