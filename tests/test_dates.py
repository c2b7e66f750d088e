"""PartialDate: which texts it reads, what they mean, and how two of them compare."""

import pickle
from datetime import date, datetime

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.dates import Answer, DateError, PartialDate

DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31))
QUALIFIERS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    day = draw(DAYS)
    length = draw(st.sampled_from([4, 7, 10]))
    return day.isoformat()[:length] + draw(QUALIFIERS)


PARTIAL = texts().map(PartialDate.parse)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("2026-02", "2026-02-01", "2026-02-28", "month"),
        ("2024-02~", "2024-02-01", "2024-02-29", "month"),
        ("2026-12?", "2026-12-01", "2026-12-31", "month"),
        ("2026-02-04%", "2026-02-04", "2026-02-04", "day"),
    ],
)
def test_a_text_means_its_first_and_last_day(
    text: str, earliest: str, latest: str, precision: str
) -> None:
    value = PartialDate.parse(text)
    assert (value.earliest.isoformat(), value.latest.isoformat()) == (earliest, latest)
    assert value.precision == precision
    assert str(value) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "26", "2026-2", "2026-02-4", "2026-21-01x", "2026-02-04T10:00", "9999", "0000"),
        *("2026-W05", "2026?-02", "2026-02-04?~", " 2026", "2026 ", "2026\n", "２０２６", "-2026"),
        *("2026/2027", "spring 2026"),
    ],
)
def test_other_forms_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    assert caught.value.form
    assert "leave the date out" in caught.value.message or "2026-02-04" in caught.value.message


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "2025-02-29", "2026-00", "2026-01-00"])
def test_days_that_are_not_in_the_calendar_are_told_apart(text: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    assert not caught.value.form


@pytest.mark.parametrize("value", [2026, 0, True, 1.5, None, [], datetime(2026, 2, 4)])
def test_of_other_types_only_a_date_is_read(value: object) -> None:
    assert PartialDate.coerce(date(2026, 2, 4)) == PartialDate.parse("2026-02-04")
    with pytest.raises(DateError):
        PartialDate.coerce(value)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        *(("2025", "2026", "yes"), ("2026", "2025", "no"), ("2026", "2026", "maybe")),
        *(("2025", "2025-06-01", "maybe"), ("2025-06-01", "2025-06-01", "no")),
        *(("2025-05", "2025-06-01", "yes"), ("2025-06", "2025-06-01", "no")),
    ],
)
def test_before_has_three_answers(one: str, other: str, answer: Answer) -> None:
    assert PartialDate.parse(one).before(PartialDate.parse(other)) == answer


@given(PARTIAL, PARTIAL)
def test_an_answer_holds_for_every_day_and_maybe_is_said_when_both_can_be(
    one: PartialDate, other: PartialDate
) -> None:
    pairs = [(a, b) for a in (one.earliest, one.latest) for b in (other.earliest, other.latest)]
    for answer, truths in (
        (one.before(other), {a < b for a, b in pairs}),
        (one.after(other), {a > b for a, b in pairs}),
    ):
        assert answer == ("maybe" if len(truths) == 2 else "yes" if True in truths else "no")
    assert one.before(other) == other.after(one)


@given(texts())
def test_the_edtf_library_agrees_on_first_and_last_day(text: str) -> None:
    parsed = edtf.parse_edtf(text)
    value = PartialDate.parse(text)
    assert _as_day(parsed.lower_strict()) == value.earliest
    assert _as_day(parsed.upper_strict()) == value.latest


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        value = PartialDate.parse(text)
    except DateError as error:
        assert error.message
    else:
        assert value.earliest <= value.latest
        assert value.text == text


@given(PARTIAL)
def test_values_are_immutable_hashable_and_picklable(value: PartialDate) -> None:
    with pytest.raises(AttributeError):
        value.text = "2026"
    assert pickle.loads(pickle.dumps(value)) == value
    assert len({value, PartialDate.parse(value.text)}) == 1


def _as_day(moment: object) -> date:
    return date(*list(moment)[:3])  # type: ignore[call-overload]  # edtf gives a struct_time
