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
    verify_text(old, new, edits)
    verify_meaning(new, intended)


def verify_meaning(new: str, intended: dict[str, Any]) -> None:
    """Prove that a text parses to what is intended.

    Raises:
        SpliceError: It does not.
    """
    try:
        found = tomli.loads(new)
    except (ValueError, RecursionError) as error:
        raise SpliceError(f"the changed text does not parse: {error}") from None
    if not same(found, intended):
        raise SpliceError("the changed text does not say what was intended")


def verify_text(old: str, new: str, edits: Iterable[Edit]) -> None:
    """Prove that `new` is `old` with these edits and nothing else.

    Raises:
        SpliceError: It is not.
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


def same(one: Any, other: Any) -> bool:
    """Whether two parsed values are equal in value and type (1 is not true, NaN is NaN)."""
    pairs = [(one, other)]
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        pairs = [(one[key], other[key]) for key in one]
    for left, right in pairs:
        if isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            if not all(_plainly(a, b) or _exactly(a, b) for a, b in zip(left, right, strict=True)):
                return False
        elif not (_plainly(left, right) or _exactly(left, right)):
            return False
    return True


def _plainly(one: Any, other: Any) -> bool:
    """Whether two values are surely the same; quick, and no means that it is not known."""
    return bool(one == other) and repr(one) == repr(other)


def _exactly(one: Any, other: Any) -> bool:
    pairs = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if left.keys() != right.keys():
                return False
            pairs += [(left[key], right[key]) for key in left]
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif left != right and not (isinstance(left, float) and isnan(left) and isnan(right)):
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
