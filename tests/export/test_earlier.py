"""An export as of a day agrees with `list` and `show` of that day, in its tables and its JSON."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from exporting import document, found, selected

from mineralreg.dates import PartialDate
from mineralreg.query.listing import Listing
from mineralreg.query.show import show
from mineralreg.reference.filters import Filters
from mineralreg.registry import open_index
from samples import SAMPLE, kept

FORUM = """actions = [
    { action = "launched", date = 2024-03-01 },
    { action = "ended", date = 2026-03-01 },
]
members = [
    { partner = "united-states", role = "chair", from = 2024-03-01, to = 2025-06-30 },
    { partner = "south-korea", role = "chair", from = 2025-07-01 },
    { partner = "peru", from = "2025" },
    { partner = "european-union" },
]
"""


@pytest.fixture
def index(tmp_path: Path) -> sqlite3.Connection:
    before, forum, after = SAMPLE.partition('[[initiative]]\nid = "ore-forum"')
    head, _, rest = after.partition("actions = [")
    text = f"{before}{forum}{head}{FORUM}\n{rest[rest.index('[[event]]') :]}"
    text = text.replace('event = "ministerial-2026"\n', 'initiatives = ["ore-forum"]\n', 1)
    return open_index(str(kept(tmp_path, text))).connection


def exported(index: sqlite3.Connection, day: str, *, certain: bool = False) -> dict[str, Any]:
    ids = (id for (id,) in index.execute("SELECT id FROM agreement"))
    part = selected(index, found(*ids, as_of=day, certain=certain))
    assert part.execute("PRAGMA foreign_key_check").fetchall() == []
    made = document(part)
    for kind in ("agreement", "initiative"):
        rows = part.execute(f"SELECT id, status, status_since, date FROM {kind}").fetchall()
        written = [tuple(one[key] for key in ROW) for one in made[kind]]
        assert sorted(rows, key=str) == sorted(written, key=str)
        acts = part.execute(f"SELECT {kind}, count(*) FROM act WHERE {kind} > '' GROUP BY 1")
        told = {one["id"]: len(one["actions"]) for one in made[kind]}
        assert dict(acts) == {id: number for id, number in told.items() if number}
    (members,) = part.execute("SELECT count(*) FROM membership").fetchone()
    assert members == sum(len(one["members"]) for one in made["initiative"])
    return made


ROW = ("id", "status", "status_since", "date")


@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize(
    "day", ["2023-12-31", "2024-06-15", "2025-01-15", "2025-08-01", "2026-01-15", "2026-12-31"]
)
def test_status_is_that_of_the_list(index: sqlite3.Connection, day: str, certain: bool) -> None:
    made = exported(index, day, certain=certain)
    for kind in ("agreement", "initiative"):
        filters = Filters(as_of=PartialDate.parse(day), certain=certain, withdrawn=True)
        listed = Listing(index, kind, filters, columns=ROW[1:])
        then = dict(zip(listed.ids(), listed.rows(), strict=True))
        for record in made[kind]:
            stood = tuple(record[key] for key in ROW[1:])
            assert stood == then.get(record["id"], ("unknown", None, None))


@pytest.mark.parametrize(
    ("day", "status", "members"),
    [
        ("2024-01-01", "unknown", []),
        ("2024-06-01", "active", ["united-states", "european-union"]),
        ("2025-03-01", "active", ["united-states", "peru", "european-union"]),
        ("2026-12-31", "ended", ["united-states", "south-korea", "peru", "european-union"]),
    ],
)
def test_members_and_status_of_an_initiative(
    index: sqlite3.Connection, day: str, status: str, members: list[str]
) -> None:
    (forum,) = exported(index, day)["initiative"]
    assert [member["partner"] for member in forum["members"]] == members
    shown = show(index, "ore-forum", PartialDate.parse(day))
    rows = next((one.rows for one in shown.sections if one.title == "Members"), [])
    assert len(rows) == len(members)
    assert forum["status"] == status
