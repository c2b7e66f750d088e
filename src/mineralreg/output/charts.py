"""Counts as bars and cross-tabulations, and the overview of a whole registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from mineralreg.output.escape import one_line
from mineralreg.output.tables import STYLES, grid
from mineralreg.query.results import Column, Counts, Overview

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from mineralreg.output.terminal import Look

MOST = 10
"""Groups of one field, and claims, that the overview shows."""

LAST = 18
"""Months that the overview shows, counted back from the last one with an agreement."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_SIDE_BY_SIDE = 110


def drawn(value: Counts | Overview, look: Look) -> Iterator[RenderableType]:
    """The parts of a summary, from top to bottom."""
    if isinstance(value, Overview):
        yield from _overview(value, look)
    elif len(value.by) == 1:
        yield Text(f"{_title(value.by)} of {_agreements(value.total)}", style="bold")
        yield bars([(group.values[0], group.count) for group in value.groups], look.width, look)
    else:
        yield _cross(value, look)


def bar(count: int, top: int, width: int, letters: bool = True) -> str:
    """A bar of `count` on a scale where `top` fills `width` characters."""
    eighths = max(round(count * width * 8 / top), 1) if count and top else 0
    if not letters:
        return "#" * ((eighths + 7) // 8)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def bars(groups: Sequence[tuple[str, int]], width: int, look: Look) -> Table:
    """A bar for each group, all on one scale."""
    labels = [one_line(value) or "(not stated)" for value, _ in groups]
    longest = min(max(map(cell_len, labels), default=0), max(width // 2, 10))
    digits = max((len(str(count)) for _, count in groups), default=1)
    room = max(min(width - longest - digits - 4, 50), 4)
    top = max((count for _, count in groups), default=1)
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(width=longest, overflow="fold")
    found.add_column(width=digits, justify="right")
    found.add_column(no_wrap=True)
    for label, (_, count) in zip(labels, groups, strict=True):
        found.add_row(
            Text(label, style=STYLES.get(label, "")),
            Text(str(count), style="bold"),
            Text(bar(count, top, room, look.letters), style=STYLES.get(label, "blue")),
        )
    return found


def _cross(value: Counts, look: Look) -> RenderableType:
    across = list(dict.fromkeys(group.values[1] for group in value.groups))
    down = list(dict.fromkeys(group.values[0] for group in value.groups))
    counts = {group.values: group.count for group in value.groups}
    first = Column("group", f"{_title(value.by[:1])} \\ {_title(value.by[1:])}")
    names = [Column(name, one_line(name) or "(not stated)") for name in across]
    widths = [max(map(cell_len, [first.title, *down])), *(cell_len(name.title) for name in names)]
    if sum(widths) + 2 * len(across) <= look.width:
        rows = [(name, *(counts.get((name, other)) for other in across)) for name in down]
        return grid([first, *names], rows, look)
    columns = [*(Column(name, _title((name,))) for name in value.by), Column("count", "Count")]
    return grid(columns, [(*group.values, group.count) for group in value.groups], look)


def _overview(value: Overview, look: Look) -> Iterator[RenderableType]:
    yield Text(one_line(value.title or "Registry"), style="bold")
    stated = [f"data {value.version}" if value.version else "", f"as of {value.as_of}"]
    yield Text(one_line(" · ".join(filter(None, stated if value.as_of else stated[:1]))), "dim")
    yield Text(" · ".join(f"{count} {_plural(kind, count)}" for kind, count in value.totals))
    blocks = [(_title(counts.by), _top(counts), _rest(counts)) for counts in value.counts]
    if value.months:
        earlier = sum(count for _, count in value.months[:-LAST])
        rest = f"and {earlier} in earlier months: summary --by month" if earlier else ""
        blocks.append(("Month", value.months[-LAST:], rest))
    wide = look.width >= _SIDE_BY_SIDE
    for start in range(0, len(blocks), 2 if wide else 1):
        yield Text("")
        yield _side_by_side(blocks[start : start + (2 if wide else 1)], look)
    if value.claims:
        yield Text("\nClaims that do not reconcile", style="bold")
        columns = [
            Column("claim", "Claim"),
            Column("verdict", "Verdict"),
            Column("claimed", "Claimed"),
            Column("recorded", "Recorded"),
            Column("statement", "Statement", True),
        ]
        rows = [
            (claim.claim, claim.verdict, claim.claimed, claim.recorded, claim.statement)
            for claim in value.claims[:MOST]
        ]
        yield grid(columns, rows, look)
        if len(value.claims) > MOST:
            yield Text(f"and {len(value.claims) - MOST} more: reconcile", style="dim italic")


def _side_by_side(blocks: list[tuple[str, list[tuple[str, int]], str]], look: Look) -> Table:
    width = (look.width - 4 * (len(blocks) - 1)) // len(blocks)
    found = Table.grid(padding=(0, 4, 0, 0))
    for _ in blocks:
        found.add_column(width=width)
    found.add_row(*(Text(title, style="bold") for title, _, _ in blocks))
    found.add_row(*(bars(groups, width, look) for _, groups, _ in blocks))
    if any(rest for _, _, rest in blocks):
        found.add_row(*(Text(rest, style="dim italic") for _, _, rest in blocks))
    return found


def _top(counts: Counts) -> list[tuple[str, int]]:
    return [(" × ".join(group.values), group.count) for group in counts.groups[:MOST]]


def _rest(counts: Counts) -> str:
    more = len(counts.groups) - MOST
    return f"and {more} more: summary --by {' --by '.join(counts.by)}" if more > 0 else ""


def _title(by: Sequence[str]) -> str:
    return " × ".join(name.replace("_", " ").capitalize() for name in by)


def _agreements(count: int) -> str:
    return f"{count} {_plural('agreement', count)}"


def _plural(kind: str, count: int) -> str:
    return kind.removesuffix("s") + ("" if count == 1 else "s")
