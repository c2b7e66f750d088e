"""Read the bytes of a registry file without ever waiting, and name what is wrong with it.

Apart from `document.py` because a question on an indexed registry needs the bytes (for their hash)
but no parser: importing tomli would be a tenth of such a start.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from mineralreg.errors import RegistryError

if TYPE_CHECKING:
    from pathlib import Path


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


def read_bytes(path: Path | str) -> bytes:
    """The bytes of a regular file. Never waits for the other end of a pipe.

    Raises:
        DocumentError: As `read_document`, with the code `MR001`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | os.O_CLOEXEC)
    except FileNotFoundError:
        raise DocumentError(
            "MR001", f"there is no file '{path}'", help="check the path, or write a new one"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            "MR001", f"'{path}' cannot be read: {reason}", help="check its path and permissions"
        ) from None
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise DocumentError(
                "MR001", f"'{path}' is a folder, not a file", help="name the TOML file in it"
            )
        if not stat.S_ISREG(mode):
            raise DocumentError(
                "MR001",
                f"'{path}' is a pipe or device, not a regular file",
                help="copy it into a file first, or pass it on standard input with -",
            )
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read()
    except OSError as error:
        raise DocumentError("MR001", f"'{path}' cannot be read: {error.strerror}") from None
    finally:
        os.close(handle)
