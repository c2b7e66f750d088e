"""Suppressions: what they cover, and what only looks like one."""

import pytest
from checking import codes, found

from samples import CLEAN, edited

MARK = "# mineralreg: ignore[MR307] the gazette says so"
DAY = ("2026-02-04 }", "2026-01-01 }")
RECORD = "[[agreement]]"
PERU = '[[partner]]\nid = "peru"'


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ([DAY], ["MR307"]),
        ([("2026-02-04 },", f"2026-01-01 }},  {MARK}")], []),
        ([DAY, (RECORD, f"{MARK}\n{RECORD}")], []),  # above the header it covers the record
        ([DAY, (RECORD, f"# A remark.\n{MARK}\n# Another one.\n{RECORD}")], []),
        ([DAY, (RECORD, f"{MARK}\n\n{RECORD}")], ["MR904", "MR307"]),
        ([DAY, (PERU, f"{MARK}\n{PERU}")], ["MR904", "MR307"]),
        ([(RECORD, f"{MARK}\n{RECORD}")], ["MR904"]),
        ([(RECORD, f"{MARK}\n{RECORD}".replace("MR307", "MR602"))], []),  # is not looked for
        # what only looks like a suppression
        ([('kind = "memo', f'notes = "{MARK}"\nkind = "memo')], ["MR901"]),
        ([('kind = "memo', f'notes = """\n{MARK}\n"""\nkind = "memo')], ["MR901"]),
        ([('"courier-2026"]', f'"courier-2026"] {MARK}')], ["MR901", "MR904"]),
        # a file that cannot be read cannot be excused
        ([("version = 1", f"version = 2  {MARK.replace('MR307', 'MR003')}")], ["MR003"]),
    ],
)
def test_what_a_comment_covers(changes: list[tuple[str, str]], wanted: list[str]) -> None:
    assert codes(edited(CLEAN, *changes)) == wanted


def test_several_codes_are_judged_one_by_one() -> None:
    two = MARK.replace("MR307", "MR307, MR405")
    findings = found(CLEAN.replace("2026-02-04 },", f"2026-01-01 }},  {two}"))
    assert [finding.message for finding in findings] == [
        "the suppression of MR405 suppresses nothing"
    ]


def test_what_was_not_looked_for_is_not_called_unused() -> None:
    marked = CLEAN.replace(RECORD, f"{MARK}\n{RECORD}")
    assert codes(marked, codes=frozenset({"MR904"})) == []
