"""Sources for reference managers, feeds, workbooks and JSON-LD: what stands in them."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from exporting import found, hostile, put, sample

from inside import run_inside
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.output.bibliography import bibtex, csl_json, ris
from mineralreg.query.results import Answer
from mineralreg.registry import open_index
from samples import SAMPLE, edited, kept

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(folder: Path, index: sqlite3.Connection) -> list[dict[str, str | None]]:
    """The entries of the feed of an index, by their elements."""
    feed = ElementTree.parse(put("atom", folder / "acts.atom", index=index))
    found = feed.getroot().findall(f"{ATOM}entry")
    return [{part.tag.removeprefix(ATOM): part.text for part in entry} for entry in found]


def test_the_feed_has_every_dated_act_once_newest_first(tmp_path: Path) -> None:
    feed = entries(tmp_path, hostile(tmp_path))
    days = [str(entry["updated"]) for entry in feed]
    assert days == sorted(days, reverse=True)
    (dated,) = sample().execute(
        "SELECT count(*) FROM act LEFT JOIN agreement AS a ON a.id = agreement "
        "WHERE earliest IS NOT NULL AND a.withdrawn IS NULL"
    )
    assert len({entry["id"] for entry in feed}) == len(feed) == dated[0]
    assert any("</script><img" in str(entry["title"]) for entry in feed)


def test_entries_keep_their_ids(tmp_path: Path) -> None:
    """When a record is renamed, a date is told more exactly, or acts come before."""
    later = edited(
        SAMPLE.replace("us-peru-2024", "us-peru-2024-new"),
        ('date = "2026-01"', "date = 2026-01-15"),
        ('id = "us-peru-2024-new"\n', 'id = "us-peru-2024-new"\nformer_ids = ["us-peru-2024"]\n'),
    )
    index = open_index(str(kept(tmp_path, later))).connection
    before, after = (entries(tmp_path, one) for one in (sample(), index))
    assert {entry["id"] for entry in before} == {entry["id"] for entry in after}


def test_a_workbook_keeps_types(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(put("xlsx", tmp_path / "r.xlsx", index=hostile(tmp_path)))
    assert book.sheetnames[:3] == ["about", "agreement_overview", "act_timeline"]
    head, *rows = book["agreement_overview"].iter_rows()
    columns = [cell.value for cell in head]
    by_id = {row[0].value: dict(zip(columns, row, strict=True)) for row in rows}
    peru = by_id["us-peru-2026"]
    assert peru["date_earliest"].value == peru["date"].value == datetime(2026, 2, 4)
    assert peru["party_ids"].value == "united-states; peru"
    assert peru["sources"].value == 2
    (formula,) = [row for row in by_id.values() if str(row["title"].value).startswith("=")]
    assert formula["title"].data_type == "s"
    acts = [[cell.value for cell in row] for row in book["act"].iter_rows(min_row=2)]
    assert "2026-01" in [row[4] for row in acts]
    assert book["claim"]["I2"].data_type == "b"
    assert book["act"].freeze_panes == "B2"
    assert book["act"].auto_filter.ref


def test_a_workbook_of_nothing_opens(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(put("xlsx", tmp_path / "r.xlsx", found(country="Fiji")))
    assert book["agreement"].max_row == 1


def copied(change: str) -> sqlite3.Connection:
    """A copy of the sample's index with a change."""
    index = sqlite3.connect(":memory:")
    sample().backup(index)
    index.execute(change)
    return index


def test_what_does_not_fit_a_cell_is_refused(tmp_path: Path) -> None:
    index = copied("UPDATE agreement SET notes = printf('%.*c', 32768, 'x')")
    with pytest.raises(UsageError, match="longer than a cell"):
        put("xlsx", tmp_path / "r.xlsx", index=index)
    assert not (tmp_path / "r.xlsx").exists()


def test_the_data_set_in_the_words_of_schema_org(tmp_path: Path) -> None:
    """With every link inside it, and people told from bodies by their names."""
    changed = "json_set(json, '$.authors', json_array('Pérez, Juan', 'Bureau of Mines'))"
    index = copied(f"UPDATE record SET json = {changed} WHERE id = 'gazette-peru-2026'")
    text = put("jsonld", tmp_path / "r.jsonld", index=index).read_text(encoding="utf-8")
    nodes = {node["@id"]: node for node in json.loads(text)["@graph"]}
    assert set(re.findall('"@id": "(urn:mineralreg:[^"]*)"', text)) <= nodes.keys()
    assert "withdrawn" not in {node.get("creativeWorkStatus") for node in nodes.values()}
    person = {"name": "Juan Pérez", "familyName": "Pérez", "givenName": "Juan"}
    body = {"@type": "Organization", "name": "Bureau of Mines"}
    source = nodes["https://news.example/peru-2026"]
    assert source["author"] == [{"@type": "Person", **person}, body]


def test_the_database_finds_what_the_list_finds(tmp_path: Path) -> None:
    own = "agreement WHERE rowid IN (SELECT rowid FROM agreement_text WHERE agreement_text MATCH ?)"
    index = "record_text WHERE record_text MATCH ? AND kind = 'agreement'"
    with closing(sqlite3.connect(put("sqlite", tmp_path / "r.sqlite"))) as database:
        for word in ("lithium", "peru", "seabed", "lima", "zambia", "perou"):
            found, listed = (
                database.execute(f"SELECT id FROM {query}", (f'"{word}"',)).fetchall()
                for query in (own, index)
            )
            assert sorted(found) == sorted(listed)


def test_metadata_for_datasette_are_those_of_the_file(tmp_path: Path) -> None:
    target, beside = tmp_path / "minerals.v2.sqlite", tmp_path / "metadata.json"
    for _ in range(2):  # its own are replaced
        put("sqlite", target, datasette=True)
        assert list(json.loads(beside.read_text(encoding="utf-8"))["databases"]) == ["minerals.v2"]
    with pytest.raises(WriteRefused, match="describes something else"):
        put("sqlite", tmp_path / "other.sqlite", datasette=True)
    beside.write_text("mine", encoding="utf-8")
    with pytest.raises(WriteRefused):
        put("sqlite", target, datasette=True)
    assert not (tmp_path / "other.sqlite").exists()


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json"])
def test_what_goes_out_comes_in_again(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the same sources, but for what a form cannot hold."""
    bare = {
        "title": "50% of {rare} earths & _more_ from C:\\mine",
        "publisher": "Müller & Söhne",
        "url": "https://daily.example/a_b?c=1&d=%20",
        "kind": "official",
    }
    authors = ["Pérez, Juan", "Mines & {Energy}, 50%", "Oil, Gas and Coal \\ Board", "others"]
    full = {"kind": "press", "authors": authors, "language": "en", "notes": "One line"}
    days = {"published": "2026-02-04", "retrieved": "2026-11-26"}
    sources: list[dict[str, Any]] = [
        bare | full | days | {"id": "full", "archive_url": "https://archive.example/x"},
        bare | {"id": "bare", "url": "https://bare.example/"},
        bare | {"id": "partly", "url": "https://p.example/", "published": "2026-02"},
    ]
    draw = {"bibtex": bibtex, "ris": ris, "csl-json": csl_json}[form]
    kept(tmp_path, "".join(draw(Answer(objects=sources))), "refs")
    kept(tmp_path, "schema_version = 1\n")
    monkeypatch.chdir(tmp_path)
    assert run_inside("add", "source", "--from", "refs").code == 0
    told = json.loads(run_inside("list", "sources", "-f", "json").stdout)
    assert {one["id"]: one for one in told} == {one["id"]: one for one in sources}
