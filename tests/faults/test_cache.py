"""What survives when the cache is damaged, full, shared, killed or gone: every answer."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import platformdirs
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
    index.connection.execute("SELECT count(*) FROM record_text WHERE record_text MATCH 'peru'")
    return [id for (id,) in index.connection.execute("SELECT id FROM agreement ORDER BY id")]


def only_file(folder: Path) -> Path:
    (path,) = folder.glob(f"*{index_cache.SUFFIX}")
    return path


def in_memory(registry: Path) -> bool:
    """Whether the index of a registry is in memory; it answers, and cannot be written."""
    index = library.open_index(str(registry))
    assert index.connection.execute("SELECT count(*) FROM agreement").fetchone() == (1,)
    with pytest.raises(sqlite3.OperationalError):
        index.connection.execute("DELETE FROM agreement")
    return index.path is None


def test_the_second_question_is_answered_from_the_file(registry: Path, cache: Path) -> None:
    assert library.open_index(str(registry)).built
    second = library.open_index(str(registry))
    assert not second.built
    assert second.path == str(only_file(cache))
    assert not in_memory(registry)
    only_file(cache).unlink()  # an open index survives its file
    assert second.connection.execute("SELECT id FROM agreement").fetchall() == [("us-peru-2026",)]


def cut(length: int) -> Callable[[Path], Any]:
    return lambda path: path.write_bytes(path.read_bytes()[:length])


DAMAGES: dict[str, Callable[[Path], Any]] = {
    **{f"cut at {length}": cut(length) for length in (0, 1, 15, 100, 4096, -1, -21)},
    "another database": lambda path: path.write_bytes(b"SQLite format 3\x00"),
    "no database": lambda path: path.write_bytes(b"no database at all" * 500),
    "a pipe": lambda path: subprocess.run(["sh", "-c", 'rm "$0" && mkfifo "$0"', path], check=True),
    "a link": lambda path: path.symlink_to(path.rename(path.with_name("elsewhere"))),
    "open to others": lambda path: path.chmod(0o666),
    "gone with its folder": lambda path: shutil.rmtree(path.parent),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_is_not_its_own_file_any_more_is_built_again(
    registry: Path, cache: Path, damage: str
) -> None:
    answer(registry)
    path = only_file(cache)
    whole = path.read_bytes()
    DAMAGES[damage](path)
    assert library.open_index(str(registry)).built
    assert not library.open_index(str(registry)).built
    assert answer(registry) == ["us-peru-2026"]
    assert path.read_bytes() == whole
    assert (path.is_symlink(), path.stat().st_mode & 0o077) == (False, 0)


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


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_folder_that_others_can_write_holds_no_index(
    registry: Path, cache: Path, mode: int
) -> None:
    cache.mkdir()
    cache.chmod(mode)
    assert in_memory(registry)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("what", ["a folder in its place", "a file for the cache", "no cache"])
def test_where_no_file_can_be_the_index_lives_in_memory(
    registry: Path, cache: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "a folder in its place":
        (cache / index_cache.index_name(registry.read_bytes())).mkdir(parents=True)
    elif what == "a file for the cache":
        cache.write_text("not a folder")
    else:
        monkeypatch.setenv("MINERALREG_CACHE", "")
    assert in_memory(registry)


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


def test_of_large_indexes_fewer_stay(
    registry: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "_KEPT_BYTES", 0)
    for number in range(6):
        registry.write_text(f"{CLEAN}# {number}\n", encoding="utf-8")
        answer(registry)
    assert len(list(cache.glob(f"*{index_cache.SUFFIX}"))) == 4
    assert not library.open_index(str(registry)).built


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
    words = [sys.executable, "-c", ASK, str(registry)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(words, text=True, stdout=pipe, stderr=pipe) for _ in range(20)]
    for process in running:
        assert process.communicate() == ("('us-peru-2026', 'signed')\n", "")
        assert process.returncode == 0
    assert only_file(cache).suffix == ".sqlite"


@pytest.mark.slow
def test_an_index_build_that_is_killed_leaves_nothing_half_done(
    registry: Path, cache: Path
) -> None:
    words = [sys.executable, "-c", "print('ready', flush=True)\n" + ASK, str(registry)]
    for number in range(10):
        process = subprocess.Popen(words, stdout=subprocess.PIPE)
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


@pytest.mark.parametrize("base", [None, "{here}", "", "relative"])
def test_the_cache_folder_is_what_platformdirs_says(
    base: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MINERALREG_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if base is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", base.format(here=tmp_path))
    said = platformdirs.user_cache_dir("mineralreg", appauthor=False)
    assert index_cache.cache_folder() == (said if base != "relative" else None)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # there is no home
    assert (index_cache.cache_folder() is None) == (base != "{here}")


def test_a_full_disk_leaves_the_index_in_memory(
    registry: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # of modules that would be cut off, too
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        assert in_memory(registry)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(cache.iterdir()) == []


def test_a_large_index_is_read_over_again_only_when_it_has_changed(
    registry: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "_CHECKED_ALWAYS", 0)
    read = Mock(side_effect=index_cache._checksum)
    monkeypatch.setattr(index_cache, "_checksum", read)
    answer(registry)
    read.reset_mock()
    answer(registry)
    read.assert_not_called()
    path = only_file(cache)
    Path(f"{path}.seen").unlink()
    answer(registry)
    answer(registry)
    read.assert_called_once()
    whole = path.read_bytes()
    at = whole.index(b"Memorandum on critical minerals")
    path.write_bytes(whole[:at] + b"Fabrication" + whole[at + 11 :])
    assert library.open_index(str(registry)).built
    read.assert_called()
    assert b"Fabrication" not in path.read_bytes()
