"""Answers for people, drawn with rich: tables, details, bars.

Every value becomes a `Text`, never markup, with its control characters escaped. `columns.py`
decides the layout, so that rich never squeezes a column to a letter a line.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from mineralreg.output.delimited import cell_text, is_numeric
from mineralreg.output.escape import one_line
from mineralreg.query.results import Changes, Column, Counts, Detail, Listing, Overview, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Cell, Column


GAP = 2
LEAST = 22
MOST = 40
"""No folded text is narrower than this, unless it is short; a long word gets more, up to MOST."""

IDS = ("id", "record", "claim")
TITLES = ("title", "name", "statement")
"""Columns that name a record, and those that say what it is and may stand under its id."""

SHORT = ("date", "published", "status", "kind")
"""Columns of a word that is always there, which may stand one under the other."""

ADDRESS = 48
"""Addresses fold anywhere, so they need more room to be worth showing."""

LONG = 28
"""A column with longer cells than this is folded even if it is not marked as wide."""


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
        column.name not in IDS and (column.wide or natural[at] > LONG)
        for at, column in enumerate(columns)
    ]
    least = [
        min(natural[at], _least(column, words[at])) if folds[at] else natural[at]
        for at, column in enumerate(columns)
    ]
    kept = list(range(len(columns)))
    groups: list[tuple[int, ...]] = [(at,) for at in kept]
    id = next((at for at in kept if columns[at].name in IDS), 0)
    under = next((at for at in kept if columns[at].name in TITLES and at != id), None)
    if not _fits(groups, least, width) and under is not None:
        groups = [(at, under) if at == id else (at,) for at in kept if at != under]
    short = [at for at in kept if columns[at].name in SHORT and at != id and not folds[at]]
    if not _fits(groups, least, width) and len(short) > 1:
        groups = [
            tuple(short) if group[0] == short[0] else group
            for group in groups
            if group[0] not in short[1:]
        ]
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
        Placed(group, min(given, width), any(folds[at] for at in group))
        for group, given in zip(groups, widths, strict=True)
    ]


PIECE = 200
"""Rows that are drawn at a time."""

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
    "terminated": "red",
    "expired": "red",
    "lapsed": "red",
    "superseded": "red",
    "ended": "red",
}
"""Colours of the words that say how a record stands."""


def table(value: Any, look: Look) -> Iterator[str]:
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
    for part in _parts(value, look):
        whole = isinstance(part, Text) and part.no_wrap  # an address, which must not be broken
        console.print(part, crop=False, no_wrap=whole, overflow="ignore" if whole else None)
        yield "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))
        buffer.seek(0)
        buffer.truncate()


def grid(
    columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    look: Look,
    marks: Sequence[str] = (),
) -> RenderableType:
    """A table; the columns that do not fit are named below it.

    Args:
        columns: The most important first.
        rows: A tuple of cells a row.
        look: Width and colour.
        marks: For each row why it is marked, shown under the id.
    """
    return Group(*pieces(columns, rows, look, marks))


def pieces(
    columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    look: Look,
    marks: Sequence[str] = (),
) -> Iterator[RenderableType]:
    """The same table in pieces, so that the first rows of many are there at once."""
    plan = planned(columns, rows, look)
    numeric = [is_numeric([row[place.at[0]] for row in rows]) for place in plan.placed]
    named = next((at for at, place in enumerate(plan.placed) if _names(place, columns)), 0)
    for start in range(0, max(len(rows), 1), PIECE):
        drawn = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="bold")
        drawn.show_header = start == 0
        for place, right in zip(plan.placed, numeric, strict=True):
            drawn.add_column(
                Text("\n".join(columns[at].title for at in place.at)),
                width=place.width,
                no_wrap=not place.folds,
                overflow="fold",
                justify="right" if right else "left",
                vertical="top",
            )
        for number, row in enumerate(rows[start : start + PIECE], start):
            cells = [_cell(row, place.at, columns) for place in plan.placed]
            if marks and marks[number]:
                cells[named].append(f"\n{one_line(marks[number])}", style="yellow italic")
            drawn.add_row(*cells)
        yield drawn
    if plan.left_out:
        names = ", ".join(columns[at].name for at in plan.left_out)
        hint = f"Not shown: {names} (--columns, a wider terminal or another --format shows them)"
        yield Text(hint, style="dim italic")


def planned(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], look: Look) -> Layout:
    """The layout of a table for this width."""
    natural = [cell_len(column.title) for column in columns]
    words = [0] * len(columns)
    for row in rows:
        for at, cell in enumerate(row):
            text = one_line(cell_text(cell))
            natural[at] = max(natural[at], cell_len(text))
            words[at] = max(words[at], *map(len, text.split(" ")))
    return arrange(columns, natural, words, look.width)


def _parts(value: Any, look: Look) -> Iterator[RenderableType]:
    if isinstance(value, Listing):
        if value.rows:
            yield from pieces(value.columns, value.rows, look, value.marks)
    elif isinstance(value, Changes):
        from mineralreg.output import cards

        yield from cards.changes(value)
    elif isinstance(value, Counts | Overview):
        from mineralreg.output import charts

        yield from charts.drawn(value, look)
    elif value and isinstance(value[0], Detail):
        from mineralreg.output import cards

        for number, detail in enumerate(value):
            if number:
                yield Text("")
            yield from cards.details(detail, look)
    elif value and isinstance(value[0], Verdict):
        from mineralreg.output import cards

        yield from cards.verdicts(value, look)


def _cell(row: Sequence[Cell], at: tuple[int, ...], columns: Sequence[Column]) -> Text:
    texts = [one_line(cell_text(row[place])) for place in at]
    name = columns[at[0]].name
    found = Text(texts[0])
    found.stylize("bold" if name in IDS else STYLES.get(texts[0], ""))
    for place, text in zip(at[1:], texts[1:], strict=True):
        style = "dim" if columns[place].name in TITLES else STYLES.get(text, "")
        found.append(f"\n{text}", style=style)
    return found


def _names(place: Placed, columns: Sequence[Column]) -> bool:
    return columns[place.at[0]].name in IDS
