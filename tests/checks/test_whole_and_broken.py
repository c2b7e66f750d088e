"""One mistake is one finding, and a broken record hides nothing of the rest."""

import pytest
from checking import CLAIM, WITH_CLAIM, codes, found
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.checks.engine import loadable
from mineralreg.checks.sense import cycles
from mineralreg.document.document import parse_document
from samples import CLEAN


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "peru"', 'id = "Perú"', "MR105"),
        ('id = "gazette-2026"', 'id = "Gazette"', "MR105"),
        ('"united-states", "peru"]', '"united-states", "preu"]', "MR201"),
        ('parties = ["united-states", "peru"]', "parties = 3", "MR103"),
        ('parties = ["united-states"', 'partys = ["united-states"', "MR101"),
        ('kind = "official"', 'kind = "offical"', "MR104"),
        ('iso = "PER"', 'iso = "PRU"', "MR207"),
        ("date = 2026-02-04", 'date = "2026-02-31"', "MR107"),
        ("as_of = 2026-02-20", "as_of = 2026", "MR106"),
        ('sources = ["gazette-2026", "courier-2026"]', 'sources = "gazette-2026"', "MR103"),
        ('title = "Memorandum on critical minerals"', 'titel = "Memorandum"', "MR101"),
        ("actions = [", "action = [", "MR101"),
        ('action = "signed"', 'action = "singed"', "MR104"),
        ("[[claim]]", "[[claims]]", "MR101"),
        ('country = "Peru"', 'country = "Perou2"', "MR201"),
        ('country = "Peru"', 'contry = "Peru"', "MR101"),
    ],
)
def test_one_mistake_is_one_finding(old: str, new: str, code: str) -> None:
    assert old in WITH_CLAIM
    text = WITH_CLAIM.replace(old, new)
    if new.startswith("id ="):
        before, after = old.split('"')[1], new.split('"')[1]
        text = text.replace(f'"{before}"', f'"{after}"')
    assert [one for one in codes(text) if one != "MR901"] == [code]


MEETING = (
    CLEAN
    + """
[[event]]
id = "meeting-2026"
name = "Meeting"
date = 2026-02-04
participants = ["peru", "united-states"]
sources = ["gazette-2026"]
"""
    + CLAIM.replace("count = 1", "count = 5").replace('country = "Peru"', 'event = "meeting-2026"')
    + CLAIM.replace("count = 1", "count = 5").replace('"one-memorandum"', '"two"')
)
"""Claims `one`, which counts what was made at a meeting, and `two`; neither adds up."""


@pytest.mark.parametrize(
    ("old", "new", "judged"),
    [
        ('id = "peru"', 'id = "peru"', {"one-memorandum", "two"}),
        ('kind = "memorandum"', 'kind = "memo"', set()),
        ('kind = "memorandum"', 'kind = "memo"\nevent = "meeting-2026"', set()),
        ('kind = "memorandum"', 'kind = "memorandum"\nevnt = "meeting-2026"', set()),
        ('kind = "memorandum"', 'kind = "memorandum"\nevent = 3', set()),
        ('sources = ["gazette-2026", "', 'sources = ["gazete-2026", "', {"one-memorandum", "two"}),
        ('name = "Meeting"', "name = 3", {"two"}),
        ('iso = "PER"', "iso = 3", {"one-memorandum"}),
        ('statement = "One memorandum"', "statement = 1", set()),
    ],
)
def test_a_claim_is_judged_unless_it_may_count_what_is_broken(
    old: str, new: str, judged: set[str]
) -> None:
    findings = found(MEETING.replace(old, new))
    assert {one.record for one in findings if one.code == "MR501"} == judged


def test_a_record_that_is_broken_is_not_judged_further() -> None:
    text = CLEAN.replace('["united-states", "peru"]', '["peru", "peru"]')
    assert codes(text) == ["MR208", "MR402"]
    assert codes(text.replace('kind = "memorandum"', 'kind = "memo"')) == ["MR104"]


@pytest.mark.parametrize("kind", ["source", "partner", "agreement", "claim"])
def test_a_kind_that_is_no_list_hides_no_other(kind: str) -> None:
    text = WITH_CLAIM.replace(f"[[{kind}]]", f"[[x-{kind}]]").replace(
        "schema_version = 1\n", f"schema_version = 1\n{kind} = 3\n"
    )
    found = [code for code in codes(text) if code != "MR901"]
    assert found.count("MR103") == 1
    assert set(found) <= {"MR101", "MR103"}


@pytest.mark.parametrize(("party", "wrong"), [("preu", [("MR201", "x.toml:34:29")]), ("peru", [])])
def test_errors_and_only_these_stand_in_the_way_of_questions(
    party: str, wrong: list[tuple[str, str]]
) -> None:
    text = WITH_CLAIM.replace('"peru"]', f'"{party}"]').replace("2026-02-04 }", "2026-01-01 }")
    registry, findings = loadable(parse_document(text.encode(), "x.toml"))
    assert [(finding.code, finding.where) for finding in findings] == wrong
    assert (registry is None) == bool(wrong)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))))
def test_cycles_are_found_where_there_are_any(edges: list[tuple[str, str]]) -> None:
    found = list(cycles(dict.fromkeys(edges)))
    for circle in found:
        assert all(edge in edges for edge in circle)
        assert [end for _, end in circle] == [start for start, _ in (*circle[1:], circle[0])]
    reach = set(edges)
    for _ in range(5):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    assert bool(found) == any(start == end for start, end in reach)


def test_a_long_chain_is_no_circle() -> None:
    chain = [(str(number), str(number + 1)) for number in range(50_000)]
    assert list(cycles(chain)) == []
