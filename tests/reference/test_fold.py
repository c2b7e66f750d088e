"""Folding: what writers vary without meaning anything by it, and nothing else."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from examples import QUICK_AND_LONG
from mineralreg.reference.countries import Match, countries
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold, turned_round

NAMES = [
    *(name for country in countries() for name in (country.name, *country.aliases)),
    *(name for mineral in minerals() for name in (mineral.name, *mineral.aliases)),
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        *(("Perú", "peru"), ("PERU", "peru"), ("  Peru\t", "peru")),
        *(("Côte d’Ivoire", "cote divoire"), ("Cote d'Ivoire", "cote divoire")),
        *(("Bahamas, The", "bahamas"), ("The Gambia", "gambia"), ("U.S.A.", "usa")),
        *(("U. S. A.", "usa"), ("D.R. Congo", "dr congo"), ("EE. UU.", "ee uu")),
        ("Trinidad & Tobago", "trinidad and tobago"),
        *(("T&T", "t and t"), ("St. Lucia", "saint lucia"), ("St Kitts", "saint kitts")),
        *(("Guinea-Bissau", "guinea bissau"), ("Guinea–Bissau", "guinea bissau")),
        *(("Ｐｅｒｕ", "peru"), ("Færøerne", "faeroerne"), ("Österreich", "osterreich")),
        *(("Straße", "strasse"), ("İstanbul", "istanbul"), ("Việt Nam", "viet nam")),
        *(("Kosovo*", "kosovo"), ("St.", "st"), ("the", ""), ("", ""), ("…", "")),
        *(("Netherlands", "netherlands"), ("Thebes", "thebes"), ("East", "east")),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
@example("ΐ")
@example("ﬃ")
@example("´")
@example("s t")
@example("t h e peru")
@example("ſt")
@example("🄐")
def test_a_fold_has_only_letters_digits_and_single_blanks_and_stays(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert all(word.isalnum() for word in folded.split(" ") if word)
    assert folded == " ".join(folded.split())


@QUICK_AND_LONG
def test_folding_twice_changes_no_single_character(long: bool) -> None:
    for code in range(0x110000 if long else 0x3000):
        folded = fold(chr(code)) if not 0xD800 <= code < 0xE000 else ""
        assert fold(folded) == folded, hex(code)


def bare(name: str) -> str:
    """A name without accents."""
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@given(st.sampled_from(NAMES))
def test_case_accents_and_blanks_make_no_difference(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    widened = f"  {name.replace(' ', '   ')} "
    for other in (bare(name), decomposed, name.upper(), widened, f"the {name}"):
        assert fold(other) == fold(name)


@given(st.sampled_from([name for country in countries() for name in country.aliases]))
def test_a_name_without_accents_means_the_same(name: str) -> None:
    assert countries().resolve(bare(name)) == countries().resolve(name) != Match()


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Korea, Republic of", "republic of korea"),
        ("Iran (Islamic Republic of)", "islamic republic of iran"),
        ("Congo, The Democratic Republic of the", "democratic republic of the congo"),
        ("Virgin Islands, U.S.", "us virgin islands"),
        *(("Peru", None), ("Peru,", None), (", Peru", None), ("(Peru)", None), ("Peru ()", None)),
    ],
)
def test_turned_round(text: str, turned: str | None) -> None:
    assert turned_round(text) == turned
