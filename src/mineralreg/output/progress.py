"""A sign of life on the stderr of a terminal, when work lasts longer than a second.

A timer writes one line, and the end of the work wipes it; a pipe or a log never sees it.
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
