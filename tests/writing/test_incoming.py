"""What makes two agreements probably one, and texts that are read as no record at all."""

from datetime import date
from pathlib import Path

import pytest

from mineralreg.document.document import read_document
from mineralreg.edit.identity import duplicates
from mineralreg.edit.incoming import read_incoming
from mineralreg.edit.set import act
from mineralreg.errors import MineralregError, UsageError


def test_agreements_that_are_probably_one() -> None:
    """What is alike is for MR407 to say; only those of the same parties and kind are looked at."""
    acts = [{"action": "signed", "date": date(2026, 2, 20)}]
    kept = {"kind": "treaty", "actions": acts}
    one = {"id": "one", "parties": ["peru", "france"], **kept}
    two = {**one, "id": "two", "parties": ["france", "peru"]}
    other = {**one, "id": "other", "parties": ["peru", "chile"]}
    assert duplicates([one, other, two]) == [(one, two)]
    relations = [{"type": "distinct-from", "agreement": "one"}]
    assert duplicates([one, other, {**two, "relations": relations}]) == []
    assert duplicates([{**one, "withdrawn": "a mistake"}, two]) == []
    assert duplicates([]) == []


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
