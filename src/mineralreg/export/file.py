"""Files and folders that appear whole or not at all.

An answer or an export is written beside its target under another name and renamed when it is
complete, so a full disk, an interruption or a signal leaves what was there before, and never half
a file.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from mineralreg.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_REMEDIES = {
    errno.ENOENT: "make the folder first, or choose another place",
    errno.ENOTDIR: "choose a place inside a folder",
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some of your quota on the disk",
    errno.EFBIG: "raise the limit on the size of files",
    errno.EBUSY: "choose a folder inside it",
    errno.EROFS: "choose a place on a disk that can be written",
    errno.EACCES: "choose a place where you may write",
    errno.EPERM: "choose a place where you may write",
    errno.ENAMETOOLONG: "choose a shorter name",
}


@contextmanager
def whole_file(target: str) -> Iterator[str]:
    """A path to write to; what is there afterwards becomes `target` in one step.

    Args:
        target: The file to write. An existing one is replaced, but its permissions stay; a
            symbolic link keeps pointing at the file it names.

    Raises:
        WriteRefused: The target is no file, or the system refused; nothing changed.
    """
    if os.path.exists(target) and not os.path.isfile(target):
        what = "it is no plain file"
        if os.path.isdir(target):
            target, what = os.path.realpath(target), "it is a folder"
        raise WriteRefused(
            f"'{target}' cannot be written: {what}", help="choose the name of a file"
        )
    target = os.path.realpath(target)
    with _refusals(target), _signals_raise():
        temporary = _beside(target)
        try:
            os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            yield temporary
            if os.path.exists(target):
                os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
            _settle(temporary)
            os.replace(temporary, target)
        finally:
            with suppress(OSError):
                os.unlink(temporary)


@contextmanager
def replaced(target: str, *, binary: bool = False) -> Iterator[IO[Any]]:
    """An open file that becomes `target` when the block ends without an error.

    Args:
        target: As for `whole_file`; a device or a pipe is written to directly, and `-` is stdout.
        binary: Bytes instead of text, which is UTF-8 with the line ends that are written.

    Raises:
        WriteRefused: See `whole_file`.
    """
    how: dict[str, Any] = {"mode": "w", "encoding": "utf-8", "newline": ""}
    if binary:
        how = {"mode": "wb"}
    if target == "-":
        yield sys.stdout.buffer if binary else sys.stdout
        sys.stdout.flush()
        return
    if os.path.exists(target) and not (os.path.isfile(target) or os.path.isdir(target)):
        with _refusals(target), open(target, **how) as device:
            yield device
        return
    with whole_file(target) as path, open(path, **how) as file:
        yield file


@contextmanager
def whole_folder(target: str, ours: Container[str]) -> Iterator[str]:
    """A new folder to fill; it becomes `target` when it is full.

    Args:
        target: The folder to write. An earlier export there is replaced.
        ours: Names of files that an export writes. A folder that holds anything else is somebody's
            and refused.

    The current folder stays the one it is, because shells and programs stand in it; there the files
    are renamed one by one.

    Raises:
        WriteRefused: The target holds other things, or the system refused; nothing changed.
    """
    with _refusals(os.path.realpath(target)):
        if os.path.exists(target) and not os.path.isdir(target):
            raise WriteRefused(
                f"'{target}' cannot be written: it is no folder", help="choose a folder"
            )
        target = os.path.realpath(target)
        if os.path.isdir(target):
            others = sorted(name for name in os.listdir(target) if name not in ours)
            if others:
                raise WriteRefused(
                    f"'{target}' holds other files than an export's, such as {others[0]!r}",
                    help="choose a new or an empty folder",
                )
        temporary = _beside(target)
        with _signals_raise():
            try:
                os.mkdir(temporary)
                yield temporary
                for entry in os.scandir(temporary):
                    _settle(entry.path)
                _swap(temporary, target)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)


def _swap(new: str, target: str) -> None:
    if not os.path.isdir(target):
        os.rename(new, target)
        return
    if os.path.samefile(target, os.curdir):
        for name in sorted(os.listdir(new)):
            os.replace(os.path.join(new, name), os.path.join(target, name))
        return
    old = _beside(target)
    os.rename(target, old)
    try:
        os.rename(new, target)
    except OSError:
        os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name[:100]}.{os.urandom(6).hex()}.tmp")


def _settle(path: str) -> None:
    """Bring the bytes to the disk: a full one may say so only now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Ended(BaseException):
    """A signal asked the program to end."""


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Let a signal that ends the program pass through the block first, so that it tidies up."""
    import signal

    def end(number: int, *_: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise _Ended(number)

    ending = [number for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)) if number]
    try:
        mine = [number for number in ending if signal.getsignal(number) is signal.SIG_DFL]
        for number in mine:
            signal.signal(number, end)
    except ValueError:  # only the main thread is told of signals
        mine = []
    try:
        yield
    except _Ended as ended:
        signal.signal(ended.args[0], signal.SIG_DFL)
        signal.raise_signal(ended.args[0])
    finally:
        for number in mine:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def _refusals(target: str) -> Iterator[None]:
    """Turn what the system or SQLite says about the target into a refusal with a remedy."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = _REMEDIES.get(error.errno or 0, "look at the disk and the folder")
        raise WriteRefused(
            f"'{target}' cannot be written: {reason}", help=f"{remedy}; nothing was changed"
        ) from None
