"""What the terminal can do: colour, width, letters. Decided once, in one place.

Colour: `--color` > `NO_COLOR` > `FORCE_COLOR` (0 is off) > is it a terminal. The rules are those
of no-color.org and force-color.org; an empty variable counts as not set.
"""

from __future__ import annotations

import os
from typing import NamedTuple, TextIO


class Look(NamedTuple):
    """How to draw for one stream.

    Attributes:
        width: Columns to fill.
        color: Are colours wanted?
        letters: Can the stream show blocks and lines, or ASCII only?
    """

    width: int = 100
    color: bool = False
    letters: bool = True


STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
"""How words of each severity stand out: bold red, yellow, cyan."""


def paint(text: str, style: str, look: Look) -> str:
    """The text in a style (an escape sequence), where colours are wanted."""
    return f"{style}{text}\x1b[0m" if look.color else text


def colored(stream: TextIO, choice: str = "auto") -> bool:
    """Are colours wanted on this stream?

    Args:
        stream: Where the text goes.
        choice: `auto`, `always` or `never`, as `--color` says.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def look(stream: TextIO, choice: str = "auto") -> Look:
    """How to draw for a stream: COLUMNS, else the terminal's width, else 100."""
    return Look(_width(stream), colored(stream, choice), _letters(stream))


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return max(int(columns), 40)
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or 80, 40)
    except (OSError, ValueError):
        return 100


def _letters(stream: TextIO) -> bool:
    try:
        "━█▏".encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True
