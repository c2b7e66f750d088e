"""A change of a registry as a unified diff: records are paired by their heads, then by line.

Pairing first keeps the time in line with the size of the file, however many records changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from io import StringIO
from typing import Literal, TypeAlias

Tag: TypeAlias = Literal["replace", "delete", "insert", "equal"]
Opcode: TypeAlias = tuple[Tag, int, int, int, int]

_MOST_COMPARED = 2_000
"""Lines up to which two stretches without a common record are compared line by line."""


def unified(path: str, before: str, after: str) -> str:
    """The unified diff from one text to another."""
    if before == after:
        return ""
    old, new = [*StringIO(before)], [*StringIO(after)]
    lines = [f"--- {path}\n+++ {path}\n"]
    for hunk in _ByRecord(before, after).get_grouped_opcodes():
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
    """Compares records by their first two lines, and pairs of records by all lines."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__()
        self.before, self.after = before, after

    def get_opcodes(self) -> list[Opcode]:
        """See `SequenceMatcher`; neighbours differ in whether they are equal."""
        found: list[Opcode] = []
        i = j = 0
        for before, after in _paired(self.before, self.after):
            old, new = [*StringIO(before)], [*StringIO(after)]
            for tag, i1, i2, j1, j2 in _compared(old, new):
                kind: Tag = "equal" if tag == "equal" else "replace"
                start = found.pop() if found and found[-1][0] == kind else (kind, i + i1, 0, j + j1)
                found.append((kind, start[1], i + i2, start[3], j + j2))
            i, j = i + len(old), j + len(new)
        return found


def _paired(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Texts that stand for each other: record for record, where there are as many of them."""
    olds, news = (re.split(r"^(?=\[\[)", text, flags=re.MULTILINE) for text in (before, after))
    heads = [["\n".join(one.split("\n", 2)[:2]) for one in records] for records in (olds, news)]
    for _, i1, i2, j1, j2 in SequenceMatcher(None, heads[0], heads[1]).get_opcodes():
        if i2 - i1 == j2 - j1:
            yield from zip(olds[i1:i2], news[j1:j2], strict=True)
        else:
            yield "".join(olds[i1:i2]), "".join(news[j1:j2])


def _compared(old: list[str], new: list[str]) -> Sequence[Opcode]:
    if old == new:
        return [("equal", 0, len(old), 0, len(new))] if old else []
    if min(len(old), len(new)) > _MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()
