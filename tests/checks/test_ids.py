"""Ids and former ids are one name space over the whole file: every clash, at both places."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from checking import CLEAN, codes, found, validate, written

from inside import run_inside

CLAIM = """
[[claim]]
id = "one-memorandum"
statement = "One memorandum"
count = 1
unit = "agreements"
as_of = 2026-03-01
selector = { country = "Peru" }
sources = ["gazette-2026"]
"""
TEXT = CLEAN + CLAIM
OWN = {"partner": "peru", "source": "courier-2026", "agreement": "us-peru-2026"}
"""A record of some kinds, by its id."""
OTHER = {"partner": "united-states", "source": "gazette-2026", "claim": "one-memorandum"}


def with_former(text: str, id: str, *former: str) -> str:
    listed = ", ".join(f'"{one}"' for one in former)
    return text.replace(f'id = "{id}"\n', f'id = "{id}"\nformer_ids = [{listed}]\n', 1)


def renamed(text: str, kind: str, id: str, new: str) -> str:
    return text.replace(f'[[{kind}]]\nid = "{id}"', f'[[{kind}]]\nid = "{new}"', 1)


CLASHES = {
    "its own id": (with_former(TEXT, "peru", "peru"), "MR206", 1),
    "twice in one record": (with_former(TEXT, "peru", "old", "old"), "MR206", 1),
    "thrice in one record": (with_former(TEXT, "peru", "old", "old", "old"), "MR206", 2),
    **{
        f"two ids, {one} and {other}": (
            renamed(TEXT, one, OWN[one], OTHER[other]),
            "MR205",
            1,
        )
        for one, other in product(OWN, OTHER)
    },
    **{
        f"former id of {one}, id of {other}": (
            with_former(TEXT, OWN[one], OTHER[other]),
            "MR206",
            1,
        )
        for one, other in product(OWN, OTHER)
    },
    **{
        f"former ids of {one} and {other}": (
            with_former(with_former(TEXT, OWN[one], "old"), OTHER[other], "old"),
            "MR206",
            1,
        )
        for one, other in product(OWN, OTHER)
    },
}


def test_the_text_is_clean() -> None:
    assert found(TEXT) == []


@pytest.mark.parametrize("name", CLASHES)
def test_a_clash_is_reported_at_both_places_and_stops_nothing_else(
    name: str, tmp_path: Path
) -> None:
    text, code, count = CLASHES[name]
    path = written(tmp_path, text)
    clashes = [one for one in found(text, codes=[code]) if one.code == code]
    assert len(clashes) == count
    lines = text.splitlines()
    for clash in clashes:
        assert clash.place is not None
        (other,) = clash.also
        assert other.place is not None
        assert other.place != clash.place
        word = lines[clash.place.line - 1][clash.place.column - 1 : clash.place.end_column - 1]
        assert lines[other.place.line - 1][other.place.column - 1 : other.place.end_column - 1] == (
            word
        )
    status, out, err = validate("--level", "info", path)
    assert status == 1
    assert "internal error" not in err
    assert f"error[{code}]" in out
    for command in (["list"], ["reconcile"], ["summary"], ["show", "peru"]):
        ended = run_inside(*command, "--registry", path)
        assert ended.code == 3
        assert code in ended.stderr
        assert "UNIQUE" not in ended.stderr


@pytest.mark.parametrize("former", ["united-states", "gazette-2026", "peru", "one-memorandum"])
def test_set_does_not_write_a_clash(former: str, tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    ended = run_inside("set", "peru", f"former_ids={former}", "--registry", path)
    assert ended.code != 0
    assert Path(path).read_text(encoding="utf-8") == TEXT


def test_former_ids_resolve_wherever_a_record_is_named() -> None:
    text = with_former(TEXT, "peru", "peru-republic").replace(
        'parties = ["united-states", "peru"]', 'parties = ["united-states", "peru-republic"]'
    )
    text = text.replace('country = "Peru"', 'party = "peru-republic"')
    text = with_former(text, "gazette-2026", "gazette").replace(
        'sources = ["gazette-2026"]', 'sources = ["gazette"]'
    )
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
