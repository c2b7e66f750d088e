"""Files that answers and exports are written to: whole or not at all.

The text goes to a new file beside the old one and takes its name when it is complete, so a full
disk or an interruption leaves what was there. Devices and pipes are written to directly.
"""

from __future__ import annotations

import contextlib
import os
import stat
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replaced(path: str, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A file to write to, UTF-8 with LF, that becomes `path` when the block ends without an error.

    The permissions of an old file stay; a symbolic link keeps pointing at the file it names.

    Args:
        path: Where the file shall be.
        binary: Bytes instead of text.

    Raises:
        UsageError: `path` is a folder, or lies in none.
        OSError: The file cannot be written.
    """
    path = os.path.realpath(path)
    if os.path.isdir(path):
        raise UsageError(f"{path!r} is a folder", help="name a file in it")
    if not os.path.isdir(os.path.dirname(path)):
        raise UsageError(f"there is no folder {os.path.dirname(path)!r}", help="create it first")
    mode: dict[str, Any] = {"mode": "wb"} if binary else {"mode": "w", "encoding": "utf-8"}
    if not binary:
        mode["newline"] = "\n"
    if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
        with open(path, **mode) as device:
            yield device
        return
    unfinished = os.path.join(
        os.path.dirname(path), f".{os.path.basename(path)[:200]}.{os.getpid()}.tmp"
    )
    try:
        with open(unfinished, **mode) as file:
            yield file
        if os.path.exists(path):
            os.chmod(unfinished, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(unfinished, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(unfinished)
