"""Counts as bars, alone or side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from mineralreg.output.cards import STYLES
from mineralreg.output.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Bars, Beside

_EIGHTHS = " ▏▎▍▌▋▊▉"
_SIDE_BY_SIDE = 110


def titled(part: Bars, look: Look) -> Iterator[RenderableType]:
    """Bars under their title, over the whole width."""
    yield Text(one_line(part.title), style="bold")
    yield bars(part.groups, look.width, look)
    if part.rest:
        yield Text(part.rest, style="dim italic")


def beside(part: Beside, look: Look) -> Iterator[RenderableType]:
    """Blocks of bars, two in a row where there is room."""
    step = 2 if look.width >= _SIDE_BY_SIDE else 1
    for start in range(0, len(part.blocks), step):
        yield Text("")
        yield _row(part.blocks[start : start + step], look)


def bar(count: int, top: int, width: int, letters: bool = True) -> str:
    """A bar of `count` on a scale where `top` fills `width` characters."""
    eighths = max(round(count * width * 8 / top), 1) if count and top else 0
    if not letters:
        return "#" * ((eighths + 7) // 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def bars(groups: Sequence[tuple[str, int]], width: int, look: Look) -> Table:
    """A bar for each group, all on one scale."""
    labels = [one_line(value) or "(not stated)" for value, _ in groups]
    longest = min(max(map(cell_len, labels), default=0), max(width // 2, 10))
    digits = max((len(str(count)) for _, count in groups), default=1)
    room = max(min(width - longest - digits - 4, 50), 4)
    top = max((count for _, count in groups), default=1)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=longest, overflow="fold")
    found.add_column(width=digits, justify="right")
    found.add_column(no_wrap=True)
    for label, (_, count) in zip(labels, groups, strict=True):
        found.add_row(
            Text(label, style=STYLES.get(label, "")),
            Text(str(count), style="bold"),
            Text(bar(count, top, room, look.letters), style=STYLES.get(label, "blue")),
        )
    return found


def _row(blocks: Sequence[Bars], look: Look) -> Table:
    width = (look.width - 4 * (len(blocks) - 1)) // len(blocks)
    found = Table.grid(padding=(0, 4, 0, 0))
    for _ in blocks:
        found.add_column(width=width)
    found.add_row(*(Text(block.title, style="bold") for block in blocks))
    found.add_row(*(bars(block.groups, width, look) for block in blocks))
    if any(block.rest for block in blocks):
        found.add_row(*(Text(block.rest, style="dim italic") for block in blocks))
    return found
