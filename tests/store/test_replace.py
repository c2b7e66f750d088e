"""Replacing a file: all or nothing, with what belongs to it kept, whatever the system says."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import filelock
import pytest

from mineralreg import atomic
from mineralreg.atomic import create, refuse_unwritable, replace, sweep
from mineralreg.edit.init import begin
from mineralreg.errors import WriteRefused
from mineralreg.store.change import lock_path, locked


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    return path


@contextmanager
def refused(file: Path, reason: str) -> Iterator[pytest.ExceptionInfo[WriteRefused]]:
    """See that the block is refused, and that the file and its folder are as they were."""
    before = file.read_bytes()
    with pytest.raises(WriteRefused, match=reason) as caught:
        yield caught
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == [file.name]


def test_replaces_the_content_and_leaves_nothing_beside(file: Path) -> None:
    replace(str(file), b"new", b"old")
    assert file.read_bytes() == b"new"
    assert os.listdir(file.parent) == ["a.toml"]


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o664, 0o2755])
def test_keeps_the_mode(file: Path, mode: int) -> None:
    file.chmod(mode)
    replace(str(file), b"new", b"old")
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_keeps_owner_and_group(file: Path) -> None:
    try:
        os.chown(file, 12345, 23456)
    except PermissionError:
        os.chown(file, -1, [os.getegid(), *os.getgroups()][-1])
    before = file.stat()
    replace(str(file), b"new", b"old")
    assert (file.stat().st_uid, file.stat().st_gid) == (before.st_uid, before.st_gid)


def test_an_edit_in_between_is_noticed_and_kept(file: Path) -> None:
    file.write_bytes(b"from an editor")
    with refused(file, "changed by something else"):
        replace(str(file), b"new", b"old")


def test_a_file_that_was_removed_in_between_stays_removed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: file.unlink())
    with pytest.raises(WriteRefused, match="changed by something else"):
        replace(str(file), b"new", b"old")
    assert os.listdir(file.parent) == []


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace", "open"])
def test_a_failing_step_leaves_the_old_bytes(file: Path, step: str) -> None:
    error = OSError(28, "No space left on device")
    with refused(file, "No space left on device") as caught, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, step, Mock(side_effect=error))
        replace(str(file), b"new", b"old")
    assert caught.value.exit_code == 4
    assert "free some space" in str(caught.value.help)


def test_a_limit_on_file_sizes_leaves_the_old_bytes(file: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    code = (
        "import sys; from mineralreg.atomic import replace\n"
        "from mineralreg.errors import WriteRefused\n"
        "try: replace(sys.argv[1], b'x' * 5000, b'old')\n"
        "except WriteRefused as error: sys.exit(error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, str(file)],  # else its modules are cut off, too
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "File too large" in done.stderr
    assert done.returncode == 1
    assert file.read_bytes() == b"old"
    assert os.listdir(file.parent) == ["a.toml"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip(f"the system refuses to mount a small disk: {made.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_old_bytes(small_disk: Path) -> None:
    file = small_disk / "a.toml"
    file.write_bytes(b"o" * 40_000)
    with refused(file, "No space left on device"):
        replace(str(file), b"n" * 40_000, b"o" * 40_000)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_without_write_permission_nothing_is_tried(file: Path, what: str) -> None:
    marked = file if what == "file" else file.parent
    mode = marked.stat().st_mode
    marked.chmod(0o444 if what == "file" else 0o555)
    try:
        with pytest.raises(WriteRefused, match=f"{what} has no write permission"):
            refuse_unwritable(str(file))
    finally:
        marked.chmod(mode)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace", "unlink"])
def test_a_kill_at_any_step_leaves_one_of_the_two_states(
    file: Path, step: str, moment: str
) -> None:
    child = os.fork()
    if child == 0:
        real = getattr(os, step)

        def die(*arguments: object, **named: object) -> object:
            if moment == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return real(*arguments, **named)
            finally:
                os.kill(os.getpid(), signal.SIGKILL)

        setattr(os, step, die)
        replace(str(file), b"new", b"old")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    done = (step, moment) in (("replace", "after"), ("unlink", "before"), ("unlink", "after"))
    assert file.read_bytes() == (b"new" if done else b"old")
    sweep(str(file))
    assert os.listdir(file.parent) == ["a.toml"]


def test_create_never_overwrites(file: Path) -> None:
    with refused(file, "exists already"):
        create(str(file), b"new")


def test_begin_does_not_follow_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(WriteRefused, match="exists already"):
        begin(str(tmp_path / "link"), b"x")


def test_a_lock_file_that_was_left_behind_locks_nothing(file: Path) -> None:
    Path(lock_path(str(file))).write_bytes(b"")
    with locked(str(file), wait=0.1):
        pass


@pytest.mark.parametrize(
    ("ignored", "after"),
    [
        (None, "/.agreements.toml.lock\n"),
        ("*.pyc", "*.pyc\n/.agreements.toml.lock\n"),
        ("*.lock\n.agreements.toml.lock\n", "*.lock\n.agreements.toml.lock\n"),
    ],
)
def test_git_ignores_the_lock_of_a_new_registry(
    tmp_path: Path, ignored: str | None, after: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "data").mkdir()
    gitignore = tmp_path / "data" / ".gitignore"
    if ignored is not None:
        gitignore.write_text(ignored)
    begin(str(tmp_path / "data"), b"x")
    assert gitignore.read_text() == after
    assert not (tmp_path / ".gitignore").exists()


def test_a_linked_gitignore_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    precious = tmp_path / "precious"
    precious.write_text("x")
    (tmp_path / ".gitignore").symlink_to(precious)
    begin(str(tmp_path / "agreements.toml"), b"x")
    assert precious.read_text() == "x"


def test_a_file_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", Mock(side_effect=OSError(28, "No space")))
    with pytest.raises(WriteRefused, match="No space"):
        create(str(tmp_path / "new.toml"), b"new")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_a_new_file_has_the_mode_that_the_umask_leaves(
    tmp_path: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        create(str(tmp_path / "new"), b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode


def test_the_bytes_and_then_the_name_reach_the_disk(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    rename = os.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")

    def renamed(old: str, new: str) -> None:
        done.append("rename")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    replace(str(file), b"new", b"old")
    create(str(file.parent / "another"), b"new")
    with atomic.replaced(str(file)) as stream:
        stream.write("new")
    assert done == ["file", "rename", "folder"] * 3
    with atomic.whole_folder(str(file.parent / "all"), ()) as folder:
        (Path(folder) / "one").write_bytes(b"new")
    assert done[9:] == ["file"]


def test_extended_attributes_are_taken_over(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"user.note": b"by hand", "security.selinux": b"label"}
    given: dict[str, dict[str, bytes]] = {str(file): kept}
    monkeypatch.setattr(os, "listxattr", lambda path: list(given.get(path, {})), raising=False)
    monkeypatch.setattr(os, "getxattr", lambda path, name: given[path][name], raising=False)
    monkeypatch.setattr(
        os,
        "setxattr",
        lambda path, name, value: given.setdefault(path, {}).update({name: value}),
        raising=False,
    )
    replace(str(file), b"new", b"old")
    (new,) = [found for path, found in given.items() if path != str(file)]
    assert new == kept


def test_a_lock_that_cannot_be_made_says_why(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(lock_path(str(file))).mkdir()
    with pytest.raises(WriteRefused, match="cannot be locked"), locked(str(file), wait=0.1):
        pass
    remedies = {13: "write permission", 1: "immutable", 30: "can be written", 28: "space"}
    for number in remedies:
        error = OSError(number, os.strerror(number))
        monkeypatch.setattr(filelock.FileLock, "acquire", Mock(side_effect=error))
        with pytest.raises(WriteRefused, match="cannot be locked") as caught, locked(str(file)):
            pass
        told = [one for one, words in remedies.items() if words in str(caught.value.help)]
        assert told == [number]


def test_a_device_is_written_to_directly(tmp_path: Path) -> None:
    with atomic.replaced(os.devnull) as stream:
        stream.write("nothing")
    assert not os.path.isfile(os.devnull)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with atomic.replaced(str(pipe)) as stream:
            stream.write("bytes")
        assert os.read(reader, 100) == b"bytes"
    finally:
        os.close(reader)
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_folder_in_a_folder_gives_way_to_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "all"
    for text in ("old", "new"):
        with atomic.whole_folder(str(target), {"part"}) as folder:
            (Path(folder) / "part").mkdir()
            (Path(folder) / "part" / text).write_text(text)
    assert os.listdir(target / "part") == ["new"]
    assert os.listdir(tmp_path) == ["all"]
