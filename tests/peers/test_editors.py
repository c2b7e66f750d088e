"""The JSON Schema in the TOML linters behind editors: Tombi and Taplo."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from peering import ROOT, peer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peer

LINTERS = {"tombi": ["lint", "--offline"], "taplo": ["lint"]}
REGISTRY = """#:schema ./agreements.schema.json
schema_version = 1

[[source]]
id = "a"
title = "T"
publisher = "P"
kind = "press"
published = 2026-02-04

[[partner]]
id = "peru"
iso = "PER"

[[partner]]
id = "chile"
iso = "CHL"

[[event]]
id = "e"
name = "E"
date = "2026-02"
sources = ["a"]

[[agreement]]
id = "x"
title = "T"
kind = "memorandum"
parties = ["peru", "chile"]
minerals = ["lithium"]
sources = ["a"]
actions = [{ action = "signed", date = "2026-02?" }]

[[claim]]
id = "c"
sources = ["a"]
statement = "Three"
count = 3
unit = "agreements"
as_of = 2026-02-04
expect = "short"
selector = { country = ["PER"] }
"""
BROKEN = [
    ("schema_version = 1", "schema_version = 2", "const value|1 was expected"),
    ('kind = "press"', 'kind = "gossip"', "gossip"),
    ("published = 2026-02-04", 'published = "soon"', "soon"),
    ("published = 2026-02-04", "published = 2026", "Integer|2026 is not valid"),
    ("published = 2026-02-04", "published = 2026-02-04T10:00:00", "LocalDateTime|T10:00:00"),
    ('publisher = "P"', 'publisher = "P"\npublishr = "Q"', "publishr"),
    ('title = "T"\npublisher', "publisher", "title"),
    ('iso = "CHL"\n', "", '"iso" is required|"id":"chile"'),
    ('date = "2026-02"\n', "", '"date" is required|"id":"e"'),
    ('parties = ["peru", "chile"]', 'parties = "peru"', "Array|array"),
    ('"lithium"', '"litium"', "litium"),
    ('"signed"', '"signd"', "signd"),
    ('date = "2026-02?"', 'date = "2026-2"', "2026-2"),
    ('unit = "agreements"', 'unit = "other"', "unknowable"),
    ("count = 3", 'count = "3"', "Integer|integer"),
]


def lint(name: str, folder: Path) -> tuple[int, str]:
    """Exit code and report of a linter on the registry in a folder."""
    done = subprocess.run(
        [peer(name), *LINTERS[name], "agreements.toml"],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
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
    assert old in REGISTRY
    (folder / "agreements.toml").write_text(REGISTRY.replace(old, new, 1), encoding="utf-8")
    code, report = lint(name, folder)
    assert code == (1 if told else 0), report
    assert re.search(told, report), report
