"""Runs commands inside this process, a hundred times as quick as starting Python each time."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import NamedTuple

from mineralreg.cli.quick import run


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


def run_inside(*arguments: str, stdin: str = "") -> Outcome:
    """Run a command with streams like those of a pipe."""
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
    return Outcome(shown[0], shown[1], code)
