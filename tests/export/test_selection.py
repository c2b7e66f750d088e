"""A filtered export holds the agreements found and what they refer to, and nothing dangles."""

import sqlite3
import tomllib
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from exporting import changed, document, found, put, sample, selected
from pyarrow import parquet

from mineralreg.export import FORMATS
from mineralreg.reference.vocabulary import RECORD_KINDS
from samples import SAMPLE

IDS = [record["id"] for record in tomllib.loads(SAMPLE)["agreement"]]


def ids(part: sqlite3.Connection, kind: str) -> set[str]:
    return {id for (id,) in part.execute(f"SELECT id FROM {kind}")}


@pytest.mark.parametrize("id", IDS)
def test_all_that_is_said_of_an_agreement_stays_and_nothing_dangles(id: str) -> None:
    part = selected(sample(), found(id))
    assert ids(part, "agreement") == {id}
    assert part.execute("PRAGMA foreign_key_check").fetchall() == []
    assert ids(part, "record") == {record for kind in RECORD_KINDS for record in ids(part, kind)}
    for table in ("act", "state", "amount", "signatory", "agreement_source"):
        said = f"SELECT * FROM {table} WHERE agreement = ?"
        assert part.execute(said, (id,)).fetchall() == sample().execute(said, (id,)).fetchall()


def test_an_event_keeps_its_participants_but_claims_and_relations_go() -> None:
    part = selected(sample(), found("us-peru-2026", mineral="rare-earths"))
    assert ids(part, "partner") == {"united-states", "peru", "south-korea", "european-union"}
    made = document(part)
    assert made["claim"] == made["verdict"] == []
    assert "relations" not in made["agreement"][0]
    assert made["registry"]["filters"] == "--mineral rare-earths"
    assert part.execute("SELECT record FROM record_id WHERE id = 'peru-us-2026'").fetchall()


def test_a_relation_between_two_that_were_found_stays() -> None:
    part = selected(sample(), found("us-peru-2026", "us-peru-2024"))
    assert part.execute("SELECT other FROM relation").fetchall() == [("us-peru-2024",)]


def test_later_acts_and_their_states_are_gone() -> None:
    part = selected(sample(), found("eu-peru-2024", as_of="2024"))
    assert part.execute("SELECT action FROM act").fetchall() == [("signed",)]
    assert part.execute("SELECT status FROM state").fetchall() == [("signed",)]
    assert part.execute("SELECT count(*) FROM act_source").fetchone() == (1,)


def test_the_index_is_not_touched(tmp_path: Path) -> None:
    index = sample()
    before = list(index.iterdump())
    put("sqlite", tmp_path / "part.sqlite", found("us-peru-2026"), index)
    assert list(index.iterdump()) == before


def test_the_database_is_whole(tmp_path: Path) -> None:
    path = put("sqlite", tmp_path / "registry.sqlite")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        pages, size = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        assert path.stat().st_size == pages * size  # no trailer
        (made,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'agreement'")
        assert "-- Title of the instrument" in made[0]


def test_no_text_of_what_was_not_selected_is_left(tmp_path: Path) -> None:
    """Not in a record, not in the full text, not in free pages of the file."""
    index = changed(tmp_path, ("Framework on supply chains", "Kryptonite accord"))
    others = found(*(id for id in IDS if id != "us-korea-2026"), search="x")
    for entry in FORMATS:
        target = put(entry.name, tmp_path / entry.name, others, index)
        for path in [target, *target.rglob("*")]:
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
