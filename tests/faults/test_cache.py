"""What survives when the cache is damaged, full, shared, killed or gone: every answer."""

import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import tried
from mineralreg import registry as library
from mineralreg.index import cache as index_cache
from samples import CLEAN, kept

ASK = """\
import sys
from mineralreg import registry as library
index = library.open_index(sys.argv[1])
print(*index.connection.execute("SELECT id, status FROM agreement ORDER BY id").fetchall())
"""


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return kept(tmp_path, CLEAN)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MINERALREG_CACHE", str(folder))
    return folder


def answer(path: Path) -> list[str]:
    index = library.open_index(str(path))
    try:
        found = [id for (id,) in index.connection.execute("SELECT id FROM agreement ORDER BY id")]
        index.connection.execute("SELECT count(*) FROM record_text WHERE record_text MATCH 'peru'")
        return found
    finally:
        index.connection.close()


def only_file(folder: Path) -> Path:
    (path,) = folder.glob(f"*{index_cache.SUFFIX}")
    return path


def test_the_second_question_is_answered_from_the_file(registry: Path, cache: Path) -> None:
    assert library.open_index(str(registry)).built
    second = library.open_index(str(registry))
    assert not second.built
    assert second.path == str(only_file(cache))
    assert not in_memory(registry)  # and cannot be written through a question
    only_file(cache).unlink()  # an open index survives its file
    assert second.connection.execute("SELECT id FROM agreement").fetchall() == [("us-peru-2026",)]


@pytest.mark.parametrize("length", [0, 1, 15, 100, 4096, -1, -21])
def test_a_truncated_index_is_built_again(registry: Path, cache: Path, length: int) -> None:
    answer(registry)
    path = only_file(cache)
    whole = path.read_bytes()
    path.write_bytes(whole[:length])
    assert answer(registry) == ["us-peru-2026"]
    assert path.read_bytes() == whole


@tried(40)
@given(place=st.floats(0, 1, exclude_max=True), junk=st.binary(min_size=1, max_size=64))
def test_an_index_overwritten_anywhere_is_built_again(
    registry: Path, cache: Path, place: float, junk: bytes
) -> None:
    answer(registry)
    path = only_file(cache)
    whole = path.read_bytes()
    at = int(place * len(whole))
    path.write_bytes((whole[:at] + junk + whole[at + len(junk) :])[: len(whole)])
    assert answer(registry) == ["us-peru-2026"]
    assert library.open_index(str(registry)).built is False


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"no database at all" * 500])
def test_another_file_in_its_place_is_replaced(registry: Path, cache: Path, content: bytes) -> None:
    in_its_place(registry, cache).write_bytes(content)
    assert answer(registry) == ["us-peru-2026"]


def in_its_place(registry: Path, cache: Path) -> Path:
    cache.mkdir()
    return cache / index_cache.index_name(registry.read_bytes())


def in_memory(registry: Path) -> bool:
    """Whether the index of a registry is in memory, and answers."""
    index = library.open_index(str(registry))
    assert index.connection.execute("SELECT count(*) FROM agreement").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError):
        index.connection.execute("DELETE FROM agreement")
    return index.path is None


@pytest.mark.parametrize("what", ["a folder in its place", "a file for the cache", "no cache"])
def test_where_no_file_can_be_the_index_lives_in_memory(
    registry: Path, cache: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "a folder in its place":
        in_its_place(registry, cache).mkdir()
    elif what == "a file for the cache":
        cache.write_text("not a folder")
    else:
        monkeypatch.setenv("MINERALREG_CACHE", "")
    assert in_memory(registry)


def test_a_pipe_in_its_place_makes_nobody_wait(registry: Path, cache: Path) -> None:
    os.mkfifo(in_its_place(registry, cache))
    assert answer(registry) == ["us-peru-2026"]


def test_a_cache_that_vanishes_between_two_questions_is_made_again(
    registry: Path, cache: Path
) -> None:
    answer(registry)
    shutil.rmtree(cache)
    assert answer(registry) == ["us-peru-2026"]


def test_a_registry_edited_twice_within_one_clock_tick_answers_for_each_content(
    registry: Path, cache: Path
) -> None:
    for id in ("us-peru-2026", "us-peru-2027", "us-peru-2026"):
        registry.write_text(CLEAN.replace("us-peru-2026", id), encoding="utf-8")
        os.utime(registry, ns=(0, 0))
        assert answer(registry) == [id]


def test_old_indexes_are_pruned_and_the_newest_stay(registry: Path, cache: Path) -> None:
    for number in range(12):
        registry.write_text(f"{CLEAN}# {number}\n", encoding="utf-8")
        answer(registry)
    kept = list(cache.glob(f"*{index_cache.SUFFIX}"))
    assert len(kept) == 8
    assert len(list(cache.iterdir())) == 16
    assert cache / index_cache.index_name(registry.read_bytes()) in kept


def test_left_overs_of_dead_builds_are_pruned(registry: Path, cache: Path) -> None:
    cache.mkdir()
    old = cache / "dead.sqlite.1.tmp"
    old.write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    (cache / "live.sqlite.2.tmp").write_bytes(b"half")
    answer(registry)
    names = {path.name for path in cache.iterdir()}
    assert "dead.sqlite.1.tmp" not in names
    assert "live.sqlite.2.tmp" in names


@pytest.mark.slow
def test_twenty_first_questions_at_once_on_an_empty_cache_all_get_the_answer(
    registry: Path, cache: Path
) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(registry)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(20)
    ]
    for process in running:
        out, err = process.communicate()
        assert (out, err, process.returncode) == ("('us-peru-2026', 'signed')\n", "", 0)
    assert only_file(cache).suffix == ".sqlite"


@pytest.mark.slow
def test_an_index_build_that_is_killed_leaves_nothing_half_done(
    registry: Path, cache: Path
) -> None:
    ready = "import sys; sys.stdout.write('ready\\n'); sys.stdout.flush()\n"
    for number in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", ready + ASK, str(registry)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.03 * number)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert answer(registry) == ["us-peru-2026"]
        for path in cache.glob("*.sqlite"):
            path.unlink()


def test_the_cache_folder_is_for_its_owner_only(registry: Path, cache: Path) -> None:
    answer(registry)
    assert cache.stat().st_mode & 0o777 == 0o700


def test_without_home_the_index_still_has_a_place_or_lives_in_memory(
    registry: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("MINERALREG_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert index_cache.cache_folder() is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert index_cache.cache_folder() == str(tmp_path / "xdg" / "mineralreg")


def test_the_cache_folder_is_what_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import platformdirs

    monkeypatch.delenv("MINERALREG_CACHE", raising=False)
    for value in (None, str(tmp_path), ""):
        if value is None:
            monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        else:
            monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert index_cache.cache_folder() == platformdirs.user_cache_dir(
            "mineralreg", appauthor=False
        )


def test_a_full_disk_leaves_the_index_in_memory(
    registry: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # of modules that would be cut off, too
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        index = library.open_index(str(registry))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert index.path is None
    assert index.connection.execute("SELECT count(*) FROM agreement").fetchone() == (1,)
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_folder_that_others_can_write_holds_no_index(
    registry: Path, cache: Path, mode: int
) -> None:
    cache.mkdir()
    cache.chmod(mode)
    assert in_memory(registry)
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
def test_an_index_that_others_can_write_is_built_again(registry: Path, cache: Path) -> None:
    answer(registry)
    path = only_file(cache)
    assert path.stat().st_mode & 0o077 == 0
    path.chmod(0o666)
    assert library.open_index(str(registry)).built
    assert path.stat().st_mode & 0o077 == 0


def test_an_index_behind_a_link_is_not_believed(
    registry: Path, cache: Path, tmp_path: Path
) -> None:
    answer(registry)
    path = only_file(cache)
    elsewhere = tmp_path / "elsewhere.sqlite"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert library.open_index(str(registry)).built
    assert not path.is_symlink()


def test_a_large_index_is_read_over_again_only_when_it_has_changed(
    registry: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "_CHECKED_ALWAYS", 0)
    monkeypatch.setattr(index_cache, "_TICK", -(10**12))
    read: list[int] = []
    checksum = index_cache._checksum

    def counted(file: io.FileIO, size: int, copy: io.BufferedWriter | None = None) -> bytes:
        read.append(size)
        return checksum(file, size, copy)

    monkeypatch.setattr(index_cache, "_checksum", counted)
    answer(registry)
    read.clear()
    answer(registry)
    assert read == []
    path = next(cache.glob("*.sqlite"))
    whole = path.read_bytes()
    at = whole.index(b"Memorandum on critical minerals")
    path.write_bytes(whole[:at] + b"Fabrication" + whole[at + 11 :])
    assert library.open_index(str(registry)).built
    assert read
    assert b"Fabrication" not in path.read_bytes()
