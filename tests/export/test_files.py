"""Exports are written whole or not at all, and refused with a reason."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exporting import put, table
from pyarrow import parquet

from mineralreg.atomic import replaced, whole_file, whole_folder
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.export import sqlite
from mineralreg.export.catalogue import exported
from mineralreg.index.build import new_file
from mineralreg.registry import open_index
from samples import SAMPLE, SAMPLE_FILE, edited, kept


@pytest.mark.parametrize("form", ["sqlite", "json"])
def test_a_file_is_replaced_and_keeps_its_permissions(form: str, tmp_path: Path) -> None:
    target = kept(tmp_path, "old", "out")
    target.chmod(0o640)
    put(form, target)
    assert target.read_bytes() != b"old"
    assert target.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["out"]


def test_a_link_keeps_pointing_at_its_file(tmp_path: Path) -> None:
    real = kept(tmp_path, "old", "real")
    (tmp_path / "link").symlink_to("real")
    with replaced(str(tmp_path / "link")) as file:
        file.write("new")
    assert (tmp_path / "link").is_symlink()
    assert real.read_text() == "new"


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    target = kept(tmp_path, "old", "out")
    with pytest.raises(WriteRefused, match="No space left"), whole_file(str(target)):
        raise OSError(28, "No space left on device")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


def test_a_database_that_does_not_fit_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(path: str) -> sqlite3.Connection:
        database = new_file(path)
        database.execute("PRAGMA max_page_count = 10")
        return database

    monkeypatch.setattr(sqlite, "new_file", small)
    with pytest.raises(WriteRefused, match="No space left"):
        put("sqlite", tmp_path / "out")
    assert os.listdir(tmp_path) == []


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    def content() -> dict[str, bytes]:
        assert os.listdir(tmp_path) == ["package"]
        return {path.name: path.read_bytes() for path in (tmp_path / "package").iterdir()}

    put("csv", tmp_path / "package")
    before = content()
    put("csv", tmp_path / "package")
    assert content() == before
    with pytest.raises(WriteRefused), whole_folder(str(tmp_path / "package"), before):
        raise OSError(28, "No space left on device")
    assert content() == before


def test_the_current_folder_stays_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = Path.cwd().stat().st_ino
    for _ in range(2):
        assert (put("csv", Path()) / "act.csv").exists()
    assert Path.cwd().stat().st_ino == (tmp_path / "here").stat().st_ino == before
    assert os.listdir(tmp_path) == ["here"]


def test_a_database_that_grows_too_large_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource; from mineralreg.registry import open_index;"
        "from mineralreg.errors import WriteRefused;"
        "from mineralreg.export import write;"
        f"index = open_index({str(SAMPLE_FILE)!r}).connection;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        f"try: write('sqlite', index, {str(tmp_path / 'r.sqlite')!r})\n"
        "except WriteRefused: print('refused')"
    )
    assert subprocess.check_output([sys.executable, "-B", "-c", code]) == b"refused\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("folder", [False, True])
def test_a_signal_half_way_leaves_nothing_half_written(
    folder: bool, number: signal.Signals, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    target.mkdir() if folder else target.write_text("before")
    given = f"{str(target)!r}" + (', {"half"}' if folder else "")
    code = (
        "import os, signal; from mineralreg.atomic import whole_file, whole_folder\n"
        f"signal.signal({int(number)}, signal.SIG_DFL)  # nohup has it ignored\n"
        f"with {'whole_folder' if folder else 'whole_file'}({given}) as path:\n"
        "    half = path if os.path.isfile(path) else os.path.join(path, 'half')\n"
        "    open(half, 'w').write('half')\n"
        f"    signal.raise_signal({int(number)})\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -number
    assert list(tmp_path.iterdir()) == [target]
    assert list(target.iterdir()) == [] if folder else target.read_text() == "before"


def test_parquet_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as caught:
        put("parquet", tmp_path / "a.parquet")
    assert caught.value.help == "install it with `pip install 'mineralreg[parquet]'`"
    assert os.listdir(tmp_path) == []


def test_parquet_holds_the_values_with_their_types(tmp_path: Path) -> None:
    def read(name: str) -> Any:
        return parquet.read_table(folder / f"{name}.parquet").to_pylist()

    folder = put("parquet", tmp_path / "all")
    act = read("act")[1]
    told = [act[name] for name in ("agreement", "date", "earliest", "latest")]
    assert told == ["us-peru-2026", "2026-01", date(2026, 1, 1), date(2026, 1, 31)]
    (peru,) = (row for row in read("agreement_overview") if row["id"] == "us-peru-2026")
    assert peru["party_ids"] == ["united-states", "peru"]
    assert peru["sources"] == 2
    assert read("claim")[0]["counts_host"] is False
    schema = parquet.read_schema(folder / "agreement.parquet")
    assert schema.field("title").metadata[b"description"] == b"Title of the instrument"
    assert not schema.field("title").nullable


def test_parquet_parted_by_year_holds_the_same_rows(tmp_path: Path) -> None:
    put("parquet", tmp_path / "all")
    for _ in range(2):
        put("parquet", tmp_path / "parted", partition="year")
    years = {path.name for path in (tmp_path / "parted" / "act").iterdir()}
    assert {"year=2024", "year=2026"} <= years
    for one in exported():
        names = [column.name for column in one.columns]
        whole = parquet.read_table(tmp_path / "all" / f"{one.name}.parquet")
        parted = parquet.read_table(tmp_path / "parted" / one.name).select(names)
        assert sorted(map(str, parted.to_pylist())) == sorted(map(str, whole.to_pylist()))


def test_a_byte_order_mark_where_it_is_asked_for(tmp_path: Path) -> None:
    marked, bare = (put("csv", tmp_path / str(bom), bom=bom) / "act.csv" for bom in (True, False))
    assert marked.read_bytes() == b"\xef\xbb\xbf" + bare.read_bytes()


def test_a_table_is_in_the_same_order_after_an_edit_as_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = edited(SAMPLE, ('"Lima"', '"Cusco"'))
    for name, versions in (("edited", (SAMPLE, other)), ("new", (other,))):
        monkeypatch.setenv("MINERALREG_CACHE", str(tmp_path / f"cache of {name}"))
        for version in versions:
            index = open_index(str(kept(tmp_path, version))).connection
        put("csv", tmp_path / name, index=index)
    for one in exported():
        new, old = (table(tmp_path / name / f"{one.name}.csv") for name in ("new", "edited"))
        assert new == old
