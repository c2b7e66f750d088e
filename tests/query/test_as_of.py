"""As it stood on a day: the same as loading the registry with the later acts taken away."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from registries import INDEX, asked, connect_to

from examples import tried
from mineralreg.dates import PartialDate
from mineralreg.query.as_of import members
from mineralreg.query.listing import Listing
from mineralreg.reference.vocabulary import AGREEMENT_ACTIONS

HORIZON = date(2021, 6, 30)
FIRST = date(2019, 12, 1)
COLUMNS = ("id", "status", "status_since", "date")

DAYS = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
TEXTS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    DAYS.map(lambda day: day.isoformat()[:7] + "?"),
    st.none(),
)
ACTS = st.lists(
    st.fixed_dictionaries(
        {"action": st.sampled_from(AGREEMENT_ACTIONS), "date": TEXTS},
        optional={"partner": st.just("peru")},
    ),
    max_size=5,
)


def act(action: str, date: str | None) -> dict[str, Any]:
    return {"action": action, "date": date}


def registry(records: list[list[dict[str, Any]]], kind: str = "agreement") -> dict[str, Any]:
    """A registry of agreements or initiatives with these acts and nothing else of interest."""
    other: dict[str, Any] = {"name": "A forum", "kind": "forum"}
    if kind == "agreement":
        other = {"title": "A paper", "kind": "agreement", "parties": ["peru"]}
    found = []
    for number, acts in enumerate(records):
        stated = [{key: value for key, value in act.items() if value is not None} for act in acts]
        found.append({"id": f"record-{number}", "sources": ["wire"], "actions": stated, **other})
    return {
        "schema_version": 1,
        "registry": {"as_of": HORIZON},
        "source": [{"id": "wire", "title": "A report", "publisher": "A wire", "kind": "press"}],
        "partner": [{"id": "peru", "iso": "PER"}],
        kind: found,
    }


def by_then(acts: list[dict[str, Any]], day: date, certain: bool) -> list[dict[str, Any]]:
    """The acts that may have come by the day, or those that must have.

    An act without a date is behind the one it is written behind, and there by the horizon.
    """
    kept = []
    behind = date.min
    for act in acts:
        stated = PartialDate.parse(act["date"]) if act["date"] else None
        behind = stated.earliest if stated else behind
        latest = stated.latest if stated else max(HORIZON, behind)
        if (latest if certain else behind) <= day:
            kept.append(act)
    return kept


@pytest.mark.parametrize("kind", ["agreement", "initiative"])
@tried(60)
@given(records=st.lists(ACTS, min_size=1, max_size=4), day=DAYS, certain=st.booleans())
@example([[act("announced", "2020"), act("signed", "2020-03-01")]], date(2020, 6, 1), True)
@example([[act("signed", "2021"), act("announced", None)]], date(2020, 6, 1), False)
@example([[act("suspended", "2020"), act("resumed", "2020-02-01")]], date(2020, 6, 1), True)
def test_as_of_is_the_registry_without_later_acts(
    kind: str, records: list[list[dict[str, Any]]], day: date, certain: bool
) -> None:
    then = [by_then(acts, day, certain) for acts in records]
    earlier = Listing(connect_to(registry(then, kind)), kind, columns=COLUMNS)
    kept = [row for row in earlier.rows() if then[int(str(row[0]).partition("-")[2])]]
    connection = connect_to(registry(records, kind))
    filters = asked(as_of=day.isoformat(), certain=certain)
    now = Listing(connection, kind, filters, columns=COLUMNS)
    assert sorted(now.rows(), key=repr) == sorted(kept, key=repr)
    assert now.count() == len(kept)
    if certain:
        assert set(now.marks) <= {""}


@tried(60)
@given(records=st.lists(ACTS, min_size=1, max_size=4), day=DAYS)
def test_what_is_unmarked_is_the_same_for_certain(
    records: list[list[dict[str, Any]]], day: date
) -> None:
    index, columns = connect_to(registry(records)), COLUMNS[:3]
    possible, certain = (
        Listing(index, "agreement", asked(as_of=day.isoformat(), certain=sure), columns=columns)
        for sure in (False, True)
    )
    rows = zip(possible.rows(), possible.marks, strict=True)
    assert {row for row, mark in rows if mark == ""} <= set(certain.rows())
    assert set(certain.ids()) <= set(possible.ids())


def standing(id: str, day: str, **more: Any) -> tuple[Any, ...]:
    found = Listing(INDEX, "agreement", asked(as_of=day, **more), columns=COLUMNS)
    rows = {row[0]: (*row[1:], mark) for row, mark in zip(found.rows(), found.marks, strict=True)}
    return rows.get(id, ())


ANNOUNCED = ("announced", "2026-01", "2026-01")
SIGNED = ("signed", "2026-02-04", "2026-02-04", "")
IN_EFFECT = ("in-effect", "2026-05", "2026-02-04")
UNDATED = ("announced", None, None)


@pytest.mark.parametrize(
    ("id", "day", "possible", "certain"),
    [
        ("us-peru-2026", "2025-12-31", (), ()),
        ("us-peru-2026", "2026-01-15", (*ANNOUNCED, "possible"), ()),
        ("us-peru-2026", "2026-01-31", (*ANNOUNCED, ""), (*ANNOUNCED, "")),
        ("us-peru-2026", "2026-02-03", (*ANNOUNCED, ""), (*ANNOUNCED, "")),
        ("us-peru-2026", "2026-02-04", SIGNED, SIGNED),
        ("us-peru-2026", "2026-05-10", (*IN_EFFECT, "possible"), SIGNED),
        ("us-peru-2026", "2026-05", (*IN_EFFECT, ""), (*IN_EFFECT, "")),
        # an act without a date may have come any day up to the horizon
        ("acme-japan", "1999", (*UNDATED, "possible, contested"), ()),
        ("acme-japan", "2026-07-04", (*UNDATED, "contested"), (*UNDATED, "contested")),
    ],
)
def test_an_agreement_on_a_day(id: str, day: str, possible: Any, certain: Any) -> None:
    assert standing(id, day) == possible
    assert standing(id, day, certain=True) == certain


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2022-06-13", {"later"}),
        ("2022-06-14", {"united-states": "current"}),
        ("2024-07-15", {"south-korea": "perhaps", "european-union": "current", "france": "later"}),
        ("2024-08-01", {"south-korea": "current"}),
        ("2026-02-04", {"south-korea": "current", "france": "current"}),
        ("2026-02-05", {"south-korea": "ended", "united-states": "current"}),
    ],
)
def test_membership_on_a_day(day: str, states: Any) -> None:
    found = {member.partner: member.state for member in members(INDEX, "msp", day)}
    if isinstance(states, set):
        assert set(found.values()) == states
    else:
        assert {partner: found[partner] for partner in states} == states
