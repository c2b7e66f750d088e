"""Exports are written whole or not at all, and refused with a reason."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from exporting import sample
from pyarrow import parquet

from mineralreg.atomic import replaced, whole_file, whole_folder
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.export import FORMATS, format_named, sqlite, write
from mineralreg.export.catalogue import exported
from mineralreg.registry import open_index
from samples import SAMPLE, SAMPLE_FILE, edited, kept

FILES = ["sqlite", "json", "html"]


@pytest.mark.parametrize("format", FILES)
def test_a_file_is_replaced_and_keeps_its_permissions(format: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old")
    target.chmod(0o640)
    write(format, sample(), str(target))
    assert target.read_bytes() != b"old"
    assert target.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("format", FILES)
def test_a_folder_is_no_file(format: str, tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="is a folder"):
        write(format, sample(), str(tmp_path))


@pytest.mark.parametrize("format", [*FILES, "csv"])
def test_no_folder_to_write_in(format: str, tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="No such file") as caught:
        write(format, sample(), str(tmp_path / "none" / "out"))
    assert "make the folder first" in (caught.value.help or "")


def test_a_link_keeps_pointing_at_its_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    with replaced(str(tmp_path / "link")) as file:
        file.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old")
    with pytest.raises(WriteRefused, match="No space left"), whole_file(str(target)):
        raise OSError(28, "No space left on device")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


def test_a_database_that_does_not_fit_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(database: sqlite3.Connection) -> None:
        database.execute("PRAGMA max_page_count = 1")
        database.execute("CREATE TABLE filler (x)")
        database.execute("INSERT INTO filler VALUES (zeroblob(1000000))")

    monkeypatch.setattr(sqlite, "_fill_texts", full)
    with pytest.raises(WriteRefused, match="No space left"):
        write("sqlite", sample(), str(tmp_path / "out"))
    assert os.listdir(tmp_path) == []


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(WriteRefused, match=r"thesis\.doc"):
        write("csv", sample(), str(tmp_path))
    assert os.listdir(tmp_path) == ["thesis.doc"]


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "package"
    write("csv", sample(), str(target))
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    write("csv", sample(), str(target))
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    with pytest.raises(WriteRefused), whole_folder(str(target), before):
        raise OSError(28, "No space left on device")
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    assert os.listdir(tmp_path) == ["package"]


def test_the_current_folder_stays_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    for _ in range(2):
        write("csv", sample(), ".")
        assert (tmp_path / "act.csv").exists()
    assert tmp_path.stat().st_ino == before
    assert Path.cwd() == tmp_path
    assert [path.name for path in tmp_path.parent.iterdir() if path.name.endswith(".tmp")] == []


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
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "refused\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("writer", ["whole_file", "whole_folder"])
def test_a_signal_half_way_leaves_nothing_half_written(
    writer: str, number: signal.Signals, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    target.mkdir() if writer == "whole_folder" else target.write_text("before", encoding="utf-8")
    ours = ', {"half"}' if writer == "whole_folder" else ""
    code = (
        f"import os, signal; from mineralreg.atomic import {writer}\n"
        f"signal.signal({int(number)}, signal.SIG_DFL)  # nohup has it ignored\n"
        f"with {writer}({str(target)!r}{ours}) as path:\n"
        f"    half = path if os.path.isfile(path) else os.path.join(path, 'half')\n"
        f"    open(half, 'w').write('half')\n"
        f"    signal.raise_signal({int(number)})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -number
    assert list(tmp_path.iterdir()) == [target]
    if writer == "whole_file":
        assert target.read_text(encoding="utf-8") == "before"
    else:
        assert list(target.iterdir()) == []


def test_parquet_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as caught:
        write("parquet", sample(), str(tmp_path / "a.parquet"))
    assert caught.value.help == "install it with `pip install 'mineralreg[parquet]'`"
    assert os.listdir(tmp_path) == []


def test_an_unknown_table_or_format_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write("parquet", sample(), str(tmp_path / "a"), table="agrement")
    assert "did you mean 'agreement'" in (caught.value.help or "")
    with pytest.raises(UsageError, match="not an export format"):
        format_named("sqlit")
    assert [format_named(entry.name) for entry in FORMATS] == list(FORMATS)


def test_parquet_holds_the_values_with_their_types(tmp_path: Path) -> None:
    write("parquet", sample(), str(tmp_path / "all"))
    act = parquet.read_table(tmp_path / "all" / "act.parquet").to_pylist()
    assert (act[1]["agreement"], act[1]["date"], act[1]["earliest"], act[1]["latest"]) == (
        "us-peru-2026",
        "2026-01",
        date(2026, 1, 1),
        date(2026, 1, 31),
    )
    overview = parquet.read_table(tmp_path / "all" / "agreement_overview.parquet").to_pylist()
    (peru,) = [row for row in overview if row["id"] == "us-peru-2026"]
    assert peru["party_ids"] == ["united-states", "peru"]
    assert peru["sources"] == 2
    (claim, *_) = parquet.read_table(tmp_path / "all" / "claim.parquet").to_pylist()
    assert claim["counts_host"] is False
    schema = parquet.read_schema(tmp_path / "all" / "agreement.parquet")
    assert schema.field("title").metadata[b"description"] == b"Title of the instrument"
    assert not schema.field("title").nullable


def test_parquet_parted_by_year_holds_the_same_rows(tmp_path: Path) -> None:
    write("parquet", sample(), str(tmp_path / "all"))
    write("parquet", sample(), str(tmp_path / "parted"), partition="year")
    years = {path.name for path in (tmp_path / "parted" / "act").iterdir()}
    assert {"year=2024", "year=2026"} <= years
    for table in exported():
        whole = parquet.read_table(tmp_path / "all" / f"{table.name}.parquet")
        parted = parquet.read_table(tmp_path / "parted" / table.name)
        names = [column.name for column in table.columns]
        assert sorted(map(str, parted.select(names).to_pylist())) == sorted(
            map(str, whole.to_pylist())
        )
    write("parquet", sample(), str(tmp_path / "parted"), partition="year")
    for wrong in ("month", "Year"):
        with pytest.raises(UsageError):
            write("parquet", sample(), str(tmp_path / "no"), partition=wrong)
    with pytest.raises(UsageError, match="exclude each other"):
        write("parquet", sample(), str(tmp_path / "no"), partition="year", table="act")


def test_a_byte_order_mark_where_it_is_asked_for(tmp_path: Path) -> None:
    write("csv", sample(), str(tmp_path / "with"), bom=True)
    write("csv", sample(), str(tmp_path / "without"))
    with_mark = (tmp_path / "with" / "act.csv").read_bytes()
    assert with_mark == b"\xef\xbb\xbf" + (tmp_path / "without" / "act.csv").read_bytes()


def test_a_table_is_in_the_same_order_after_an_edit_as_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = edited(SAMPLE, ('"Lima"', '"Cusco"'))
    for name, versions in (("edited", (SAMPLE, other)), ("new", (other,))):
        monkeypatch.setenv("MINERALREG_CACHE", str(tmp_path / f"cache of {name}"))
        for version in versions:
            index = open_index(str(kept(tmp_path, version))).connection
        write("csv", index, str(tmp_path / name))
    for file in (tmp_path / "new").glob("*.csv"):
        assert file.read_bytes() == (tmp_path / "edited" / file.name).read_bytes()
