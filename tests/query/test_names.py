"""What people write, and what it means."""

import re
from typing import Any

import pytest
from registries import asked, connect, ids, wide

from mineralreg.errors import UsageError
from mineralreg.query import names
from mineralreg.query.book import Book, IndexBook, TableBook
from mineralreg.query.listing import Listing
from mineralreg.query.names import record_kind, word
from mineralreg.reference import vocabulary
from mineralreg.reference.blocs import terms_of
from mineralreg.reference.countries import countries

INDEX = connect()
BOOK = IndexBook(INDEX)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        *(("Peru", "peru"), ("Perú", "peru"), ("PER", "peru"), ("pe", "peru")),
        *(("Republic of Peru", "peru"), ("united-states", "united-states")),
        *(("america", "united-states"), ("U.S.A.", "united-states")),
        ("the United States of America", "united-states"),
        ("Korea, Republic of", "south-korea"),
        ("Republic of Korea", "south-korea"),
        ("Peru Republic of", "peru"),
        ("ROK", "south-korea"),
        ("EU", "european-union"),
        ("acme mining", "acme"),
        ("Great Britain", "united-kingdom"),
    ],
)
def test_a_partner_by_any_name(text: str, id: str) -> None:
    assert names.partner(BOOK, text) == names.Found((id,))


@pytest.mark.parametrize(
    ("field", "text", "said", "help"),
    [
        ("country", "Preu", "is not a country", "did you mean 'Peru'?"),
        ("party", "Acme Minin", "is not a partner", "did you mean 'Acme Mining'?"),
        ("country", "Korea", "can mean 'South Korea (KOR)' or 'North Korea (PRK)'", "in full"),
        ("country", "Congo", "Democratic Republic of the Congo (COD)", "ISO code"),
        ("country", "EU", "a bloc, not a country", "--party european-union"),
        ("country", "African Union", "a bloc, not a country", "--party african-union"),
        ("country", "acme", "a company, not a country", "--party acme"),
        ("country", "", "is not a country", "mineralreg list partners"),
        ("region", "Afrika", "is not a region", "'Africa'"),
        ("mineral", "litium", "is not a mineral", "'lithium'"),
        ("topic", "finanse", "is not a topic", "'finance'"),
        ("status", "sigend", "is not a status", "'signed'"),
        ("kind", "xyzzy", "is not a kind of agreement", "choose from: treaty"),
        ("level", "comercial", "is not a level", "'commercial'"),
        ("event", "us-peru-2026", "is an agreement, not an event", "show us-peru-2026"),
        ("event", "meeting-2025", "is not an event", "'meeting-2026'"),
        ("initiative", "frge", "is not an initiative", "'forge'"),
        ("source", "gazete", "is not a source", "'gazette'"),
        ("event", "nowhere", "is not an event", "`mineralreg list events` shows all"),
        ("party", "Acme Minning", "is not a partner", "'Acme Mining'"),
        ("country", "Acme Minning", "is not a country", "`mineralreg list partners`"),
        ("party", "\ud800x", "is damaged", "type it again"),
        ("search", "lithi\ufffdm", "is damaged", "type it again"),
    ],
)
def test_a_word_that_nothing_goes_by(field: str, text: str, said: str, help: str) -> None:
    with pytest.raises(UsageError) as caught:
        Listing(INDEX, "agreement", asked(**{field: [text]}))
    assert said in caught.value.message
    assert help in (caught.value.help or "")


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("Andorra", "Andorra is in none of the records"),
        ("Soviet Union", "Soviet Union, which ended in 1991, is in none of the records"),
        ("South Korea", "South Korea is in the registry, but party to no agreement"),
    ],
)
def test_a_country_without_agreements_is_an_empty_answer_with_a_note(name: str, note: str) -> None:
    found = Listing(INDEX, "agreement", asked(country=name))
    assert found.rows() == []
    assert any(note in text for text in found.notes)


@pytest.mark.parametrize("text", ["forge", "FORGE", "Forum on Geostrategic Resource Engagement"])
def test_an_initiative_by_id_acronym_and_alias(text: str) -> None:
    assert names.thing(BOOK, "initiative", text) == ("forge",)


def test_a_publisher_stands_for_its_sources() -> None:
    assert names.thing(BOOK, "source", "the gazette") == ("gazette",)
    assert names.thing(BOOK, "source", "A report") == ("wire",)


@pytest.mark.parametrize(("text", "help"), [("OREY", "'ores-forum'"), ("ABX", "shows all")])
def test_a_name_of_four_letters_is_long_enough_to_be_meant(text: str, help: str) -> None:
    forum = {"id": "ores-forum", "name": "Forum", "aliases": ["OREX", "ABY"], "kind": "forum"}
    book = TableBook({"initiative": [forum]})
    with pytest.raises(UsageError) as caught:
        names.thing(book, "initiative", text)
    assert help in str(caught.value.help)


@pytest.mark.parametrize(("kind", "ids"), [("partner", ("asean",)), ("initiative", ())])
def test_a_bloc_of_the_world_is_the_partner_that_has_its_id(
    kind: str, ids: tuple[str, ...]
) -> None:
    book = TableBook({kind: [{"id": "asean", "kind": "bloc", "name": "South-East Asians"}]})
    assert names.partner(book, "ASEAN").ids == ids


BOOKS = [BOOK, TableBook(wide())]


@pytest.mark.parametrize("book", BOOKS, ids=["index", "tables"])
@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("FORGE", ("initiative", "forge", False)),
        ("Perú", ("partner", "peru", False)),
        ("DRC", "Democratic Republic of the Congo is in none of the records"),
        ("Korea", "can mean"),
        ("EU", ("partner", "european-union", False)),
        ("peru-us-2026", ("agreement", "us-peru-2026", True)),
        ("Per\ufffd", "is damaged"),
        ("Preu", "is not the id or name of a record"),
    ],
)
def test_any_record_by_what_people_write(book: Book, text: str, known: Any) -> None:
    if isinstance(known, tuple):
        assert names.any_record(book, text) == known
    else:
        with pytest.raises(UsageError, match=re.escape(known)):
            names.any_record(book, text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Peru,Chad", ["peru", "chad"]),
        ("Korea, Rep.", ["south-korea"]),
        ("Korea, Rep.,Peru", ["south-korea", "peru"]),
        (" , Peru,", ["peru"]),
    ],
)
def test_commas_part_values_that_are_no_name_as_a_whole(value: str, expected: list[str]) -> None:
    assert [id for one in names.meanings(BOOK, "country", value) for id in one.ids] == expected


def test_all_countries_in_one_value_are_quickly_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def suggest(*_: object) -> None:
        raise AssertionError("nobody reads a suggestion")

    monkeypatch.setattr(names, "nearest", suggest)
    table = countries()
    monkeypatch.setattr(table, "suggest", suggest)
    value = ",".join([*(country.alpha3 for country in table), "Korea, Rep."])
    assert len(names.meanings(BOOK, "country", value)) == len([*table]) + 1


def test_a_name_that_reads_like_an_id_is_known_of_every_kind() -> None:
    assert names.thing(BOOK, "event", "Meeting 2026") == ("meeting-2026",)
    assert names.partner(BOOK, "South Korea").ids == ("south-korea",)
    with pytest.raises(UsageError, match="is not a source"):
        names.thing(BOOK, "source", "Meeting 2026")


def test_too_many_values_are_refused() -> None:
    with pytest.raises(UsageError, match="takes at most 500 values"):
        names.meanings(BOOK, "country", "Peru," * 501)


def test_a_mineral_finds_its_groups_and_a_group_its_members() -> None:
    found = Listing(INDEX, "agreement", asked(mineral="neodymium"))
    assert "neodymium is also found through the group rare-earths" in found.notes
    for written in ("Nd", "REE"):
        assert ids(INDEX, "agreement", asked(mineral=written)) == ["us-peru-2026", "eu-japan-2023"]
    assert ids(INDEX, "agreement", asked(mineral="critical minerals")) == ["us-peru-2026"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Act of formal confirmation", "formally-confirmed"),
        ("accession (a)", "acceded"),
        ("Approval (AA)", "approved"),
        ("Signature ad referendum", "signed"),
        ("in effect", "took-effect"),
        ("conclusion of negotiations", "negotiations-concluded"),
        ("entrée en vigueur", "entered-into-force"),
        ("Ratificación", "ratified"),
        ("denúncia", "denounced"),
    ],
)
def test_acts_in_the_words_of_depositaries(text: str, expected: str) -> None:
    assert word(text, vocabulary.AGREEMENT_ACTIONS, "action") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("In Force", "in-force"), ("in_force", "in-force"), ("INFORCE", "in-force")],
)
def test_words_are_read_forgivingly(text: str, expected: str) -> None:
    assert word(text, vocabulary.STATUSES, "status") == expected
    for same in ("MoU", "MOC", "memorandum of cooperation"):
        assert word(same, vocabulary.AGREEMENT_KINDS, "kind") == "memorandum"
    with pytest.raises(UsageError, match="not a status"):
        word("MoU", vocabulary.STATUSES, "status")


@pytest.mark.parametrize(
    ("text", "kind"), [("agreements", "agreement"), ("Partner", "partner"), ("actions", "act")]
)
def test_kinds_of_records(text: str, kind: str) -> None:
    assert record_kind(text) == kind


def test_a_term_that_ended() -> None:
    assert ("european-union", "1973-01-01", "2020-01-31") in terms_of("GBR")
