"""Answers as Markdown (GitHub's tables), to paste into a report or an issue.

Every character of a record that Markdown or HTML would act on is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mineralreg.output.delimited import VERDICT, Flat, cell_text, flat, is_numeric
from mineralreg.output.escape import one_line
from mineralreg.query.results import Counts, Detail, Listing, Overview, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Column

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>|~$#])")
_NUMBER = re.compile(r"-?\d+")


def md(value: Any, _look: Look) -> Iterator[str]:
    """Headings and tables."""
    if isinstance(value, list) and value and isinstance(value[0], Detail):
        for number, detail in enumerate(value):
            yield "\n" if number else ""
            yield from _detail(detail)
    elif isinstance(value, Overview):
        yield from _overview(value)
    elif isinstance(value, Listing):
        yield from _table([column.title for column in value.columns], value.rows)
    elif isinstance(value, list) and all(isinstance(item, Verdict) for item in value):
        yield from _table([column.title for column in VERDICT], list(flat(value).rows))
    else:
        yield from _flat(flat(value))


def text(value: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _ACTIVE.sub(r"\\\1", one_line(value)).replace("&", "&amp;")


def _flat(table: Flat) -> Iterator[str]:
    yield from _table([name.replace("_", " ").capitalize() for name in table.names], table.rows)


def _table(titles: Sequence[str], rows: Any) -> Iterator[str]:
    rows = list(rows)
    numeric = [is_numeric([row[at] for row in rows]) for at in range(len(titles))]
    yield "| " + " | ".join(map(text, titles)) + " |\n"
    yield "| " + " | ".join("--:" if right else "---" for right in numeric) + " |\n"
    for row in rows:
        yield "| " + " | ".join(text(cell_text(cell)) for cell in row) + " |\n"


def _detail(detail: Detail) -> Iterator[str]:
    yield f"## {text(detail.heading)}\n\n"
    yield f"`{one_line(detail.id)}` · {text(detail.kind)}\n\n"
    for line in detail.lines:
        if line.value not in (None, "", ()):
            yield f"- **{text(line.label)}:** {text(cell_text(line.value))}\n"
    for section in detail.sections:
        if section.rows:
            yield f"\n### {text(section.title)}\n\n"
            yield from _table(_titles(section.columns), section.rows)


def _titles(columns: Sequence[Column]) -> list[str]:
    return [column.title for column in columns]


def _overview(value: Overview) -> Iterator[str]:
    yield f"## {text(value.title or 'Registry')}\n\n"
    version, day = text(value.version or "not stated"), text(value.as_of or "no day")
    yield f"Data version {version}, as of {day}.\n\n"
    yield from _table(["Records", "Count"], value.totals)
    for counts in value.counts:
        yield f"\n### By {text(_named(counts))}\n\n"
        yield from _flat(flat(counts))
    if value.months:
        yield "\n### By month\n\n"
        yield from _table(["Month", "Agreements"], value.months)
    if value.claims:
        yield "\n### Claims that do not reconcile\n\n"
        yield from _table([column.title for column in VERDICT], list(flat(value.claims).rows))


def _named(counts: Counts) -> str:
    return " and ".join(name.replace("_", " ") for name in counts.by)
