"""What is only near is never taken: it is suggested, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.reference.countries import Match, countries
from mineralreg.reference.spelling import distance, nearest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("Preu", "Peru"), ("Peruu", "Peru"), ("Chle", "Chile"), ("Germny", "Germany")),
        *(("Untied States", "United States"), ("United Sates", "United States")),
        *(("Kazahkstan", "Kazakhstan"), ("Uzbekstan", "Uzbekistan")),
        *(("Argentinia", "Argentina"), ("Sudi Arabia", "Saudi Arabia")),
        *(("South Koera", "South Korea"), ("Phillipines", "Philippines")),
        ("Kinshasa", "Democratic Republic of the Congo"),
        ("Republic Korea of", "South Korea"),
        ("European Onion", "European Union"),
        ("Sovjet Union", "Soviet Union"),
        ("England", "United Kingdom"),
        ("Northern Ireland", "United Kingdom"),
        ("America", "United States"),
    ],
)
def test_a_typo_matches_nothing_and_suggests(typed: str, meant: str) -> None:
    assert countries().resolve(typed) == Match()
    assert countries().suggest(typed)[0] == meant


@pytest.mark.parametrize("text", ["Atlantis", "zzzzzzzz", "", "Middle Earth"])
def test_nothing_near_suggests_nothing(text: str) -> None:
    assert countries().suggest(text) == ()


def test_a_far_name_is_not_shown_beside_a_near_one() -> None:
    """South and North Korea are three letters apart; a slip in one must not offer the other."""
    assert countries().suggest("South Koera") == ("South Korea",)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert sum(map(bool, countries().resolve(text))) <= 1
    assert len(countries().suggest(text)) <= 3


words = st.text("abcd", max_size=7)


@given(words, words)
def test_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    assert distance(left, right, 9) == distance(right, left, 9)
    assert abs(len(left) - len(right)) <= distance(left, right, 9) <= max(len(left), len(right))
    assert (distance(left, right, 9) == 0) == (left == right)


@given(words, words, st.integers(0, 4))
def test_a_limit_only_cuts_off(left: str, right: str, allowed: int) -> None:
    whole = distance(left, right, 9)
    assert distance(left, right, allowed) == min(whole, allowed + 1)


@pytest.mark.parametrize(
    ("left", "right", "changes"),
    [
        *(("peru", "preu", 1), ("peru", "pru", 1), ("chile", "chili", 1), ("iran", "iraq", 1)),
        *(("kitten", "sitting", 3), ("abcd", "badc", 2), ("", "abc", 3)),
    ],
)
def test_distances(left: str, right: str, changes: int) -> None:
    assert distance(left, right, 9) == changes


def test_nearest_comes_first_and_each_name_once() -> None:
    names = {"lead": "Lead", "lead ore": "Lead", "leads": "Leads", "zinc": "Zinc"}
    assert nearest("leadd", names) == ("Leads", "Lead")
