"""Shapes, numbers and keys that no registry has, and more mistakes than anybody makes."""

from pathlib import Path

import pytest
from checking import CLAIM, codes, found

from inside import run_inside, soon
from samples import CLEAN, edited, kept

INITIATIVE = """
[[initiative]]
id = "forge"
name = "FORGE"
kind = "forum"
sources = ["gazette-2026"]
members = [{ partner = "peru", from_ = 2026-02-04 }]
"""
AMOUNT = 'amounts = [\n    {{ value = {}, unit = "tonnes" }},\n]\n'
NUMBERS = ("9" * 40, "-" + "9" * 40, "nan", "inf", "-inf", "1e300")


@pytest.mark.parametrize(
    "text",
    [
        'agreement = 3\npartner = "x"\n[source]\nid = 1\n',
        "registry = []\n[[agreement]]\nkind = 3\nminerals = [3]\n",
        "agreement = [1, 2, {}]\nclaim = [[]]\nevent = [{ id = [] }]\n",
        '[[claim]]\nid = "c"\nselector = { country = [[1]], since = 5 }\n',
        '[[partner]]\nid = "p"\naliases = [1, ["x"]]\niso = { a = 1 }\n',
        '[[agreement]]\nid = "a"\nactions = [{}, 3]\nrelations = "x"\n',
        '[[initiative]]\nid = "i"\nmembers = { partner = "x" }\n',
        '[[agreement]]\nid = "a"\nparties = [["x"], {}]\nsources = [1]\n',
    ],
)
def test_shapes_that_nobody_foresaw(place: Path, text: str) -> None:
    kept(place, f"schema_version = 1\n{text}")
    assert run_inside("validate").code == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        *((CLEAN + AMOUNT.format(number), 41) for number in NUMBERS),
        (CLEAN + edited(CLAIM, ("count = 1", f"count = {'9' * 40}")), 44),
    ],
)
def test_numbers_that_no_index_can_hold(text: str, line: int) -> None:
    (number,) = found(text)
    assert (number.code, number.place and number.place.line) == ("MR103", line)


def test_a_key_of_the_program_is_no_key_of_the_file() -> None:
    assert codes(CLEAN + INITIATIVE) == ["MR101"]


@pytest.mark.slow
def test_many_mistakes_take_no_more_than_their_share() -> None:
    agreement = "\n" + CLEAN[CLEAN.index("[[agreement]]") :].replace("us-peru-2026", "us-peru-%d")
    many = "".join(agreement.replace('"peru"]', '"peru-%d", 3]') % (at, at) for at in range(2_000))
    with soon():
        errors = [one for one in found(CLEAN + many) if one.severity == "error"]
    assert len(errors) == 4_000
