"""Put new bytes in the place of a file: all of them or none, whatever fails on the way.

A temporary file in the same folder takes the bytes, the mode and the owner, reaches the disk and
is renamed over the old file. A reader at any moment, or after a power cut, sees one of the two.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mineralreg.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Iterator


_REMEDIES = {
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some of your quota on the disk",
    errno.EFBIG: "raise the limit on the size of files",
    errno.EROFS: "use a copy on a disk that can be written",
    errno.EACCES: "give yourself write permission",
    errno.EPERM: "give yourself write permission",
}
_KEPT_AS_IT_WAS = "nothing was changed"


def refuse_unwritable(target: str) -> None:
    """Refuse a file that says it is not to be written, even where a rename could replace it.

    A file or folder without any write bit is refused for the superuser too: the mark was set on
    purpose.

    Args:
        target: The file, by its real path.

    Raises:
        WriteRefused: The file or its folder has no write permission.
    """
    folder = os.path.dirname(target) or os.curdir
    for path, what in ((target, "the file"), (folder, "its folder")):
        try:
            marked = not os.stat(path).st_mode & 0o222
        except OSError:  # reading it gives the better message
            continue
        if marked or not os.access(path, os.W_OK):
            raise WriteRefused(
                f"'{target}' cannot be written: {what} has no write permission",
                help=f"give it with `chmod u+w '{path}'` if it is meant to change",
            )


def replace(target: str, new: bytes, old: bytes) -> None:
    """Replace the content of a file, keeping mode, owner and extended attributes.

    Args:
        target: The file, by its real path.
        new: What it shall hold.
        old: What it held when the change was made; anything else there now is somebody's work.

    Raises:
        WriteRefused: The file changed in the meantime, or the system refused. The old bytes are
            there, and no temporary file is left.
    """
    with _refusals(target), _temporary(target, new) as temporary:
        _take_after(temporary, target)
        if not _holds(target, old):
            raise WriteRefused(
                f"'{target}' was changed by something else, such as an editor, in the meantime",
                help=f"look at it and run the command again; {_KEPT_AS_IT_WAS} by this one",
            )
        os.replace(temporary, target)
    _settle(os.path.dirname(target))


def create(target: str, new: bytes) -> None:
    """Write a file that does not exist yet.

    Args:
        target: Where; its folder exists.
        new: What it shall hold.

    Raises:
        WriteRefused: Something has that name already, or the system refused.
    """
    with _refusals(target), _temporary(target, new) as temporary:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise WriteRefused(
                f"'{target}' exists already and is left as it is", help="choose another path"
            ) from None
    _settle(os.path.dirname(target))


def sweep(target: str) -> None:
    """Remove temporary files that killed writers left. Only safe for the holder of the lock."""
    folder, start = os.path.dirname(target) or os.curdir, _prefix(target)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(".tmp"):
                with suppress(OSError):
                    os.unlink(entry.path)


def _prefix(target: str) -> str:
    return f".{os.path.basename(target)}.mineralreg-"


@contextmanager
def _refusals(target: str) -> Iterator[None]:
    """Turn what the system says into a refusal that tells what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = _REMEDIES.get(error.errno or 0, "look at the disk and the folder")
        raise WriteRefused(
            f"'{target}' cannot be written: {reason}", help=f"{remedy}; {_KEPT_AS_IT_WAS}"
        ) from None


@contextmanager
def _temporary(target: str, content: bytes) -> Iterator[str]:
    """A file beside `target` whose bytes have reached the disk; gone afterwards."""
    folder = os.path.dirname(target)
    path = os.path.join(folder, f"{_prefix(target)}{os.urandom(6).hex()}.tmp")
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


def _take_after(path: str, model: str) -> None:
    """Give a file the owner, mode and extended attributes of another, as far as one may."""
    wanted, given = os.stat(model), os.stat(path)
    for owner, group in ((wanted.st_uid, -1), (-1, wanted.st_gid)):
        if (owner, group) not in ((given.st_uid, -1), (-1, given.st_gid)):
            with suppress(PermissionError):
                os.chown(path, owner, group)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(model):
                os.setxattr(path, name, os.getxattr(model, name))
    os.chmod(path, stat.S_IMODE(wanted.st_mode))


def _holds(target: str, content: bytes) -> bool:
    try:
        with open(target, "rb") as stream:
            return stream.read() == content
    except FileNotFoundError:
        return False


def _settle(folder: str) -> None:
    """Bring the rename itself to the disk, where the file system knows how."""
    with suppress(OSError):
        handle = os.open(folder or os.curdir, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
