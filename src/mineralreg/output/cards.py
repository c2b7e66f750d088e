"""Records for people, where a table does not fit: the title first, the id whole, few lines each.

A record takes three lines on a narrow terminal, two from 120 columns on and one from 200 on, if
that leaves the title room. Long texts are cut with an ellipsis; every other format has them whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mineralreg.output.escape import cut, one_line
from mineralreg.output.terminal import Look
from mineralreg.query.results import Cell, Column, Grid, Row, noun, text_of
from mineralreg.reference.vocabulary import ENDED_STATUSES

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

_MARKED = "mark"
"""The name of the column of marks."""

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
        table = _lines(part, [*short, lead, *wide, *under], lead, look)
        if table is not None:
            yield table
            return
    if look.width >= _TWO_LINES:
        lines = [[*short[:2], lead], [*under, *short[2:], *wide]]
    else:
        lines = [[lead], [*short, *wide[:1]], [*under, *wide[1:]]]
    for number, row in enumerate(part.rows):
        drawn = [_line(part.columns, row, line, lead, look) for line in lines if line]
        if part.marks and part.marks[number]:
            told = f"  [{one_line(part.marks[number])}]"
            drawn[0].truncate(look.width - cell_len(told), overflow="ellipsis")
            drawn[0].append(told, style=MARK)
        yield Text("\n").join(drawn)


def _line(
    columns: Sequence[Column], row: Row, places: Sequence[int], lead: int, look: Look
) -> Text:
    """Some cells of a record on one line; what does not fit is cut, an id never."""
    found = Text(" " * (0 if lead in places else _INDENT))
    for at in places:
        gap = "  " if found.plain.strip() else ""
        room = look.width - found.cell_len - len(gap)
        cell = _cell(columns, row, at, lead, look, room if at == lead else min(room, _SEVERAL))
        if cell:
            found.append(gap).append_text(cell)
    return found


def _lines(part: Grid, order: Sequence[int], lead: int, look: Look) -> Table | None:
    """A line a record, in columns: ids and short cells whole, titles in the room that is left.

    Returns:
        The table, or None where a title would have no room.
    """
    columns = [part.columns[at] for at in order]
    rows = [[_cell(part.columns, row, at, lead, look) for at in order] for row in part.rows]
    if any(part.marks):
        columns.append(Column(_MARKED, ""))
        for cells, mark in zip(rows, part.marks, strict=True):
            cells.append(Text(f"[{one_line(mark)}]" if mark else "", style=MARK))
    widths = []
    for column, *cells in zip(columns, *rows, strict=True):
        own = max(cell_len(column.title), *(cell.cell_len for cell in cells))
        widths.append(own if column.name in (*IDS, *TITLES, _MARKED) else min(own, _SHARED))
    title = next((at for at, one in enumerate(columns) if one.name in TITLES), None)
    if title is not None:
        own = widths[title]
        widths[title] = min(own, look.width - 2 * (len(columns) - 1) - sum(widths) + own)
        if widths[title] < min(own, _TITLE):
            return None
    found = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        found.add_column(column.title, width=width, no_wrap=True, overflow="ellipsis")
    for cells in rows:
        found.add_row(*cells)
    return found


def _cell(
    columns: Sequence[Column], row: Row, at: int, lead: int, look: Look, most: int | None = None
) -> Text:
    """A cell in its style; an id is never cut."""
    name, text = columns[at].name, _shown(columns[at].name, row[at])
    if most is not None and name not in IDS:
        text = cut(text, most)
    style = "bold" if at == lead else "dim" if name in IDS else STYLES.get(text, "")
    return linked(Text(text, style=style), columns, row, at, look)


def linked(text: Text, columns: Sequence[Column], row: Row, at: int, look: Look) -> Text:
    """A cell; an address, and the id in its row, are links to it."""
    if columns[at].name in ("url", *IDS):
        address = next((row[n] for n, one in enumerate(columns) if one.name == "url"), None)
        link(text, one_line(text_of(address)), look)
    return text


def link(text: Text, address: str, look: Look) -> None:
    """Make the text a hyperlink where the terminal shows them and there is an address."""
    if look.links and address.startswith(("https://", "http://")) and " " not in address:
        text.stylize(Style(link=address))


def _shown(name: str, cell: Cell) -> str:
    """A cell as text; sources are counted, and a number says what it counts."""
    if name == "sources":
        cell = len(cell) if isinstance(cell, tuple) else 0
    if isinstance(cell, int) and name.endswith("s"):
        return f"{cell} {noun(name, cell)}"
    return one_line(", ".join(cell) if isinstance(cell, tuple) else text_of(cell))
