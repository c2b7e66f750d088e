"""Answers for people on a terminal, rendered part by part with rich.

Every value becomes a `Text`, never markup, with its control characters escaped. `arrange` decides
the layout of a table, so that rich never squeezes a column to one letter per line.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mineralreg.output import cards
from mineralreg.output.escape import one_line, visible
from mineralreg.output.terminal import Look
from mineralreg.query.results import (
    Answer,
    Bars,
    Beside,
    Column,
    Edits,
    Fields,
    Grid,
    Heading,
    Remark,
    Row,
    is_numeric,
    text_of,
)

GAP = 2
LEAST = 22
MOST = 40
"""No folded text is narrower than this, unless it is short; a long word gets more, up to MOST."""

ADDRESS = 48
"""Addresses fold anywhere, so they need more room to be worth showing."""

LONG = 28
"""A column with longer cells than this is folded even if it is not marked as wide."""

PIECE = 200
"""Rows that are rendered at a time."""

READABLE = 110
"""Text is not set wider than this: longer lines are hard to read."""


def table(value: Answer, look: Look) -> Iterator[str]:
    """Render an answer for a terminal."""
    console = Console(
        file=io.StringIO(),
        width=look.width,
        color_system="standard" if look.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    before: type | None = None
    for part in value.parts():
        if before and (isinstance(part, Heading) or (before, type(part)) == (Remark, Fields)):
            yield "\n"
        before = type(part)
        for drawn in _DRAWERS[type(part)](part, look):
            with console.capture() as captured:
                if isinstance(drawn, Text) and drawn.no_wrap:  # an address, which is not broken
                    console.print(drawn, crop=False, no_wrap=True, overflow="ignore")
                else:
                    console.print(drawn, crop=False)
            yield "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _heading(part: Heading, _look: Look) -> Iterator[RenderableType]:
    yield Text(one_line(part.text), style="bold" if part.level == 1 else "bold cyan")


def _remark(part: Remark, _look: Look) -> Iterator[RenderableType]:
    yield Text(one_line(part.text), style="dim")


def _fields(part: Fields, look: Look) -> Iterator[RenderableType]:
    label = max((cell_len(line.label) for line in part.lines), default=0)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=label, no_wrap=True)
    found.add_column(width=max(min(look.width, READABLE) - label - 2, 20), overflow="fold")
    for line in part.lines:
        text = visible(text_of(line.value).replace("\r\n", "\n")).replace("\t", " ")
        style = cards.STYLES.get(text.partition(" ")[0], "") if line.label == "Status" else ""
        value = Text(text, style=style)
        cards.link(value, text, look)
        found.add_row(Text(one_line(line.label), style="cyan"), value)
    yield found


_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "restored": ("+", "green")}


def _edits(part: Edits, _look: Look) -> Iterator[RenderableType]:
    sign, style = _SIGNS.get(part.what, ("~", "yellow"))
    yield Text.assemble(
        (f"{sign} {part.what} ", style),
        f"{part.kind} ",
        (one_line(part.id), "bold"),
        (f"  {one_line(part.title)}" if part.title else "", "dim"),
    )
    for field, old, new in part.fields:
        sides = ((old, "red strike" if new is None else "red"), (new, "green"))
        both = [Text(one_line(side), style=style) for side, style in sides if side is not None]
        told = " (removed)" if new is None else " (added)" if old is None else ""
        label = (f"{one_line(field)}: ", "cyan")
        line = Text.assemble(label, Text(" → ", style="dim").join(both), (told, "dim"))
        yield Padding(line, (0, 0, 0, 4))


def _grid(part: Grid, look: Look) -> Iterator[RenderableType]:
    """A table; records as cards where text would be folded, other rows as paragraphs."""
    places = planned(part.columns, part.rows, look.width)
    if part.cards and (places is None or any(place.folds for place in places)):
        return cards.cards(part, look)
    if places is None:
        return (line for row in part.rows for line in _paragraph(part.columns, row, look))
    return _pieces(part, places, look)


def _pieces(part: Grid, places: Sequence[Place], look: Look) -> Iterator[RenderableType]:
    """A table in pieces, so that the first rows of many appear at once."""
    named = next((at for at, one in enumerate(part.columns) if one.name in cards.IDS), 0)
    numeric = [is_numeric(row[at] for row in part.rows) for at in range(len(places))]
    for start in range(0, max(len(part.rows), 1), PIECE):
        drawn = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="bold")
        drawn.show_header = start == 0
        for column, place, right in zip(part.columns, places, numeric, strict=True):
            drawn.add_column(
                Text(one_line(column.title)),
                width=place.width,
                no_wrap=not place.folds,
                overflow="fold",
                justify="right" if right else "left",
            )
        for number, row in enumerate(part.rows[start : start + PIECE], start):
            cells = [_cell(part.columns, row, at, look) for at in range(len(row))]
            if part.marks and part.marks[number]:
                cells[named].append(f"\n{one_line(part.marks[number])}", style=cards.MARK)
            drawn.add_row(*cells)
        yield drawn


def _cell(columns: Sequence[Column], row: Row, at: int, look: Look) -> Text:
    name, text = columns[at].name, one_line(text_of(row[at]))
    found = Text(text, style="bold" if name in cards.IDS else cards.STYLES.get(text, ""))
    return cards.linked(found, columns, row, at, look)


def _paragraph(columns: Sequence[Column], row: Row, look: Look) -> Iterator[RenderableType]:
    """A row as one line of its short cells, with the long ones below."""
    first: list[Text] = []
    rest: list[RenderableType] = []
    for at, column in enumerate(columns):
        cell = _cell(columns, row, at, look)
        if not cell:
            continue
        if column.name == "url":
            address = Text("  ", no_wrap=True, overflow="ignore")
            rest.append(address.append_text(cell))
        elif column.name in cards.IDS or (not column.wide and len(cell) <= LONG):
            label = f"{column.title.lower()} " if is_numeric([row[at]]) else ""
            first.append(Text.assemble(label, cell))
        else:
            label = "" if column.name in cards.TITLES else f"{column.title}: "
            rest.append(Padding(Text.assemble((label, "cyan"), cell), (0, 0, 0, 2)))
    yield Text(" · ").join(first)
    yield from rest


class Place(NamedTuple):
    """The layout of a column: its width in characters, and whether its text folds."""

    width: int
    folds: bool


def planned(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[Place] | None:
    """The layout of a table for this width, or None where it does not fit."""
    natural = [cell_len(column.title) for column in columns]
    words = [0] * len(columns)
    for row in rows:
        for at, cell in enumerate(row):
            text = one_line(text_of(cell))
            natural[at] = max(natural[at], cell_len(text))
            words[at] = max(words[at], *map(len, text.split(" ")))
    return arrange(columns, natural, words, width)


def arrange(
    columns: Sequence[Column], natural: Sequence[int], words: Sequence[int], width: int
) -> list[Place] | None:
    """Decide the layout: short text stays whole, long text folds and shares the room left.

    Args:
        columns: The table's columns.
        natural: Length of the longest cell or heading of each.
        words: Length of the longest word in each.
        width: Characters of a line.
    """
    widths = list(natural)
    for at, column in enumerate(columns):
        if column.name not in cards.IDS and (column.wide or natural[at] > LONG):
            least = ADDRESS if column.name == "url" else max(LEAST, min(words[at], MOST))
            widths[at] = min(natural[at], least)
    free = width - sum(widths) - GAP * (len(columns) - 1)
    if free < 0:
        return None
    lacking = [whole - given for whole, given in zip(natural, widths, strict=True)]
    rest = sum(lacking)
    for at in sorted(range(len(columns)), key=lacking.__getitem__):
        more = min(lacking[at], free * lacking[at] // rest) if rest else 0
        widths[at] += more
        free, rest = free - more, rest - lacking[at]
    return [Place(given, given < whole) for given, whole in zip(widths, natural, strict=True)]


_EIGHTHS = " ▏▎▍▌▋▊▉"
_SIDE_BY_SIDE = 110


def _beside(part: Beside, look: Look) -> Iterator[RenderableType]:
    """Blocks of bars, two in a row where there is room."""
    step = 2 if look.width >= _SIDE_BY_SIDE else 1
    width = (look.width - 4 * (step - 1)) // step
    for start in range(0, len(part.blocks), step):
        row = Table.grid(padding=(0, 4, 0, 0))
        blocks = [_bars(block, look, width) for block in part.blocks[start : start + step]]
        for _ in blocks:
            row.add_column(width=width)
        row.add_row(*(Group(*block) for block in blocks))
        yield Text("")
        yield row


def _bars(part: Bars, look: Look, width: int = 0) -> Iterator[RenderableType]:
    """A bar for each group under their title, all on one scale, over a width or the whole."""
    width = width or look.width
    labels = [one_line(value) or "(not stated)" for value, _ in part.groups]
    counts = [count for _, count in part.groups]
    longest = min(max(map(cell_len, labels), default=0), max(width // 2, 10))
    top = max(counts, default=1)
    digits = len(str(top))
    room = max(min(width - longest - digits - 4, 50), 4)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=longest, overflow="fold")
    found.add_column(width=digits, justify="right")
    found.add_column(no_wrap=True)
    for label, count in zip(labels, counts, strict=True):
        style = cards.STYLES.get(label, "")
        drawn = Text(bar(count, top, room, look.letters), style=style or "blue")
        found.add_row(Text(label, style=style), Text(str(count), style="bold"), drawn)
    yield Text(one_line(part.title), style="bold")
    yield found
    if part.rest:
        yield Text(part.rest, style="dim italic")


def bar(count: int, top: int, width: int, letters: bool = True) -> str:
    """A bar of `count` on a scale where `top` fills `width` characters."""
    eighths = max(round(count * width * 8 / top), 1) if count and top else 0
    if not letters:
        return "#" * ((eighths + 7) // 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


_DRAWERS: dict[type, Callable[[Any, Look], Iterator[RenderableType]]] = {
    Heading: _heading,
    Remark: _remark,
    Fields: _fields,
    Grid: _grid,
    Edits: _edits,
    Bars: _bars,
    Beside: _beside,
}
