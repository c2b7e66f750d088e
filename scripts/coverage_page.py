"""docs/coverage.md, whose figures are counted from the shipped data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mineralreg.registry import open_index

if TYPE_CHECKING:
    import sqlite3

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = Path(__file__).with_suffix(".md")

KINDS = ("agreement", "partner", "initiative", "event", "source", "claim")
SHARES = (
    ("name their legal nature", "legal_nature <> 'not-stated'"),
    (
        "name the source of their legal nature",
        "id IN (SELECT id FROM record WHERE json_extract(json, '$.field_sources.legal_nature')"
        " IS NOT NULL)",
    ),
    ("name topics", "id IN (SELECT agreement FROM agreement_topic)"),
    (
        "name a mineral beyond the generic word",
        "id IN (SELECT agreement FROM agreement_mineral WHERE mineral <> 'critical-minerals')",
    ),
    (
        "rest on an official source",
        "id IN (SELECT agreement FROM agreement_source JOIN source ON source.id = source "
        "WHERE source.kind = 'official')",
    ),
    ("have an act dated to the day", "id IN (SELECT agreement FROM act WHERE length(date) = 10)"),
    ("name who signed", "id IN (SELECT agreement FROM signatory)"),
    ("give the address of their text", "text_url IS NOT NULL"),
    (
        "say that their text is published, but not where a party has it",
        "text_status = 'published' AND text_url IS NULL",
    ),
    ("say that no text was published or found", "text_status IN ('unpublished', 'not-found')"),
    (
        "are between governments and say nothing about their text",
        "level = 'intergovernmental' AND coalesce(text_url, text_status) IS NULL",
    ),
    ("name no source", "id NOT IN (SELECT agreement FROM agreement_source)"),
    ("were compared with their sources on a day", "checked IS NOT NULL"),
)
"""What the page says of agreements, and the condition that counts it."""

SOURCES = (
    ("that are official", "kind = 'official'"),
    ("with a date of publication", "published IS NOT NULL"),
    ("that say how much of them was read", "read IS NOT NULL"),
    (
        "with a date, without the year in their id",
        "published IS NOT NULL AND id NOT GLOB '*[12][0-9][0-9][0-9]*'",
    ),
    ("whose address is that of a copy", "url = archive_url"),
)
"""What the page says of sources, and the condition that counts it."""


def page() -> str:
    """Return the whole page."""
    connection = open_index(str(ROOT / "data" / "agreements.toml")).connection
    nature = _count(connection, "agreement", "legal_nature = 'not-stated'")
    rows = [_share(connection, "agreement", *share) for share in SHARES]
    text = TEMPLATE.read_text(encoding="utf-8")
    (as_of,) = connection.execute("SELECT value FROM meta WHERE key = 'as_of'").fetchone()
    for mark, part in {
        "{figures}": _figures(connection),
        "{shares}": "\n".join(rows),
        "{nature}": str(nature),
        "{as_of}": as_of,
    }.items():
        text = text.replace(mark, part)
    return text


def _figures(connection: sqlite3.Connection) -> str:
    lines = ["| | number | query |", "|---|--:|---|"]
    for kind in KINDS:
        query = f'mineralreg sql "SELECT count(*) FROM {kind}"'
        lines.append(f"| {kind}s | {_count(connection, kind)} | `{query}` |")
    lines.extend(
        _share(connection, "source", f"sources {what}", condition) for what, condition in SOURCES
    )
    return "\n".join(lines)


def _share(connection: sqlite3.Connection, table: str, what: str, condition: str) -> str:
    query = f'mineralreg sql "SELECT count(*) FROM {table} WHERE {condition}"'
    return f"| {what} | {_count(connection, table, condition)} | `{query}` |"


def _count(connection: sqlite3.Connection, table: str, condition: str = "true") -> int:
    (number,) = connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()
    return int(number)
