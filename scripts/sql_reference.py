"""docs/sql.md: the tables and views, as the schema's comments say them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mineralreg.export.catalogue import tables

if TYPE_CHECKING:
    from mineralreg.export.catalogue import Table

_INTRODUCTION = Path(__file__).with_name("sql_reference.md")


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
