"""Which columns of a table fit, how wide each is, and what is stacked when it gets narrow.

Ids and words of a vocabulary are never folded; long texts share what is left. When that is too
little, the title moves under the id, then the short columns stand one under the other, and then
columns leave from the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mineralreg.query.rows import Column

GAP = 2
LEAST = 22
MOST = 40
"""No folded text is narrower than this, unless it is short; a long word gets more, up to MOST."""

IDS = ("id", "record", "claim")
TITLES = ("title", "name", "statement")
"""Columns that name a record, and those that say what it is and may stand under its id."""

SHORT = ("date", "published", "status", "kind")
"""Columns of a word that is always there, which may stand one under the other."""

ADDRESS = 48
"""Addresses fold anywhere, so they need more room to be worth showing."""

LONG = 28
"""A column with longer cells than this is folded even if it is not marked as wide."""


class Placed(NamedTuple):
    """One column as it is drawn.

    Attributes:
        at: Positions of the table's columns that stand in it, one above the other.
        width: Characters.
        folds: May its text go over several lines?
    """

    at: tuple[int, ...]
    width: int
    folds: bool


class Layout(NamedTuple):
    """How a table is drawn: its columns, and the positions that found no place."""

    placed: list[Placed]
    left_out: list[int]


def arrange(
    columns: Sequence[Column], natural: Sequence[int], words: Sequence[int], width: int
) -> Layout:
    """Decide the layout of a table.

    Args:
        columns: The table's columns, the most important first.
        natural: Length of the longest cell or heading of each column.
        words: Length of the longest word in each column.
        width: Characters of a line.
    """
    folds = [
        column.name not in IDS and (column.wide or natural[at] > LONG)
        for at, column in enumerate(columns)
    ]
    least = [
        min(natural[at], _least(column, words[at])) if folds[at] else natural[at]
        for at, column in enumerate(columns)
    ]
    kept = list(range(len(columns)))
    groups: list[tuple[int, ...]] = [(at,) for at in kept]
    id = next((at for at in kept if columns[at].name in IDS), 0)
    under = next((at for at in kept if columns[at].name in TITLES and at != id), None)
    if not _fits(groups, least, width) and under is not None:
        groups = [(at, under) if at == id else (at,) for at in kept if at != under]
    short = [at for at in kept if columns[at].name in SHORT and at != id and not folds[at]]
    if not _fits(groups, least, width) and len(short) > 1:
        groups = [
            tuple(short) if group[0] == short[0] else group
            for group in groups
            if group[0] not in short[1:]
        ]
    left_out: list[int] = []
    while not _fits(groups, least, width) and len(groups) > 1:
        last = max(number for number, group in enumerate(groups) if id not in group)
        left_out[:0] = groups.pop(last)
    return Layout(_widen(groups, folds, least, natural, width), left_out)


def _least(column: Column, word: int) -> int:
    return ADDRESS if column.name == "url" else max(LEAST, min(word, MOST))


def _fits(groups: Sequence[tuple[int, ...]], least: Sequence[int], width: int) -> bool:
    needed = sum(max(least[at] for at in group) for group in groups)
    return needed + GAP * (len(groups) - 1) <= width


def _widen(
    groups: Sequence[tuple[int, ...]],
    folds: Sequence[bool],
    least: Sequence[int],
    natural: Sequence[int],
    width: int,
) -> list[Placed]:
    widths = [max(least[at] for at in group) for group in groups]
    wanted = [
        max(natural[at] for at in group) - now for group, now in zip(groups, widths, strict=True)
    ]
    free = max(width - sum(widths) - GAP * (len(groups) - 1), 0)
    while free > 0 and any(wanted):
        hungry = [number for number, more in enumerate(wanted) if more > 0]
        whole, portion = sum(wanted), free
        for number in hungry:
            given = min(max(portion * wanted[number] // whole, 1), wanted[number], free)
            widths[number] += given
            wanted[number] -= given
            free -= given
    return [
        Placed(group, min(given, width), any(folds[at] for at in group))
        for group, given in zip(groups, widths, strict=True)
    ]
