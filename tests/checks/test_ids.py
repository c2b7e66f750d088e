"""Ids and former ids are one name space over the whole file: every clash, at both places."""

from itertools import product
from pathlib import Path

import pytest
from checking import WITH_CLAIM, codes, found

from inside import run_inside
from mineralreg.checks.finding import Place
from samples import CLEAN, edited, kept

OWN = {"partner": "peru", "source": "courier-2026", "agreement": "us-peru-2026"}
"""A record of some kinds, by its id."""
OTHER = {"partner": "united-states", "source": "gazette-2026", "claim": "one-memorandum"}


def with_former(text: str, id: str, *former: str) -> str:
    listed = ", ".join(f'"{one}"' for one in former)
    return text.replace(f'id = "{id}"\n', f'id = "{id}"\nformer_ids = [{listed}]\n', 1)


def with_id(text: str, kind: str, id: str, new: str) -> str:
    return text.replace(f'[[{kind}]]\nid = "{id}"', f'[[{kind}]]\nid = "{new}"', 1)


PAIRS = list(product(OWN.items(), OTHER.items()))
CLASHES = {
    "its own id": (with_former(WITH_CLAIM, "peru", "peru"), "MR206", 1),
    "twice in one record": (with_former(WITH_CLAIM, "peru", "old", "old"), "MR206", 1),
    "thrice in one record": (with_former(WITH_CLAIM, "peru", "old", "old", "old"), "MR206", 2),
}
for (one, own), (other, its) in PAIRS:
    former = with_former(WITH_CLAIM, own, its), with_former(WITH_CLAIM, own, "old")
    CLASHES |= {
        f"two ids, {one} and {other}": (with_id(WITH_CLAIM, one, own, its), "MR205", 1),
        f"former id of {one}, id of {other}": (former[0], "MR206", 1),
        f"former ids of {one} and {other}": (with_former(former[1], its, "old"), "MR206", 1),
    }


def test_the_text_is_clean() -> None:
    assert found(WITH_CLAIM) == []


@pytest.mark.parametrize(("text", "code", "count"), CLASHES.values(), ids=CLASHES)
def test_a_clash_is_reported_at_both_places_and_stops_nothing_else(
    text: str, code: str, count: int, place: Path
) -> None:
    lines = text.splitlines()

    def word(place: Place | None) -> str:
        assert place is not None
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]

    clashes = [one for one in found(text, codes=[code]) if one.code == code]
    assert len(clashes) == count
    for clash in clashes:
        (other,) = clash.also
        assert other.place != clash.place
        assert word(other.place) == word(clash.place)
    kept(place, text)
    told = run_inside("validate", "--level", "info")
    assert (told.code, f"error[{code}]" in told.stdout) == (1, True)
    for command in ("list", "reconcile", "summary", "show peru"):
        ended = run_inside(*command.split())
        assert (ended.code, code in ended.stderr, "UNIQUE" in ended.stderr) == (3, True, False)


@pytest.mark.parametrize("former", [*OTHER.values(), "peru"])
def test_set_does_not_write_a_clash(former: str, place: Path) -> None:
    path = kept(place, WITH_CLAIM)
    assert run_inside("set", "peru", f"former_ids={former}").code != 0
    assert path.read_text(encoding="utf-8") == WITH_CLAIM


def test_former_ids_resolve_wherever_a_record_is_named() -> None:
    text = edited(
        WITH_CLAIM,
        ('"united-states", "peru"]', '"united-states", "peru-republic"]'),
        ('country = "Peru"', 'party = "peru-republic"'),
        ('sources = ["courier-2026"]', 'sources = ["courier"]'),
    )
    text = with_former(with_former(text, "peru", "peru-republic"), "courier-2026", "courier")
    assert found(text) == []


INITIATIVE = """
[[initiative]]
id = "ore-forum"
name = "Forum"
kind = "forum"
sources = ["gazette-2026"]
members = [
    { partner = "peru", from = "2024" },
    { partner = "pe", from = "2024" },
]
"""
SIGNATORIES = 'signatories = [{ partner = "pe", name = "A", role = "witness" }]\n'


@pytest.mark.parametrize(("more", "code"), [(INITIATIVE, "MR305"), (SIGNATORIES, "MR404")])
def test_one_partner_by_two_of_its_ids_is_one(more: str, code: str) -> None:
    assert code in codes(with_former(CLEAN, "peru", "pe") + more)
