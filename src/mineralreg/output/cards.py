"""The differences of two registries for a person: record by record, old and new value together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mineralreg.output.delimited import cell_text
from mineralreg.output.escape import one_line, visible
from mineralreg.output.tables import IDS, LONG, STYLES, TITLES, grid, planned
from mineralreg.query.results import Column, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look
    from mineralreg.query.diff import Change, FieldChange
    from mineralreg.query.results import Cell, Changes, Column, Detail


_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "restored": ("+", "green")}


def changes(value: Changes) -> Iterator[RenderableType]:
    """The parts of the answer, from top to bottom."""
    if not value.changes:
        yield Text("No differences", style="dim")
    for change in value.changes:
        yield _heading(change)
        for field in change.fields:
            yield Padding(_field(field), (0, 0, 0, 4))


def _heading(change: Change) -> Text:
    sign, style = _SIGNS.get(change.what, ("~", "yellow"))
    named = f"{change.old_id} → {change.id}" if change.what == "renamed" else change.id
    return Text.assemble(
        (f"{sign} {change.what} ", style),
        f"{change.kind} ",
        (one_line(named), "bold"),
        (f"  {one_line(change.title)}" if change.title != change.id else "", "dim"),
    )


def _field(field: FieldChange) -> Text:
    found = Text.assemble((f"{one_line(field.field)}: ", "cyan"))
    if field.old is not None:
        found.append(one_line(field.old), style="red" if field.new is not None else "red strike")
    if field.old is not None and field.new is not None:
        found.append(" → ", style="dim")
    if field.new is not None:
        found.append(one_line(field.new), style="green")
    if field.new is None:
        found.append(" (gone)", style="dim")
    elif field.old is None:
        found.append(" (new)", style="dim")
    return found


_READABLE = 110
"""Text is not set wider than this: longer lines are hard to read."""


def details(detail: Detail, look: Look) -> Iterator[RenderableType]:
    """The parts of a record, from top to bottom."""
    yield Text(one_line(detail.heading), style="bold")
    yield Text(f"{detail.kind} {one_line(detail.id)}", style="dim")
    yield Text("")
    yield _lines(detail, look)
    for section in detail.sections:
        if not section.rows:
            continue
        yield Text(f"\n{one_line(section.title)}", style="bold cyan")
        used = [
            at
            for at in range(len(section.columns))
            if any(cell_text(row[at]) for row in section.rows)
        ]
        columns = [section.columns[at] for at in used]
        rows = [tuple(row[at] for at in used) for row in section.rows]
        if planned(columns, rows, look).left_out:
            for row in rows:
                yield from _paragraph(columns, row)
        else:
            yield grid(columns, rows, look)


def _lines(detail: Detail, look: Look) -> Table:
    stated = [line for line in detail.lines if line.value not in (None, "", ())]
    label = max((cell_len(line.label) for line in stated), default=0)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=label, no_wrap=True)
    found.add_column(width=max(min(look.width, _READABLE) - label - 2, 20), overflow="fold")
    for line in stated:
        text = visible(cell_text(line.value).replace("\r\n", "\n")).replace("\t", " ")
        style = STYLES.get(text.partition(" ")[0], "") if line.label == "Status" else ""
        found.add_row(Text(one_line(line.label), style="cyan"), Text(text, style=style))
    return found


def _paragraph(columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[RenderableType]:
    first = Text()
    rest: list[RenderableType] = []
    for column, cell in zip(columns, row, strict=True):
        text = one_line(cell_text(cell))
        if not text:
            continue
        if column.name == "url":
            rest.append(Text(f"  {text}", style="blue", no_wrap=True, overflow="ignore"))
        elif column.name in IDS or (not column.wide and len(text) <= LONG):
            first.append(" · " if first else "")
            first.append(text, style="bold" if column.name in IDS else "")
        else:
            label = "" if column.name in TITLES else f"{column.title}: "
            rest.append(Padding(Text.assemble((label, "cyan"), text), (0, 0, 0, 2)))
    yield first
    yield from rest


COLUMNS = (
    Column("claim", "Claim"),
    Column("statement", "Statement", True),
    Column("verdict", "Verdict"),
    Column("claimed", "Claimed"),
    Column("recorded", "Recorded"),
    Column("difference", "±"),
    Column("as_of", "As of"),
)

FEW = 6
"""So many claims are explained one by one; of more only those that surprise."""


def verdicts(verdicts: Sequence[Verdict], look: Look) -> Iterator[RenderableType]:
    """The parts of the answer, from top to bottom."""
    rows = [tuple(getattr(one, column.name) for column in COLUMNS) for one in verdicts]
    marks = ["" if one.verdict == one.expected else f"expected: {one.expected}" for one in verdicts]
    yield grid(COLUMNS, rows, look, marks)
    for number, one in enumerate(verdicts):
        if len(verdicts) <= FEW or marks[number]:
            yield from _reasons(one)
    if len(verdicts) == 1:
        return
    matching = sum(one.verdict == "match" for one in verdicts)
    surprising = sum(map(bool, marks))
    yield Text(
        f"\n{len(verdicts)} claims: {matching} match, "
        f"{len(verdicts) - matching - surprising} differ or cannot be known as expected, "
        f"{surprising} otherwise than expected",
        style="dim",
    )


def _reasons(verdict: Verdict) -> Iterator[RenderableType]:
    remarks = (
        ("listed by the source, not recorded", verdict.missing),
        ("recorded, not listed by the source", verdict.extra),
        ("counted", verdict.counted),
        ("possible, not counted", verdict.possible),
        ("why", verdict.explanation),
        ("sources", verdict.sources),
    )
    yield Text(f"\n{one_line(verdict.claim)}", style="bold")
    for name, cell in remarks:
        if cell:
            line = Text.assemble((f"{name}: ", "cyan"), one_line(cell_text(cell)))
            yield Padding(line, (0, 0, 0, 2))
