"""A change as a unified diff, as `diff -u` writes it and `patch` and `git apply` take it.

`difflib` finds the lines that stay. Its own output is silent about a missing final line end, and
would show an added record as beginning with the end of the one before; both are put right here.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTEXT = 3
_NO_LINE_END = "\n\\ No newline at end of file\n"


class _Change(NamedTuple):
    """Lines `start` to `end` of the old text that give way to those of the new text."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified(path: str, before: str, after: str) -> str:
    """The diff from one text to another; empty when they are the same.

    Args:
        path: The file, as both headers name it.
        before: The old text.
        after: The new text.
    """
    if before == after:
        return ""
    old, new = _lines(before), _lines(after)
    changes = _slid_down(_changes(old, new), old, new)
    parts = [f"--- {path}\n+++ {path}\n"]
    for hunk in _hunks(changes):
        parts += _hunk(hunk, old, new)
    return "".join(parts)


def _lines(text: str) -> list[str]:
    """Lines with their line ends; the last one may have none."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


def _changes(old: list[str], new: list[str]) -> list[_Change]:
    """What is replaced. What two texts share at both ends needs no search."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    return [
        _Change(start + head, end + head, new_start + head, new_end + head)
        for tag, start, end, new_start, new_end in SequenceMatcher(None, *middle).get_opcodes()
        if tag != "equal"
    ]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines two texts have in common from the start."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _slid_down(changes: list[_Change], old: list[str], new: list[str]) -> list[_Change]:
    """Changes that only add or only take away, as far down as they can be told."""
    slid: list[_Change] = []
    floor = len(old)
    for start, end, new_start, new_end in reversed(changes):
        steps = 0
        while (start == end or new_start == new_end) and end + steps < floor:
            first = new[new_start + steps] if start == end else old[start + steps]
            if old[end + steps] != first:
                break
            steps += 1
        floor = start + steps
        slid.append(_Change(floor, end + steps, new_start + steps, new_end + steps))
    return slid[::-1]


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Changes that are so near each other that their surroundings touch."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _hunk(changes: list[_Change], old: list[str], new: list[str]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    above = min(_CONTEXT, first.start)
    below = min(_CONTEXT, len(old) - last.end)
    left = _range(first.start - above, last.end + below)
    right = _range(first.new_start - above, last.new_end + below)
    yield f"@@ -{left} +{right} @@\n"
    at = first.start - above
    for start, end, new_start, new_end in changes:
        yield from (_marked(" ", line) for line in old[at:start])
        yield from (_marked("-", line) for line in old[start:end])
        yield from (_marked("+", line) for line in new[new_start:new_end])
        at = end
    yield from (_marked(" ", line) for line in old[at : last.end + below])


def _range(start: int, end: int) -> str:
    """Lines of a hunk as its heading tells them: the first one, and how many when not one."""
    count = end - start
    if count == 1:
        return f"{start + 1}"
    return f"{start + 1 if count else start},{count}"


def _marked(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}{_NO_LINE_END}"
