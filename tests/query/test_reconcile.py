"""Claims beside what is recorded, by each unit and rule."""

from typing import Any

import pytest
from registries import INDEX, asked, connect_to, wide

from mineralreg.errors import UsageError
from mineralreg.query.reconcile import Verdict, reconcile

CLAIM = {"id": "the-claim", "statement": "A number", "count": 1, "sources": ["wire"]}
MEETING = {"unit": "participants", "selector": {"event": "meeting-2026"}}
MSP = {"unit": "members", "selector": {"initiative": "MSP"}}
FORGE = {"unit": "members", "selector": {"initiative": "FORGE"}}
PERU = {"partner": "peru"}
COUNTED = ("member", "chair", "host", "founding-member", "partner")
LOOKING_ON = ("observer", "guest")
BETWEEN = {"selector": {"level": "intergovernmental"}}
COMMERCIAL = {"selector": {"level": "commercial"}}
OF_EU = {"selector": {"party": "european-union"}}
OF_PERU = {"selector": {"country": "Peru"}}
OF_US = {"selector": {"country": "united-states"}}
LISTED = [
    {"agreement": "us-peru-2024"},
    {"agreement": "us-peru-2026", "confidence": "likely"},
    {"agreement": "eu-japan-2023", "confidence": "possible"},
    {"agreement": "eu-chad-2019", "confidence": "contradicted"},
]
FOUND_TOO = {"agreement": "us-peru-2024", "confidence": "possible"}
DENIED = {"agreement": "us-peru-2024", "confidence": "contradicted"}


def verdict(of_forge: Any = (), **claim: Any) -> Verdict:
    """The verdict on one claim, added to the wide registry, where FORGE has such members."""
    registry = wide()
    registry["claim"] = [{**CLAIM, "unit": "agreements", "as_of": "2026-07-04", **claim}]
    if of_forge:
        registry["initiative"][1]["members"] = of_forge
    (found,) = reconcile(connect_to(registry))
    return found


@pytest.mark.parametrize(
    ("claim", "keys", "found"),
    [
        # participants by the rules of the claim
        (MEETING | {"counts_host": False, "counts_blocs": False}, "recorded", "3"),
        (MEETING | {"counts_host": False, "counts_blocs": True}, "recorded", "4"),
        (MEETING | {"counts_host": True, "counts_blocs": False}, "recorded", "4"),
        (MEETING | {"counts_host": True, "counts_blocs": True}, "recorded", "5"),
        # members on the day of the claim, each once
        (MSP | {"as_of": "2022-06-14"}, "recorded counted possible", "1, united-states, "),
        (MSP | {"as_of": "2024-07-10"}, "counted", "united-states european-union"),
        (MSP | {"as_of": "2024-07-10"}, "recorded possible", "2, south-korea"),
        (MSP | {"as_of": "2025-06"}, "counted", "united-states south-korea european-union"),
        (MSP | {"as_of": "2025-06"}, "recorded possible", "3, france"),
        (MSP | {"as_of": "2026-03"}, "counted", "united-states european-union france"),
        (FORGE | {"of_forge": [PERU, PERU | {"from": "2026"}]}, "counted possible", "peru, "),
        *((FORGE | {"of_forge": [PERU | {"role": role}]}, "counted", "peru") for role in COUNTED),
        *((FORGE | {"of_forge": [PERU | {"role": role}]}, "counted", "") for role in LOOKING_ON),
        # agreements up to the day of the claim; an undated one is possible
        (OF_US | {"as_of": "2025"}, "counted possible verdict", "us-peru-2024, , match"),
        (OF_US | {"as_of": "2026-01-15"}, "counted possible", "us-peru-2024, us-peru-2026"),
        (OF_US | {"as_of": "2026-01-15", "count": 2}, "difference verdict", "-1, short"),
        (OF_US | {"as_of": "2026-02"}, "difference verdict", "1, over"),
        (COMMERCIAL | {"as_of": "2025"}, "counted possible", ", acme-japan"),
        # agreements that the claim lists, alone and beside what a selector finds
        ({"members": LISTED}, "counted possible", "us-peru-2024 us-peru-2026, eu-japan-2023"),
        (OF_PERU | {"members": [FOUND_TOO]}, "counted possible", "us-peru-2024 us-peru-2026, "),
        (OF_PERU | {"members": [DENIED]}, "counted possible", "us-peru-2026, "),
        # partners are counted once, and the common side is not
        (OF_EU | {"unit": "partners", "count": 2}, "recorded verdict", "2, match"),
        (BETWEEN | {"unit": "partners", "as_of": "2020"}, "recorded", "2"),
        # names that are missing, and names too many
        (OF_EU | {"names": ["japan", "peru"]}, "missing extra", "peru, chad"),
        (OF_EU, "missing extra", ", "),
        # what nobody can know
        ({"unit": "other", "expect": "unknowable"}, "recorded verdict", "None, unknowable"),
        (OF_PERU | {"expect": "unknowable"}, "difference counted expected", "None, , unknowable"),
    ],
)
def test_a_claim_beside_what_is_recorded(claim: Any, keys: str, found: str) -> None:
    told = (getattr(verdict(**claim), key) for key in keys.split())
    assert ", ".join(" ".join(one) if isinstance(one, tuple) else str(one) for one in told) == found


def test_which_claims() -> None:
    for how, claims in (
        ({}, ["three-countries", "two-with-peru"]),
        ({"claims": ["three-countries"]}, ["three-countries"]),
        ({"filters": asked(event="meeting-2026")}, ["three-countries"]),
        ({"filters": asked(as_of="2025")}, []),
    ):
        assert [one.claim for one in reconcile(INDEX, **how)] == claims
    with pytest.raises(UsageError, match="is an agreement, not a claim"):
        reconcile(INDEX, ["us-peru-2024"])
