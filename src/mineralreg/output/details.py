"""One record for a person to read: heading, labelled values, sections as tables or paragraphs.

A section whose table does not fit is set as paragraphs, so that a record is always shown whole; an
address then stands on a line of its own, which terminals can open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mineralreg.output.columns import IDS, LONG, TITLES
from mineralreg.output.escape import one_line, visible
from mineralreg.output.flat import cell_text
from mineralreg.output.table import STYLES, grid, planned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.rows import Cell, Column
    from mineralreg.query.values import Detail

_READABLE = 110
"""Text is not set wider than this: longer lines are hard to read."""


def drawn(detail: Detail, look: Look) -> Iterator[RenderableType]:
    """The parts of a record, from top to bottom."""
    yield Text(one_line(detail.heading), style="bold")
    yield Text(f"{detail.kind} {one_line(detail.id)}", style="dim")
    yield Text("")
    yield _lines(detail, look)
    for section in detail.sections:
        if not section.rows:
            continue
        yield Text(f"\n{one_line(section.title)}", style="bold cyan")
        used = [
            at
            for at in range(len(section.columns))
            if any(cell_text(row[at]) for row in section.rows)
        ]
        columns = [section.columns[at] for at in used]
        rows = [tuple(row[at] for at in used) for row in section.rows]
        if planned(columns, rows, look).left_out:
            for row in rows:
                yield from _paragraph(columns, row)
        else:
            yield grid(columns, rows, look)


def _lines(detail: Detail, look: Look) -> Table:
    stated = [line for line in detail.lines if line.value not in (None, "", ())]
    label = max((cell_len(line.label) for line in stated), default=0)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=label, no_wrap=True)
    found.add_column(width=max(min(look.width, _READABLE) - label - 2, 20), overflow="fold")
    for line in stated:
        text = visible(cell_text(line.value).replace("\r\n", "\n")).replace("\t", " ")
        style = STYLES.get(text.partition(" ")[0], "") if line.label == "Status" else ""
        found.add_row(Text(one_line(line.label), style="cyan"), Text(text, style=style))
    return found


def _paragraph(columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[RenderableType]:
    first = Text()
    rest: list[RenderableType] = []
    for column, cell in zip(columns, row, strict=True):
        text = one_line(cell_text(cell))
        if not text:
            continue
        if column.name == "url":
            rest.append(Text(f"  {text}", style="blue", no_wrap=True, overflow="ignore"))
        elif column.name in IDS or (not column.wide and len(text) <= LONG):
            first.append(" · " if first else "")
            first.append(text, style="bold" if column.name in IDS else "")
        else:
            label = "" if column.name in TITLES else f"{column.title}: "
            rest.append(Padding(Text.assemble((label, "cyan"), text), (0, 0, 0, 2)))
    yield first
    yield from rest
