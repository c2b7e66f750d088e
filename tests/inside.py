"""Runs commands inside this process, a hundred times as quick as starting Python each time."""

import contextlib
import io
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pytest

from mineralreg.cli import completion
from mineralreg.cli.quick import run

CODES = {0, 1, 2, 3, 4, 130}
"""Exit codes of the contract."""
BUGS = (
    *("internal error", "Traceback", "Exception ignored"),
    *("the index cannot be read", "constraint failed"),
)
"""What the program or Python says when something happened that nobody foresaw."""


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


@contextlib.contextmanager
def noted() -> Iterator[list[sqlite3.Connection]]:
    """Note the connections to SQLite that are opened meanwhile."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def note(*given: Any, **more: Any) -> sqlite3.Connection:
        opened.append(connect(*given, **more))
        return opened[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", note)
        yield opened


@contextlib.contextmanager
def soon() -> Iterator[None]:
    """Let the block take processor time, but not what grows with the square of its number."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 60


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False


def run_inside(
    *arguments: str, stdin: str = "", start: Callable[[Sequence[str]], int] = run
) -> Outcome:
    """Run a command with streams like those of a pipe, and see that it ends as one should."""
    streams = {
        "stdin": Stream(io.BytesIO(stdin.encode()), encoding="utf-8"),
        "stdout": Stream(io.BytesIO(), encoding="utf-8", newline="\n"),
        "stderr": Stream(io.BytesIO(), encoding="utf-8", newline="\n"),
    }
    with contextlib.ExitStack() as stack:
        for name, stream in streams.items():
            stack.callback(setattr, sys, name, getattr(sys, name))
            setattr(sys, name, stream)
        opened = stack.enter_context(noted())
        code = start(arguments)
    assert not any(map(is_open, opened)), arguments
    shown = []
    for name in ("stdout", "stderr"):
        streams[name].flush()
        buffer = streams[name].buffer
        assert isinstance(buffer, io.BytesIO)
        shown.append(buffer.getvalue().decode())
    assert not [bug for bug in BUGS if bug in shown[1]], (arguments, shown[1])
    assert code in CODES, arguments
    assert code in (0, 1, 130) or "error" in shown[1].lower(), (arguments, shown)
    return Outcome(shown[0], shown[1], code)


def completed(shell: str, *words: str) -> list[str]:
    """The lines that the completion script of a shell reads for the words to the cursor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(completion.VARIABLE, shell)
        found = run_inside("--", *words, start=completion.answer)
    assert (found.stderr, found.code) == ("", 0)
    return found.stdout.split("\n")[:-1]
