from hypothesis import given
from hypothesis import strategies as st

from mineralreg.output.tables import GAP, LEAST, arrange
from mineralreg.query.results import Column

NAMES = ["id", "title", "name", "date", "status", "kind", "parties", "url", "count", "note"]
TABLES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.booleans(), st.integers(1, 300), st.integers(1, 300)),
    min_size=1,
    max_size=10,
    unique_by=lambda entry: entry[0],
)


@given(TABLES, st.integers(40, 250))
def test_a_table_fits_and_no_column_is_squeezed(
    table: list[tuple[str, bool, int, int]], width: int
) -> None:
    columns = [Column(name, name, wide) for name, wide, _, _ in table]
    natural = [length for _, _, length, _ in table]
    words = [min(word, length) for _, _, length, word in table]
    places = arrange(columns, natural, words, width)
    if places is None:
        assert sum(natural) + GAP * (len(table) - 1) > width
        return
    assert sum(place.width for place in places) + GAP * (len(places) - 1) <= width
    for place, longest in zip(places, natural, strict=True):
        assert min(longest, LEAST) <= place.width <= longest
        assert place.folds == (place.width < longest)
