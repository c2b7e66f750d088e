"""The country table: complete, and every name in it means one thing."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from mineralreg.reference.blocs import terms_of
from mineralreg.reference.countries import (
    Bloc,
    Country,
    HistoricState,
    Match,
    countries,
    read_table,
)
from mineralreg.reference.spelling import fold, other_orders, turned_round

HERE = Path(__file__).parent
ISO_CODES = (HERE / "iso3166_alpha3.txt").read_text(encoding="utf-8").split()
SPELLINGS = [
    line.split(maxsplit=1)
    for line in (HERE / "spellings.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def names_of(thing: Country | HistoricState | Bloc) -> tuple[str, ...]:
    own = thing.slug if isinstance(thing, Country) else thing.id
    return (own, thing.name, *thing.aliases)


def test_every_iso_entry_and_kosovo_is_there_once() -> None:
    assert len(ISO_CODES) == 249
    assert [country.alpha3 for country in countries()] == sorted([*ISO_CODES, "XKX"])
    assert len({country.alpha2 for country in countries()}) == 250
    assert len({country.slug for country in countries()}) == 250


def test_codes_and_ids_have_their_form() -> None:
    for country in countries():
        assert re.fullmatch(r"[A-Z]{3}", country.alpha3)
        assert re.fullmatch(r"[A-Z]{2}", country.alpha2)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", country.slug)
        assert len(country.slug) <= 64


def test_199_entries_are_countries() -> None:
    """193 members and two observers of the United Nations, and four that sign for themselves."""
    kinds = {country.alpha3: country.kind for country in countries()}
    assert sum(kind == "country" for kind in kinds.values()) == 193 + 2 + 4
    assert {kinds[code] for code in ("PSE", "VAT", "COK", "NIU", "TWN", "XKX")} == {"country"}
    assert {kinds[code] for code in ("GRL", "HKG", "PRI", "ESH")} == {"territory"}


def test_no_name_means_two_things() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    things = (*countries(), *countries().historic, *countries().blocs)
    for thing in things:
        for name in names_of(thing):
            meanings[fold(name)].add(thing.name)
    for row in read_table("countries")["ambiguous"]:
        for name in row["names"]:
            meanings[fold(name)].add("ambiguous")
    for row in read_table("countries")["hint"]:
        for name in row["names"]:
            meanings[fold(name)].add("hint")
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_no_name_is_the_code_of_another_country() -> None:
    codes = {
        code.lower(): country
        for country in countries()
        for code in (country.alpha2, country.alpha3)
    }
    clashes = {
        name: codes[fold(name)].alpha3
        for thing in (*countries(), *countries().historic, *countries().blocs)
        for name in names_of(thing)
        if fold(name) in codes and codes[fold(name)] is not thing
    }
    assert clashes == {}


def test_no_alias_is_there_twice() -> None:
    for thing in (*countries(), *countries().historic, *countries().blocs):
        folds = [fold(name) for name in (thing.name, *thing.aliases)]
        assert len(folds) == len(set(folds)), thing.name


def test_every_name_resolves_to_its_country() -> None:
    for country in countries():
        for name in (country.alpha2, country.alpha3, *names_of(country)):
            assert countries().resolve(name).country is country, name


def test_turning_a_name_round_never_leads_to_another_country() -> None:
    for country in countries():
        for name in names_of(country):
            turned = turned_round(name)
            if turned is not None:
                match = countries().resolve(turned)
                assert match.country in (None, country), name


def test_no_other_order_of_a_name_is_another_countrys() -> None:
    table = countries()
    for thing in (*table, *table.historic, *table.blocs):
        for name in names_of(thing):
            for other in other_orders(fold(name)):
                assert table.resolve(other).country in (None, thing), (name, other)


@pytest.mark.parametrize(
    "name",
    [
        *("Áo", "Ín", "Per\ufffd", "\ufffdIN", "Indoné", "Nä"),  # no codes: not typed as ASCII
        *("Nº", "™", "㏌", "₨", "Ük", "Rók", "ÉU", "É.-U."),
        *("Niger (Nigeria)", "Turkey (Ottoman Empire)", "Peru (Chile)", "Peru/Chile", "Peru/x"),
        "Georgia, USA",
        *("le", "of", "republic of", "rep"),
    ],
)
def test_what_is_no_name_means_nothing(name: str) -> None:
    assert countries().resolve(name) == Match()


@pytest.mark.parametrize(("code", "name"), SPELLINGS)
def test_real_spellings(code: str, name: str) -> None:
    match = countries().resolve(name)
    assert match.country is not None
    assert match.country.alpha3 == code


def test_there_are_enough_spellings() -> None:
    assert len(SPELLINGS) >= 200


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        *(("Korea", ["KOR", "PRK"]), ("Corée", ["KOR", "PRK"]), ("corea", ["KOR", "PRK"])),
        *(("Coreia", ["KOR", "PRK"]), ("Congo", ["COD", "COG"]), ("the Congo", ["COD", "COG"])),
        *(("Virgin Islands", ["VGB", "VIR"]), ("Islas Vírgenes", ["VGB", "VIR"])),
        *(("St. Martin", ["MAF", "SXM"]), ("Saint-Martin", ["MAF", "SXM"])),
        *(("Guiana", ["GUF", "GUY"]), ("Channel Islands", ["GGY", "JEY"])),
        ("Timor", ["IDN", "TLS"]),
    ],
)
def test_a_name_of_two_countries_names_both(name: str, codes: list[str]) -> None:
    match = countries().resolve(name)
    assert match.country is None
    assert [country.alpha3 for country in match.candidates] == codes


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("Soviet Union", "historic", "soviet-union"),
        ("USSR", "historic", "soviet-union"),
        ("Yougoslavie", "historic", "yugoslavia"),
        ("Czechoslovakia", "historic", "czechoslovakia"),
        ("GDR", "historic", "east-germany"),
        ("Yemen, Democratic", "historic", "south-yemen"),
        ("Republic of Vietnam", "historic", "south-vietnam"),
        ("Netherlands Antilles", "historic", "netherlands-antilles"),
        ("EU", "bloc", "european-union"),
        ("E.U.", "bloc", "european-union"),
        ("Union européenne", "bloc", "european-union"),
        ("Unión Europea", "bloc", "european-union"),
        ("African Union", "bloc", "african-union"),
        *(("ASEAN", "bloc", "asean"), ("G-7", "bloc", "g7"), ("G20", "bloc", "g20")),
        *(("OTAN", "bloc", "nato"), ("the Quad", "bloc", "quad")),
        ("C5", "bloc", "central-asia-five"),
    ],
)
def test_a_past_state_or_a_bloc_is_no_country(name: str, kind: str, id: str) -> None:
    match = countries().resolve(name)
    assert match.country is None
    assert getattr(match, kind).id == id


def test_a_code_wins_over_an_abbreviation() -> None:
    australia = countries().resolve("AU").country
    assert australia is not None
    assert australia.alpha3 == "AUS"


def test_members_and_successors_are_known_countries() -> None:
    for state in countries().historic:
        assert state.successors
        assert all(countries().by_alpha3(code) for code in state.successors), state.id
    dated = {term.bloc for one in countries() for term in terms_of(one.alpha3)}
    for bloc in countries().blocs:
        assert all(countries().by_alpha3(code) for code in bloc.members), bloc.id
        assert not (bloc.members and bloc.id in dated), bloc.id  # they stand in one place


@pytest.mark.parametrize(
    ("id", "count"),
    [
        *(("european-union", 27), ("african-union", 55), ("asean", 11), ("g7", 7), ("g20", 19)),
        *(("nato", 32), ("quad", 4), ("gulf-cooperation-council", 6), ("central-asia-five", 5)),
    ],
)
def test_blocs_have_all_their_members(id: str, count: int) -> None:
    (stated,) = [bloc.members for bloc in countries().blocs if bloc.id == id]
    present = [term for one in countries() for term in terms_of(one.alpha3) if not term.until]
    dated = [term for term in present if term.bloc == id]
    assert {len(set(stated)), len(dated)} == {0, count}


def test_areas_hold_each_other_and_every_country() -> None:
    known = {area.name: area for area in countries().areas}
    for area in known.values():
        assert re.fullmatch(r"\d{3}", area.m49)
        assert area.within is None or area.within in known
    for country in countries():
        assert known[country.region].within is None
        assert set(country.areas) <= set(known)


def test_region_and_subregion() -> None:
    peru, antarctica = (countries().by_alpha3(code) for code in ("PER", "ATA"))
    assert peru is not None
    assert peru.areas == ("Americas", "Latin America and the Caribbean", "South America")
    assert (peru.region, peru.subregion) == ("Americas", "South America")
    assert antarctica is not None
    assert (antarctica.region, antarctica.subregion) == ("Antarctica", None)


@pytest.mark.parametrize(
    ("name", "area", "count"),
    [
        ("central asia", "Central Asia", 5),
        ("LAC", "Latin America and the Caribbean", 52),
        ("South-East Asia", "South-eastern Asia", 11),
        ("005", "South America", 16),
    ],
)
def test_areas_resolve(name: str, area: str, count: int) -> None:
    found = countries().resolve_area(name)
    assert found is not None
    assert found.name == area
    assert len(countries().within(found)) == count


def test_an_unknown_area_is_none() -> None:
    assert countries().resolve_area("Middle Earth") is None
