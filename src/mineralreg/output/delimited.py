"""A line a record: `plain` for shells, `csv` and `tsv` for programs, `ids` for the next command.

`plain` and `tsv` have no quoting, so a tab or line end inside a value is a blank there; `csv`
quotes, and puts an apostrophe before text that a spreadsheet would run as a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.errors import UsageError
from mineralreg.output.escape import blank_separators, harmless_cell, one_line
from mineralreg.output.flat import SEPARATOR, cell_text, flat, key
from mineralreg.query.rows import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.output.terminal import Look
    from mineralreg.query.rows import Cell
    from mineralreg.query.values import Detail

_BLOCK = 500


def plain(value: Any, _look: Look) -> Iterator[str]:
    """Tab-separated full values without a header; details as `label<TAB>value` lines."""
    if isinstance(value, list) and _are_details(value):
        yield from _plain_details(value)
    else:
        yield from _lines(flat(value).rows, one_line)


def tsv(value: Any, _look: Look) -> Iterator[str]:
    """Tab-separated values with a header."""
    table = flat(value)
    yield "\t".join(map(blank_separators, table.names)) + "\n"
    yield from _lines(table.rows, blank_separators)


def csv(value: Any, _look: Look) -> Iterator[str]:
    """Comma-separated values with a header, quoted as RFC 4180 says, lines ending in LF."""
    import csv as writing
    import io

    table = flat(value)
    buffer = io.StringIO()
    writer = writing.writer(buffer, lineterminator="\n")
    writer.writerow([harmless_cell(name) for name in table.names])
    for number, row in enumerate(table.rows):
        writer.writerow([_csv_cell(cell) for cell in row])
        if number % _BLOCK == _BLOCK - 1:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def ids(value: Any, _look: Look) -> Iterator[str]:
    """The ids of the records, each once, in order.

    Raises:
        UsageError: The answer is about no records.
    """
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        found: Iterable[str] = value
    elif isinstance(value, Listing) and (value.ids or not value.rows):
        found = value.ids
    else:
        found = _ids_within(value)
    return (one_line(record) + "\n" for record in dict.fromkeys(found))


def _ids_within(value: Any) -> Iterable[str]:
    from mineralreg.query.values import Changes, Detail, Verdict

    if isinstance(value, Changes):
        return [change.id for change in value.changes]
    if isinstance(value, list) and all(isinstance(item, Detail) for item in value):
        return [detail.id for detail in value]
    if isinstance(value, list) and all(isinstance(item, Verdict) for item in value):
        return [verdict.claim for verdict in value]
    raise UsageError("this answer has no ids", help="choose another --format")


def _are_details(values: list[Any]) -> bool:
    from mineralreg.query.values import Detail

    return bool(values) and isinstance(values[0], Detail)


def _lines(rows: Iterable[tuple[Cell, ...]], clean: Callable[[str], str]) -> Iterator[str]:
    block: list[str] = []
    for row in rows:
        line = "\t".join([clean(cell_text(cell)) for cell in row])
        block.append(line)
        if len(block) == _BLOCK:
            yield "\n".join(block) + "\n"
            block.clear()
    if block:
        yield "\n".join(block) + "\n"


def _plain_details(details: list[Detail]) -> Iterator[str]:
    for number, detail in enumerate(details):
        if number:
            yield "\n"
        yield f"{detail.kind}\t{one_line(detail.id)}\ntitle\t{one_line(detail.heading)}\n"
        for line in detail.lines:
            yield f"{key(line.label)}\t{one_line(cell_text(line.value))}\n"
        for section in detail.sections:
            label = key(section.title)
            for row in section.rows:
                yield "\t".join([label, *(one_line(cell_text(cell)) for cell in row)]) + "\n"


def _csv_cell(cell: Cell) -> Cell:
    if cell is None or isinstance(cell, int | float):
        return cell
    return harmless_cell(SEPARATOR.join(cell) if isinstance(cell, tuple) else cell)
