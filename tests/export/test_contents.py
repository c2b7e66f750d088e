"""What stands in the data package, the JSON document and the page."""

import csv
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from exporting import hostile, sample, selected

from mineralreg.export import write
from mineralreg.export.catalogue import exported
from mineralreg.export.page.payload import selection_words
from mineralreg.export.selection import Found
from mineralreg.export.texts import FORMAT, render_json, schema
from mineralreg.output.escape import harmless_cell
from mineralreg.query.filters import NOTHING, Filters, from_selector
from mineralreg.query.reconcile import reconcile
from mineralreg.registry import open_index
from mineralreg.store.locate import packaged_path
from samples import SAMPLE, edited, kept


def test_a_table_of_the_package(tmp_path: Path) -> None:
    write("csv", sample(), str(tmp_path / "p"))
    with (tmp_path / "p" / "act.csv").open(encoding="utf-8", newline="") as file:
        acts = list(csv.DictReader(file))
    assert [(act["agreement"], act["action"], act["date"], act["earliest"]) for act in acts][
        :3
    ] == [
        ("us-peru-2024", "signed", "2024-08-29", "2024-08-29"),
        ("us-peru-2026", "announced", "2026-01", "2026-01-01"),
        ("us-peru-2026", "signed", "2026-02-04", "2026-02-04"),
    ]


def test_cells_of_the_package_are_those_of_the_tables(tmp_path: Path) -> None:
    index = hostile(tmp_path)
    write("csv", index, str(tmp_path / "p"))
    formulas = 0
    for table in exported():
        with (tmp_path / "p" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == [column.name for column in table.columns]
        held = index.execute(table.select(", ".join(f'"{name}"' for name in head))).fetchall()
        for row, cells in zip(rows, held, strict=True):
            for found, cell, column in zip(row, cells, table.columns, strict=True):
                text = "" if cell is None else str(cell)
                text = harmless_cell(text) if column.type == "text" else text
                expected = str(bool(cell)).lower() if column.type == "boolean" else text
                assert found == expected, (table.name, column.name)
                formulas += found.startswith("'=")
    assert formulas


def test_the_package_is_described(tmp_path: Path) -> None:
    write(
        "csv", sample(), str(tmp_path / "p"), Found(("us-peru-2026",), Filters(country=("Peru",)))
    )
    package = json.loads((tmp_path / "p" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"][0]["path"] == "https://news.example/peru-2026"
    assert "apostrophe" in package["description"]
    assert "--country Peru" in package["description"]
    by_name = {resource["name"]: resource for resource in package["resources"]}
    schema = by_name["agreement_party"]["schema"]
    assert schema["primaryKey"] == ["agreement", "position"]
    assert schema["foreignKeys"][0]["reference"] == {"resource": "agreement", "fields": "id"}
    types = {field["name"]: field["type"] for field in by_name["claim"]["schema"]["fields"]}
    assert (types["count"], types["counts_host"], types["as_of_latest"], types["selector"]) == (
        "integer",
        "boolean",
        "date",
        "object",
    )
    for resource in package["resources"]:
        content = (tmp_path / "p" / resource["path"]).read_bytes()
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
    part = selected(open_index(str(path)).connection, Found(("full-2026",), NOTHING))
    written = [row for (row,) in part.execute("SELECT json FROM record")]
    found = set()
    for table in (one for one in exported() if one.name != "verdict"):
        for row in part.execute(f"SELECT * FROM {table.name}"):
            for column, cell in zip(table.columns, row, strict=True):
                found |= {*json.loads(cell)} if column.type == "list" and cell else {cell}
    assert {word for row in written for word in words(json.loads(row))} <= found
    assert {"minera-andina", "south-korea"} <= found
    assert part.execute("PRAGMA foreign_key_check").fetchall() == []


def words(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from words(one)
    elif isinstance(value, str):
        yield value


def test_the_document_holds_every_record() -> None:
    index = sample()
    made = json.loads("".join(render_json(index)))
    assert made["format"] == FORMAT == json.loads(schema())["$id"]
    for kind in ("source", "partner", "agreement", "initiative", "event", "claim"):
        ids = [id for (id,) in index.execute(f"SELECT id FROM {kind} ORDER BY position")]
        assert [record["id"] for record in made[kind]] == ids


def test_verdicts_stand_in_every_export(tmp_path: Path) -> None:
    (verdict,) = [one for one in reconcile(sample()) if one.claim == "three-in-a-day"]
    row = {
        "claim": "three-in-a-day",
        "claimed": verdict.claimed,
        "recorded": verdict.recorded,
        "difference": verdict.difference,
        "verdict": "short",
        "expected": "short",
        "missing": ["cook-islands"],
        "extra": [],
        "counted": list(verdict.counted),
        "possible": [],
    }
    made = json.loads("".join(render_json(sample())))
    assert row in made["verdict"]
    assert len(made["verdict"]) == len(made["claim"])
    write("csv", sample(), str(tmp_path / "p"))
    with (tmp_path / "p" / "verdict.csv").open(encoding="utf-8", newline="") as file:
        found = {entry["claim"]: entry for entry in csv.DictReader(file)}
    assert json.loads(found["three-in-a-day"]["counted"]) == row["counted"]
    assert found["three-in-a-day"]["difference"] == str(verdict.difference)
    write("sqlite", sample(), str(tmp_path / "r.sqlite"))
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as database:
        (kept,) = database.execute(
            "SELECT missing FROM verdict JOIN claim AS c ON c.id = claim WHERE difference = -1"
        )
        assert kept == ('["cook-islands"]',)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_keys_of_the_document_are_in_its_schema() -> None:
    described = json.loads(schema())
    made = json.loads("".join(render_json(sample())))
    assert set(made) == set(described["properties"])
    for kind in ("source", "partner", "agreement", "initiative", "event", "claim", "verdict"):
        definition = described["$defs"][kind.capitalize()]
        for record in made[kind]:
            assert set(record) <= set(definition["properties"])
            assert set(definition["required"]) <= set(record)


class Head(HTMLParser):
    """Collects the title and what `meta` elements say."""

    title, inside = "", False

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str | None, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given, self.inside = dict(attrs), tag == "title"
        self.said[given.get("property") or given.get("name")] = given.get("content")

    def handle_data(self, data: str) -> None:
        self.title += data if self.inside else ""


def test_the_page_of_the_shipped_data_is_small(tmp_path: Path) -> None:
    write("html", open_index(packaged_path()).connection, str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").stat().st_size < 1_500_000


def test_a_page_of_a_part_has_no_claims_and_no_withdrawn_record_uncalled(tmp_path: Path) -> None:
    write("html", sample(), str(tmp_path / "all.html"))
    write(
        "html",
        sample(),
        str(tmp_path / "part.html"),
        Found(("france-peru-2025",), Filters(withdrawn=True)),
    )
    everything = (tmp_path / "all.html").read_text(encoding="utf-8")
    part = (tmp_path / "part.html").read_text(encoding="utf-8")
    assert "three-in-a-day" in everything
    assert "Letter that nobody wrote" not in everything
    assert "three-in-a-day" not in part
    assert "Letter that nobody wrote" in part
    assert selected(sample(), None).execute("SELECT count(*) FROM agreement").fetchone() == (6,)


def test_the_head_describes_the_page(tmp_path: Path) -> None:
    write("html", sample(), str(tmp_path / "page.html"))
    head = Head()
    head.feed((tmp_path / "page.html").read_text(encoding="utf-8").partition("<style>")[0])
    assert head.said["og:title"] == head.title.strip()
    assert head.said["description"] == head.said["og:description"]
    assert re.match(r"\d+ agreements\. ", head.said["description"] or "")


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
