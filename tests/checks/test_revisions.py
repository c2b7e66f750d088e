"""MR601 to MR603 by rows: what is a correction, and what another thing under an old id."""

from __future__ import annotations

import pytest
from checking import found

from mineralreg.checks.context import Earlier
from mineralreg.document.document import parse_document

BEFORE = """\
schema_version = 1
[registry]
version = "2026.1.1"
[[source]]
id = "gazette"
title = "Memorandum"
publisher = "Ministry"
kind = "official"
[[partner]]
id = "peru"
iso = "PER"
[[partner]]
id = "chile"
iso = "CHL"
[[partner]]
id = "acme"
kind = "company"
name = "Acme"
[[agreement]]
id = "memorandum"
title = "Memorandum on copper"
kind = "memorandum"
parties = ["peru", "chile"]
sources = ["gazette"]
[[initiative]]
id = "forum"
name = "The Forum"
kind = "forum"
sources = ["gazette"]
[[event]]
id = "meeting"
name = "The Meeting"
date = 2025-05-05
sources = ["gazette"]
[[claim]]
id = "two-papers"
statement = "Two papers"
count = 2
unit = "agreements"
as_of = 2025-05-05
expect = "unknowable"
sources = ["gazette"]
"""


def reported(*changes: tuple[str, str], version: str = "2026.1.2") -> list[tuple[str, str | None]]:
    text = BEFORE.replace("2026.1.1", version)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    findings = found(text, codes=["MR601", "MR602", "MR603"], against=EARLIER)
    return [(finding.code, finding.record) for finding in findings]


EARLIER = Earlier("v1", parse_document(BEFORE.encode(), "v1"))
TITLE = ('title = "Memorandum"', 'title = "A paper"')
PUBLISHER = ('publisher = "Ministry"', 'publisher = "Courier"')
ACME = ('name = "Acme"', 'name = "Bolt"')
COMPANY = ('kind = "company"', 'kind = "agency"')
COPPER = ("Memorandum on copper", "Treaty on lithium")
FORUM = ('name = "The Forum"', 'name = "The Fund"')
KIND = ('kind = "forum"', 'kind = "fund"')
MEETING = ('name = "The Meeting"', 'name = "The Summit"')
DATE = ("date = 2025-05-05", "date = 2025-06-06")
STATEMENT = ("Two papers", "Three papers")
COUNT = ("count = 2", "count = 3")
PARTIES = '"peru", "chile"]'


@pytest.mark.parametrize(
    ("changes", "reused"),
    [
        ([], None),
        ([TITLE], None),
        ([PUBLISHER], None),
        ([TITLE, PUBLISHER], "gazette"),
        ([ACME], None),
        ([COMPANY], None),
        ([ACME, COMPANY], "acme"),
        ([('iso = "PER"', 'iso = "BOL"')], "peru"),
        ([COPPER], None),
        ([(PARTIES, '"peru", "acme"]')], None),
        ([COPPER, (PARTIES, '"peru", "chile", "acme"]')], None),
        ([COPPER, (PARTIES, '"peru"]')], None),
        ([COPPER, (PARTIES, '"peru", "acme"]')], "memorandum"),
        ([FORUM], None),
        ([KIND], None),
        ([FORUM, KIND], "forum"),
        ([MEETING], None),
        ([DATE], None),
        ([MEETING, DATE], "meeting"),
        ([STATEMENT], None),
        ([COUNT], None),
        ([STATEMENT, COUNT], "two-papers"),
    ],
)
def test_a_correction_is_not_another_record(
    changes: list[tuple[str, str]], reused: str | None
) -> None:
    assert reported(*changes) == ([("MR602", reused)] if reused else [])


def test_an_id_of_another_kind_is_used_again() -> None:
    changes = [
        ('id = "forum"', 'id = "old-forum"\nformer_ids = []'),
        ('id = "acme"', 'id = "forum"'),
    ]
    assert reported(*changes) == [("MR601", "acme"), ("MR602", "forum")]


def test_an_id_that_stands_twice_is_judged_once() -> None:
    again = 'statement = "Two papers"', 'statement = "Two papers"\nnotes = "N"'
    for kind in ("initiative", "event"):
        twice = (again[0], f'{again[1]}\n[[{kind}]]\nid = "memorandum"\n[[claim]]\nid = "x"')
        assert reported(twice) == []


@pytest.mark.parametrize(
    ("change", "vanished"),
    [
        (('id = "acme"', 'id = "bolt"'), ["acme"]),
        (('id = "acme"', 'id = "bolt"\nformer_ids = ["acme"]'), []),
        (('id = "acme"', 'id = "acme"\nwithdrawn = "It never was."'), []),
        (('[[claim]]\nid = "two-papers"', '[[claim]]\nid = "three"'), ["two-papers"]),
        (('[[initiative]]\nid = "forum"', '[[initiative]]\nid = "fund"'), ["forum"]),
        (('[[event]]\nid = "meeting"', '[[event]]\nid = "summit"'), ["meeting"]),
    ],
)
def test_published_ids_stay(change: tuple[str, str], vanished: list[str]) -> None:
    assert reported(change) == [("MR601", id) for id in vanished]


@pytest.mark.parametrize("change", [TITLE, ACME, COPPER, FORUM, MEETING, STATEMENT])
def test_a_change_of_any_kind_of_record_needs_another_version(change: tuple[str, str]) -> None:
    assert reported(change, version="2026.1.1") == [("MR603", None)]
    assert reported(change) == []


def test_the_same_records_need_no_other_version() -> None:
    assert reported(version="2026.1.1") == []
    assert reported(("[registry]\n", '[registry]\nscope = "All"\n'), version="2026.1.1") == []
