"""A line a record: `plain` for shells, `csv` and `tsv` for programs, `ids` for the next command.

`plain` and `tsv` have no quoting, so a tab or line end inside a value is a blank there; `csv`
quotes, and puts an apostrophe before text that a spreadsheet would run as a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.output.escape import blank_separators, harmless_cell, one_line
from mineralreg.query.results import SEPARATOR, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Answer, Cell, Row

_BLOCK = 500


def plain(value: Answer, _look: Look) -> Iterator[str]:
    """Tab-separated full values without a header; details as `label<TAB>value` lines."""
    return _lines(value.lines(), one_line)


def tsv(value: Answer, _look: Look) -> Iterator[str]:
    """Tab-separated values with a header."""
    yield "\t".join(blank_separators(column.name) for column in value.columns) + "\n"
    yield from _lines(value.rows(), blank_separators)


def csv(value: Answer, _look: Look) -> Iterator[str]:
    """Comma-separated values with a header, quoted as RFC 4180 says, lines ending in LF."""
    import csv as writing
    import io

    buffer = io.StringIO()
    writer = writing.writer(buffer, lineterminator="\n")
    writer.writerow([harmless_cell(column.name) for column in value.columns])
    for number, row in enumerate(value.rows()):
        writer.writerow([_csv_cell(cell) for cell in row])
        if number % _BLOCK == _BLOCK - 1:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def ids(value: Answer, _look: Look) -> Iterator[str]:
    """The ids of the records, each once, in order.

    Raises:
        UsageError: The answer is not about records.
    """
    found = value.ids()
    return (one_line(record) + "\n" for record in dict.fromkeys(found))


def _lines(rows: Iterable[Row], clean: Callable[[str], str]) -> Iterator[str]:
    block: list[str] = []
    for row in rows:
        block.append("\t".join([clean(text_of(cell)) for cell in row]))
        if len(block) == _BLOCK:
            yield "\n".join(block) + "\n"
            block.clear()
    if block:
        yield "\n".join(block) + "\n"


def _csv_cell(cell: Cell) -> Cell:
    if cell is None or isinstance(cell, int | float):
        return cell
    return harmless_cell(SEPARATOR.join(cell) if isinstance(cell, tuple) else cell)
