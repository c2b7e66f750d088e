"""One writer at a time: a lock on a file beside the registry.

Never on the registry itself: replacing it puts another file in its place, and the next writer would
lock that one while this one still holds the first. A lock file left behind locks nothing; the
system frees the lock when its holder ends, however it ends.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mineralreg.atomic import remedy_for
from mineralreg.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT = 30.0
"""Seconds to wait for another writer before giving up."""

_POLL = 0.02


def lock_path(target: str) -> str:
    """The lock file of a registry file, given by its real path."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.lock")


@contextmanager
def locked(target: str, wait: float = WAIT) -> Iterator[None]:
    """Hold the right to write a registry file.

    Args:
        target: The registry file, by its real path, so that every name of it has the same lock.
        wait: Seconds to wait for another writer.

    Raises:
        WriteRefused: Another writer held it all that time, or there can be no lock file.
    """
    from filelock import FileLock, Timeout

    path = lock_path(target)
    try:
        mode = stat.S_IMODE(os.stat(target).st_mode) & 0o666
        lock = FileLock(path, timeout=wait, mode=mode, thread_local=False)
        lock.acquire(poll_interval=_POLL)
    except Timeout:
        raise WriteRefused(
            f"another mineralreg has been writing '{target}' for more than {wait:g} seconds",
            help="run the command again when it is done; nothing was changed",
        ) from None
    except NotImplementedError:  # filelock's word for a file system without locks
        raise WriteRefused(
            f"'{target}' cannot be locked: the file system of '{path}' has no locks",
            help="write a copy on a local disk, and bring it back; nothing was changed",
        ) from None
    except OSError as error:
        raise WriteRefused(
            f"'{target}' cannot be locked: '{path}' cannot be opened: {error.strerror or error}",
            help=f"{remedy_for(error)}; nothing was changed",
        ) from None
    try:
        yield
    finally:
        lock.release()
