"""Thirty different mistakes in one file are thirty findings, each on its own line, in one run."""

from __future__ import annotations

from pathlib import Path

from checking import reported, validate, written

TEXT = """\
schema_version = 1

[registry]
titel = "A registry with many mistakes"  # MR101
version = "2026.3.1"
as_of = "2026-13"  # MR107

[[source]]
id = "gazette"
title = "A memorandum"
publisher = "Foreign Ministry"
kind = "offical"  # MR104
published = 2026  # MR106

[[source]]
id = "courier"
title = " "  # MR109
publisher = "Daily Courier"
kind = "press"
url = "ftp://example.org"  # MR108

[[source]]
id = "courier"  # MR205
title = "Another paper"
publisher = "Evening Post"
kind = "press"

[[source]]
id = "post"
title = "Never cited"
publisher = "=Evening Post"  # MR903
kind = "press"

[[partner]]
id = "united-states"
iso = "USA"

[[partner]]
id = "peru"
iso = "PRU"  # MR207

[[partner]]
id = "chile"
former_ids = ["united-states"]  # MR206
iso = "CHL"
aliases = ["USA"]  # MR209

[[partner]]  # MR102
id = "glencore"
kind = "company"

[[agreement]]
id = "US Peru"  # MR105
title = "One"
kind = "treaty"
parties = ["united-states", "preu"]  # MR201
sources = ["gazette", "courier"]
actions = "signed"  # MR103

[[agreement]]
id = "us-peru"
title = "Two"
kind = "memorandum"
parties = ["united-states", "peru", "peru"]  # MR402
minerals = ["litium"]  # MR204
event = "ministerial"  # MR203
sources = ["gazete"]  # MR202

[[agreement]]
id = "us-chile"
title = "Three"
kind = "memorandum"
legal_nature = "non-binding"  # MR412
parties = ["united-states", "chile"]
minerals = ["rare-earths", "neodymium"]  # MR410
sources = ["gazette", "courier"]
actions = [
    { action = "announced", date = "2026" },
]

[[agreement]]
id = "chile-peru"
title = "Four  times"  # MR902
kind = "memorandum"
parties = ["chile", "peru"]
sources = ["gazette", "courier"]
actions = [
    { action = "signed", date = 2024-01-01 },  # MR307
    { action = "amended", date = 2023-05-05 },  # MR301
    { action = "resumed", date = 2025-05-05 },  # MR303
]
variants = [
    { field = "signed", value = "2024-02-02", sources = ["courier"] },  # MR411
]
relations = [
    { type = "amends", agreement = "chile-peru" },  # MR408
]

[[agreement]]
id = "glencore-chile"
title = "Five"
kind = "contract"
parties = ["chile"]  # MR401
sources = []  # MR406
actions = [
    { action = "signed", date = 2024-03-03 },
]

[[event]]
id = "meeting"
name = "Meeting"
start = 2025-05-05
end = 2025-04-04  # MR304
hosts = ["chile"]
participants = ["glencore"]
sources = ["gazette"]
"""


def test_each_mistake_is_one_finding_on_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    wanted = [
        (line.partition("  # ")[2], number)
        for number, line in enumerate(TEXT.splitlines(), 1)
        if "  # MR" in line
    ]
    assert len(wanted) == 30
    report = reported("--level", "info", "--ignore", "MR901", path)
    assert [(finding["code"], finding["line"]) for finding in report["findings"]] == wanted


def test_it_ends_with_1(tmp_path: Path) -> None:
    code, _, summary = validate(written(tmp_path, TEXT))
    assert code == 1
    assert "24 errors" in summary
