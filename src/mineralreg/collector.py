"""Saves the work of finding and freeing memory that nobody needs back.

Records hold no circles, so Python's garbage collector finds nothing among them, but it looks
through all of them again and again: a fifth of the time that a large file takes. And a program that
is about to end need not take a million records apart first.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator


class _End:
    """Whether this process ends when its one command is done, and what it keeps until then."""

    soon = False
    kept: ClassVar[list[object]] = []


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect no garbage inside the block; nested blocks are fine."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if _End.kept:
                gc.freeze()  # what is kept need not be looked through either
            gc.enable()


def end_soon() -> None:
    """Say that this process ends when its one command is done, without freeing what is kept."""
    _End.soon = True


def keep(value: object) -> None:
    """Keep something large until the process ends, if that is soon; else it is freed as usual."""
    if _End.soon:
        _End.kept.append(value)
