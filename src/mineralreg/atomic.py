"""Files that appear whole or not at all, and folders of them: the registry, answers and exports.

A temporary file beside the target takes the bytes, reaches the disk and is renamed over what was
there. A reader at any moment, or after a power cut, a full disk or a signal, sees one of the two.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from typing import IO

from mineralreg.errors import WriteRefused

_REMEDIES = {
    errno.ENOENT: "make the folder first, or choose another place",
    errno.ENOTDIR: "choose a place inside a folder",
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some of your quota on the disk",
    errno.EFBIG: "raise the limit on the size of files",
    errno.EBUSY: "choose a folder inside it",
    errno.EROFS: "use a copy on a disk that can be written",
    errno.EACCES: "give yourself write permission, or choose another place",
    errno.EPERM: "the system forbids it whatever the permissions say, as for a file that is marked "
    "immutable: choose another place",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ENOLCK: "write a copy on a local disk",
}


@contextmanager
def temporary(target: str) -> Iterator[str]:
    """A new, empty file beside `target`, to be renamed over it; gone afterwards if it was not."""
    path = _beside(target)
    open(path, "xb").close()
    try:
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


def refuse_unwritable(target: str) -> None:
    """Refuse a file that says it is not to be written, even where a rename could replace it.

    The file is given by its real path. One without any write bit, or in a folder without, is
    refused for the superuser too: the mark was set on purpose.
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


def refuse_input(
    path: str, registry: str, inputs: Iterable[str] = (), *, within: bool = False
) -> None:
    """Refuse to write over a file that is read, by whatever name.

    Args:
        path: The file to write.
        registry: The registry that is asked.
        inputs: Files that are read besides, and besides standard input.
        within: A folder of this name is replaced with all that it holds.
    """
    files: list[str | int] = [registry, 0, *inputs]
    targets = [path]
    if within and os.path.isdir(path):
        with suppress(OSError), os.scandir(path) as entries:
            targets = [entry.path for entry in entries]
    for target, file in product(targets, files):
        if _same(target, file):
            what = "the registry itself" if file == registry else "read by this command"
            raise WriteRefused(f"{target!r} is {what}", help="write to another file")


def _same(path: str, file: str | int) -> bool:
    """Whether a path is that of a regular file, by whatever name."""
    try:
        found = os.stat(path)
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, os.stat(file))
    except (OSError, ValueError):
        return False


def replace(target: str, new: bytes, old: bytes) -> None:
    """Replace the content of a file, keeping mode, owner and extended attributes.

    The file is given by its real path. What it holds besides the old bytes is somebody's work.

    Raises:
        WriteRefused: The file changed in the meantime, or the system refused. The old bytes are
            there, and no temporary file is left.
    """
    with whole_file(target, old) as path, open(path, "wb") as stream:
        stream.write(new)


def create(target: str, new: bytes) -> None:
    """Write a file that does not exist yet, in a folder that does.

    Raises:
        WriteRefused: Something has that name already, or the system refused.
    """
    with _refusals(target), temporary(target) as path:
        with open(path, "wb") as stream:
            stream.write(new)
        try:
            open(target, "xb").close()
        except FileExistsError:
            reason = f"'{target}' exists already and is left as it is"
            raise WriteRefused(reason, help="choose another path") from None
        try:
            _rename(path, target)
        except OSError:
            os.unlink(target)
            raise


def sweep(target: str) -> None:
    """Remove temporary files that killed writers left. Only safe for the holder of the lock."""
    folder, start = os.path.dirname(target) or os.curdir, _prefix(target)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(".tmp"):
                with suppress(OSError):
                    os.unlink(entry.path)


@contextmanager
def whole_file(target: str, held: bytes | None = None) -> Iterator[str]:
    """A path to write to; what is there afterwards becomes `target` in one step.

    An existing file is replaced, if it still holds what it held, but its permissions stay; a
    symbolic link keeps pointing at the file it names.

    Raises:
        WriteRefused: The target is not a file, or the system refused; nothing changed.
    """
    shown, target = target, os.path.realpath(target)
    if os.path.exists(target) and not os.path.isfile(target):
        reason = f"'{shown}' cannot be written: it is not a regular file"
        if os.path.isdir(target):
            reason = f"'{target}' cannot be written: it is a folder"
        raise WriteRefused(reason, help="choose the name of a file")
    with _refusals(target), _signals_raise(), temporary(target) as path:
        yield path
        _rename(path, target, held)


@contextmanager
def replaced(target: str) -> Iterator[IO[str]]:
    """An open file that becomes `target` when the block ends without an error, see `whole_file`.

    A device or a pipe is written to directly, and `-` is stdout.
    """
    if target == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    is_device = os.path.exists(target) and not (os.path.isfile(target) or os.path.isdir(target))
    way = _refusals(target) if is_device else whole_file(target)
    with way as path, open(path, "w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def whole_folder(target: str, ours: Iterable[str]) -> Iterator[str]:
    """A new folder to fill; it becomes `target` when it is full.

    An earlier export is replaced file by file, each whole: the folder stays, and so do shells and
    programs that stand in it. What holds files of other names than `ours` is somebody's.

    Raises:
        WriteRefused: The target holds other things, or the system refused; nothing changed.
    """
    shown, target = target, os.path.realpath(target)
    with _refusals(target):
        if os.path.exists(target) and not os.path.isdir(target):
            reason = f"'{shown}' cannot be written: it is not a folder"
            raise WriteRefused(reason, help="choose a folder")
        others = {*os.listdir(target)} - {*ours} if os.path.isdir(target) else ()
        if others:
            reason = f"'{target}' holds other files than an export's, such as {min(others)!r}"
            raise WriteRefused(reason, help="choose a new or an empty folder")
        new = _beside(target)
        with _signals_raise():
            try:
                os.mkdir(new)
                yield new
                for entry in os.scandir(new):
                    _settle(entry.path)
                _move_in(new, target)
            finally:
                shutil.rmtree(new, ignore_errors=True)


def _move_in(new: str, target: str) -> None:
    """Give a folder its name, or what is in it its place in the folder of that name."""
    if not os.path.isdir(target):
        os.rename(new, target)
        return
    for name in sorted(os.listdir(new)):
        there = os.path.join(target, name)
        if os.path.isdir(there):
            shutil.rmtree(there)
        os.replace(os.path.join(new, name), there)


def _prefix(target: str) -> str:
    return f".{os.path.basename(target)[:100]}.mineralreg-"


def _beside(target: str) -> str:
    name = f"{_prefix(target)}{os.urandom(6).hex()}.tmp"
    return os.path.join(os.path.dirname(target), name)


def _rename(path: str, target: str, held: bytes | None = None) -> None:
    """Bring a file to the disk, and let it take the place of another, if that still holds this."""
    if os.path.exists(target):
        _take_after(path, target)
    _settle(path)
    if held is not None and not _holds(target, held):
        raise WriteRefused(
            f"'{target}' was changed by something else, such as an editor, in the meantime",
            help="look at it and run the command again; nothing was changed by this one",
        )
    os.replace(path, target)
    with suppress(OSError):  # the rename itself, where the file system knows how
        _settle(os.path.dirname(target) or os.curdir)


def _take_after(path: str, model: str) -> None:
    """Give a file the owner, mode and extended attributes of another, as far as one may."""
    wanted, given = os.stat(model), os.stat(path)
    if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
        for owner, group in ((wanted.st_uid, -1), (-1, wanted.st_gid)):
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


def refusal(what: str, error: OSError) -> WriteRefused:
    """The refusal for what the system says, with a remedy."""
    remedy = _REMEDIES.get(error.errno or 0, "look at the disk and the folder")
    help = f"{remedy}; nothing was changed"
    return WriteRefused(f"{what}: {error.strerror or error}", help=help)


@contextmanager
def _refusals(target: str) -> Iterator[str]:
    """Turn what the system says about the target into a refusal."""
    try:
        yield target
    except BrokenPipeError:
        raise
    except OSError as error:
        raise refusal(f"'{target}' cannot be written", error) from None
