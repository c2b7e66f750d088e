"""Edits as values: what is cut where and what replaces it, and the proof that nothing else changed.

Functions that plan a change return edits against one text; several plans can be applied together
as long as they do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import Any, NamedTuple

import tomli


class Edit(NamedTuple):
    """Replace the text from `start` up to `end` (offsets in code points) by `replacement`."""

    start: int
    end: int
    replacement: str


class SpliceError(Exception):
    """Edits that overlap, or that would not give what was intended. Nothing was written."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits; those that insert at one place keep their order.

    Raises:
        SpliceError: Two edits overlap, or one lies outside the text.
    """
    pieces: list[str] = []
    done = 0
    for start, end, replacement in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= start <= end <= len(text):
            raise SpliceError(f"edit of {start} to {end} overlaps another or leaves the text")
        pieces += [text[done:start], replacement]
        done = end
    return "".join([*pieces, text[done:]])


def verify(old: str, new: str, edits: Iterable[Edit], intended: dict[str, Any]) -> None:
    """Prove that `new` is `old` with these edits and nothing else, and parses to what is intended.

    Raises:
        SpliceError: It is not, or does not.
    """
    kept, position, shift = list(edits), 0, 0
    for start, end, replacement in sorted(kept, key=lambda edit: (edit.start, edit.end)):
        if old[position:start] != new[position + shift : start + shift]:
            raise SpliceError(f"the text before offset {start} changed")
        if not new.startswith(replacement, start + shift):
            raise SpliceError(f"the text at offset {start} is not what was to be written")
        position, shift = end, shift + len(replacement) - (end - start)
    if old[position:] != new[position + shift :]:
        raise SpliceError(f"the text behind offset {position} changed")
    try:
        found = tomli.loads(new)
    except (ValueError, RecursionError) as error:
        raise SpliceError(f"the changed text does not parse: {error}") from None
    if not same(found, intended):
        raise SpliceError("the changed text does not say what was intended")


def same(one: Any, other: Any) -> bool:
    """Whether two parsed values are equal in value and type (1 is not true, NaN is NaN)."""
    pairs = [(one, other)]
    while pairs:
        one, other = pairs.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, dict):
            if one.keys() != other.keys():
                return False
            pairs += [(one[key], other[key]) for key in one]
        elif isinstance(one, list):
            if len(one) != len(other):
                return False
            pairs += zip(one, other, strict=True)
        elif one != other and not (isinstance(one, float) and isnan(one) and isnan(other)):
            return False
    return True


def newline_of(text: str) -> str:
    """The line end that most lines of a text have, LF or CRLF; LF where there is none."""
    crlf = text.count("\r\n")
    return "\r\n" if crlf > text.count("\n") - crlf else "\n"


def cut_lines(text: str, start: int, end: int) -> Edit:
    """Remove whole lines; at the end of a text without a final line end, none is left either."""
    if end == len(text) and start > 0 and not text.endswith("\n"):
        start -= 2 if text[:start].endswith("\r\n") else 1
    return Edit(start, end, "")


def insert_lines(text: str, at: int, lines: str, newline: str) -> Edit:
    """Insert whole lines (which end with LF) at the start of a line or the end of the text.

    Where the text has no final line end, it has none afterwards.
    """
    lines = lines.replace("\n", newline)
    if at == len(text) and text and not text.endswith("\n"):
        lines = newline + lines.removesuffix(newline)
    return Edit(at, at, lines)
