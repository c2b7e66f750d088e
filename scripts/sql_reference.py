"""docs/sql.md and docs/datasette.json: the tables and views, as the schema's comments say them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mineralreg.export.catalogue import tables

if TYPE_CHECKING:
    from mineralreg.export.catalogue import Table

_INTRODUCTION = Path(__file__).with_name("sql_reference.md")
_DATABASE = "registry"
_FACETS: dict[str, list[str | dict[str, str]]] = {
    "agreement": ["status", "kind", "level", "legal_nature", "event"],
    "agreement_overview": [
        "status",
        "kind",
        "level",
        {"array": "party_ids"},
        {"array": "minerals"},
        {"array": "topics"},
    ],
    "agreement_party": ["partner"],
    "agreement_mineral": ["mineral"],
    "agreement_topic": ["topic"],
    "act": ["action"],
    "act_timeline": ["action", "kind"],
    "party_overview": ["region", "name", "status", "kind"],
    "partner": ["kind", "region"],
    "source": ["kind", "publisher"],
    "claim": ["expect", "unit"],
    "verdict": ["verdict", "expected"],
    "membership": ["initiative", "role"],
}
_SORTED = {"agreement": ("sort_desc", "date_earliest"), "act": ("sort_desc", "earliest")}


def page() -> str:
    """docs/sql.md."""
    sections = [_INTRODUCTION.read_text(encoding="utf-8").rstrip()]
    for heading, views in (("## Tables", False), ("## Views", True)):
        sections.append(heading)
        sections += [_section(table) for table in tables() if table.view is views]
    return "\n\n".join(sections) + "\n"


def _section(table: Table) -> str:
    lines = [f"### `{table.name}`", "", table.description, ""]
    lines += ["| column | type | | meaning |", "|---|---|---|---|"]
    for column in table.columns:
        marks = ["key"] if column.name in table.key else []
        if column.table:
            marks.append(f"→ `{column.table}`")
        lines.append(
            f"| `{column.name}` | {column.type} | {' '.join(marks)} | {column.description} |"
        )
    if not table.columns:
        del lines[-2:]
    return "\n".join(lines).rstrip()


def datasette() -> str:
    """docs/datasette.json, the metadata for Datasette."""
    described: dict[str, Any] = {}
    for table in tables():
        entry: dict[str, Any] = {
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
        }
        if table.name in _FACETS:
            entry["facets"] = _FACETS[table.name]
        if table.name in _SORTED:
            direction, column_name = _SORTED[table.name]
            entry[direction] = column_name
        described[table.name] = entry
    metadata = {
        "title": "Agreements on critical minerals",
        "license": "CC BY 4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "databases": {_DATABASE: {"tables": described}},
    }
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
