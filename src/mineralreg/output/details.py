"""One record for a person to read: heading, labelled values, sections as small tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from mineralreg.output.escape import one_line, visible
from mineralreg.output.flat import cell_text
from mineralreg.output.table import STYLES, grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.values import Detail

_READABLE = 110
"""Text is not set wider than this: longer lines are hard to read."""


def drawn(detail: Detail, look: Look) -> Iterator[RenderableType]:
    """The parts of a record, from top to bottom."""
    yield Text(one_line(detail.heading), style="bold")
    yield Text(f"{detail.kind} {one_line(detail.id)}".strip(), style="dim")
    yield Text("")
    yield _lines(detail, look)
    for section in detail.sections:
        if section.rows:
            yield Text(f"\n{one_line(section.title)}", style="bold cyan")
            yield grid(section.columns, section.rows, look)


def _lines(detail: Detail, look: Look) -> Table:
    stated = [line for line in detail.lines if line.value not in (None, "", ())]
    label = max((cell_len(line.label) for line in stated), default=0)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=label, no_wrap=True)
    found.add_column(width=max(min(look.width, _READABLE) - label - 2, 20), overflow="fold")
    for line in stated:
        text = visible(cell_text(line.value).replace("\r\n", "\n")).replace("\t", " ")
        found.add_row(
            Text(one_line(line.label), style="cyan"), Text(text, style=STYLES.get(text, ""))
        )
    return found
