"""Claims beside what is recorded, by each unit and rule."""

from typing import Any

import pytest
from registries import asked, connect, connect_to, wide

from mineralreg.errors import UsageError
from mineralreg.query.reconcile import Verdict, reconcile

CLAIM = {"id": "the-claim", "statement": "A number", "count": 1, "sources": ["wire"]}


def verdict(of_forge: Any = (), **claim: Any) -> Verdict:
    """The verdict on one claim, added to the wide registry, where FORGE has such members."""
    registry = wide()
    registry["claim"] = [{**CLAIM, "unit": "agreements", "as_of": "2026-07-04", **claim}]
    if of_forge:
        registry["initiative"][1]["members"] = of_forge
    (found,) = reconcile(connect_to(registry))
    return found


@pytest.mark.parametrize(
    ("host", "blocs", "recorded"),
    [(False, False, 3), (False, True, 4), (True, False, 4), (True, True, 5)],
)
def test_participants_by_their_rules(host: bool, blocs: bool, recorded: int) -> None:
    found = verdict(
        unit="participants",
        selector={"event": "meeting-2026"},
        counts_host=host,
        counts_blocs=blocs,
    )
    assert found.recorded == recorded


@pytest.mark.parametrize(
    ("as_of", "counted", "possible"),
    [
        ("2022-06-14", ("united-states",), ()),
        ("2024-07-10", ("united-states", "european-union"), ("south-korea",)),
        ("2025-06", ("united-states", "south-korea", "european-union"), ("france",)),
        ("2026-03", ("united-states", "european-union", "france"), ()),
    ],
)
def test_members_on_the_day_of_the_claim(
    as_of: str, counted: tuple[str, ...], possible: tuple[str, ...]
) -> None:
    found = verdict(unit="members", selector={"initiative": "MSP"}, as_of=as_of)
    assert (found.counted, found.possible) == (counted, possible)
    assert found.recorded == len(counted)


def test_agreements_up_to_the_day_of_the_claim() -> None:
    selector = {"country": "united-states"}
    found = verdict(selector=selector, as_of="2025", count=1)
    assert (found.counted, found.possible, found.verdict) == (("us-peru-2024",), (), "match")
    found = verdict(selector=selector, as_of="2026-01-15", count=2)
    assert (found.counted, found.possible) == (("us-peru-2024",), ("us-peru-2026",))
    assert (found.difference, found.verdict) == (-1, "short")
    found = verdict(selector=selector, as_of="2026-02", count=1)
    assert (found.difference, found.verdict) == (1, "over")


def test_agreements_that_the_claim_lists() -> None:
    found = verdict(
        count=2,
        members=[
            {"agreement": "us-peru-2024"},
            {"agreement": "us-peru-2026", "confidence": "likely"},
            {"agreement": "eu-japan-2023", "confidence": "possible"},
            {"agreement": "eu-chad-2019", "confidence": "contradicted"},
        ],
    )
    assert found.counted == ("us-peru-2024", "us-peru-2026")
    assert found.possible == ("eu-japan-2023",)


@pytest.mark.parametrize(
    ("confidence", "counted"),
    [("contradicted", ["us-peru-2026"]), ("possible", ["us-peru-2024", "us-peru-2026"])],
)
def test_what_a_selector_finds_and_the_claim_lists(confidence: str, counted: list[str]) -> None:
    members = [{"agreement": "us-peru-2024", "confidence": confidence}]
    found = verdict(selector={"country": "Peru"}, members=members)
    assert (sorted(found.counted), found.possible) == (counted, ())


IN_FORGE = {"unit": "members", "selector": {"initiative": "FORGE"}}


@pytest.mark.parametrize(
    ("role", "counted"),
    [
        *((role, True) for role in ("member", "chair", "host", "founding-member", "partner")),
        *((role, False) for role in ("observer", "guest")),
    ],
)
def test_which_roles_are_counted_as_members(role: str, counted: bool) -> None:
    found = verdict([{"partner": "peru", "role": role}], **IN_FORGE)
    assert found.counted == (("peru",) if counted else ())


def test_who_is_surely_a_member_is_not_possibly_one_too() -> None:
    terms = [{"partner": "peru"}, {"partner": "peru", "role": "host", "from": "2026"}]
    found = verdict(terms, **IN_FORGE)
    assert (found.counted, found.possible) == (("peru",), ())


def test_partners_are_counted_once_and_the_common_side_is_not() -> None:
    found = verdict(unit="partners", selector={"party": "european-union"}, count=2)
    assert (found.recorded, found.verdict) == (2, "match")
    found = verdict(unit="partners", selector={"level": "intergovernmental"}, as_of="2020")
    assert found.recorded == 2


def test_names_that_are_missing_and_names_too_many() -> None:
    found = verdict(selector={"party": "european-union"}, names=["japan", "peru"], count=2)
    assert found.missing == ("peru",)
    assert found.extra == ("chad",)
    assert verdict(selector={"party": "european-union"}).extra == ()


def test_what_nobody_can_know() -> None:
    found = verdict(unit="other", expect="unknowable", count=43)
    assert (found.recorded, found.difference, found.verdict) == (None, None, "unknowable")
    assert found.expected == "unknowable"
    found = verdict(selector={"country": "Peru"}, expect="unknowable")
    assert (found.recorded, found.counted, found.verdict) == (None, (), "unknowable")


def test_an_undated_agreement_is_possible_and_not_counted() -> None:
    found = verdict(selector={"level": "commercial"}, as_of="2025")
    assert (found.counted, found.possible) == ((), ("acme-japan",))


def test_which_claims() -> None:
    index = connect()
    assert [one.claim for one in reconcile(index).verdicts] == ["three-countries", "two-with-peru"]
    assert [one.claim for one in reconcile(index, ["three-countries"]).verdicts] == [
        "three-countries"
    ]
    found = reconcile(index, filters=asked(event="meeting-2026"))
    assert [one.claim for one in found.verdicts] == ["three-countries"]
    assert reconcile(index, filters=asked(as_of="2025")).verdicts == []
    with pytest.raises(UsageError, match="is an agreement, not a claim"):
        reconcile(index, ["us-peru-2024"])
