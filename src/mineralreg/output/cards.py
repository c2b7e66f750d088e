"""Records for people, where a table does not fit: the title first, the id whole, few lines each.

A record takes three lines on a narrow terminal, two from 120 columns on and one from 200 on, if
that leaves the title room. Long texts are cut with an ellipsis; every other format has them whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from mineralreg.output.escape import cut, one_line
from mineralreg.query.results import noun, text_of
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
        table = _lines(part, [*short, lead, *wide, *under], look)
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
        name, text = columns[at].name, _shown(columns[at].name, row[at])
        if not text:
            continue
        found.append("  " if found.plain.strip() else "")
        if name not in IDS:
            most = look.width if at == lead else _SEVERAL
            text = cut(text, min(most, look.width - found.cell_len))
        cell = Text(text, style="bold" if at == lead else _style(name, text))
        found.append_text(linked(cell, columns, row, at, look))
    return found


def _lines(part: Grid, order: Sequence[int], look: Look) -> Table | None:
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
    free = look.width - 2 * (len(columns) - 1)
    free -= max((cell_len(mark) + 4 for mark in part.marks if mark), default=0)
    for at, column in enumerate(columns):
        if column.name not in (*IDS, *TITLES):
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
    for row, cells, mark in zip(part.rows, rows, marks or [""] * len(rows), strict=True):
        texts = []
        for at, cell in zip(order, cells, strict=True):
            name = part.columns[at].name
            text = Text(cell, style="bold" if name in TITLES else _style(name, cell))
            texts.append(linked(text, part.columns, row, at, look))
        found.add_row(*texts, *([Text(mark, style=MARK)] if marked else []))
    return found


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


def _style(name: str, text: str) -> str:
    return "dim" if name in IDS else STYLES.get(text, "")


def _shown(name: str, cell: Cell) -> str:
    """A cell as text; sources are counted, and a number says what it counts."""
    if name == "sources":
        cell = len(cell) if isinstance(cell, tuple) else 0
    if isinstance(cell, int) and name.endswith("s"):
        return f"{cell} {noun(name, cell)}"
    return one_line(", ".join(cell) if isinstance(cell, tuple) else text_of(cell))
