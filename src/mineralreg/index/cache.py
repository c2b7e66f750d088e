"""Opens the index of a registry's bytes read-only, building it when it is missing or damaged.

An index file is written under another name and renamed when it is whole, so readers never see half
of one, however many processes start at once. It ends with a trailer that carries a checksum: a
file that was cut short or overwritten is noticed and built again. An index is believed only from a
folder and a file that are the user's own and that nobody else can write. Where nothing can be
written the index lives in memory.
"""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Collection, Iterator
from functools import partial
from importlib.util import source_hash
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mineralreg import __version__

if TYPE_CHECKING:
    from mineralreg.index.stream import Scrutiny
    from mineralreg.records.models import Registry

Fill: TypeAlias = Callable[[sqlite3.Connection], None]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MADE_BY = ("index", "query", "records", "reference")
SUFFIX = ".sqlite"


def index_name(raw: bytes) -> str:
    """File name of the index of a registry with these bytes.

    The number of bytes and the 64-bit SipHash by which Python identifies source files: hashlib
    takes longer to load than everything else that is done with the bytes.
    """
    return f"{len(raw)}-{source_hash(raw).hex()}-{builder_hash()}{SUFFIX}"


def builder_hash() -> str:
    """Hash of the program version and of the state of the files that build an index.

    Size and time of change stand for the contents of the package's files: they change whenever a
    source checkout is edited or another version is installed.
    """
    parts = [__version__, sys.version]
    for folder in _MADE_BY:
        with os.scandir(os.path.join(_PACKAGE, folder)) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith((".py", ".sql", ".toml")):
                    state = entry.stat()
                    parts.append(f"{folder}/{entry.name}:{state.st_size}:{state.st_mtime_ns}")
    dates = os.stat(os.path.join(_PACKAGE, "dates.py"))
    parts.append(f"dates:{dates.st_size}:{dates.st_mtime_ns}")
    return source_hash("\n".join(parts).encode()).hex()


def cache_folder() -> str | None:
    """The folder for index files, or None when the machine offers none.

    `MINERALREG_CACHE` names it; an empty value means none. Else it is what platformdirs says,
    if that is an absolute path.
    """
    chosen = os.environ.get("MINERALREG_CACHE")
    if chosen is not None:
        return chosen or None
    if sys.platform == "linux":  # as platformdirs has it, whose import is a sixth of a short answer
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
        return os.path.join(base, "mineralreg") if os.path.isabs(base) else None
    from platformdirs import user_cache_dir

    try:
        folder = user_cache_dir("mineralreg", appauthor=False)
    except RuntimeError:  # there is no home
        return None
    return folder if os.path.isabs(folder) else None


_TRAILER = b"mineralreg-index"
_TRAILER_SIZE = len(_TRAILER) + 8
_CHECKED_ALWAYS = 1024 * 1024
"""Bytes of an index that is read over at each start; a larger one only when it has changed."""
_SEEN = ".seen"
_BESIDE = ".toml"
_LAST = 3
"""Newest indexes among which the last one of a registry is looked for."""
_TICK = 100_000_000
"""Nanoseconds within which the clock of the file system may not tell two changes apart."""
_PIECE = 1024 * 1024
_KEPT = 8
_KEPT_BYTES = 1024**3
_CACHE_KIB = 64 * 1024
"""Memory for pages of an index, which a question on a large one looks at again and again."""
_STALE = 3600 * 10**9


class Index(NamedTuple):
    """An open index, which can only be read."""

    connection: sqlite3.Connection
    path: str | None
    """The index file; None when the index lives in memory."""
    built: bool
    """This call built it."""


def open_index(
    raw: bytes,
    load: Callable[[], Registry],
    finish: Fill,
    scrutiny: Callable[[], Scrutiny],
) -> Index:
    """Open the index of a registry with these bytes.

    It is made from the last index of the same registry where that is possible, else record by
    record, else from the whole.

    Args:
        raw: The bytes of the registry file.
        load: Called only when the whole has to be read; returns the validated records.
        finish: Called with a new index, to add what is worked out from it.
        scrutiny: What looks at records that are read one by one.

    Raises:
        RegistryError: From `load`.
    """
    folder = cache_folder()
    if folder is None:
        return _in_memory(_filler(load()), finish)
    path = os.path.join(folder, index_name(raw))
    connection = _open_file(path)
    if connection is not None:
        return Index(connection, path, False)
    with contextlib.suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
    from mineralreg.index.stream import NotSureError

    for make in (_renew, _stream):
        with contextlib.suppress(OSError, NotSureError, sqlite3.Error):
            make(path, raw, finish, scrutiny())
            return Index(connect(path), path, True)
    fill = _filler(load())
    with contextlib.suppress(OSError, sqlite3.Error):
        _write(path, fill, finish)
        return Index(connect(path), path, True)
    return _in_memory(fill, finish)


def in_memory(registry: Registry, idle: Collection[str] = ()) -> sqlite3.Connection:
    """An index of records that come from no file, such as a part of a registry; see `build`."""
    return _in_memory(_filler(registry, idle)).connection


def _open_file(path: str) -> sqlite3.Connection | None:
    """A read-only connection to a whole index file, or None when it is missing or damaged."""
    try:
        if not _own(os.stat(os.path.dirname(path))):
            return None
        with open(path, "rb", buffering=0, opener=_without_waiting) as file:
            if not _own(os.fstat(file.fileno())) or not _whole(file, path):
                return None
    except OSError:
        return None
    try:
        return connect(path)
    except sqlite3.Error:
        return None


def connect(path: str) -> sqlite3.Connection:
    """A read-only connection to an index file, which any thread may use."""
    connection = sqlite3.connect(
        f"file:{_quoted(path)}?mode=ro&immutable=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("SELECT 1 FROM meta LIMIT 1")
    return connection


def _own(state: os.stat_result) -> bool:
    """Whether a file or folder is the user's own, and nobody else can write it."""
    user = getattr(os, "geteuid", None)
    return user is None or (state.st_uid == user() and not state.st_mode & 0o022)


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, following no link; a pipe in its place does not wait for somebody to write."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))


def _whole(file: io.FileIO, path: str) -> bool:
    size, trailer = _ending(file)
    state = os.fstat(file.fileno())
    if size > _CHECKED_ALWAYS and _seen(path, state):
        return True
    whole = size > 0 and trailer[:-4] == _TRAILER + _checksum(file, size)
    if whole and size > _CHECKED_ALWAYS:
        _put_beside(path + _SEEN, _described(state))
    return whole


def _ending(file: io.FileIO) -> tuple[int, bytes]:
    """The size of an index without its trailer, and the trailer; then it is to be read anew."""
    size = max(0, file.seek(0, os.SEEK_END) - _TRAILER_SIZE)
    file.seek(size)
    trailer = file.read(_TRAILER_SIZE)
    file.seek(0)
    return (size, trailer) if trailer.startswith(_TRAILER) else (0, b"")


def _seen(path: str, state: os.stat_result) -> bool:
    """Whether this very state of a large index was read over before.

    Any change to a file changes its time; one that came within the same tick of the clock as the
    reading would not, so what was remembered that early does not count, unless the file has an
    older time than a change would give it.
    """
    try:
        with open(path + _SEEN, "rb") as file:
            return file.read() == _described(state) and (
                os.fstat(file.fileno()).st_mtime_ns > state.st_ctime_ns + _TICK
                or state.st_mtime_ns < state.st_ctime_ns - _TICK
            )
    except OSError:
        return False


def _described(state: os.stat_result) -> bytes:
    return b"%d %d %d %d" % (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _checksum(file: io.FileIO, size: int) -> bytes:
    """CRC-32 of the next bytes of a file, of fewer where it ends before."""
    checksum = 0
    for piece in _pieces(file, size):
        checksum = zlib.crc32(piece, checksum)
    return checksum.to_bytes(4, "big")


def _pieces(file: io.FileIO, size: int) -> Iterator[memoryview]:
    """The next bytes of a file, in one buffer that is filled again and again.

    To get fresh memory for the whole takes longer than to read it.
    """
    buffer = memoryview(bytearray(_PIECE))
    while size and (count := file.readinto(buffer[:size])):
        yield buffer[:count]
        size -= count


def _renew(path: str, raw: bytes, finish: Fill, scrutiny: Scrutiny) -> None:
    """Make an index from the last one of the same registry, where that is surely the same."""
    from mineralreg.index.stream import NotSureError, changes, renew

    made_alike = path[path.rindex("-") :] + _BESIDE
    beside = [one for _, one, _ in _files(os.path.dirname(path)) if one.endswith(made_alike)]
    for one in beside[:_LAST]:
        with contextlib.suppress(OSError, NotSureError, sqlite3.IntegrityError):
            with open(one, "rb") as file:
                changed, checksum = changes(file, raw)
            start = partial(_copy, one.removesuffix(_BESIDE), beside=checksum)
            fill = partial(renew, changed=changed, scrutiny=scrutiny)
            _write(path, fill, finish, beside=raw, start=start)
            return
    raise NotSureError


def _copy(last: str, unfinished: str, beside: int) -> None:
    """Copy an index without its trailer.

    Raises:
        OSError: It is damaged, not the user's own, or not that of bytes with this CRC-32.
    """
    with (
        open(last, "rb", buffering=0, opener=_without_waiting) as file,
        open(unfinished, "wb", buffering=0) as copy,
    ):
        whole = _own(os.fstat(file.fileno())) and _whole(file, last)
        size, trailer = _ending(file)
        if not whole or trailer[-4:] != beside.to_bytes(4, "big"):
            raise OSError
        for piece in _pieces(file, size):
            copy.write(piece)


def _stream(path: str, raw: bytes, finish: Fill, scrutiny: Scrutiny) -> None:
    """Make an index record by record, where that is surely what the whole gives."""
    from mineralreg.index.build import build
    from mineralreg.index.stream import NotSureError, Stream

    def fill(connection: sqlite3.Connection) -> None:
        build(connection, Stream(raw, scrutiny))
        if not scrutiny.passed(connection):
            raise NotSureError

    _write(path, fill, finish, beside=raw)


def _write(
    path: str,
    fill: Fill,
    finish: Fill,
    *,
    beside: bytes | None = None,
    start: Callable[[str], None] | None = None,
) -> None:
    """Write an index and give it its name.

    Args:
        path: Where.
        fill: Fills the database.
        finish: Adds what is worked out from it.
        beside: Bytes of the registry, to keep where its records can be replaced.
        start: Puts something into the empty file.

    Raises:
        PermissionError: The folder is not the user's own.
    """
    from mineralreg.atomic import temporary
    from mineralreg.index.build import new_file

    if not _own(os.stat(os.path.dirname(path))):
        raise PermissionError
    _prune(os.path.dirname(path))
    with temporary(path) as unfinished:
        os.chmod(unfinished, 0o600)
        if start is not None:
            start(unfinished)
        with contextlib.closing(new_file(unfinished)) as connection:
            fill(connection)
            finish(connection)
        with open(unfinished, "r+b", buffering=0) as file:
            checksum = _checksum(file, os.path.getsize(unfinished))
            file.write(_TRAILER + checksum + zlib.crc32(beside or b"").to_bytes(4, "big"))
        written = os.stat(unfinished).st_mtime_ns
        os.utime(unfinished, ns=(written, written - 2 * _TICK))  # see `_seen`
        os.replace(unfinished, path)
    state = os.stat(path)
    if state.st_size > _CHECKED_ALWAYS:
        _put_beside(path + _SEEN, _described(state))
    if beside is not None:
        _put_beside(path + _BESIDE, beside)


def _put_beside(path: str, content: bytes) -> None:
    from mineralreg.atomic import temporary

    with contextlib.suppress(OSError), temporary(path) as unfinished:
        with open(unfinished, "wb") as file:
            file.write(content)
        os.replace(unfinished, path)


def _in_memory(*fills: Fill) -> Index:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.ExitStack() as stack:
        stack.callback(connection.close)
        for fill in fills:
            fill(connection)
        connection.execute("PRAGMA query_only = ON")
        stack.pop_all()
    return Index(connection, None, True)


def _filler(registry: Registry, idle: Collection[str] = ()) -> Fill:
    """What fills an empty database with a whole registry."""
    from mineralreg.index.build import build

    return partial(build, registry=registry, idle=idle)


def _files(folder: str) -> list[tuple[int, str, int]]:
    """Time of change in nanoseconds, path and size of what is in a folder, the newest first."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                state = entry.stat(follow_symlinks=False)
                found.append((state.st_mtime_ns, entry.path, state.st_size))
    return sorted(found, reverse=True)


def _prune(folder: str) -> None:
    """Keep the newest few index files, and nothing that dead builds left."""
    found = _files(folder)
    stale: list[str] = []
    kept = taken = 0
    for changed, path, size in found:
        if path.endswith(SUFFIX):
            kept, taken = kept + 1, taken + size
            if kept >= _KEPT or (taken > _KEPT_BYTES and kept > _LAST):
                stale += (path + ending for ending in ("", _SEEN, _BESIDE))
        owner = path.removesuffix(_SEEN).removesuffix(_BESIDE)
        alone = path.endswith(".tmp") or (owner != path and not os.path.exists(owner))
        if alone and found[0][0] - changed > _STALE:
            stale.append(path)
    for path in stale:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
