from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mineralreg.output.tables import GAP, LEAST, MOST, arrange
from mineralreg.query.results import Column

NAMES = ["id", "title", "name", "date", "status", "kind", "parties", "url", "count", "note"]
TABLES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.booleans(), st.integers(1, 300), st.integers(1, 300)),
    min_size=1,
    max_size=10,
    unique_by=lambda entry: entry[0],
)


@given(TABLES, st.integers(40, 250))
def test_every_column_is_placed_or_named_as_left_out(
    table: list[tuple[str, bool, int, int]], width: int
) -> None:
    columns = [Column(name, name, wide) for name, wide, _, _ in table]
    natural = [length for _, _, length, _ in table]
    words = [min(word, length) for _, _, length, word in table]
    plan = arrange(columns, natural, words, width)
    placed = [at for place in plan.placed for at in place.at]
    assert sorted([*placed, *plan.left_out]) == list(range(len(table)))
    assert sum(place.width for place in plan.placed) + GAP * (len(plan.placed) - 1) <= width


@given(TABLES, st.integers(40, 250))
def test_no_column_is_squeezed(table: list[tuple[str, bool, int, int]], width: int) -> None:
    columns = [Column(name, name, wide) for name, wide, _, _ in table]
    natural = [length for _, _, length, _ in table]
    plan = arrange(columns, natural, [min(word, MOST) for *_, word in table], width)
    for place in plan.placed:
        longest = max(natural[at] for at in place.at)
        assert place.width >= min(longest, LEAST, width)
        if not place.folds:
            assert place.width >= min(longest, width)


def test_a_narrow_terminal_puts_the_title_under_the_id() -> None:
    columns = [Column("id", "Id"), Column("date", "Date"), Column("title", "Title", True)]
    wide = arrange(columns, [20, 10, 60], [20, 10, 12], 100)
    narrow = arrange(columns, [20, 10, 60], [20, 10, 12], 50)
    assert [place.at for place in wide.placed] == [(0,), (1,), (2,)]
    assert [place.at for place in narrow.placed] == [(0, 2), (1,)]
    assert narrow.left_out == []
