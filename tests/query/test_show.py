"""One record whole: names for ids, acts in order, sources with what they support."""

import pytest
from registries import connect

from mineralreg.query.detail import Detail
from mineralreg.query.filters import read_date
from mineralreg.query.results import Cell
from mineralreg.query.show import show

INDEX = connect()


def value(detail: Detail, label: str) -> Cell:
    return next((line.value for line in detail.lines if line.label == label), None)


def rows(detail: Detail, title: str) -> list[tuple[Cell, ...]]:
    return next((section.rows for section in detail.sections if section.title == title), [])


def test_an_agreement_on_a_day() -> None:
    found = show(INDEX, "us-peru-2026", read_date("2026-02-04"))
    assert value(found, "Status") == "signed since 2026-02-04"
    assert [row[1] for row in rows(found, "Actions")] == ["announced", "signed"]
    assert found.notes == ("1 later act is not shown",)
    assert found.record["status_since"] == "2026-02-04"
    perhaps = show(INDEX, "us-peru-2026", read_date("2026-05-01"))
    assert value(perhaps, "Status") == "in-effect since 2026-05 (perhaps)"


def test_an_agreement_before_anything_happened() -> None:
    found = show(INDEX, "us-peru-2024", read_date("2024-08-28"))
    assert value(found, "Status") == "nothing recorded up to 2024-08-28"
    assert "nothing is recorded of us-peru-2024 up to 2024-08-28" in found.notes
    assert rows(found, "Actions") == []


FORMER = "before that South Korea"
CHAIR = "South Korea (from 2026-02-04 to 2026-06)"


@pytest.mark.parametrize(
    ("id", "day", "status", "chair"),
    [
        ("msp", "2025-12-31", "active", "South Korea (from 2024-07 to 2026-02-04)"),
        ("msp", None, "superseded", f"none since 2026-02-04; {FORMER}"),
        ("msp", "2023-01-01", "active", None),
        ("forge", "2026-03-01", "active", CHAIR),
        ("forge", "2026-06-15", "active", f"perhaps {CHAIR}"),
        ("forge", "2026-08-01", "active", f"none since 2026-06; {FORMER}"),
    ],
)
def test_an_initiative_and_its_chair_on_a_day(
    id: str, day: str | None, status: str, chair: str | None
) -> None:
    found = show(INDEX, id, read_date(day) if day else None)
    since = "2022-06-14" if (id, status) == ("msp", "active") else "2026-02-04"
    assert value(found, "Status") == f"{status} since {since}"
    assert value(found, "Chair") == chair


def test_the_members_of_an_initiative() -> None:
    found = show(INDEX, "msp", read_date("2025-06-01"))
    assert value(found, "Members") == ("United States", "South Korea", "European Union")
    assert value(found, "Perhaps members") == ("France",)
    assert value(found, "Followed by") == ("Forum on Resource Geostrategic Engagement",)
    assert ("Japan", "observer") in [row[:2] for row in rows(found, "Members")]


def test_an_event_and_a_source() -> None:
    event = show(INDEX, "meeting-2026")
    assert value(event, "Participants (4)") == ("Peru", "South Korea", "European Union", "Chad")
    assert [row[0] for row in rows(event, "Agreements")] == ["us-peru-2026"]
    supported = ["eu-chad-2019", "eu-japan-2023", "us-peru-2026"]
    assert [row[1] for row in rows(show(INDEX, "gazette"), "Supports")] == supported


def test_a_claim_shows_the_records_behind_its_number() -> None:
    found = show(INDEX, "two-with-peru")
    labels = ("Claimed", "Recorded", "Verdict", "Not recorded")
    said = ["2 agreements", 2, "match, as expected", ("Chad",)]
    assert [value(found, label) for label in labels] == said
    assert [row[0] for row in rows(found, "Counted")] == ["us-peru-2024", "us-peru-2026"]
    people = rows(show(INDEX, "three-countries"), "Counted")
    assert people == [("peru", "Peru"), ("south-korea", "South Korea"), ("chad", "Chad")]
    perhaps = show(INDEX, "two-with-peru", read_date("2026-01-15"))
    assert [row[0] for row in rows(perhaps, "Possible, not counted")] == ["us-peru-2026"]
