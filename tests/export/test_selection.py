"""A filtered export holds the agreements found and what they refer to, and nothing dangles."""

import json
import sqlite3
import tomllib
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from exporting import changed, sample, selected
from pyarrow import parquet

from mineralreg.export import FORMATS, write
from mineralreg.export.selection import Found
from mineralreg.export.texts import render_json
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.reference.vocabulary import RECORD_KINDS
from samples import SAMPLE

IDS = [record["id"] for record in tomllib.loads(SAMPLE)["agreement"]]


def kept(part: sqlite3.Connection, kind: str) -> set[str]:
    return {id for (id,) in part.execute(f"SELECT id FROM {kind}")}


@pytest.mark.parametrize("id", IDS)
def test_nothing_dangles(id: str) -> None:
    part = selected(sample(), Found((id,), NOTHING))
    assert kept(part, "agreement") == {id}
    assert part.execute("PRAGMA foreign_key_check").fetchall() == []
    records = {record for (record,) in part.execute("SELECT id FROM record")}
    assert records == {record for kind in RECORD_KINDS for record in kept(part, kind)}


@pytest.mark.parametrize("id", IDS)
def test_all_that_is_said_of_an_agreement_stays(id: str) -> None:
    part = selected(sample(), Found((id,), NOTHING))
    for table in ("act", "state", "amount", "signatory", "agreement_source"):
        said = f"SELECT * FROM {table} WHERE agreement = ?"
        assert part.execute(said, (id,)).fetchall() == sample().execute(said, (id,)).fetchall()


def test_an_event_keeps_its_participants_but_claims_and_relations_go() -> None:
    part = selected(sample(), Found(("us-peru-2026",), Filters(mineral=("rare-earths",))))
    assert kept(part, "partner") == {"united-states", "peru", "south-korea", "european-union"}
    made = json.loads("".join(render_json(part)))
    assert made["claim"] == made["verdict"] == []
    (text,) = part.execute("SELECT json FROM record WHERE id = 'us-peru-2026'").fetchone()
    assert "relations" not in json.loads(text)
    assert part.execute("SELECT value FROM meta WHERE key = 'filters'").fetchone() == (
        "--mineral rare-earths",
    )
    assert part.execute("SELECT record FROM record_id WHERE id = 'peru-us-2026'").fetchall()


def test_a_relation_between_two_that_were_found_stays() -> None:
    part = selected(sample(), Found(("us-peru-2026", "us-peru-2024"), NOTHING))
    assert part.execute("SELECT other FROM relation").fetchall() == [("us-peru-2024",)]


def test_the_index_is_not_touched(tmp_path: Path) -> None:
    index = sample()
    before = list(index.iterdump())
    write("sqlite", index, str(tmp_path / "part.sqlite"), Found(("us-peru-2026",), NOTHING))
    assert list(index.iterdump()) == before


def test_the_database_is_whole_and_searchable(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite"
    write("sqlite", sample(), str(path))
    with closing(sqlite3.connect(path)) as database:

        def told(query: str) -> list[tuple[Any, ...]]:
            return database.execute(query).fetchall()

        assert told("PRAGMA foreign_key_check") == []
        assert told("PRAGMA integrity_check") == [("ok",)]
        assert told(
            "SELECT a.id FROM agreement AS a JOIN agreement_text AS t ON t.rowid = a.rowid "
            "WHERE agreement_text MATCH 'seabed'"
        ) == [("us-cook-islands-2025",)]
        ((pages,),), ((size,),) = told("PRAGMA page_count"), told("PRAGMA page_size")
        assert path.stat().st_size == pages * size  # no trailer
        ((made,),) = told("SELECT sql FROM sqlite_master WHERE name = 'agreement'")
        assert "-- Title of the instrument" in made


def test_no_text_of_what_was_not_selected_is_left(tmp_path: Path) -> None:
    """Not in a record, not in the full text, not in free pages of the file."""
    index = changed(tmp_path, ("Framework on supply chains", "Kryptonite accord"))
    others = tuple(id for id in IDS if id != "us-korea-2026")
    for entry in FORMATS:
        target = tmp_path / entry.name
        write(entry.name, index, str(target), Found(others, Filters(search=("x",))))
        for path in [target, *target.rglob("*")] if target.is_dir() else [target]:
            if path.is_file():
                assert b"kryptonite" not in contents(path).lower(), path


def contents(path: Path) -> bytes:
    """What a file holds, unpacked."""
    if path.suffix == ".parquet":
        return str(parquet.read_table(path).to_pylist()).encode()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return b"".join(map(packed.read, packed.namelist()))
    return path.read_bytes()
