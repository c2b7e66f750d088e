"""MR601 to MR603 by rows: what is a correction, and what another thing under an old id."""

import pytest
from checking import found

from mineralreg.checks.context import Earlier
from mineralreg.document.document import parse_document
from samples import SAMPLE, edited


def reported(*changes: tuple[str, str], version: str = "2026.3.2") -> list[tuple[str, str | None]]:
    text = edited(SAMPLE, ('"2026.3.1"', f'"{version}"'), *changes)
    findings = found(text, codes=["MR601", "MR602", "MR603"], against=EARLIER)
    return [(finding.code, finding.record) for finding in findings]


EARLIER = Earlier("v1", parse_document(SAMPLE.encode(), "v1"))
TITLE = ('title = "Joint statement, Lima"', 'title = "A paper"')
PUBLISHER = ('publisher = "U.S. Department of State"', 'publisher = "Courier"')
COMPANY = ('name = "Minera Andina"', 'name = "Bolt"')
COMPANY_KIND = ('kind = "company"', 'kind = "agency"')
COPPER = ("Partnership on sustainable raw materials value chains", "Treaty on lithium")
FORUM = ('name = "Forum on Ores"', 'name = "The Fund"')
FORUM_KIND = ('kind = "forum"', 'kind = "fund"')
EVENT = 'name = "Ministerial on minerals"\ndate = 2026-02-04'
MEETING = (EVENT, EVENT.replace("Ministerial", "Summit"))
DATE = (EVENT, EVENT.replace("2026-02-04", "2025-06-06"))
MEETING_AND_DATE = (EVENT, DATE[1].replace("Ministerial", "Summit"))
STATEMENT = ("Four delegations took part", "Three delegations")
COUNT = ("count = 4", "count = 3")
PARTIES = ('"european-union", "peru"]\nminerals', '"european-union", "france"]\nminerals')


@pytest.mark.parametrize(
    ("changes", "reused"),
    [
        ([], None),
        ([TITLE], None),
        ([PUBLISHER], None),
        ([TITLE, PUBLISHER], "state-peru-2024"),
        ([COMPANY], None),
        ([COMPANY_KIND], None),
        ([COMPANY, COMPANY_KIND], "minera-andina"),
        ([('iso = "PER"', 'iso = "BOL"')], "peru"),
        ([COPPER], None),
        ([PARTIES], None),
        ([COPPER, (PARTIES[0], '"european-union", "france", "peru"]\nminerals')], None),
        ([COPPER, (PARTIES[0], '"european-union"]\nminerals')], None),
        *(([COPPER, PARTIES], "eu-peru-2024"), ([FORUM], None), ([FORUM_KIND], None)),
        *(([FORUM, FORUM_KIND], "ore-forum"), ([MEETING], None), ([DATE], None)),
        ([MEETING_AND_DATE], "ministerial-2026"),
        ([STATEMENT], None),
        ([COUNT], None),
        ([STATEMENT, COUNT], "four-took-part"),
    ],
)
def test_a_correction_is_not_another_record(
    changes: list[tuple[str, str]], reused: str | None
) -> None:
    assert reported(*changes) == ([("MR602", reused)] if reused else [])


def test_an_id_of_another_kind_is_used_again() -> None:
    changes = [
        ('id = "ore-forum"', 'id = "old-forum"\nformer_ids = []'),
        ('id = "minera-andina"', 'id = "ore-forum"'),
    ]
    assert reported(*changes) == [("MR601", "minera-andina"), ("MR602", "ore-forum")]


@pytest.mark.parametrize("kind", ["initiative", "event"])
def test_an_id_that_stands_twice_is_judged_once(kind: str) -> None:
    twice = f'[[{kind}]]\nid = "eu-peru-2024"\n[[claim]]\nid = "x"'
    assert reported((STATEMENT[0] + '"', f'{STATEMENT[0]}"\nnotes = "N"\n{twice}')) == []


OWN_ID = 'id = "minera-andina"'


@pytest.mark.parametrize(
    ("change", "vanished"),
    [
        ((OWN_ID, 'id = "bolt"'), ["minera-andina"]),
        ((OWN_ID, 'id = "bolt"\nformer_ids = ["minera-andina"]'), []),
        ((OWN_ID, f'{OWN_ID}\nwithdrawn = "It never was."'), []),
        (('id = "four-took-part"', 'id = "three"'), ["four-took-part"]),
        (('id = "ore-forum"', 'id = "fund"'), ["ore-forum"]),
        (('id = "ministerial-2026"', 'id = "summit"'), ["ministerial-2026"]),
    ],
)
def test_published_ids_stay(change: tuple[str, str], vanished: list[str]) -> None:
    assert reported(change) == [("MR601", id) for id in vanished]


@pytest.mark.parametrize("change", [TITLE, COMPANY, COPPER, FORUM, MEETING, STATEMENT])
def test_a_change_of_any_kind_of_record_needs_another_version(change: tuple[str, str]) -> None:
    assert reported(change, version="2026.3.1") == [("MR603", None)]
    assert reported(change) == []


def test_the_same_records_need_no_other_version() -> None:
    assert reported(version="2026.3.1") == []
    assert reported(("What the tests need.", "All"), version="2026.3.1") == []
