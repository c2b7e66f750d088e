"""Records for people, where a table does not fit: the title first, the id whole, few lines each.

A record takes three lines on a narrow terminal, two from 120 columns on and one from 200 on. Long
texts are cut with an ellipsis; every other format has them whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text

from mineralreg.output.escape import one_line
from mineralreg.query.results import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Bars, Beside, Cell, Column, Grid, Row


IDS = ("id", "record", "claim")
TITLES = ("title", "name", "statement")
"""Columns that name a record, and those that say what it is."""

STYLES = {
    "in-force": "green",
    "in-effect": "green",
    "active": "green",
    "match": "green",
    "signed": "cyan",
    "provisionally-applied": "cyan",
    "suspended": "yellow",
    "short": "yellow",
    "over": "yellow",
    "unanswerable": "red",
    "terminated": "red",
    "expired": "red",
    "lapsed": "red",
    "superseded": "red",
    "ended": "red",
}
"""Colours of the words that say how a record stands."""

_TWO_LINES = 120
_ONE_LINE = 200
_INDENT = 2
_SEVERAL = 34
"""Characters of a cell with several values, beside others."""
_SHARED = 24
"""Characters of such a cell where all stand on one line."""


def cards(part: Grid, look: Look) -> Iterator[RenderableType]:
    """The records of a table, each in as many lines as the width asks for."""
    title = next((at for at, one in enumerate(part.columns) if one.name in TITLES), None)
    id = next((at for at, one in enumerate(part.columns) if one.name in IDS), None)
    lead = title if title is not None else id if id is not None else 0
    short = [at for at, one in enumerate(part.columns) if not one.wide and at not in (lead, id)]
    wide = [at for at, one in enumerate(part.columns) if one.wide and at not in (lead, id)]
    under = [id] if id is not None and id != lead else []
    if look.width >= _ONE_LINE:
        yield from _columns(part, [*short, lead, *wide, *under], look.width)
        return
    for number, row in enumerate(part.rows):
        mark = part.marks[number] if part.marks else ""
        if look.width >= _TWO_LINES:
            lines = [[*short[:2], lead], [*under, *short[2:], *wide]]
        else:
            lines = [[lead], [*short, *wide[:1]], [*under, *wide[1:]]]
        drawn = [_line(part.columns, row, line, lead, look.width) for line in lines if line]
        if mark:
            _mark(drawn[0], mark, look.width)
        yield Text("\n").join(drawn)


def _line(
    columns: Sequence[Column], row: Row, places: Sequence[int], lead: int, width: int
) -> Text:
    """Some cells of a record on one line; what does not fit is cut, an id never."""
    found = Text(" " * (0 if lead in places else _INDENT))
    for at in places:
        name = columns[at].name
        text = _shown(name, row[at], None if at == lead else _SEVERAL)
        if not text:
            continue
        found.append("  " if found.plain.strip() else "")
        room = width - found.cell_len
        if name not in IDS:
            text = _cut(text, room)
        style = "bold" if at == lead else "dim" if name in IDS else STYLES.get(text, "")
        found.append(text, style=style)
    return found


def _columns(part: Grid, order: Sequence[int], width: int) -> Iterator[Text]:
    """One line a record, in columns: ids and short cells whole, the rest of the room shared."""
    shown = [[part.columns[at].title for at in order]]
    shown += [[_shown(part.columns[at].name, row[at], None) for at in order] for row in part.rows]
    longest = [max(map(cell_len, cells)) for cells in zip(*shown, strict=True)]
    names = [part.columns[at].name for at in order]
    free = width - 2 * (len(order) - 1)
    for at, place in enumerate(order):
        if part.columns[place].wide and names[at] not in (*IDS, *TITLES):
            longest[at] = min(longest[at], _SHARED)
        free -= 0 if names[at] in TITLES else longest[at]
    longest = [
        min(long, max(free, _SHARED)) if name in TITLES else long
        for long, name in zip(longest, names, strict=True)
    ]
    for number, cells in enumerate(shown, -1):
        line = Text(style="bold" if number < 0 else "")
        for at, cell in enumerate(cells):
            text = set_cell_size(_cut(cell, longest[at]), longest[at])
            style = "bold" if names[at] in TITLES else "dim" if names[at] in IDS else ""
            line.append("  " if at else "")
            line.append(text, style=style or STYLES.get(text.strip(), ""))
        line.rstrip()
        if number >= 0 and part.marks and part.marks[number]:
            _mark(line, part.marks[number], width)
        yield line


def _mark(line: Text, mark: str, width: int) -> None:
    """Say at the end of a line why its record is marked, over its text if need be."""
    told = f"  [{one_line(mark)}]"
    line.truncate(width - cell_len(told), overflow="ellipsis")
    line.append(told, style="yellow italic")


def _shown(name: str, cell: Cell, most: int | None) -> str:
    if name == "sources":
        count = len(cell) if isinstance(cell, tuple) else 0
        return f"{count} source{'s' if count != 1 else ''}"
    text = one_line(", ".join(cell) if isinstance(cell, tuple) else text_of(cell))
    return text if most is None else _cut(text, most)


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…" if width > 0 else ""


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
