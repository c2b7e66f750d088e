"""What the terminal can do: colour, width, letters.

Colour: `--color`, else `NO_COLOR`, else `FORCE_COLOR` (0 is off), else whether it is a terminal, by
the rules of no-color.org and force-color.org; an empty variable counts as not set.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import NamedTuple, TextIO

NARROWEST, WIDEST = 40, 1000


class Look(NamedTuple):
    """How to render for one stream."""

    width: int = 100
    color: bool = False
    letters: bool = True
    """It can show blocks and lines; else ASCII only."""
    links: bool = False
    """It can show hyperlinks."""


STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
"""Escape sequences of each severity: bold red, yellow, cyan."""


def paint(text: str, style: str, look: Look) -> str:
    """The text in a style (an escape sequence), where colours are wanted."""
    return f"{style}{text}\x1b[0m" if look.color else text


def colored(stream: TextIO, choice: str = "auto") -> bool:
    """Whether colours are wanted on a stream, with `--color` set to the choice."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def look(stream: TextIO, choice: str = "auto") -> Look:
    """The look of a stream; its width is COLUMNS, else the terminal's, else 100."""
    color = colored(stream, choice)
    return Look(_width(stream), color, _letters(stream), color and stream.isatty() and _links())


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:9]) > 0:
        return min(max(int(columns[:9]), NARROWEST), WIDEST)
    try:
        return max(os.get_terminal_size(stream.fileno()).columns or 80, NARROWEST)
    except (OSError, ValueError):
        return 100


def _letters(stream: TextIO) -> bool:
    try:
        "━█▏".encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def _links() -> bool:
    """Whether the terminal shows hyperlinks; those that do set one of these variables."""
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    vte = os.environ.get("VTE_VERSION", "")
    return (
        any(os.environ.get(name) for name in ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"))
        or os.environ.get("TERM_PROGRAM") in ("iTerm.app", "WezTerm", "vscode", "ghostty")
        or (vte.isascii() and vte.isdigit() and int(vte[:9]) >= 5000)
    )


def page(chunks: Iterable[str], stream: TextIO) -> None:
    """Write text to a terminal, through a pager when it is longer than the screen.

    `$MINERALREG_PAGER`, else `$PAGER`, else `less -FRX`; an empty variable turns paging off.
    """
    command = os.environ.get("MINERALREG_PAGER", os.environ.get("PAGER", "less -FRX"))
    height = os.get_terminal_size(stream.fileno()).lines if command.strip() else 0
    source, begun = iter(chunks), ""
    while begun.count("\n") < height and (chunk := next(source, None)) is not None:
        begun += chunk
    whole = chain((begun,), source)
    if not 0 < height <= begun.count("\n") or not _through(command, whole):
        stream.writelines(whole)


def _through(command: str, chunks: Iterable[str]) -> bool:
    """Feed a pager and wait until it is closed; False when it cannot be started."""
    import shlex
    import subprocess

    try:
        pager = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, encoding="utf-8")
    except (OSError, ValueError):
        return False
    assert pager.stdin is not None  # PIPE above
    try:
        with pager.stdin as stdin:
            stdin.writelines(chunks)
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the user closed the pager
    while True:
        try:
            pager.wait()
            return True
        except KeyboardInterrupt:  # the pager handles it
            continue


DELAY = 1.0
"""Seconds after which work is announced."""


@contextmanager
def after_a_second(text: str, delay: float = DELAY) -> Iterator[None]:
    """Announce work on a terminal if it takes longer than the delay in seconds."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    said: list[bool] = []

    def say() -> None:
        said.append(True)
        sys.stderr.write(f"\r{text} …")
        sys.stderr.flush()

    timer = Timer(delay, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
