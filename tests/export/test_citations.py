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
from exporting import hostile, sample

from inside import run_inside
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.export import write
from mineralreg.export.selection import Found
from mineralreg.output.bibliography import bibtex, cite, csl_json, ris
from mineralreg.query.filters import from_selector
from mineralreg.query.results import Answer
from mineralreg.registry import open_index
from samples import SAMPLE, edited, kept

SOURCE = {
    "id": "daily-2026",
    "title": "50% of {rare} earths & _more_ from C:\\mine",
    "publisher": "Müller & Söhne",
    "kind": "press",
    "published": "2026-02-04",
    "url": "https://daily.example/a_b?c=1&d=%20",
    "retrieved": "2026-11-26",
    "language": "en",
    "notes": "First line\nsecond line",
}
ATOM = "{http://www.w3.org/2005/Atom}"


def drawn(form: Any, **changed: Any) -> str:
    record = {key: value for key, value in {**SOURCE, **changed}.items() if value is not None}
    return "".join(form(Answer(objects=[record])))


def test_a_source_in_bibtex() -> None:
    assert drawn(bibtex) == (
        "@article{daily-2026,\n"
        "  title = {{50\\% of \\{rare\\} earths \\& \\_more\\_ from C:\\textbackslash{}mine}},\n"
        "  journal = {Müller \\& Söhne},\n"
        "  year = {2026},\n"
        "  month = feb,\n"
        "  date = {2026-02-04},\n"
        "  url = {https://daily.example/a_b?c=1&d=%20},\n"
        "  urldate = {2026-11-26},\n"
        "  language = {en},\n"
        "  keywords = {press},\n"
        "  note = {First line second line},\n"
        "}\n\n"
    )


def test_ligatures_of_latex_are_taken_apart() -> None:
    made = drawn(bibtex, title="A---B 5--6 ``C'' ?`D")
    assert "title = {{A-{}-{}-B 5-{}-6 `{}`C'{}' ?{}`D}}" in made


@pytest.mark.parametrize(
    ("published", "issued", "day"),
    [
        ("2026-02-04", {"date-parts": [[2026, 2, 4]]}, "2026/02/04/"),
        ("2026-02", {"date-parts": [[2026, 2]]}, "2026/02//"),
        ("2026", {"date-parts": [[2026]]}, "2026///"),
        ("2026?", {"date-parts": [[2026]], "circa": True, "raw": "2026?"}, "2026///?"),
        (None, None, None),
    ],
)
def test_a_partial_date_says_no_more_than_it_knows(published: Any, issued: Any, day: Any) -> None:
    (item,) = json.loads(drawn(csl_json, published=published))
    assert item.get("issued") == issued
    dates = [line[6:] for line in drawn(ris, published=published).split("\r\n") if line[:2] == "DA"]
    assert dates == ([day] if day else [])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("official", ("@misc", "publisher = ", "GOVDOC", "webpage")),
        ("press", ("@article", "journal = ", "NEWS", "article-newspaper")),
        ("think-tank", ("@techreport", "institution = ", "RPRT", "report")),
        ("company", ("@misc", "publisher = ", "ELEC", "webpage")),
        ("a-new-word", ("@misc", "publisher = ", "ELEC", "webpage")),
    ],
)
def test_each_kind_of_source_has_its_type(kind: str, words: tuple[str, ...]) -> None:
    told = drawn(bibtex, kind=kind) + drawn(ris, kind=kind) + drawn(csl_json, kind=kind)
    assert [word for word in words if word not in told] == []


def test_no_sources_are_an_empty_list() -> None:
    assert "".join(csl_json(Answer(objects=[]))) == "[\n]\n"


def test_a_record_is_cited_without_a_header_or_a_date() -> None:
    assert cite({"id": "x", "title": "A\nforum", "date": None}, [], {}) == (
        "“A forum”, no date. Record x in: A registry of agreements.\n"
    )


def entries(index: sqlite3.Connection, folder: Path, found: Found | None = None) -> list[Any]:
    write("atom", index, str(folder / "acts.atom"), found)
    return ElementTree.parse(folder / "acts.atom").getroot().findall(f"{ATOM}entry")


def told(entry: Any, name: str) -> str:
    return str(entry.findtext(f"{ATOM}{name}"))


def test_the_feed_has_every_dated_act_once_newest_first(tmp_path: Path) -> None:
    feed = entries(sample(), tmp_path)
    days = [told(entry, "updated") for entry in feed]
    assert days == sorted(days, reverse=True)
    (dated,) = sample().execute(
        "SELECT count(*) FROM act LEFT JOIN agreement AS a ON a.id = agreement "
        "WHERE earliest IS NOT NULL AND a.withdrawn IS NULL"
    )
    assert len({told(entry, "id") for entry in feed}) == len(feed) == dated[0]
    (signed,) = [e for e in feed if told(e, "id") == "urn:mineralreg:act:peru-us-2026:signed"]
    assert "signed" in told(signed, "title")
    assert "2026-02-04" in told(signed, "summary")


def test_a_feed_since_a_day_has_the_acts_since_then(tmp_path: Path) -> None:
    ids = tuple(id for (id,) in sample().execute("SELECT id FROM agreement"))
    feed = entries(sample(), tmp_path, Found(ids, from_selector({"since": "2026-02"})))
    assert feed
    assert min(told(entry, "updated") for entry in feed) >= "2026-02"


def test_entries_keep_their_ids(tmp_path: Path) -> None:
    """When a record is renamed, a date is told more exactly, or acts come before."""
    before = {told(entry, "id") for entry in entries(sample(), tmp_path)}
    later = edited(
        SAMPLE.replace("us-peru-2024", "us-peru-2024-new"),
        ('date = "2026-01"', "date = 2026-01-15"),
        ('id = "us-peru-2024-new"\n', 'id = "us-peru-2024-new"\nformer_ids = ["us-peru-2024"]\n'),
    )
    index = open_index(str(kept(tmp_path, later))).connection
    assert {told(entry, "id") for entry in entries(index, tmp_path)} == before


def test_text_of_records_is_text_in_the_feed(tmp_path: Path) -> None:
    titles = [told(entry, "title") for entry in entries(hostile(tmp_path), tmp_path)]
    assert any("</script><img" in title for title in titles)


def test_a_workbook_keeps_types(tmp_path: Path) -> None:
    write("xlsx", hostile(tmp_path), str(tmp_path / "r.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
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
    write("xlsx", sample(), str(tmp_path / "r.xlsx"), Found((), from_selector({"country": "Fiji"})))
    assert openpyxl.load_workbook(tmp_path / "r.xlsx")["agreement"].max_row == 1


def test_what_does_not_fit_a_cell_is_refused(tmp_path: Path) -> None:
    index = sqlite3.connect(":memory:")
    sample().backup(index)
    index.execute("UPDATE agreement SET notes = ?", ("x" * 32_768,))
    with pytest.raises(UsageError, match="longer than a cell"):
        write("xlsx", index, str(tmp_path / "r.xlsx"))
    assert not (tmp_path / "r.xlsx").exists()


def test_the_data_set_in_the_words_of_schema_org(tmp_path: Path) -> None:
    """With every link inside it, and people told from bodies by their names."""
    index = sqlite3.connect(":memory:")
    sample().backup(index)
    changed = "json_set(json, '$.authors', json_array('Pérez, Juan', 'Bureau of Mines'))"
    index.execute(f"UPDATE record SET json = {changed} WHERE id = 'gazette-peru-2026'")
    write("jsonld", index, str(tmp_path / "r.jsonld"))
    text = (tmp_path / "r.jsonld").read_text(encoding="utf-8")
    nodes = {node["@id"]: node for node in json.loads(text)["@graph"]}
    assert set(re.findall('"@id": "(urn:mineralreg:[^"]*)"', text)) <= nodes.keys()
    assert "withdrawn" not in {node.get("creativeWorkStatus") for node in nodes.values()}
    person = {"name": "Juan Pérez", "familyName": "Pérez", "givenName": "Juan"}
    body = {"@type": "Organization", "name": "Bureau of Mines"}
    source = nodes["https://news.example/peru-2026"]
    assert source["author"] == [{"@type": "Person", **person}, body]


def test_the_database_finds_what_the_list_finds(tmp_path: Path) -> None:
    write("sqlite", sample(), str(tmp_path / "r.sqlite"))
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as database:
        for word in ("lithium", "peru", "seabed", "lima", "zambia", "perou"):
            found, listed = (
                database.execute(f"SELECT id FROM {query}", (f'"{word}"',)).fetchall()
                for query in (
                    "agreement WHERE rowid IN "
                    "(SELECT rowid FROM agreement_text WHERE agreement_text MATCH ?)",
                    "record_text WHERE record_text MATCH ? AND kind = 'agreement'",
                )
            )
            assert sorted(found) == sorted(listed)


def test_metadata_for_datasette_are_those_of_the_file(tmp_path: Path) -> None:
    target = tmp_path / "minerals.v2.sqlite"
    write("sqlite", sample(), str(target), datasette=True)
    made = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))
    assert list(made["databases"]) == ["minerals.v2"]
    write("sqlite", sample(), str(target), datasette=True)  # its own are replaced
    with pytest.raises(WriteRefused, match="describes something else"):
        write("sqlite", sample(), str(tmp_path / "other.sqlite"), datasette=True)
    (tmp_path / "metadata.json").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteRefused):
        write("sqlite", sample(), str(target), datasette=True)
    assert not (tmp_path / "other.sqlite").exists()


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json"])
def test_what_goes_out_comes_in_again(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the same sources, but for what a form cannot hold."""
    hard = {**SOURCE, "notes": "One line", "archive_url": "https://archive.example/x"}
    authors = ["Pérez, Juan", "Mines & {Energy}, 50%", "Oil, Gas and Coal \\ Board", "others"]
    bare = {"title": SOURCE["title"], "publisher": SOURCE["publisher"], "kind": "official"}
    sources: list[dict[str, Any]] = [
        {**hard, "authors": authors},
        {**bare, "id": "bare", "url": "https://bare.example/"},
        {**bare, "id": "partly", "url": "https://p.example/", "published": "2026-02"},
    ]
    draw = {"bibtex": bibtex, "ris": ris, "csl-json": csl_json}[form]
    kept(tmp_path, "".join(draw(Answer(objects=sources))), "refs")
    kept(tmp_path, "schema_version = 1\n")
    monkeypatch.chdir(tmp_path)
    assert run_inside("add", "source", "--from", "refs").code == 0
    found = json.loads(run_inside("list", "sources", "-f", "json").stdout)
    assert {one["id"]: one for one in found} == {one["id"]: one for one in sources}
