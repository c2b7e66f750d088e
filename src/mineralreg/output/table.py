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
from mineralreg.output.flat import VERDICT, cell_text, verdict_row
from mineralreg.query.values import Column, Counts, Detail, Listing, Overview, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.values import Cell

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
        soft_wrap=False,
        _environ={},
    )
    for part in _parts(value, look):
        console.print(part)
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
    texts = [[one_line(cell_text(cell)) for cell in row] for row in rows]
    natural = [
        max([cell_len(column.title), *(cell_len(row[at]) for row in texts)])
        for at, column in enumerate(columns)
    ]
    plan = layout.arrange(columns, natural, look.width)
    drawn = Table(box=None, padding=(0, layout.GAP, 0, 0), pad_edge=False, header_style="bold")
    for place in plan.placed:
        numeric = bool(rows) and all(_is_number(row[place.at[0]]) for row in rows)
        drawn.add_column(
            Text("\n".join(columns[at].title for at in place.at)),
            width=place.width,
            no_wrap=not place.folds,
            overflow="fold",
            justify="right" if numeric else "left",
        )
    named = next((at for at, place in enumerate(plan.placed) if _names(place, columns)), 0)
    for number, row in enumerate(texts):
        mark = marks[number] if marks else ""
        cells = [_cell(row, place.at, columns) for place in plan.placed]
        if mark:
            cells[named].append(f"\n{one_line(mark)}", style="yellow italic")
        drawn.add_row(*cells)
    if not plan.left_out:
        return drawn
    names = ", ".join(columns[at].name for at in plan.left_out)
    hint = f"Not shown: {names} (--columns, a wider terminal or another --format shows them)"
    return Group(drawn, Text(hint, style="dim italic"))


def _parts(value: Any, look: Look) -> Iterator[RenderableType]:
    if isinstance(value, Listing):
        if value.rows:
            yield grid(value.columns, value.rows, look, value.marks)
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
        yield from _verdicts(value, look)


def _verdicts(verdicts: list[Verdict], look: Look) -> Iterator[RenderableType]:
    shown = [column for column in VERDICT if column.name not in ("missing", "extra")]
    rows = [verdict_row(verdict)[: len(shown)] for verdict in verdicts]
    yield grid(shown, rows, look)
    for verdict in verdicts:
        remarks = [
            (name, cell_text(cell))
            for name, cell in (
                ("not recorded", verdict.missing),
                ("not in the source's list", verdict.extra),
                ("possible", verdict.possible),
                ("why", verdict.explanation if verdict.verdict != "match" else None),
            )
            if cell
        ]
        if remarks:
            yield Text(f"\n{one_line(verdict.claim)}", style="bold")
            yield Text(one_line(verdict.statement), style="dim")
        for name, text in remarks:
            yield Text.assemble((f"{name}: ", "cyan"), one_line(text))


def _cell(row: Sequence[str], at: tuple[int, ...], columns: Sequence[Column]) -> Text:
    name = columns[at[0]].name
    found = Text(row[at[0]])
    found.stylize("bold" if name in layout.IDS else STYLES.get(row[at[0]], ""))
    for below in at[1:]:
        style = "dim" if columns[below].name in layout.TITLES else STYLES.get(row[below], "")
        found.append(f"\n{row[below]}", style=style)
    return found


def _names(place: layout.Placed, columns: Sequence[Column]) -> bool:
    return columns[place.at[0]].name in layout.IDS


def _is_number(cell: Cell) -> bool:
    return cell is None or isinstance(cell, int | float)
