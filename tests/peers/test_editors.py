"""The JSON Schema in the TOML linters behind editors: Tombi and Taplo."""

import re
import shutil
from pathlib import Path

import pytest
from peering import ROOT, peer, run

from samples import SAMPLE, edited, kept

pytestmark = pytest.mark.peer

LINTERS = {"tombi": ["lint", "--offline"], "taplo": ["lint"]}
REGISTRY = "#:schema ./agreements.schema.json\n" + SAMPLE
CLAIM = 'count = 3\nunit = "agreements"'
EVENT = 'name = "Ministerial on minerals"\ndate = 2026-02-04'
BROKEN = [
    ("schema_version = 1", "schema_version = 2", "const value|1 was expected"),
    ('"El Diario"\nkind = "press"', '"El Diario"\nkind = "gossip"', "gossip"),
    ("published = 2024-08-29", 'published = "soon"', "soon"),
    ("published = 2024-08-29", "published = 2026", "Integer|2026 is not valid"),
    ("published = 2024-08-29", "published = 2026-02-04T10:00:00", "LocalDateTime|T10:00:00"),
    ('publisher = "El Diario"', 'publisher = "El Diario"\npublishr = "Q"', "publishr"),
    ('title = "Joint statement, Lima"\n', "", "title"),
    ('iso = "FRA"\n', "", '"iso" is required|"id":"france"'),
    (EVENT, 'name = "Ministerial on minerals"', '"date" is required|"id":"ministerial-2026"'),
    ('parties = ["united-states", "south-korea"]', 'parties = "peru"', "Array|array"),
    ('minerals = ["lithium"]', 'minerals = ["litium"]', "litium"),
    ('"signed", date = "2024-06"', '"signd", date = "2024-06"', "signd"),
    ('date = "2025?"', 'date = "2026-2"', "2026-2"),
    (CLAIM, CLAIM.replace("agreements", "other"), "unknowable"),
    (CLAIM, CLAIM.replace("3", '"3"'), "Integer|integer"),
]


def lint(name: str, folder: Path) -> tuple[int, str]:
    """Exit code and report of a linter on the registry in a folder."""
    done = run(peer(name), *LINTERS[name], "agreements.toml", folder=folder, NO_COLOR="1")
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    told = [line for line in text.splitlines() if " INFO " not in line]
    return done.returncode, "\n".join(told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "data" / "agreements.schema.json", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", LINTERS)
def test_nothing_is_found_in_the_shipped_registry(name: str, folder: Path) -> None:
    shutil.copy(ROOT / "data" / "agreements.toml", folder)
    code, report = lint(name, folder)
    assert code == 0, report
    assert report in ("", "1 file linted successfully")


@pytest.mark.parametrize("name", LINTERS)
@pytest.mark.parametrize(("old", "new", "told"), [("", "", ""), *BROKEN])
def test_what_is_broken_is_named_where_it_is(
    name: str, old: str, new: str, told: str, folder: Path
) -> None:
    kept(folder, edited(REGISTRY, (old, new)) if old else REGISTRY)
    code, report = lint(name, folder)
    assert code == (1 if told else 0), report
    assert re.search(told, report), report
