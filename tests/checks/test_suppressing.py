"""Suppressions: what they cover, and what only looks like one."""

from checking import codes, found

from samples import CLEAN

DATED = CLEAN.replace("2026-02-04 }", "2026-01-01 }")
MARK = "# mineralreg: ignore[MR307] the gazette says so"


def test_a_comment_covers_its_line() -> None:
    assert codes(DATED) == ["MR307"]
    assert codes(DATED.replace("2026-01-01 },", f"2026-01-01 }},  {MARK}")) == []


def test_a_comment_above_the_header_covers_the_record() -> None:
    assert codes(DATED.replace("[[agreement]]", f"{MARK}\n[[agreement]]")) == []
    among = f"# A remark.\n{MARK}\n# Another one.\n[[agreement]]"
    assert codes(DATED.replace("[[agreement]]", among)) == []


def test_a_blank_line_parts_it_from_the_record() -> None:
    apart = DATED.replace("[[agreement]]", f"{MARK}\n\n[[agreement]]")
    assert {"MR307", "MR904"} <= set(codes(apart))


def test_another_record_is_not_covered() -> None:
    above = DATED.replace('[[partner]]\nid = "peru"', f'{MARK}\n[[partner]]\nid = "peru"')
    assert codes(above) == ["MR904", "MR307"]


def test_a_text_that_looks_like_one_is_none() -> None:
    text = CLEAN + f'notes = "{MARK}"\n'
    assert codes(text) == []
    assert codes(CLEAN + f'notes = """\n{MARK}\n"""\n') == []
    assert codes(CLEAN.replace('"courier-2026"]', f'"courier-2026"] {MARK}'))[0] == "MR901"


def test_several_codes_are_judged_one_by_one() -> None:
    two = MARK.replace("MR307", "MR307, MR405")
    findings = found(DATED.replace("2026-01-01 },", f"2026-01-01 }},  {two}"))
    assert [finding.message for finding in findings] == [
        "the suppression of MR405 suppresses nothing"
    ]


def test_what_was_not_looked_for_is_not_called_unused() -> None:
    marked = CLEAN.replace("[[agreement]]", f"{MARK}\n[[agreement]]")
    assert codes(marked) == ["MR904"]
    assert codes(marked, codes=frozenset({"MR904"})) == []
    history = marked.replace("MR307", "MR602")
    assert codes(history) == []


def test_a_file_that_cannot_be_read_cannot_be_excused() -> None:
    version = CLEAN.replace(
        "schema_version = 1", "schema_version = 2  # mineralreg: ignore[MR003] we know"
    )
    assert codes(version) == ["MR003"]
