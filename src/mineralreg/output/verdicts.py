"""Claims beside what is recorded: a table, and the reasons where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from mineralreg.output.escape import one_line
from mineralreg.output.flat import cell_text
from mineralreg.output.table import grid
from mineralreg.query.rows import Column
from mineralreg.query.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look

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


def drawn(verdicts: Sequence[Verdict], look: Look) -> Iterator[RenderableType]:
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
