"""What keeps questions quick: few imports, and plans that go by an index."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from registries import asked, connect

from mineralreg.query import complete, listing, summary
from mineralreg.query.where import where

if TYPE_CHECKING:
    from collections.abc import Callable

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


QUESTIONS: dict[str, tuple[Callable[[], object], set[str]]] = {
    "list partners": (
        lambda: listing.list_records(INDEX, "partner").rows(),
        {
            "SCAN r",  # the partners, by folded names
            "SCAN k",
            "USE TEMP B-TREE FOR ORDER BY",
            "SCAN agreement USING INDEX agreement_withdrawn",
        },
    ),
    "list agreements --limit 10": (
        lambda: listing.list_records(INDEX, "agreement", limit=10).ids(),
        {"SCAN r USING INDEX agreement_date", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"},
    ),
    "list actions --limit 10": (
        lambda: listing.list_records(INDEX, "act", limit=10).ids(),
        {
            "SCAN r USING INDEX agreement_date",
            "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY",
            "SCAN r",  # the initiatives
            "USE TEMP B-TREE FOR ORDER BY",
        },
    ),
    "summary --by party": (
        lambda: summary.counts(INDEX, ["party"]),
        {
            "SCAN x",
            "USE TEMP B-TREE FOR GROUP BY",  # of the partners that were counted
            "SCAN r USING INDEX agreement_withdrawn",
            "SCAN agreement USING INDEX agreement_withdrawn",
        },
    ),
    "summary --by mineral": (
        lambda: summary.counts(INDEX, ["mineral"]),
        {
            "SCAN r USING INDEX agreement_withdrawn",
            "SCAN agreement USING INDEX agreement_withdrawn",
            "USE TEMP B-TREE FOR GROUP BY",  # of the withdrawn
        },
    ),
    "completion of show": (
        lambda: complete.completions(lambda: INDEX, "show names", "us-", ()),
        {"SCAN r"},  # of the ids that begin so
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_reads_no_more_than_it_must(name: str) -> None:
    ask, allowed = QUESTIONS[name]
    plan = {line for statement in _statements(ask) for line in _plan(statement)}
    costly = {
        line
        for line in plan
        if "TEMP B-TREE" in line
        or "AUTOMATIC" in line
        or (line.startswith("SCAN ") and "COVERING INDEX" not in line)
    }
    assert costly - {"SCAN CONSTANT ROW"} <= allowed


def test_a_claim_takes_few_statements() -> None:
    (claims,) = INDEX.execute("SELECT count(*) FROM claim").fetchone()
    statements = _statements(lambda: summary.overview(INDEX))
    assert len(statements) <= 40 + 20 * claims


def _statements(ask: Callable[[], object]) -> list[str]:
    found: list[str] = []
    INDEX.set_trace_callback(found.append)
    try:
        ask()
    finally:
        INDEX.set_trace_callback(None)
    return found


def _plan(statement: str) -> list[str]:
    return [row[3] for row in INDEX.execute(f"EXPLAIN QUERY PLAN {statement}")]
