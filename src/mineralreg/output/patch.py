"""A change of a registry as a unified diff: records are paired by their ids, then compared by line.

Pairing first keeps the time in line with the size of the file, however many records changed.
"""

from __future__ import annotations

from bisect import bisect_left
from difflib import SequenceMatcher
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Tag = Literal["replace", "delete", "insert", "equal"]
    Opcode = tuple[Tag, int, int, int, int]

_MOST_COMPARED = 2_000
"""Lines up to which two stretches without a common record are compared line by line."""


def unified(path: str, before: str, after: str) -> str:
    """The unified diff from one text to another."""
    if before == after:
        return ""
    old, new = [*StringIO(before)], [*StringIO(after)]
    lines = [f"--- {path}\n+++ {path}\n"]
    for hunk in _ByRecord(old, new).get_grouped_opcodes():
        (_, first, _, begin, _), (_, _, last, _, end) = hunk[0], hunk[-1]
        lines.append(f"@@ -{_range(first, last)} +{_range(begin, end)} @@\n")
        for tag, i1, i2, j1, j2 in hunk:
            if tag == "equal":
                lines += _signed(" ", old[i1:i2])
            else:
                lines += [*_signed("-", old[i1:i2]), *_signed("+", new[j1:j2])]
    return "".join(lines)


def _range(start: int, stop: int) -> str:
    if stop - start == 1:
        return str(stop)
    return f"{start + (stop > start)},{stop - start}"


def _signed(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line + ("" if line.endswith("\n") else "\n\\ No newline at end of file\n")


class _ByRecord(SequenceMatcher[str]):
    """Compares lines within records, and records as wholes."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        super().__init__()
        self.old, self.new = old, new

    def get_opcodes(self) -> list[Opcode]:
        """See `SequenceMatcher`; neighbours differ in what is to be done."""
        found: list[Opcode] = []
        for code in self._pieces():
            first = found.pop() if found and found[-1][0] == code[0] else code
            found.append((code[0], first[1], code[2], first[3], code[4]))
        return found

    def _pieces(self) -> Iterator[Opcode]:
        olds, news = _starts(self.old), _starts(self.new)
        here = there = 0
        for a, b in _paired(_keys(self.old, olds), _keys(self.new, news)):
            yield from self._compared(here, olds[a], there, news[b])
            here, there = olds[a + 1], news[b + 1]
            yield from self._compared(olds[a], here, news[b], there)
        yield from self._compared(here, len(self.old), there, len(self.new))

    def _compared(self, i1: int, i2: int, j1: int, j2: int) -> Iterator[Opcode]:
        old, new = self.old[i1:i2], self.new[j1:j2]
        if old == new:
            codes: list[Opcode] = [("equal", 0, len(old), 0, len(new))] if old else []
        elif not old or not new or min(len(old), len(new)) > _MOST_COMPARED:
            codes = [("replace", 0, len(old), 0, len(new))]
        else:
            codes = SequenceMatcher(None, old, new).get_opcodes()
        for tag, a1, a2, b1, b2 in codes:
            yield "equal" if tag == "equal" else "replace", i1 + a1, i1 + a2, j1 + b1, j1 + b2


def _starts(lines: list[str]) -> list[int]:
    """Where each record begins, from the head of the file to its end.

    Blank lines and comments above a record belong to it.
    """
    found = [0]
    for at, line in enumerate(lines):
        if line.startswith("[["):
            start = at
            while start > found[-1] and lines[start - 1].lstrip()[:1] in ("", "#"):
                start -= 1
            if start > found[-1]:
                found.append(start)
    return [*found, len(lines)]


def _keys(lines: list[str], starts: list[int]) -> dict[tuple[str, ...], int]:
    """The number of each record by its header and id; of duplicates, of the last."""
    heads = ("[[", "id = ")
    return {
        tuple(line for line in lines[start:end] if line.startswith(heads)): number
        for number, (start, end) in enumerate(pairwise(starts))
    }


def _paired(
    old: dict[tuple[str, ...], int], new: dict[tuple[str, ...], int]
) -> list[tuple[int, int]]:
    """The longest sequence of records that are in the same order on both sides."""
    ends: list[int] = []
    chains: list[tuple[int, int, object]] = []
    for key, number in new.items():
        if (was := old.get(key)) is None:
            continue
        at = bisect_left(ends, was)
        chain = (was, number, chains[at - 1] if at else None)
        ends[at : at + 1] = [was]
        chains[at : at + 1] = [chain]
    pairs = []
    link: object = chains[-1] if chains else None
    while isinstance(link, tuple):
        was, number, link = link
        pairs.append((was, number))
    return pairs[::-1]
