"""What keeps questions quick: few imports, and plans that go by an index."""

from __future__ import annotations

import subprocess
import sys

import pytest
from registries import asked, connect

from mineralreg.query.where import where

INDEX = connect()

HEAVY = {"pydantic", "rich", "tomli", "tomllib", "subprocess", "asyncio", "dataclasses", "json"}

LISTING = """
import sqlite3, sys
before = set(sys.modules)
from mineralreg.query.filters import Filters, read_date
from mineralreg.query import listing, summary
connection = sqlite3.connect(sys.argv[1])
filters = Filters(country=("Peru",), since=read_date("2024"), status=("signed",))
found = listing.list_records(connection, "agreement", filters)
found.rows(), found.ids(), list(found.texts()), found.count(), found.notes
summary.counts(connection, ["status"], filters)
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def test_a_question_imports_nothing_heavy(tmp_path: object) -> None:
    path = f"{tmp_path}/index.sqlite"
    INDEX.execute("PRAGMA query_only = OFF")
    INDEX.execute("VACUUM INTO ?", (path,))
    INDEX.execute("PRAGMA query_only = ON")
    run = subprocess.run(
        [sys.executable, "-c", LISTING, path], capture_output=True, text=True, check=True
    )
    imported = set(run.stdout.split())
    assert "mineralreg" in imported
    assert imported & HEAVY == set()


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({"country": "Peru"}, "agreement_party_partner"),
        ({"between": ["Peru", "USA"]}, "agreement_party_partner"),
        ({"mineral": "copper"}, "agreement_mineral_mineral"),
        ({"topic": "finance"}, "agreement_topic_topic"),
        ({"initiative": "forge"}, "agreement_initiative_initiative"),
        ({"event": "meeting-2026"}, "agreement_event"),
        ({"source": "wire"}, "agreement_source_source"),
        ({"status": "suspended"}, "agreement_status"),
        ({"since": "2026", "certain": True}, "agreement_date"),
    ],
)
def test_a_filter_goes_by_an_index(filters: dict[str, object], index: str) -> None:
    asked_for = where(INDEX, "agreement", asked(**filters))
    plan = INDEX.execute(f"EXPLAIN QUERY PLAN {asked_for.select('r.id')}", asked_for.params)
    assert index in " ".join(row[3] for row in plan)
