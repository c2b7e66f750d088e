"""The mineral table: the official lists whole, groups that nest, names that mean one mineral."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.reference.countries import read_table
from mineralreg.reference.minerals import minerals
from mineralreg.reference.spelling import fold

OFFICIAL = {
    name: ids.split()
    for name, ids in (
        line.split(":")
        for line in Path(__file__).with_name("official_lists.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
}
LIGHT = ("lanthanum", "cerium", "praseodymium", "neodymium", "samarium")
HEAVY = (
    *("europium", "gadolinium", "terbium", "dysprosium", "holmium"),
    *("erbium", "thulium", "ytterbium", "lutetium", "yttrium"),
)


@pytest.mark.parametrize(
    ("list_id", "entries"), [("usgs-2025", 60), ("eu-critical-2024", 34), ("eu-strategic-2024", 17)]
)
def test_official_lists_are_whole(list_id: str, entries: int) -> None:
    named = [mineral.id for mineral in minerals() if list_id in mineral.lists]
    assert sorted(named) == sorted(OFFICIAL[list_id])
    (official,) = [one for one in read_table("minerals")["list"] if one["id"] == list_id]
    assert official["entries"] == entries
    magnet_elements = 7 if list_id == "eu-strategic-2024" else 1  # they are one entry there
    assert len(named) - magnet_elements + 1 == entries


def test_ids_and_kinds() -> None:
    ids = [mineral.id for mineral in minerals()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", id) for id in ids)
    kinds = {mineral.id: mineral.kind for mineral in minerals() if mineral.kind != "mineral"}
    assert kinds == {
        "critical-minerals": "generic",
        "battery-minerals": "generic",
        "seabed-minerals": "generic",
        "permanent-magnets": "product",
        "rare-earths": "group",
        "light-rare-earths": "group",
        "heavy-rare-earths": "group",
        "platinum-group-metals": "group",
    }


def test_no_name_means_two_minerals() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for mineral in minerals():
        for name in (mineral.id, mineral.name, *mineral.aliases):
            meanings[fold(name)].add(mineral.id)
            assert minerals().resolve(name) is mineral, name
        folds = [fold(name) for name in (mineral.name, *mineral.aliases)]
        assert len(folds) == len(set(folds)), mineral.id
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("rare-earths", "rare earths, Rare Earth Elements, rare-earths, REE, terres rares"),
        *(("rare-earths", "tierras raras"), ("aluminium", "aluminum, bauxite, alumina, Al")),
        *(("barite", "baryte"), ("cesium", "caesium"), ("metallurgical-coal", "coking coal")),
        *(("phosphate", "phosphate rock"), ("phosphorus", "phosphorus"), ("boron", "borates")),
        *(("graphite", "natural graphite"), ("tungsten", "wolfram, W"), ("niobium", "columbium")),
        *(("platinum-group-metals", "PGMs"), ("lithium", "litio, Lítio, Li"), ("copper", "cuivre")),
        ("critical-minerals", "critical raw materials, minéraux critiques"),
        *(("neodymium", "Nd"), ("indium", "In"), ("arsenic", "As"), ("uranium", " U ")),
    ],
)
def test_names_and_symbols(id: str, names: str) -> None:
    for name in names.split(", "):
        mineral = minerals().resolve(name)
        assert mineral is not None, name
        assert mineral.id == id


@pytest.mark.parametrize("text", ["in", "as", "he", "NI", "li", "u", "", "unobtainium", "C", "K"])
def test_a_word_is_no_symbol(text: str) -> None:
    assert minerals().resolve(text) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("lithum", "lithium"), ("neodynium", "neodymium"), ("galium", "gallium")),
        *(("rare earts", "rare earths"), ("tungsen", "tungsten"), ("colbalt", "cobalt")),
    ],
)
def test_a_typo_suggests(typed: str, meant: str) -> None:
    assert minerals().resolve(typed) is None
    assert minerals().suggest(typed)[0] == meant


def test_groups_hold_what_the_sources_say() -> None:
    table = minerals()
    assert table.members_of("light-rare-earths") == LIGHT
    assert table.members_of("heavy-rare-earths") == HEAVY
    rare_earths = ("light-rare-earths", "heavy-rare-earths", *LIGHT, *HEAVY)
    assert table.members_of("rare-earths") == rare_earths
    platinum = ("iridium", "palladium", "platinum", "rhodium", "ruthenium")
    assert table.members_of("platinum-group-metals") == platinum
    assert table.groups_of("scandium") == ()


@pytest.mark.parametrize("id", ["critical-minerals", "battery-minerals", "permanent-magnets"])
def test_catch_all_words_stand_for_themselves(id: str) -> None:
    assert minerals().members_of(id) == minerals().groups_of(id) == ()


def test_widening_goes_both_ways() -> None:
    table = minerals()
    down = {(one.id, member) for one in table for member in table.members_of(one.id)}
    up = {(group, one.id) for one in table for group in table.groups_of(one.id)}
    assert down == up


def test_a_member_is_on_its_groups_list() -> None:
    assert minerals().lists_of("lanthanum") == ("usgs-2025", "eu-critical-2024")
    assert minerals().lists_of("platinum") == ("usgs-2025", "eu-critical-2024", "eu-strategic-2024")
    beyond = ("gold", "iron", "diamonds", "seabed-minerals", "permanent-magnets", "molybdenum")
    for id in ("rare-earths", *beyond):
        assert minerals().lists_of(id) == ()


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        minerals().groups_of("unobtainium")


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    assert minerals().resolve(text) in (None, *minerals())
    assert len(minerals().suggest(text)) <= 3
