"""Runs commands inside this process and refuses every outcome that only a bug can have."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import NamedTuple

from mineralreg.cli.app import run

CODES = {0, 1, 2, 3, 4, 130}
"""Exit codes of the contract."""

BUGS = ("a fault of mineralreg", "Traceback", "the index cannot be read")
"""What the program says when something happened that nobody foresaw."""


class Outcome(NamedTuple):
    """What came out of a command."""

    stdout: str
    stderr: str
    code: int


class Stream(io.TextIOWrapper):
    """A stream of the command's, which can say that it is a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def outcome(*arguments: str, stdin: str = "") -> Outcome:
    """Run a command, with streams like those of a pipe, and see that it ended as one should."""
    streams = {
        "stdin": Stream(io.BytesIO(stdin.encode()), encoding="utf-8"),
        "stdout": Stream(io.BytesIO(), encoding="utf-8", newline="\n"),
        "stderr": Stream(io.BytesIO(), encoding="utf-8", newline="\n"),
    }
    with contextlib.ExitStack() as stack:
        for name, stream in streams.items():
            stack.callback(setattr, sys, name, getattr(sys, name))
            setattr(sys, name, stream)
        code = run(arguments)
    shown = []
    for name in ("stdout", "stderr"):
        streams[name].flush()
        buffer = streams[name].buffer
        assert isinstance(buffer, io.BytesIO)
        shown.append(buffer.getvalue().decode())
    found = Outcome(shown[0], shown[1], code)
    assert not [bug for bug in BUGS if bug in found.stderr], (arguments, found.stderr)
    assert found.code in CODES, arguments
    if found.code > 1:
        assert "error" in found.stderr, (arguments, found)
    return found


def done(*arguments: str, stdin: str = "") -> str:
    """What a command that must succeed prints on stdout."""
    found = outcome(*arguments, stdin=stdin)
    assert found.code == 0, (arguments, found.stderr[:2000])
    return found.stdout
