"""What makes two agreements probably one, and texts that are read as no record at all."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mineralreg.document.document import parse, read_document
from mineralreg.edit.identity import Alike
from mineralreg.edit.incoming import read_incoming
from mineralreg.edit.set import act
from mineralreg.errors import MineralregError, UsageError
from samples import SAMPLE


def agreement(day: object = date(2026, 2, 20), **more: Any) -> dict[str, Any]:
    acts = [{"action": "signed", "date": day}]
    return {"kind": "memorandum", "parties": ["peru", "united-states"], "actions": acts, **more}


def twins(record: dict[str, Any]) -> list[str]:
    """Agreements of the sample that are probably the same: one was signed on 2026-02-04."""
    return Alike(parse(SAMPLE)).to(record)


@pytest.mark.parametrize(
    ("near", "days"),
    [
        (True, [date(2026, 2, 20), date(2026, 3, 7), date(2026, 1, 4)]),  # 31 days on either side
        (False, [date(2026, 4, 1), date(2026, 3, 8), date(2026, 1, 3)]),
        (True, ["2026-03", "2026-03?", "2026"]),
        (False, ["2026-04", None]),
    ],
)
def test_probable_duplicates_are_dated_within_a_month(near: bool, days: list[object]) -> None:
    assert [twins(agreement(day)) for day in days] == [["us-peru-2026"] * near] * len(days)


def test_probable_duplicates_have_the_same_parties_and_kind_and_no_relation() -> None:
    assert twins(agreement(parties=["united-states", "peru"])) == ["us-peru-2026"]
    for parties in (["peru", "france"], ["peru"], []):
        assert twins(agreement(parties=parties)) == []
    assert twins(agreement(kind="treaty")) == []
    assert twins(agreement(relations=[{"agreement": "us-peru-2026"}])) == []
    withdrawn = agreement(date(2025, 5, 5), kind="other", parties=["peru", "france"])
    assert twins(withdrawn) == []


def test_twins_inside_one_input() -> None:
    alike = Alike({})
    assert alike.to(agreement()) == []
    alike.include(agreement(id="one"))
    alike.include(agreement(id="gone", withdrawn="a mistake"))
    assert alike.to(agreement(id="two")) == ["one"]
    assert alike.to(agreement(id="two", relations=[{"agreement": "one"}])) == []
    alike.include(agreement(id="three", relations=[{"agreement": "four"}]))
    assert alike.to(agreement(id="four")) == ["one"]


def test_of_thousands_of_alike_agreements_the_last_are_named() -> None:
    alike = Alike({})
    for number in range(20):
        alike.include(agreement(id=f"a-{number}"))
    assert alike.to(agreement()) == [f"a-{number}" for number in range(12, 20)]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xff", "not UTF-8"),
        (b"title;pais\nt\xedtulo;pais\n", "is not UTF-8: line 2"),
        (b"PK\x03\x04 not a workbook", "cannot be read as a workbook"),
        (b"title\0,kind\n", "is not a text file"),
        (b"[" * 100_000, "nests|valid TOML|cannot be parsed"),
        (b'{"a":' * 100_000, "nests too deeply"),
        (b'[{"count": ' + b"9" * 5000 + b"}]", "a number has too many digits$"),
        (b'{"a": ' + b"1" * 5000 + b"}", "cannot be read"),
    ],
)
def test_what_is_no_record(raw: bytes, message: str) -> None:
    with pytest.raises(MineralregError, match=message):
        read_incoming("source", raw, "it")


def test_a_number_of_thousands_of_digits_is_not_a_date(path: Path) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        act("us-peru-2026", "signed", {"date": "May " + "9" * 5000})(read_document(path))
