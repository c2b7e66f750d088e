"""Status follows from acts: the words, the order, and what a suspension gives back."""

from dataclasses import dataclass

import pytest

from mineralreg.dates import PartialDate
from mineralreg.records.status import date_of, in_order, state_of, states
from mineralreg.reference import vocabulary


@dataclass(frozen=True)
class Act:
    action: str
    date: PartialDate | None = None
    partner: str | None = None


def acts(text: str) -> list[Act]:
    """Acts between commas, each like `signed 2026-02-04` or `ratified 2026 by peru`."""
    made = []
    for act in filter(None, text.split(", ")):
        words, _, partner = act.partition(" by ")
        action, _, date = words.partition(" ")
        made.append(Act(action, PartialDate.parse(date) if date else None, partner or None))
    return made


OWN = ("ratified", "withdrew", "entered-into-force", "terminated", "suspended")


@pytest.mark.parametrize(
    ("given", "status", "since"),
    [
        ("", "unknown", None),
        ("signed 2026-02-04", "signed", "2026-02-04"),
        ("signed", "signed", None),
        ("announced 2026-01, signed 2026-02-04", "signed", "2026-02-04"),
        ("signed 2026-02-04, announced 2026-02-06", "signed", "2026-02-04"),
        ("signed 2026-02-04, entered-into-force 2026-02-04", "in-force", "2026-02-04"),
        ("signed 2020, took-effect 2021, suspended 2022", "suspended", "2022"),
        ("signed 2020, took-effect 2021, suspended 2022, resumed 2023", "in-effect", "2023"),
        ("signed 2020, ratified 2021 by peru, took-effect 2022", "in-effect", "2022"),
        ("ratified 2021 by peru", "unknown", None),
        ("entered-into-force 2021, signed 2020", "in-force", "2021"),
        ("launched 2022-06-14, superseded 2026-02-04", "superseded", "2026-02-04"),
        ("announced, negotiations-opened 2025", "negotiating", "2025"),
        # where a partial date leaves the order open, the written one holds
        ("signed 2024-05-10, expired 2024", "expired", "2024"),
        ("signed 2024-05-10, terminated 2024-05", "terminated", "2024-05"),
        ("took-effect 2021, suspended 2022-03-15, resumed 2022-03", "in-effect", "2022-03"),
        ("signed 2024-05-10, took-effect 2024, lapsed 2024-05", "lapsed", "2024-05"),
        ("signed 2024-05-10, expired 2024-04", "signed", "2024-05-10"),
        # a party's own act never moves the whole, whatever it is
        *((f"signed 2020, {act} 2021 by peru", "signed", "2020") for act in OWN),
        # a suspension gives back what was before it, however often it is said
        ("signed 2020, took-effect 2021, suspended 2022, suspended 2023", "suspended", "2022"),
        ("signed 2020, suspended 2022, suspended 2023, resumed 2024", "signed", "2024"),
        ("signed 2020, resumed 2021", "signed", "2020"),
        ("suspended 2022, resumed 2023", "unknown", "2023"),
        ("signed 2020, suspended 2021, expired 2022, resumed 2023", "expired", "2022"),
        # what is said again does not move the day
        ("signed 2020, endorsed 2021", "signed", "2020"),
        ("entered-into-force 2020, entered-into-force 2021", "in-force", "2020"),
        ("launched 2020, relaunched 2021", "active", "2020"),
        # nothing goes back: neither to a signature nor from force to provisional application
        ("entered-into-force 2021, provisionally-applied 2022", "in-force", "2021"),
        ("adopted 2020, proposed 2021", "concluded", "2020"),
        ("launched 2020, announced 2021", "active", "2020"),
        ("announced 2020, launched 2021", "active", "2021"),
        # force from a day before the signature, and force of which only the month is known
        ("signed 2026-02-04, entered-into-force 2025-01-01", "in-force", "2025-01-01"),
        ("signed 2023-03-28, entered-into-force 2023-03", "in-force", "2023-03"),
        # an end is the end, and can be taken back only by a new launch
        ("signed 2020, expired 2021, signed 2022", "signed", "2022"),
        ("launched 2020, ended 2021, relaunched 2022", "active", "2022"),
    ],
)
def test_status_after_all_acts(given: str, status: str, since: str | None) -> None:
    state = state_of(acts(given))
    assert (state.status, state.since and state.since.text) == (status, since)


def test_every_state_is_kept_with_the_act_that_brought_it() -> None:
    found = states(acts("announced 2025-10, signed 2025-12-04, entered-into-force 2026-01-01"))
    assert [(state.status, state.act) for state in found] == [
        *(("announced", 0), ("signed", 1), ("in-force", 2)),
    ]
    assert state_of([]).act == -1


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ("entered-into-force 2021, signed 2020", [1, 0]),
        ("announced 2026-05, signed, proposed 2025", [2, 0, 1]),  # one without a date stays behind
    ],
)
def test_acts_in_time_order(given: str, order: list[int]) -> None:
    assert in_order(acts(given)) == order


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("announced 2025, signed 2026-02-04", "2026-02-04"),
        ("announced 2025, signed", "2025"),
        ("proposed 2024, announced 2025", "2025"),
        ("announced 2024, launched 2025", "2025"),
        ("negotiations-opened 2024-05", "2024-05"),
        ("signed", None),
    ],
)
def test_the_date_of_a_record(given: str, date: str | None) -> None:
    found = date_of(acts(given))
    assert (found and found.text) == date


def test_every_status_that_an_act_brings_is_in_the_vocabulary() -> None:
    brought = {status for status in vocabulary.INITIATIVE_ACTION_STATUS.values() if status}
    assert brought <= set(vocabulary.INITIATIVE_STATUSES)
    assert set(vocabulary.ACTION_STATUS.values()) - {None} <= set(vocabulary.STATUSES)
