"""Exports of hostile text: a page in which nothing runs, cells without formulas, whole data."""

import base64
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile import KINDS, TEXTS, cells, document, obeyed, settled, toml

from inside import run_inside


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    targets = {"html": "page.html", "json": "all.json", "sqlite": "all.sqlite", "csv": "tables"}
    with settled(tmp_path_factory.mktemp("exports"), toml()) as registry:
        for format, target in targets.items():
            found = run_inside("export", format, "-o", target)
            assert found.code == 0, found.stderr
            assert not obeyed(found.stdout + found.stderr)
        yield registry.parent


class Page(HTMLParser):
    """What a browser would see: elements, their attributes, and what scripts hold."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script":
            self.scripts[-1] += data


@pytest.fixture
def page(exported: Path) -> Page:
    found = Page()
    found.feed((exported / "page.html").read_text(encoding="utf-8"))
    return found


def test_no_text_of_a_record_becomes_an_element_of_the_page(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == 2
    assert tags.count("style") == 1
    assert tags.count("li") == len(TEXTS)
    assert not {"img", "iframe", "object", "embed", "b", "textarea", "base"} & set(tags)
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        address = attributes.get("href") or attributes.get("src") or "#"
        assert address.startswith(("#", "data:,")), tag


def test_the_page_says_that_nothing_may_load_and_only_its_own_script_run(
    page: Page, exported: Path
) -> None:
    (policy,) = [
        attributes["content"] or ""
        for tag, attributes in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == "'none'"
    text = (exported / "page.html").read_text(encoding="utf-8")
    for tag in ("script", "style"):
        (own,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert "unsafe" not in policy


def test_the_page_holds_every_text_to_the_letter_as_data(page: Page) -> None:
    data = json.loads(page.scripts[0])
    assert {one["id"]: one["notes"] for one in data["agreements"]} == {
        f"agreement-{name}": text for name, text in TEXTS.items()
    }
    assert not set("<>&\u2028") & set(page.scripts[0])


def test_the_scripts_of_the_page_never_make_markup_of_a_text(page: Page) -> None:
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in page.scripts[1]
    for way in ("XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "import("):
        assert way not in page.scripts[1]
    # The maps of the search have a method of this name, which fetches nothing from anywhere.
    calls = r"(?<![.\w])fetch\([^)]*\)(?!\s*\{)|(window|self|globalThis)\.fetch\b"
    assert not re.search(calls, page.scripts[1])
    assert re.search(calls, "await fetch(address)")


def test_json_holds_every_record_as_it_was_written(exported: Path) -> None:
    data = json.loads((exported / "all.json").read_text(encoding="utf-8"))
    for kind in KINDS:
        found = {record["id"]: record for record in data[kind]}
        for written in document()[kind]:
            assert {key: found[written["id"]][key] for key in written} == written


def test_sqlite_holds_every_text_and_is_sound(exported: Path) -> None:
    connection = sqlite3.connect(exported / "all.sqlite")
    assert dict(connection.execute("SELECT id, notes FROM agreement")) == {
        f"agreement-{name}": text for name, text in TEXTS.items()
    }
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_no_cell_of_the_tables_is_a_formula(exported: Path) -> None:
    files = sorted((exported / "tables").glob("*.csv"))
    assert len(files) > 5
    for path in files:
        cells(path.read_bytes().decode())
