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
PARTIES = '"european-union", "peru"]\nminerals'
EVENT = 'name = "Ministerial on minerals"\ndate = 2026-02-04'
CHANGES = {
    "title": ('title = "Joint statement, Lima"', 'title = "A paper"'),
    "publisher": ('publisher = "U.S. Department of State"', 'publisher = "Courier"'),
    "company": ('name = "Minera Andina"', 'name = "Bolt"'),
    "agency": ('kind = "company"', 'kind = "agency"'),
    "country": ('iso = "PER"', 'iso = "BOL"'),
    "lithium": ("Partnership on sustainable raw materials value chains", "Treaty on lithium"),
    "another party": (PARTIES, PARTIES.replace("peru", "france")),
    "one more party": (PARTIES, PARTIES.replace('"peru"', '"france", "peru"')),
    "no second party": (PARTIES, PARTIES.replace(', "peru"', "")),
    "forum": ('name = "Forum on Ores"', 'name = "The Fund"'),
    "fund": ('kind = "forum"', 'kind = "fund"'),
    "meeting": (EVENT, EVENT.replace("Ministerial", "Summit")),
    "date": (EVENT, EVENT.replace("2026-02-04", "2025-06-06")),
    "meeting and date": (EVENT, 'name = "Summit"\ndate = 2025-06-06'),
    "statement": ("Four delegations took part", "Three delegations"),
    "count": ("count = 4", "count = 3"),
}
REUSED = {
    "title, publisher": "state-peru-2024",
    "company, agency": "minera-andina",
    "country": "peru",
    "lithium, another party": "eu-peru-2024",
    "forum, fund": "ore-forum",
    "meeting and date": "ministerial-2026",
    "statement, count": "four-took-part",
}
CORRECTED = ("lithium, one more party", "lithium, no second party")


@pytest.mark.parametrize("changes", dict.fromkeys([*CHANGES, *CORRECTED, *REUSED]))
def test_a_correction_is_not_another_record(changes: str) -> None:
    reused = REUSED.get(changes)
    found = reported(*(CHANGES[name] for name in changes.split(", ")))
    assert found == ([("MR602", reused)] if reused else [])


def test_an_id_of_another_kind_is_used_again() -> None:
    changes = [
        ('id = "ore-forum"', 'id = "old-forum"\nformer_ids = []'),
        ('id = "minera-andina"', 'id = "ore-forum"'),
    ]
    assert reported(*changes) == [("MR601", "minera-andina"), ("MR602", "ore-forum")]


@pytest.mark.parametrize("kind", ["initiative", "event"])
def test_an_id_that_stands_twice_is_judged_once(kind: str) -> None:
    twice = f'[[{kind}]]\nid = "eu-peru-2024"\n[[claim]]\nid = "x"'
    statement = 'statement = "Four delegations took part"'
    assert reported((statement, f"{statement}\n{twice}")) == []


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


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - REUSED.keys()))
def test_a_change_of_any_kind_of_record_needs_another_version(change: str) -> None:
    assert reported(CHANGES[change], version="2026.3.1") == [("MR603", None)]


def test_the_same_records_need_no_other_version() -> None:
    assert reported(version="2026.3.1") == []
    assert reported(("What the tests need.", "All"), version="2026.3.1") == []
