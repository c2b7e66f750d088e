"""Records for people, where a table does not fit: the title first, the id whole, few lines each.

A record takes three lines on a narrow terminal, two from 120 columns on and one from 200 on, if
that leaves the title room. Long texts are cut with an ellipsis; every other format has them whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from mineralreg.output.escape import cut, one_line
from mineralreg.query.results import text_of
from mineralreg.reference.vocabulary import ENDED_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Cell, Column, Grid, Row


IDS = ("id", "record", "claim")
TITLES = ("title", "name", "statement")
"""Columns that name a record, and those that say what it is."""

STYLES = {
    **dict.fromkeys(("in-force", "in-effect", "active", "match"), "green"),
    **dict.fromkeys(("signed", "provisionally-applied"), "cyan"),
    **dict.fromkeys(("suspended", "short", "over"), "yellow"),
    **dict.fromkeys((*ENDED_STATUSES, "unanswerable"), "red"),
}
"""Colours of statuses and verdicts."""

MARK = "yellow italic"
"""The style of a record's mark."""

_TWO_LINES = 120
_ONE_LINE = 200
_INDENT = 2
_SEVERAL = 34
"""Characters of a cell with several values, beside others."""
_SHARED = 24
"""Characters of such a cell where all stand on one line."""
_TITLE = 36
"""Characters of a title, at least, where all stand on one line."""


def cards(part: Grid, look: Look) -> Iterator[RenderableType]:
    """The records of a table, each in as many lines as the width asks for."""
    named = {column.name: at for at, column in enumerate(part.columns)}
    id = next((named[name] for name in IDS if name in named), None)
    lead = next((named[name] for name in TITLES if name in named), id or 0)
    rest = [at for at in range(len(part.columns)) if at not in (lead, id)]
    short = [at for at in rest if not part.columns[at].wide]
    wide = [at for at in rest if part.columns[at].wide]
    under = [id] if id is not None and id != lead else []
    if look.width >= _ONE_LINE:
        table = _lines(part, [*short, lead, *wide, *under], look.width)
        if table is not None:
            yield table
            return
    if look.width >= _TWO_LINES:
        lines = [[*short[:2], lead], [*under, *short[2:], *wide]]
    else:
        lines = [[lead], [*short, *wide[:1]], [*under, *wide[1:]]]
    for number, row in enumerate(part.rows):
        drawn = [_line(part.columns, row, line, lead, look.width) for line in lines if line]
        if part.marks and part.marks[number]:
            told = f"  [{one_line(part.marks[number])}]"
            drawn[0].truncate(look.width - cell_len(told), overflow="ellipsis")
            drawn[0].append(told, style=MARK)
        yield Text("\n").join(drawn)


def _line(
    columns: Sequence[Column], row: Row, places: Sequence[int], lead: int, width: int
) -> Text:
    """Some cells of a record on one line; what does not fit is cut, an id never."""
    found = Text(" " * (0 if lead in places else _INDENT))
    for at in places:
        name, text = columns[at].name, _shown(columns[at].name, row[at])
        if not text:
            continue
        found.append("  " if found.plain.strip() else "")
        if name not in IDS:
            most = width if at == lead else _SEVERAL
            text = cut(text, min(most, width - found.cell_len))
        found.append(text, style="bold" if at == lead else _style(name, text))
    return found


def _lines(part: Grid, order: Sequence[int], width: int) -> Table | None:
    """A line a record, in columns: ids and short cells whole, titles in the room that is left.

    Returns:
        The table, or None where a title would have no room.
    """
    found = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    rows = [[_shown(part.columns[at].name, row[at]) for at in order] for row in part.rows]
    columns = [part.columns[at] for at in order]
    widths = [
        max(map(cell_len, [column.title, *cells]))
        for column, *cells in zip(columns, *rows, strict=True)
    ]
    free = width - 2 * (len(columns) - 1)
    free -= max((cell_len(mark) + 4 for mark in part.marks if mark), default=0)
    for at, column in enumerate(columns):
        if column.wide and column.name not in (*IDS, *TITLES):
            widths[at] = min(widths[at], _SHARED)
        free -= 0 if column.name in TITLES else widths[at]
    for column, own in zip(columns, widths, strict=True):
        if column.name in TITLES and free < min(own, _TITLE):
            return None
        most = min(own, free) if column.name in TITLES else own
        found.add_column(column.title, width=most, no_wrap=True, overflow="ellipsis")
    marks = [f"[{one_line(mark)}]" if mark else "" for mark in part.marks]
    marked = any(marks)
    if marked:
        found.add_column()
    for cells, mark in zip(rows, marks or [""] * len(rows), strict=True):
        texts = [
            Text(cell, style="bold" if column.name in TITLES else _style(column.name, cell))
            for column, cell in zip(columns, cells, strict=True)
        ]
        found.add_row(*texts, *([Text(mark, style=MARK)] if marked else []))
    return found


def _style(name: str, text: str) -> str:
    return "dim" if name in IDS else STYLES.get(text, "")


def _shown(name: str, cell: Cell) -> str:
    if name == "sources":
        count = len(cell) if isinstance(cell, tuple) else 0
        return f"{count} source{'s' if count != 1 else ''}"
    return one_line(", ".join(cell) if isinstance(cell, tuple) else text_of(cell))
