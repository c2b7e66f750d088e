"""The same registry in the forms that other tools read: JSON for jq, record files for recutils."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import tomli


def to_json(data: dict[str, Any]) -> str:
    """The parsed registry as JSON; dates as they are written in TOML."""
    return json.dumps(data, default=str, ensure_ascii=False)


def to_records(data: dict[str, Any]) -> str:
    """Agreements, partners and sources as a GNU recutils file with a descriptor for each type."""
    parts = []
    for kind, mandatory in (
        ("source", "Id Title Publisher Kind"),
        ("partner", "Id"),
        ("agreement", "Id Title Kind Parties Sources"),
    ):
        parts.append(
            f"%rec: {kind}\n%key: Id\n%mandatory: {mandatory}\n%type: Id regexp /^[a-z0-9-]+$/"
        )
        for record in data.get(kind, []):
            parts.append("\n".join(_fields(record)))
    return "\n\n".join(parts) + "\n"


def _fields(record: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in record.items():
        values = value if isinstance(value, list) else [value]
        for item in values:
            text = json.dumps(item, default=str) if isinstance(item, dict) else str(item)
            lines.append(f"{key.capitalize()}: " + text.replace("\n", "\n+ "))
    return lines


def write_all(registry: Path) -> tuple[Path, Path]:
    """Write `X.json` and `X.rec` beside `X.toml` and return their paths."""
    data = tomli.loads(registry.read_text(encoding="utf-8"))
    as_json, as_records = registry.with_suffix(".json"), registry.with_suffix(".rec")
    as_json.write_text(to_json(data), encoding="utf-8")
    as_records.write_text(to_records(data), encoding="utf-8")
    return as_json, as_records


if __name__ == "__main__":
    for path in write_all(Path(sys.argv[1])):
        print(path)
