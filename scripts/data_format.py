"""docs/data-format.md: an introduction by hand, then one table of keys for each model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mineralreg.records import models
from mineralreg.records.models import MODELS, Counted, Header, Selector
from mineralreg.records.schema import explain, meanings
from mineralreg.reference.vocabulary import DURATION_PATTERN, LANGUAGE_PATTERN

if TYPE_CHECKING:
    from mineralreg.records.models import Record

_INTRODUCTION = Path(__file__).with_name("data_format.md")

_TABLES: list[tuple[str, type[Record]]] = [
    ("[registry]", Header),
    *((f"[[{kind}]]", model) for kind, model in MODELS.items()),
    ("An item of an agreement's `actions`", models.Action),
    ("An item of an initiative's `actions`", models.InitiativeAction),
    ("An item of `signatories`", models.Signatory),
    ("An item of `amounts`", models.Amount),
    ("An agreement's `term`", models.Term),
    ("An item of `bodies`", models.Body),
    ("An item of `relations`", models.Relation),
    ("An item of `variants`", models.Variant),
    ("An item of an initiative's `members`", models.Membership),
    ("An item of a claim's `members`", Counted),
    ("A claim's `selector`", Selector),
]


def page() -> str:
    """The whole page."""
    sections = [_INTRODUCTION.read_text(encoding="utf-8").rstrip()]
    for title, model in _TABLES:
        heading = f"`{title}`" if title.startswith("[") else title
        sections.append(f"## {heading}\n\n{_first_line(model)}\n\n{_table(model)}")
    return "\n\n".join(sections) + "\n"


def _table(model: type[Record]) -> str:
    made = model.model_json_schema(by_alias=True)
    explain(made, model)
    properties = made["properties"]
    lines = ["| key | | value | meaning |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        key = field.alias or name
        needed = "required" if field.is_required() else ""
        meaning = meanings(model).get(name, "").replace("\n", " ")
        lines.append(f"| `{key}` | {needed} | {_value(properties[key])} | {meaning} |")
    return "\n".join(lines)


def _value(schema: dict[str, object]) -> str:
    """What can stand behind a key, in words."""
    options = schema.get("anyOf")
    if isinstance(options, list):
        kinds = [_value(option) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema or "const" in schema:
        words = schema.get("enum", [schema.get("const")])
        assert isinstance(words, list)
        return ", ".join(f"`{word}`" for word in words)
    if "$ref" in schema:
        return "table"
    kind = schema.get("type")
    if kind == "array":
        items = schema["items"]
        assert isinstance(items, dict)
        return f"list of {_value(items)}s" if "enum" not in items else f"list of {_value(items)}"
    if "partial date" in str(schema.get("description")):
        return "date"
    if kind == "object":
        return "table of lists of ids"
    pattern = str(schema.get("pattern", ""))
    if pattern == DURATION_PATTERN:
        return "duration"
    if pattern == LANGUAGE_PATTERN:
        return "language"
    if pattern.startswith("^[a-z0-9]+"):
        return "id"
    if pattern.startswith("^https"):
        return "address"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(
        str(kind), str(kind)
    )


def _first_line(model: type[Record]) -> str:
    return re.split(r"\n\s*\n", (model.__doc__ or "").strip())[0].replace("\n    ", " ")
