"""Answers for other programs: lines with tabs or commas, JSON, Markdown, ids.

`plain` and `tsv` have no quoting, so a tab or line end inside a value is a blank there; `csv`
quotes, and puts an apostrophe before text that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from mineralreg.output.escape import blank_separators, harmless_cell, json_visible, one_line
from mineralreg.output.terminal import Look
from mineralreg.query.results import (
    Answer,
    Bars,
    Beside,
    Cell,
    Edits,
    Fields,
    Grid,
    Heading,
    Remark,
    Row,
    as_json,
    is_numeric,
    text_of,
)


def plain(value: Answer, _look: Look) -> Iterator[str]:
    """Tab-separated full values without a header; details as `label<TAB>value` lines."""
    return _lines(value.lines(), one_line)


def tsv(value: Answer, _look: Look) -> Iterator[str]:
    """Tab-separated values with a header."""
    yield "\t".join(blank_separators(column.name) for column in value.columns) + "\n"
    yield from _lines(value.rows(), blank_separators)


def csv(value: Answer, _look: Look) -> Iterator[str]:
    """Comma-separated values with a header, quoted as RFC 4180 says, lines ending in LF."""
    from csv import writer
    from types import SimpleNamespace

    as_text: Any = SimpleNamespace(write=str)
    line = writer(as_text, lineterminator="\n").writerow  # gives back what `write` does
    yield line(harmless_cell(column.name) for column in value.columns)
    yield from map(line, (map(_csv_cell, row) for row in value.rows()))


def ids(value: Answer, _look: Look) -> Iterator[str]:
    """The ids of the records, each once, in order."""
    return (one_line(record) + "\n" for record in dict.fromkeys(value.ids()))


def _lines(rows: Iterable[Row], clean: Callable[[str], str]) -> Iterator[str]:
    for row in rows:
        cells = [cell if cell.__class__ is str else text_of(cell) for cell in row]
        plain = "".join(cells).isprintable()  # nothing to clean, as in nearly all rows
        yield "\t".join(cells if plain else map(clean, cells)) + "\n"


def _csv_cell(cell: Cell) -> Cell:
    return harmless_cell(text_of(cell)) if cell.__class__ in (str, tuple) else cell


def json(value: Answer, _look: Look) -> Iterator[str]:
    """One JSON document: an array for several, an object for a summary or one record shown."""
    document = value.document()
    if document is not None:
        yield json_visible(as_json(document, indent=2)) + "\n"
        return
    opened = False
    for text in value.texts():
        yield (",\n" if opened else "[\n") + json_visible(text)
        opened = True
    yield "\n]\n" if opened else "[]\n"


def jsonl(value: Answer, _look: Look) -> Iterator[str]:
    """One JSON object per line."""
    return (json_visible(text) + "\n" for text in value.texts())


_ACTIVE = r"([\\`*_{}\[\]<>|~$#])"


def md(value: Answer, _look: Look) -> Iterator[str]:
    """Headings, lists and tables, separated by blank lines."""
    for number, part in enumerate(value.parts()):
        if number:
            yield "\n"
        yield from _WRITERS[type(part)](part)


def text(value: str) -> str:
    """Text on one line, with the active characters of Markdown escaped."""
    return re.sub(_ACTIVE, r"\\\1", one_line(value)).replace("&", "&amp;")


def _heading(part: Heading) -> Iterator[str]:
    yield f"{'#' * (part.level + 1)} {text(part.text)}\n"


def _remark(part: Remark) -> Iterator[str]:
    yield f"{text(part.text)}\n"


def _fields(part: Fields) -> Iterator[str]:
    for line in part.lines:
        yield f"- **{text(line.label)}:** {text(text_of(line.value))}\n"


def _grid(part: Grid) -> Iterator[str]:
    yield from _table([column.title for column in part.columns], part.rows)


def _bars(part: Bars) -> Iterator[str]:
    yield f"### {text(part.title)}\n\n"
    yield from _table(["Value", "Count"], [*part.groups, ("total", part.total)])


def _beside(part: Beside) -> Iterator[str]:
    for number, block in enumerate(part.blocks):
        yield "\n" if number else ""
        yield from _bars(block)


def _edits(part: Edits) -> Iterator[str]:
    title = f": {text(part.title)}" if part.title else ""
    yield f"- **{part.what}** {part.kind} `{one_line(part.id)}`{title}\n"
    for field, old, new in part.fields:
        told = " → ".join(text(side) for side in (old, new) if side is not None)
        gone = " (removed)" if new is None else " (added)" if old is None else ""
        yield f"  - {text(field)}: {told}{gone}\n"


def _table(titles: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    numeric = [is_numeric(row[at] for row in rows) for at in range(len(titles))]
    yield "| " + " | ".join(map(text, titles)) + " |\n"
    yield "| " + " | ".join("--:" if right else "---" for right in numeric) + " |\n"
    for row in rows:
        yield "| " + " | ".join(text(text_of(cell)) for cell in row) + " |\n"


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    Heading: _heading,
    Remark: _remark,
    Fields: _fields,
    Grid: _grid,
    Bars: _bars,
    Beside: _beside,
    Edits: _edits,
}
