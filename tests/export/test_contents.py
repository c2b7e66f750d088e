"""What stands in the data package, the JSON document and the page."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from exporting import document, found, hostile, put, sample, selected, table
from jsonschema import Draft202012Validator

from mineralreg.export.catalogue import exported
from mineralreg.export.page.payload import selection_words
from mineralreg.export.selection import Found
from mineralreg.export.texts import FORMAT, schema
from mineralreg.output.escape import harmless_cell
from mineralreg.query.reconcile import reconcile
from mineralreg.reference.filters import from_selector
from mineralreg.reference.vocabulary import RECORD_KINDS
from mineralreg.registry import open_index
from mineralreg.store.locate import packaged_path
from samples import SAMPLE, edited, kept


def test_cells_of_the_package_are_those_of_the_tables(tmp_path: Path) -> None:
    index = hostile(tmp_path)
    put("csv", tmp_path / "p", index=index)
    formulas = 0
    for one in exported():
        head, *rows = table(tmp_path / "p" / f"{one.name}.csv")
        assert head == [column.name for column in one.columns]
        held = index.execute(one.select(", ".join(f'"{name}"' for name in head))).fetchall()
        for row, cells in zip(rows, held, strict=True):
            for told, cell, column in zip(row, cells, one.columns, strict=True):
                text = "" if cell is None else str(cell)
                text = harmless_cell(text) if column.type == "text" else text
                expected = str(bool(cell)).lower() if column.type == "boolean" else text
                assert told == expected, (one.name, column.name)
                formulas += told.startswith("'=")
    assert formulas


def test_the_package_is_described(tmp_path: Path) -> None:
    folder = put("csv", tmp_path / "p", found("us-peru-2026", country="Peru"))
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"][0]["path"] == "https://news.example/peru-2026"
    assert "apostrophe" in package["description"]
    assert "--country Peru" in package["description"]
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert schemas["agreement_party"]["primaryKey"] == ["agreement", "position"]
    (first, *_) = schemas["agreement_party"]["foreignKeys"]
    assert first["reference"] == {"resource": "agreement", "fields": "id"}
    types = {field["name"]: field["type"] for field in schemas["claim"]["fields"]}
    columns = ("count", "counts_host", "as_of_latest", "selector")
    assert [types[name] for name in columns] == ["integer", "boolean", "date", "object"]
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


FULL = """
[[agreement]]
id = "full-2026"
title = "Everything that an agreement can have"
kind = "treaty"
parties = ["united-states", "peru"]
sources = ["gazette-peru-2026"]
text_url = "https://paper.example/text"
text_status = "published"
languages = ["qu", "es-PE"]
term = { duration = "P5Y", renewal = "automatic", notice = "P6M", until = 2031-03-04 }
depositary = "minera-andina"
series = ["Series 23-328"]
bodies = [{ name = "Joint Committee", partner = "south-korea" }]
checked = 2026-02-07
actions = [{ action = "signed", date = 2026-02-05 }]
"""
SOURCE = """title = "Peru y Estados Unidos firman memorando"
authors = ["Pérez, Juan", "Bureau of Mines"]
archive_url = "https://archive.example/1"
via = "A copy"
retrieved = 2026-02-06
read = "excerpt"
language = "pt-BR"
"""


def test_every_text_of_a_record_stands_in_a_table(tmp_path: Path) -> None:
    title = 'title = "Peru y Estados Unidos firman memorando"\n'
    path = kept(tmp_path, edited(SAMPLE, (title, SOURCE)) + FULL)
    part = selected(open_index(str(path)).connection, found("full-2026"))
    written = [row for (row,) in part.execute("SELECT json FROM record")]
    told = set()
    for one in (one for one in exported() if one.name != "verdict"):
        for row in part.execute(f"SELECT * FROM {one.name}"):
            for column, cell in zip(one.columns, row, strict=True):
                told |= {*json.loads(cell)} if column.type == "list" and cell else {cell}
    assert {word for row in written for word in words(json.loads(row))} <= told
    assert {"minera-andina", "south-korea"} <= told
    assert part.execute("PRAGMA foreign_key_check").fetchall() == []


def words(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from words(one)


@pytest.mark.parametrize("some", [None, found("us-peru-2026", country="Peru"), found()])
def test_the_document_holds_every_record_and_follows_its_schema(some: Found | None) -> None:
    part = selected(sample(), some)
    made = document(part)
    described = json.loads(schema())
    Draft202012Validator.check_schema(described)
    assert [*Draft202012Validator(described).iter_errors(made)] == []
    assert made["format"] == FORMAT == described["$id"]
    for kind in RECORD_KINDS:
        ids = [id for (id,) in part.execute(f"SELECT id FROM {kind} ORDER BY position")]
        assert [record["id"] for record in made[kind]] == ids


def test_verdicts_stand_in_the_document_and_the_database(tmp_path: Path) -> None:
    (verdict,) = (one for one in reconcile(sample()) if one.claim == "three-in-a-day")
    (columns,) = (one.columns for one in exported() if one.name == "verdict")
    row = {column.name: getattr(verdict, column.name) for column in columns}
    told = {key: [*cell] if isinstance(cell, tuple) else cell for key, cell in row.items()}
    made = document(sample())
    assert told in made["verdict"]
    assert len(made["verdict"]) == len(made["claim"])
    with closing(sqlite3.connect(put("sqlite", tmp_path / "r.sqlite"))) as database:
        query = "SELECT missing FROM verdict JOIN claim AS c ON c.id = claim WHERE difference = -1"
        assert database.execute(query).fetchall() == [('["cook-islands"]',)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_page_of_the_shipped_data_is_small(tmp_path: Path) -> None:
    page = put("html", tmp_path / "page.html", index=open_index(packaged_path()).connection)
    assert page.stat().st_size < 1_500_000


def test_a_page_of_a_part_has_no_claims_and_no_withdrawn_record_uncalled(tmp_path: Path) -> None:
    everything = put("html", tmp_path / "all.html").read_text(encoding="utf-8")
    called = found("france-peru-2025", withdrawn=True)
    part = put("html", tmp_path / "part.html", called).read_text(encoding="utf-8")
    texts = ("three-in-a-day", "Letter that nobody wrote")
    assert [text in everything for text in texts] == [True, False]
    assert [text in part for text in texts] == [False, True]


def test_the_head_describes_the_page(tmp_path: Path) -> None:
    head = put("html", tmp_path / "page.html").read_text(encoding="utf-8").partition("<style>")[0]
    said = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head))
    assert f"<title>{said['og:title']}</title>" in head
    assert said["description"] == said["og:description"]
    assert re.match(r"\d+ agreements\. ", said["description"])


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"country": ("PER", "chile")}, "of Peru or chile"),
        ({"since": "2025-02", "mineral": "rare-earths"}, "on rare earths, since 2025-02"),
        ({"between": ("PER", "Korea, Rep.")}, "between Peru and Korea, Rep."),
        ({"search": "rare earths", "status": "in-force"}, "in force, with the words “rare earths”"),
        ({"party": "Timor-Leste", "until": "2026-03"}, "of Timor-Leste, until 2026-03"),
        ({"via_blocs": True, "country": "Peru"}, "of Peru, via blocs"),
        ({"counterpart": "some-word"}, "counterpart some word"),
        ({}, ""),
    ],
)
def test_a_selection_is_named_in_words(filters: dict[str, Any], words: str) -> None:
    assert selection_words(from_selector(filters), {"per": "Peru"}) == words
