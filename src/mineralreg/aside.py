"""Does part of a long piece of work in a second process while this one goes on.

Python computes in one thread at a time, and checking a file of some megabytes is all computing. A
forked process sees the same data without a copy being made for it, so only what it finds has to
come back. Where there is one processor, another system than Linux, or no room for a process, the
work is done here instead, later: the answer is the same, only the wait is longer.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


class _Here:
    """Whether this process was forked to do work aside."""

    aside = False


WORTH_IT = 1_000_000
"""Characters of text from which on a second process saves more than its start costs."""
LARGE = 20_000_000
"""Characters of text from which on memory counts for more than time. What two processes have in
common is stored once only until one of them touches it, and looking at an object touches it."""


class Aside(Generic[T]):
    """Work that was begun; `result` waits for it.

    Attributes:
        work: What is done. It must not change anything outside itself: its process is a copy.
    """

    def __init__(self, work: Callable[[], T], child: tuple[int, IO[bytes]] | None) -> None:
        self.work = work
        self._child = child

    @property
    def elsewhere(self) -> bool:
        """Whether another process does the work; else `result` will do it here."""
        return self._child is not None

    def result(self) -> T:
        """What the work gives, or raises; done here when the other process failed to say."""
        if self._child is None:
            return self.work()
        from _pickle import UnpicklingError, load

        try:
            found: T = load(self._child[1])
        except (EOFError, UnpicklingError):  # it was killed, or its work raised an error
            return self.work()
        return found

    def end(self) -> None:
        """End the other process; work that nobody waited for is given up."""
        if self._child is not None:
            pid, pipe = self._child
            self._child = None
            pipe.close()
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


@contextmanager
def aside(work: Callable[[], T], *, size: int) -> Iterator[Aside[T]]:
    """Begin some work in another process, if that is possible and worth it.

    Args:
        work: Takes nothing; gives something that can be pickled.
        size: Characters of text that the work looks through.
    """
    begun = Aside(work, _begin(work) if size >= WORTH_IT and processors() > 1 else None)
    try:
        yield begun
    finally:
        begun.end()


def processors() -> int:
    """How many processes of this program can compute at the same time; 1 where none is forked.

    Forking without starting a new program is safe on Linux; on macOS the system's own libraries
    may break in the copy, and Windows has nothing like it. Nor is it safe beside other threads,
    which a program that uses this one as a library may have. A process that does work aside
    already leaves the other processors to its kin.
    """
    threading = sys.modules.get("threading")
    if _Here.aside or (threading is not None and threading.active_count() > 1):
        return 1
    if sys.platform != "linux" or sys.implementation.name != "cpython":
        return 1
    return len(os.sched_getaffinity(0))


def _begin(work: Callable[[], object]) -> tuple[int, IO[bytes]] | None:
    """Fork a process that does the work and writes the pickled result into a pipe."""
    import _pickle  # pickle itself without its half in Python, which takes 7 ms to load

    reader, writer = os.pipe()
    try:
        pid = os.fork()
    except OSError:  # too many processes, or too little memory
        os.close(reader)
        os.close(writer)
        return None
    if pid == 0:
        _work_and_end(work, _pickle.dumps, reader, writer)
    os.close(writer)
    return pid, open(reader, "rb")


def _work_and_end(
    work: Callable[[], object], packed: Callable[[object], bytes], reader: int, writer: int
) -> NoReturn:
    """What the other process does: nothing that this one's streams or files would notice."""
    code = 1
    try:
        os.close(reader)
        _Here.aside = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        told = packed(work())
        with open(writer, "wb") as pipe:
            pipe.write(told)
        code = 0
    finally:
        os._exit(code)
