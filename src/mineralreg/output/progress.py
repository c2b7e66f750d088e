"""A sign of life on the stderr of a terminal, when work lasts longer than a second.

An alarm clock of the system writes one line, and the end of the work wipes it; a pipe or a log
never sees it. It is no thread, because a process with threads cannot be forked safely. Windows has
no such clock, and there the work is silent.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DELAY = 1.0
"""Seconds that work may last in silence."""


@contextmanager
def after_a_second(text: str, delay: float = DELAY) -> Iterator[None]:
    """Say what is going on if it is not over soon.

    Args:
        text: What the work is, such as `building the index`.
        delay: Seconds until it is said.
    """
    if not sys.stderr.isatty() or sys.platform == "win32":
        yield
        return
    import signal

    said: list[bool] = []

    def say(_number: int, _frame: object) -> None:
        said.append(True)
        sys.stderr.write(f"\r{text} …")
        sys.stderr.flush()

    before = signal.signal(signal.SIGALRM, say)
    signal.setitimer(signal.ITIMER_REAL, max(delay, 1e-6))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
