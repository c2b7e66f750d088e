"""Answers for people on a terminal: each part of an answer drawn with rich.

Every value becomes a `Text`, never markup, with its control characters escaped. `arrange` decides
the layout of a table, so that rich never squeezes a column to a letter a line.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mineralreg.output import cards
from mineralreg.output.escape import one_line, visible
from mineralreg.query.results import (
    Bars,
    Beside,
    Column,
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

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Answer, Row

GAP = 2
LEAST = 22
MOST = 40
"""No folded text is narrower than this, unless it is short; a long word gets more, up to MOST."""

ADDRESS = 48
"""Addresses fold anywhere, so they need more room to be worth showing."""

LONG = 28
"""A column with longer cells than this is folded even if it is not marked as wide."""

PIECE = 200
"""Rows that are drawn at a time."""

READABLE = 110
"""Text is not set wider than this: longer lines are hard to read."""


def table(value: Answer, look: Look) -> Iterator[str]:
    """Draw an answer for a terminal of the given width."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=look.width,
        color_system="standard" if look.color else None,
        force_terminal=look.color,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    before: object = None
    for part in value.parts():
        if before and (isinstance(part, Heading) or (type(before), type(part)) == _APART):
            yield "\n"
        before = part
        for drawn in _DRAWERS[type(part)](part, look):
            whole = isinstance(drawn, Text) and drawn.no_wrap  # an address, which is not broken
            console.print(drawn, crop=False, no_wrap=whole, overflow="ignore" if whole else None)
            yield "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))
            buffer.seek(0)
            buffer.truncate()


_APART = (Remark, Fields)


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
        value = _linked(Text(text, style=style), text, look)
        found.add_row(Text(one_line(line.label), style="cyan"), value)
    yield found


def _edits(part: Edits, _look: Look) -> Iterator[RenderableType]:
    sign, style = {
        "added": ("+", "green"),
        "removed": ("-", "red"),
        "restored": ("+", "green"),
    }.get(part.what, ("~", "yellow"))
    yield Text.assemble(
        (f"{sign} {part.what} ", style),
        f"{part.kind} ",
        (one_line(part.id), "bold"),
        (f"  {one_line(part.title)}" if part.title else "", "dim"),
    )
    for field, old, new in part.fields:
        line = Text.assemble((f"{one_line(field)}: ", "cyan"))
        if old is not None:
            line.append(one_line(old), style="red" if new is not None else "red strike")
        if old is not None and new is not None:
            line.append(" → ", style="dim")
        if new is not None:
            line.append(one_line(new), style="green")
        line.append(" (removed)" if new is None else " (added)" if old is None else "", style="dim")
        yield Padding(line, (0, 0, 0, 4))


def _grid(part: Grid, look: Look) -> Iterator[RenderableType]:
    """A table; records as cards where it does not fit, other rows as paragraphs."""
    plan = planned(part.columns, part.rows, look.width)
    if part.cards and (plan.left_out or any(place.folds or place.at[1:] for place in plan.placed)):
        return cards.cards(part, look)
    if plan.left_out:
        return (one for row in part.rows for one in _paragraph(part.columns, row, look))
    return _pieces(part, plan, look)


def _pieces(part: Grid, plan: Layout, look: Look) -> Iterator[RenderableType]:
    """A table in pieces, so that the first rows of many are there at once."""
    numeric = [is_numeric(row[place.at[0]] for row in part.rows) for place in plan.placed]
    named = next((at for at, place in enumerate(plan.placed) if _names(part, place)), 0)
    for start in range(0, max(len(part.rows), 1), PIECE):
        drawn = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="bold")
        drawn.show_header = start == 0
        for place, right in zip(plan.placed, numeric, strict=True):
            drawn.add_column(
                Text("\n".join(one_line(part.columns[at].title) for at in place.at)),
                width=place.width,
                no_wrap=not place.folds,
                overflow="fold",
                justify="right" if right else "left",
                vertical="top",
            )
        for number, row in enumerate(part.rows[start : start + PIECE], start):
            cells = [_cell(row, place.at, part.columns, look) for place in plan.placed]
            if part.marks and part.marks[number]:
                cells[named].append(f"\n{one_line(part.marks[number])}", style="yellow italic")
            drawn.add_row(*cells)
        yield drawn


def _names(part: Grid, place: Placed) -> bool:
    return part.columns[place.at[0]].name in cards.IDS


def _cell(row: Row, at: tuple[int, ...], columns: Sequence[Column], look: Look) -> Text:
    texts = [one_line(text_of(row[place])) for place in at]
    found = Text(texts[0])
    found.stylize("bold" if columns[at[0]].name in cards.IDS else cards.STYLES.get(texts[0], ""))
    for place, text in zip(at[1:], texts[1:], strict=True):
        style = "dim" if columns[place].name in cards.TITLES else cards.STYLES.get(text, "")
        found.append(f"\n{text}", style=style)
    if columns[at[0]].name in ("url", *cards.IDS):
        _linked(found, _address(columns, row), look)
    return found


def _address(columns: Sequence[Column], row: Row) -> str:
    """The address that a row names, or nothing."""
    names = [column.name for column in columns]
    return one_line(text_of(row[names.index("url")])) if "url" in names else ""


def _linked(text: Text, address: str, look: Look) -> Text:
    """The text, as a hyperlink where the terminal shows them and there is an address."""
    if look.links and address.startswith(("https://", "http://")) and " " not in address:
        text.stylize(Style(link=address))
    return text


def _paragraph(columns: Sequence[Column], row: Row, look: Look) -> Iterator[RenderableType]:
    first = Text()
    rest: list[RenderableType] = []
    for column, cell in zip(columns, row, strict=True):
        text = one_line(text_of(cell))
        if not text:
            continue
        if column.name == "url":
            shown = Text(f"  {text}", style="blue", no_wrap=True, overflow="ignore")
            rest.append(_linked(shown, text, look))
        elif column.name in cards.IDS or (not column.wide and len(text) <= LONG):
            first.append(" · " if first else "")
            part = Text(text, style="bold" if column.name in cards.IDS else "")
            is_id = column.name in cards.IDS
            first.append(_linked(part, _address(columns, row), look) if is_id else part)
        else:
            label = "" if column.name in cards.TITLES else f"{column.title}: "
            rest.append(Padding(Text.assemble((label, "cyan"), text), (0, 0, 0, 2)))
    yield first
    yield from rest


class Placed(NamedTuple):
    """One column as it is drawn.

    Attributes:
        at: Positions of the table's columns that stand in it, one above the other.
        width: Characters.
        folds: May its text go over several lines?
    """

    at: tuple[int, ...]
    width: int
    folds: bool


class Layout(NamedTuple):
    """How a table is drawn: its columns, and the positions that found no place."""

    placed: list[Placed]
    left_out: list[int]


def planned(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Layout:
    """The layout of a table for this width."""
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
) -> Layout:
    """Decide the layout of a table.

    Args:
        columns: The table's columns, the most important first.
        natural: Length of the longest cell or heading of each column.
        words: Length of the longest word in each column.
        width: Characters of a line.
    """
    folds = [
        column.name not in cards.IDS and (column.wide or natural[at] > LONG)
        for at, column in enumerate(columns)
    ]
    least = [
        min(natural[at], _least(column, words[at])) if folds[at] else natural[at]
        for at, column in enumerate(columns)
    ]
    kept = list(range(len(columns)))
    groups: list[tuple[int, ...]] = [(at,) for at in kept]
    id = next((at for at in kept if columns[at].name in cards.IDS), 0)
    under = next((at for at in kept if columns[at].name in cards.TITLES and at != id), None)
    if not _fits(groups, least, width) and under is not None:
        groups = [(at, under) if at == id else (at,) for at in kept if at != under]
    left_out: list[int] = []
    while not _fits(groups, least, width) and len(groups) > 1:
        last = max(number for number, group in enumerate(groups) if id not in group)
        left_out[:0] = groups.pop(last)
    return Layout(_widen(groups, folds, least, natural, width), left_out)


def _least(column: Column, word: int) -> int:
    return ADDRESS if column.name == "url" else max(LEAST, min(word, MOST))


def _fits(groups: Sequence[tuple[int, ...]], least: Sequence[int], width: int) -> bool:
    needed = sum(max(least[at] for at in group) for group in groups)
    return needed + GAP * (len(groups) - 1) <= width


def _widen(
    groups: Sequence[tuple[int, ...]],
    folds: Sequence[bool],
    least: Sequence[int],
    natural: Sequence[int],
    width: int,
) -> list[Placed]:
    widths = [max(least[at] for at in group) for group in groups]
    wanted = [
        max(natural[at] for at in group) - now for group, now in zip(groups, widths, strict=True)
    ]
    free = max(width - sum(widths) - GAP * (len(groups) - 1), 0)
    while free > 0 and any(wanted):
        hungry = [number for number, more in enumerate(wanted) if more > 0]
        whole, portion = sum(wanted), free
        for number in hungry:
            given = min(max(portion * wanted[number] // whole, 1), wanted[number], free)
            widths[number] += given
            wanted[number] -= given
            free -= given
    return [
        Placed(
            group,
            min(given, width),
            any(folds[at] and natural[at] > given for at in group),
        )
        for group, given in zip(groups, widths, strict=True)
    ]


_DRAWERS: dict[type, Callable[[Any, Look], Iterator[RenderableType]]] = {
    Heading: _heading,
    Remark: _remark,
    Fields: _fields,
    Grid: _grid,
    Edits: _edits,
    Bars: cards.titled,
    Beside: cards.beside,
}
