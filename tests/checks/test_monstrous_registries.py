"""Shapes, numbers and keys that no registry has, and more mistakes than anybody makes."""

from pathlib import Path

import pytest
from checking import CLAIM, reported, validate, written

from inside import soon
from samples import CLEAN, edited


@pytest.mark.parametrize(
    "text",
    [
        'schema_version = 1\nagreement = 3\npartner = "x"\n[source]\nid = 1\n',
        'schema_version = "1"\nregistry = []\n',
        "schema_version = 1\nagreement = [1, 2, {}]\nclaim = [[]]\nevent = [{ id = [] }]\n",
        'schema_version = 1\n[[claim]]\nid = "c"\nselector = { country = [[1]], since = 5 }\n',
        'schema_version = 1\n[[partner]]\nid = "p"\naliases = [1, ["x"]]\niso = { a = 1 }\n',
        'schema_version = 1\n[[agreement]]\nid = "a"\nactions = [{}, 3]\nrelations = "x"\n',
        'schema_version = 1\n[[initiative]]\nid = "i"\nmembers = { partner = "x" }\n',
        'schema_version = 1\n[[agreement]]\nid = "a"\nparties = [["x"], {}]\nsources = [1]\n',
    ],
)
def test_shapes_that_nobody_foresaw(tmp_path: Path, text: str) -> None:
    code, out, err = validate(written(tmp_path, text))
    assert code in (1, 3)
    assert "internal error" not in out + err


AMOUNT = 'amounts = [\n    {{ value = {}, unit = "tonnes" }},\n]\n'
NUMBERS = ("9" * 40, "-" + "9" * 40, "nan", "inf", "-inf", "1e300")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        *((CLEAN + AMOUNT.format(number), 41) for number in NUMBERS),
        (CLEAN + edited(CLAIM, ("count = 1", f"count = {'9' * 40}")), 44),
    ],
)
def test_numbers_that_no_index_can_hold(tmp_path: Path, text: str, line: int) -> None:
    report = reported(written(tmp_path, text))
    assert [(one["code"], one["line"]) for one in report["findings"]] == [("MR103", line)]


def test_a_key_of_the_program_is_no_key_of_the_file(tmp_path: Path) -> None:
    initiative = '\n[[initiative]]\nid = "forge"\nname = "FORGE"\nkind = "forum"\n'
    initiative += (
        'sources = ["gazette-2026"]\nmembers = [{ partner = "peru", from_ = 2026-02-04 }]\n'
    )
    report = reported(written(tmp_path, CLEAN + initiative))
    assert [one["code"] for one in report["findings"]] == ["MR101"]


@pytest.mark.slow
def test_many_mistakes_take_no_more_than_their_share(tmp_path: Path) -> None:
    agreement = "\n" + CLEAN[CLEAN.index("[[agreement]]") :].replace("us-peru-2026", "us-peru-%d")
    many = "".join(agreement.replace('"peru"]', '"peru-%d", 3]') % (at, at) for at in range(2_000))
    with soon():
        report = reported("--ignore", "MR901,MR407", written(tmp_path, CLEAN + many))
    assert report["counts"]["error"] == 4_000
