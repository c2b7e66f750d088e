"""Excerpts of source lines: the mark stands below what it means, whatever the line holds."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len as columns

from mineralreg.output.report_text import excerpt

LINES = st.text(
    alphabet=st.sampled_from('ab ="\t漢字é\u0301\u200bＷ\x1b\u202e…🙂'), min_size=1, max_size=120
)


@given(LINES, st.data(), st.integers(40, 120))
def test_the_mark_stands_below_its_text(line: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(1, len(line)))
    end = data.draw(st.integers(start + 1, len(line) + 1))
    found = excerpt(line, start, end, width)
    assert columns(found.shown) <= width
    assert 0 <= found.indent <= columns(found.shown)
    assert 0 <= found.width <= columns(found.shown) - found.indent
    assert "\x1b" not in found.shown
    assert "\t" not in found.shown


@given(
    st.text(alphabet="ab =漢字é\u0301", max_size=25),
    st.text(alphabet="xyz", min_size=1, max_size=8),
    st.text(alphabet="ab漢", max_size=200),
)
def test_the_marked_text_is_what_is_shown_there(before: str, marked: str, behind: str) -> None:
    start = len(before) + 1
    found = excerpt(before + marked + behind, start, start + len(marked), 80)
    at = found.shown.index(marked)
    assert columns(found.shown[:at]) == found.indent
    assert found.width == len(marked)
