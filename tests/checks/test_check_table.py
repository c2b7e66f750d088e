"""The table of checks: every code is described, explained, and has a case for and against it."""

from pathlib import Path

import pytest

from mineralreg.checks.register import CHECKS, FAMILIES, explanation, overview, wanted_codes
from mineralreg.errors import UsageError

CASES = Path(__file__).parent.parent / "cases" / "validate"


def test_codes_are_in_order_and_of_a_family() -> None:
    assert list(CHECKS) == sorted(CHECKS)
    assert all(code[:3] in FAMILIES for code in CHECKS)
    assert len({check.name for check in CHECKS.values()}) == len(CHECKS)


@pytest.mark.parametrize("code", CHECKS)
def test_a_case_trips_it_and_one_does_not(code: str) -> None:
    trips = list(CASES.glob(f"{code}-*.case"))
    fine = [path for path in trips if path.stem.endswith("-fine")]
    assert len(fine) >= 1
    assert len(trips) > len(fine)
    for path in trips:
        output = path.read_text(encoding="utf-8").partition("--- stdout\n")[2]
        assert (f"[{code}]: " in output) == (path not in fine), path


@pytest.mark.parametrize("code", CHECKS)
def test_it_is_explained(code: str) -> None:
    check, text = CHECKS[code], explanation(code)
    assert all(part in " ".join(text.split()) for part in (check.name, check.title))
    assert check.example.splitlines()[0] in text
    assert check.why.endswith(".")
    assert check.fix
    assert f"  {code}  " in overview()


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        (["MR201"], [], {"MR201"}),
        (["mr60"], ["MR602"], {"MR601", "MR603"}),
        (["MR601,MR602"], [], {"MR601", "MR602"}),
        (["vanished-id"], [], {"MR601"}),
        ([], ["MR"], set()),
        ([], [], set(CHECKS)),
    ],
)
def test_codes_are_chosen(select: list[str], ignore: list[str], wanted: set[str]) -> None:
    assert wanted_codes(select, ignore) == wanted


@pytest.mark.parametrize("word", ["MR000", "405", "M", "mr4055"])
def test_a_code_that_no_check_has_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="no check has the code"):
        wanted_codes([word])
