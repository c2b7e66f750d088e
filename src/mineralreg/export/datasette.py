"""The metadata for Datasette: what tables and columns mean, and what to facet and sort by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mineralreg.export.catalogue import tables
from mineralreg.export.datapackage import LICENSES

if TYPE_CHECKING:
    from collections.abc import Mapping

FACETS: dict[str, list[str | dict[str, str]]] = {
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
SORTED = {"agreement": ("sort_desc", "date_earliest"), "act": ("sort_desc", "earliest")}


def metadata(database: str, meta: Mapping[str, Any]) -> str:
    """The metadata as JSON text.

    Args:
        database: Name of the database: that of the file, without its extension.
        meta: What the registry says of itself, as the table `meta` holds it.
    """
    described: dict[str, Any] = {}
    for table in tables():
        entry: dict[str, Any] = {
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
        }
        if table.name in FACETS:
            entry["facets"] = FACETS[table.name]
        if table.name in SORTED:
            direction, column_name = SORTED[table.name]
            entry[direction] = column_name
        described[table.name] = entry
    license = meta.get("license")
    head = {
        "title": meta.get("title") or "A registry of agreements",
        "description": meta.get("scope"),
        "license": license,
        "license_url": LICENSES[license][0] if license in LICENSES else None,
    }
    told = {key: value for key, value in head.items() if value}
    made = {**told, "databases": {database: {"tables": described}}}
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
