"""A stretch of a source line as a terminal shows it, with the columns of what is marked in it."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from mineralreg.output.escape import visible

TAB = 4
_CUT = "…"


class Excerpt(NamedTuple):
    """What to print.

    Attributes:
        shown: The line, or the part of it around the mark, with `…` where it is cut.
        indent: Terminal columns before the mark.
        width: Terminal columns of the mark; 0 when it is empty.
    """

    shown: str
    indent: int
    width: int


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """Lay a line out for a terminal.

    Args:
        line: A line of the file, without its line end.
        start: First marked column, 1-based, in code points.
        end: Column behind the mark.
        width: Terminal columns that may be used.
    """
    first = _first_shown(line, start, end, width)
    pieces: list[str] = [_CUT] if first else []
    column = len(pieces)
    indent = mark_end = None
    for number in range(first, len(line)):
        if number == start - 1:
            indent = column
        if number == end - 1:
            mark_end = column
        piece = _shown(line[number], column)
        size = columns(piece)
        if column + size > width - (number + 1 < len(line)):
            pieces.append(_CUT)
            column += 1
            break
        pieces.append(piece)
        column += size
    indent = column if indent is None else indent
    return Excerpt("".join(pieces), indent, (column if mark_end is None else mark_end) - indent)


def columns(text: str) -> int:
    """Terminal columns that a text fills: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _shown(character: str, column: int) -> str:
    if character == "\t":
        return " " * (TAB - column % TAB)
    return visible(character)


def _first_shown(line: str, start: int, end: int, width: int) -> int:
    """Index of the first character to show: 0 if the mark fits in beside the line's start."""
    if len(line) <= width and columns(visible(line.replace("\t", " " * TAB))) <= width:
        return 0
    fits = columns(visible(line[: min(end, width + 1)].replace("\t", " " * TAB))) < width
    if end <= width and fits:
        return 0
    before = width // 4 if end - start < width // 2 else 8
    return max(start - 1 - before, 0)
