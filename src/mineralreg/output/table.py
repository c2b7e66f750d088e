"""Answers for people, drawn with rich: tables, details, bars.

Every value becomes a `Text`, never markup, with its control characters escaped. `columns.py`
decides the layout, so that rich never squeezes a column to a letter a line.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from mineralreg.output import columns as layout
from mineralreg.output.escape import one_line
from mineralreg.output.flat import cell_text, is_numeric
from mineralreg.query.rows import Column, Listing
from mineralreg.query.values import Changes, Counts, Detail, Overview, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.columns import Layout
    from mineralreg.output.terminal import Look
    from mineralreg.query.rows import Cell

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
        drawn = Table(box=None, padding=(0, layout.GAP, 0, 0), pad_edge=False, header_style="bold")
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
    return layout.arrange(columns, natural, words, look.width)


def _parts(value: Any, look: Look) -> Iterator[RenderableType]:
    if isinstance(value, Listing):
        if value.rows:
            yield from pieces(value.columns, value.rows, look, value.marks)
    elif isinstance(value, Changes):
        from mineralreg.output import changes

        yield from changes.drawn(value)
    elif isinstance(value, Counts | Overview):
        from mineralreg.output import charts

        yield from charts.drawn(value, look)
    elif value and isinstance(value[0], Detail):
        from mineralreg.output import details

        for number, detail in enumerate(value):
            if number:
                yield Text("")
            yield from details.drawn(detail, look)
    elif value and isinstance(value[0], Verdict):
        from mineralreg.output import verdicts

        yield from verdicts.drawn(value, look)


def _cell(row: Sequence[Cell], at: tuple[int, ...], columns: Sequence[Column]) -> Text:
    texts = [one_line(cell_text(row[place])) for place in at]
    name = columns[at[0]].name
    found = Text(texts[0])
    found.stylize("bold" if name in layout.IDS else STYLES.get(texts[0], ""))
    for place, text in zip(at[1:], texts[1:], strict=True):
        style = "dim" if columns[place].name in layout.TITLES else STYLES.get(text, "")
        found.append(f"\n{text}", style=style)
    return found


def _names(place: layout.Placed, columns: Sequence[Column]) -> bool:
    return columns[place.at[0]].name in layout.IDS
