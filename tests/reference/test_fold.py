"""Folding: what writers vary without meaning anything by it, and nothing else."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from examples import QUICK_AND_LONG
from mineralreg.reference.countries import countries
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
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@QUICK_AND_LONG
def test_folding_twice_changes_no_single_character(long: bool) -> None:
    for code in (
        code for code in range(0x110000 if long else 0x3000) if not 0xD800 <= code < 0xE000
    ):
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)


@given(st.text())
def test_a_fold_has_only_letters_digits_and_single_blanks(text: str) -> None:
    assert all(word.isalnum() for word in fold(text).split(" ") if word)
    assert fold(text) == " ".join(fold(text).split())


@given(st.sampled_from(NAMES))
def test_case_accents_and_blanks_make_no_difference(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    assert fold(bare) == fold(name)
    assert fold(decomposed) == fold(name)
    assert fold(name.upper()) == fold(name)
    assert fold(f"  {name.replace(' ', '   ')} ") == fold(name)
    assert fold(f"the {name}") == fold(name)


@given(st.sampled_from([name for country in countries() for name in country.aliases]))
def test_a_name_without_accents_means_the_same(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    assert countries().resolve(bare).country is countries().resolve(name).country is not None


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Korea, Republic of", "republic of korea"),
        ("Iran (Islamic Republic of)", "islamic republic of iran"),
        ("Congo, The Democratic Republic of the", "democratic republic of the congo"),
        ("Virgin Islands, U.S.", "us virgin islands"),
        ("Peru", None),
        ("Peru,", None),
        (", Peru", None),
        ("(Peru)", None),
        ("Peru ()", None),
    ],
)
def test_turned_round(text: str, turned: str | None) -> None:
    assert turned_round(text) == turned
