import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mineralreg.output import escape

HOSTILE = re.compile(f"[{escape.HOSTILE}]")
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x07\x9b\r\n\t\u202e\u2066\ufeff\u2028\U000e0041=+-@"),
    )
)


@given(TEXTS)
def test_nothing_that_a_terminal_obeys_is_left_and_separators_become_blanks(text: str) -> None:
    assert HOSTILE.search(escape.visible(text)) is None
    blank = re.sub(r"[\t\n\x0b\x0c\r\x85\u2028\u2029]", " ", text)
    assert escape.blank_separators(text) == blank
    assert escape.one_line(text) == escape.visible(blank)
    assert len(escape.one_line(text).splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\U000e0041\U000e0001")
def test_json_means_the_same_and_holds_nothing_invisible(text: str) -> None:
    shown = escape.json_visible(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(shown) == {"text": text}
    assert HOSTILE.search(shown) is None


@given(TEXTS)
def test_no_cell_starts_a_formula(text: str) -> None:
    assert escape.harmless_cell(text)[:1] not in set(escape.FORMULA_STARTS)
    assert escape.harmless_cell(text).removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("naïve Ünïcödé 中文", "naïve Ünïcödé 中文"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("\U000e0041", "\\U000e0041"),
        ("two\nlines", "two\nlines"),
        ("zero\u200dwidth\u200djoiner", "zero\u200dwidth\u200djoiner"),
    ],
)
def test_escapes(text: str, shown: str) -> None:
    assert escape.visible(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        *(("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…")),
        *(("漢字漢字", 8, "漢字漢字"), ("漢字漢字", 6, "漢字…"), ("漢字漢字", 5, "漢字…")),
        ("ab cd", 4, "ab…"),
        ("abc", 0, ""),
    ],
)
def test_what_is_too_wide_is_cut_to_its_width(text: str, width: int, shown: str) -> None:
    assert escape.cut(text, width) == shown
