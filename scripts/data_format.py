"""docs/data-format.md: an introduction by hand, then one table of keys for each model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mineralreg.records import parts
from mineralreg.records.models import MODELS, Header
from mineralreg.records.schema import fields_of

if TYPE_CHECKING:
    from mineralreg.records.parts import Record
    from mineralreg.records.schema import Field

_INTRODUCTION = Path(__file__).with_name("data_format.md")

_TABLES: list[tuple[str, type[Record]]] = [
    ("[registry]", Header),
    *((f"[[{kind}]]", model) for kind, model in MODELS.items()),
    ("An item of an agreement's `actions`", parts.Action),
    ("An item of an initiative's `actions`", parts.InitiativeAction),
    ("An item of `signatories`", parts.Signatory),
    ("An item of `amounts`", parts.Amount),
    ("An agreement's `term`", parts.Term),
    ("An item of `bodies`", parts.Body),
    ("An item of `relations`", parts.Relation),
    ("An item of `variants`", parts.Variant),
    ("An item of an initiative's `members`", parts.Membership),
    ("An item of a claim's `members`", parts.Counted),
    ("A claim's `selector`", parts.Selector),
]


def page() -> str:
    """The whole page."""
    sections = [_INTRODUCTION.read_text(encoding="utf-8").rstrip()]
    for title, model in _TABLES:
        heading = f"`{title}`" if title.startswith("[") else title
        sections.append(f"## {heading}\n\n{_first_line(model)}\n\n{_table(model)}")
    return "\n\n".join(sections) + "\n"


def _table(model: type[Record]) -> str:
    lines = ["| key | | value | meaning |", "|---|---|---|---|"]
    for field in fields_of(model).values():
        needed = "required" if field.required else ""
        lines.append(f"| `{field.key}` | {needed} | {_value(model, field)} | {field.help} |")
    return "\n".join(lines)


def _value(model: type[Record], field: Field) -> str:
    """What can stand behind a key, in words."""
    if field.key == "schema_version":
        return "`1`"
    if field.key == "field_sources":
        return "table of lists of source ids"
    if field.holds == "word":
        return ", ".join(f"`{word}`" for word in field.words)
    one = field.holds
    if one in MODELS or one in ("mineral", "topic"):
        one += " id"
    elif one == "country code":
        one = "text"
    if field.many:
        return f"list of {one}s" if model is not parts.Selector else f"{one} or list of {one}s"
    return one


def _first_line(model: type[Record]) -> str:
    return re.split(r"\n\s*\n", (model.__doc__ or "").strip())[0].replace("\n    ", " ")
