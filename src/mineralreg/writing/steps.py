"""Several small changes of one text as one: each is planned against what the last one left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.document.splice import Edit, apply
from mineralreg.document.syntax import SpanMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def in_steps(text: str, steps: Iterable[Callable[[SpanMap], list[Edit]]]) -> tuple[Edit, ...]:
    """One edit that does what the steps do one after another, or none if they do nothing.

    Args:
        text: The text to change.
        steps: Each plans its edits against the text after the steps before it.
    """
    new = text
    for step in steps:
        new = apply(new, step(SpanMap(new)))
    return between(text, new)


def between(old: str, new: str) -> tuple[Edit, ...]:
    """The smallest single edit that turns one text into the other."""
    if old == new:
        return ()
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    return (Edit(start, len(old) - end, new[start : len(new) - end]),)


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from the start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
