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
THINGS = (*countries(), *countries().historic, *countries().blocs)


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


def test_no_name_means_two_things_or_is_the_code_of_another_country() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for thing in THINGS:
        for name in names_of(thing):
            meanings[fold(name)].add(thing.name)
        folds = [fold(name) for name in (thing.name, *thing.aliases)]
        assert len(folds) == len(set(folds)), thing.name
    for country in countries():
        for code in (country.alpha2, country.alpha3):
            meanings[code.lower()].add(country.name)
    for meaning in ("ambiguous", "hint"):
        for row in read_table("countries")[meaning]:
            for name in row["names"]:
                meanings[fold(name)].add(meaning)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_every_name_resolves_to_its_country_and_no_turn_of_it_to_another() -> None:
    table = countries()
    for country in table:
        for name in (country.alpha2, country.alpha3, *names_of(country)):
            assert table.resolve(name).country is country, name
    for thing in THINGS:
        for name in names_of(thing):
            for other in (*other_orders(fold(name)), turned_round(name)):
                assert other is None or table.resolve(other).country in (None, thing), name


@pytest.mark.parametrize(
    "name",
    [
        *("Áo", "Ín", "Per\ufffd", "\ufffdIN", "Indoné", "Nä"),  # no codes: not typed as ASCII
        *("Nº", "™", "㏌", "₨", "Ük", "Rók", "ÉU", "É.-U."),
        *("Niger (Nigeria)", "Turkey (Ottoman Empire)", "Peru (Chile)", "Georgia, USA"),
        *("le", "of", "republic of", "rep", "", " ", "the", "…", "x", "12", ","),
        *("Atlantis", "Peruvian", "German"),
    ],
)
def test_what_is_no_name_means_nothing(name: str) -> None:
    assert countries().resolve(name) == Match()


def test_real_spellings() -> None:
    for code, name in SPELLINGS:
        match = countries().resolve(name)
        assert match.country is not None, name
        assert match.country.alpha3 == code, name
    assert len(SPELLINGS) >= 200


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ("KOR PRK", ["Korea", "Corée", "corea", "Coreia"]),
        ("COD COG", ["Congo", "the Congo"]),
        ("VGB VIR", ["Virgin Islands", "Islas Vírgenes"]),
        ("MAF SXM", ["St. Martin", "Saint-Martin"]),
        *(("GUF GUY", ["Guiana"]), ("GGY JEY", ["Channel Islands"]), ("IDN TLS", ["Timor"])),
    ],
)
def test_a_name_of_two_countries_names_both(codes: str, names: list[str]) -> None:
    for match in map(countries().resolve, names):
        assert match.country is None
        assert [country.alpha3 for country in match.candidates] == codes.split()


@pytest.mark.parametrize(
    ("kind", "id", "names"),
    [
        ("historic", "soviet-union", ["Soviet Union", "USSR"]),
        ("historic", "yugoslavia", ["Yougoslavie"]),
        ("historic", "czechoslovakia", ["Czechoslovakia"]),
        ("historic", "east-germany", ["GDR"]),
        ("historic", "south-yemen", ["Yemen, Democratic"]),
        ("historic", "south-vietnam", ["Republic of Vietnam"]),
        ("historic", "netherlands-antilles", ["Netherlands Antilles"]),
        ("bloc", "european-union", ["EU", "E.U.", "Union européenne", "Unión Europea"]),
        *(("bloc", "african-union", ["African Union"]), ("bloc", "asean", ["ASEAN"])),
        *(("bloc", "g7", ["G-7"]), ("bloc", "g20", ["G20"]), ("bloc", "nato", ["OTAN"])),
        *(("bloc", "quad", ["the Quad"]), ("bloc", "central-asia-five", ["C5"])),
    ],
)
def test_a_past_state_or_a_bloc_is_no_country(kind: str, id: str, names: list[str]) -> None:
    for match in map(countries().resolve, names):
        assert match.country is None
        assert getattr(match, kind).id == id


def test_a_code_wins_over_an_abbreviation() -> None:
    assert countries().resolve("AU").country is countries().by_alpha3("AUS")


def test_members_and_successors_are_known_countries() -> None:
    for state in countries().historic:
        assert state.successors
        assert all(countries().by_alpha3(code) for code in state.successors), state.id
    dated = {term.bloc for one in countries() for term in terms_of(one.alpha3)}
    for bloc in countries().blocs:
        assert all(countries().by_alpha3(code) for code in bloc.members), bloc.id
        assert not (bloc.members and bloc.id in dated), bloc.id  # they stand in one place


def test_blocs_have_all_their_members() -> None:
    present = [term for one in countries() for term in terms_of(one.alpha3) if not term.until]
    found = {
        bloc.id: len(set(bloc.members)) + sum(term.bloc == bloc.id for term in present)
        for bloc in countries().blocs
    }
    assert found.items() >= {
        *(("european-union", 27), ("african-union", 55), ("asean", 11), ("g7", 7), ("g20", 19)),
        *(("nato", 32), ("quad", 4), ("gulf-cooperation-council", 6), ("central-asia-five", 5)),
    }


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
    assert countries().resolve_area("Middle Earth") is None
