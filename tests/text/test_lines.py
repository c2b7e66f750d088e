"""Lines and columns against the obvious way to count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.document import syntax
from mineralreg.document.syntax import Lines


@given(st.text("ab\n\ré", max_size=60), st.integers(0, 60), st.sampled_from([1, 2, 3, 7, 1000]))
def test_lines_agree_with_splitting(text: str, offset: int, stretch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "_STRETCH", stretch)
        check_lines(text, offset)


def check_lines(text: str, offset: int) -> None:
    lines = Lines(text)
    offset = min(offset, len(text))
    head = text[:offset].split("\n")
    assert lines.line_column(offset) == (len(head), len(head[-1]) + 1)
    for number, line in enumerate(text.split("\n"), 1):
        assert lines.line_text(number) == line.removesuffix("\r")
        assert lines.line_column(lines.line_start(number)) == (number, 1)
    for number in (0, -1, text.count("\n") + 2):
        with pytest.raises(IndexError):
            lines.line_start(number)


def test_offsets_outside_the_text() -> None:
    assert Lines("a\nb").line_column(99) == (2, 2)
    assert Lines("").line_column(0) == (1, 1)
