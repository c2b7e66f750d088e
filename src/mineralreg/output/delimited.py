"""A line a record: `plain` for shells, `csv` and `tsv` for programs, `ids` for the next command.

`plain` and `tsv` have no quoting, so a tab or line end inside a value is a blank there; `csv`
quotes, and puts an apostrophe before text that a spreadsheet would run as a formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.output.escape import blank_separators, harmless_cell, one_line
from mineralreg.query.results import Changes, Column, Counts, Detail, Listing, Overview, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mineralreg.output.terminal import Look
    from mineralreg.query.results import Cell, Detail


SEPARATOR = "; "
"""Between the values of a cell that has several; names of countries hold commas."""


class Flat(NamedTuple):
    """A table: column names and rows of cells."""

    names: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def flat(value: Any) -> Flat:
    """The table of an answer.

    Args:
        value: A listing, a number, a value of `mineralreg.query.results`, or a list of details or
            verdicts.
    """
    if isinstance(value, Listing):
        return Flat(tuple(column.name for column in value.columns), value.rows)
    if isinstance(value, int):
        return Flat(("count",), [(value,)])

    return flattened(value)


def is_numeric(cells: Sequence[Cell]) -> bool:
    """Does a column hold numbers, and nothing else that is stated?"""
    stated = [cell for cell in cells if cell is not None]
    return bool(stated) and all(isinstance(cell, int | float) for cell in stated)


def key(label: str) -> str:
    """A label as the formats for programs write it: `Legal nature` is `legal_nature`."""
    return label.partition(" (")[0].lower().replace(" ", "_")


def cell_text(cell: Cell) -> str:
    """A cell as text: several values joined by `SEPARATOR`, nothing as the empty text."""
    if cell.__class__ is str:
        return cell
    if cell is None:
        return ""
    return SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)


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
    from mineralreg.query.results import Changes, Detail, Verdict

    if isinstance(value, Changes):
        return [change.id for change in value.changes]
    if isinstance(value, list) and all(isinstance(item, Detail) for item in value):
        return [detail.id for detail in value]
    if isinstance(value, list) and all(isinstance(item, Verdict) for item in value):
        return [verdict.claim for verdict in value]
    raise UsageError("this answer has no ids", help="choose another --format")


def _are_details(values: list[Any]) -> bool:
    from mineralreg.query.results import Detail

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


VERDICT = (
    Column("claim", "Claim"),
    Column("source", "Source"),
    Column("as_of", "As of"),
    Column("claimed", "Claimed"),
    Column("recorded", "Recorded"),
    Column("difference", "Difference"),
    Column("verdict", "Verdict"),
    Column("expected", "Expected"),
    Column("missing", "Missing", True),
    Column("extra", "Extra", True),
)


def flattened(value: Any) -> Flat:
    """The table of an answer.

    Args:
        value: A value of `mineralreg.query.results`, or a list of details or verdicts.
    """
    if isinstance(value, Counts):
        rows: list[tuple[Cell, ...]] = [(*group.values, group.count) for group in value.groups]
        return Flat((*value.by, "count"), rows)
    if isinstance(value, Overview):
        return Flat(("section", "value", "count"), _overview(value))
    if isinstance(value, Changes):
        return Flat(("change", "kind", "id", "field", "old", "new"), _changes(value))
    if not value or isinstance(value[0], Verdict):
        return Flat(tuple(column.name for column in VERDICT), map(verdict_row, value))
    several = len(value) != 1
    names = ("id", "label", "value") if several else ("label", "value")
    return Flat(names, _details(value, several))


def verdict_row(value: Verdict) -> tuple[Cell, ...]:
    """The cells of a verdict, in the order of `VERDICT`."""
    return (
        value.claim,
        value.sources,
        value.as_of,
        value.claimed,
        value.recorded,
        value.difference,
        value.verdict,
        value.expected,
        value.missing,
        value.extra,
    )


def _changes(value: Changes) -> Iterator[tuple[Cell, ...]]:
    for change in value.changes:
        first = (change.what, change.kind, change.id)
        if not change.fields:
            old = change.old_id if change.old_id != change.id else None
            yield (*first, None, old, change.title)
        for field in change.fields:
            yield (*first, field.field, field.old, field.new)


def _overview(value: Overview) -> Iterator[tuple[Cell, ...]]:
    for kind, count in value.totals:
        yield "total", kind, count
    for counts in value.counts:
        for group in counts.groups:
            yield " × ".join(counts.by), SEPARATOR.join(group.values), group.count
    for month, count in value.months:
        if count:
            yield "month", month, count
    for verdict in value.claims:
        yield "claim", verdict.claim, verdict.difference


def _details(details: list[Detail], several: bool) -> Iterator[tuple[Cell, ...]]:
    for detail in details:
        first: tuple[Cell, ...] = (detail.id,) if several else ()
        yield (*first, detail.kind, detail.id)
        yield (*first, "title", detail.heading)
        for line in detail.lines:
            yield (*first, key(line.label), line.value)
        for section in detail.sections:
            for row in section.rows:
                yield (*first, key(section.title), tuple(filter(None, map(cell_text, row))))
