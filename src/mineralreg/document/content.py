"""Read the bytes of a registry file without ever waiting, and name what is wrong with it.

Apart from `document.py` because a question on an indexed registry needs the bytes (for their hash)
but no parser: importing tomli would be a tenth of such a start.
"""

from __future__ import annotations

import os
import stat
import sys

from mineralreg.errors import RegistryError


class DocumentError(RegistryError):
    """A file that cannot be read (`MR001`) or parsed (`MR002`).

    Attributes:
        code: `MR001` or `MR002`.
        line: 1-based line of the trouble, or None when it has no place in the file.
        column: 1-based column in code points, or None.
    """

    def __init__(
        self,
        code: str,
        message: str,
        line: int | None = None,
        column: int | None = None,
        help: str | None = None,
    ) -> None:
        super().__init__(message, help=help)
        self.code = code
        self.line = line
        self.column = column


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file. Never waits for the other end of a pipe."""
    try:
        with open(path, "rb", buffering=0, opener=_open) as stream:
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return stream.read()
        message = f"'{path}' is a pipe or device, not a regular file"
        help = "copy it into a file first, or pass it on standard input with -"
    except FileNotFoundError:
        message, help = f"there is no file '{path}'", "check the path, or write a new one"
    except IsADirectoryError:
        message, help = f"'{path}' is a folder, not a file", "name the TOML file in it"
    except (OSError, ValueError) as error:
        message = f"'{path}' cannot be read: {getattr(error, 'strerror', None) or error}"
        help = "check its path and permissions"
    raise DocumentError("MR001", message, help=help)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_stdin() -> bytes:
    """All of standard input, as a file that is called `<stdin>`."""
    if sys.stdin is None:
        raise DocumentError("MR001", "<stdin> is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise DocumentError("MR001", f"<stdin> cannot be read: {error.strerror}") from None
