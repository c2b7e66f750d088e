"""Answers as Markdown (GitHub's tables), to paste into a report or an issue.

Every character of a record that Markdown or HTML would act on is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mineralreg.output.escape import one_line
from mineralreg.query.results import (
    Bars,
    Beside,
    Edits,
    Fields,
    Grid,
    Heading,
    Remark,
    is_numeric,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Answer, Row

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>|~$#])")


def md(value: Answer, _look: Look) -> Iterator[str]:
    """Headings, lists and tables, parted by empty lines."""
    for number, part in enumerate(value.parts()):
        if number:
            yield "\n"
        yield from _WRITERS[type(part)](part)


def text(value: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _ACTIVE.sub(r"\\\1", one_line(value)).replace("&", "&amp;")


def _heading(part: Heading) -> Iterator[str]:
    yield f"{'#' * (part.level + 1)} {text(part.text)}\n"


def _remark(part: Remark) -> Iterator[str]:
    yield f"{text(part.text)}\n"


def _fields(part: Fields) -> Iterator[str]:
    for line in part.lines:
        yield f"- **{text(line.label)}:** {text(text_of(line.value))}\n"


def _grid(part: Grid) -> Iterator[str]:
    yield from _table([column.title for column in part.columns], part.rows)


def _bars(part: Bars) -> Iterator[str]:
    yield f"### {text(part.title)}\n\n"
    yield from _table(["Value", "Count"], [*part.groups, ("total", part.total)])


def _beside(part: Beside) -> Iterator[str]:
    for number, block in enumerate(part.blocks):
        yield "\n" if number else ""
        yield from _bars(block)


def _edits(part: Edits) -> Iterator[str]:
    title = f": {text(part.title)}" if part.title else ""
    yield f"- **{part.what}** {part.kind} `{one_line(part.id)}`{title}\n"
    for field, old, new in part.fields:
        told = " → ".join(text(side) for side in (old, new) if side is not None)
        gone = " (removed)" if new is None else " (added)" if old is None else ""
        yield f"  - {text(field)}: {told}{gone}\n"


def _table(titles: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    numeric = [is_numeric(row[at] for row in rows) for at in range(len(titles))]
    yield "| " + " | ".join(map(text, titles)) + " |\n"
    yield "| " + " | ".join("--:" if right else "---" for right in numeric) + " |\n"
    for row in rows:
        yield "| " + " | ".join(text(text_of(cell)) for cell in row) + " |\n"


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    Heading: _heading,
    Remark: _remark,
    Fields: _fields,
    Grid: _grid,
    Bars: _bars,
    Beside: _beside,
    Edits: _edits,
}
