"""What people write, and what it means."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from registries import INDEX, asked, ids, wide

from mineralreg.errors import UsageError
from mineralreg.query import names
from mineralreg.query.book import Book, IndexBook, TableBook
from mineralreg.query.listing import Listing
from mineralreg.query.names import word
from mineralreg.reference import vocabulary
from mineralreg.reference.countries import countries

BOOK = IndexBook(INDEX)
KNOWN = [
    ("partner", "peru", ["Peru", "Perú", "PER", "pe", "Republic of Peru", "Peru Republic of"]),
    ("partner", "united-states", ["united-states", "america", "U.S.A."]),
    ("partner", "united-states", ["the United States of America"]),
    ("partner", "south-korea", ["Korea, Republic of", "Republic of Korea", "ROK", "South Korea"]),
    ("partner", "european-union", ["EU"]),
    ("partner", "acme", ["acme mining"]),
    ("partner", "united-kingdom", ["Great Britain"]),
    ("initiative", "forge", ["forge", "FORGE", "Forum on Geostrategic Resource Engagement"]),
    ("event", "meeting-2026", ["Meeting 2026"]),
    ("source", "gazette", ["the gazette"]),  # a publisher stands for its sources
    ("source", "wire", ["A report"]),
]


@pytest.mark.parametrize(
    ("kind", "id", "text"), [(kind, id, text) for kind, id, texts in KNOWN for text in texts]
)
def test_a_record_by_any_name(kind: str, id: str, text: str) -> None:
    found = names.partner(BOOK, text).ids if kind == "partner" else names.thing(BOOK, kind, text)
    assert found == (id,)


@pytest.mark.parametrize(
    ("field", "text", "said", "help"),
    [
        ("party", "Acme Minin", "is not a partner", "did you mean 'Acme Mining'?"),
        ("country", "Congo", "Democratic Republic of the Congo (COD)", "ISO code"),
        ("country", "African Union", "a bloc, not a country", "--party african-union"),
        ("country", "acme", "a company, not a country", "--party acme"),
        ("country", "", "is not a country", "mineralreg list partners"),
        ("country", "Peru," * 501, "takes at most 500 values", ""),
        ("region", "Afrika", "is not a region", "'Africa'"),
        ("mineral", "litium", "is not a mineral", "'lithium'"),
        ("topic", "finanse", "is not a topic", "'finance'"),
        ("status", "sigend", "is not a status", "'signed'"),
        ("status", "MoU", "is not a status", "choose from: proposed"),
        ("kind", "xyzzy", "is not a kind of agreement", "choose from: treaty"),
        ("level", "comercial", "is not a level", "'commercial'"),
        ("event", "us-peru-2026", "is an agreement, not an event", "show us-peru-2026"),
        ("event", "meeting-2025", "is not an event", "'meeting-2026'"),
        ("initiative", "frge", "is not an initiative", "'forge'"),
        ("source", "gazete", "is not a source", "'gazette'"),
        ("source", "Meeting 2026", "is not a source", ""),
        ("event", "nowhere", "is not an event", "`mineralreg list events` shows all"),
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


@pytest.mark.parametrize(("text", "help"), [("OREY", "'ores-forum'"), ("ABX", "shows all")])
def test_a_name_of_four_letters_is_long_enough_to_be_meant(text: str, help: str) -> None:
    forum = {"id": "ores-forum", "name": "Forum", "aliases": ["OREX", "ABY"], "kind": "forum"}
    with pytest.raises(UsageError) as caught:
        names.thing(TableBook({"initiative": [forum]}), "initiative", text)
    assert help in str(caught.value.help)


@pytest.mark.parametrize(("kind", "ids"), [("partner", ("asean",)), ("initiative", ())])
def test_a_bloc_of_the_world_is_the_partner_that_has_its_id(kind: str, ids: Any) -> None:
    book = TableBook({kind: [{"id": "asean", "kind": "bloc", "name": "South-East Asians"}]})
    assert names.partner(book, "ASEAN").ids == ids


@pytest.mark.parametrize("book", [BOOK, TableBook(wide())], ids=["index", "tables"])
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
    table = countries()
    for where, suggest in ((names, "nearest"), (table, "suggest")):
        monkeypatch.setattr(where, suggest, lambda *_: pytest.fail("nobody reads a suggestion"))
    value = ",".join([*(country.alpha3 for country in table), "Korea, Rep."])
    assert len(names.meanings(BOOK, "country", value)) == len([*table]) + 1


def test_a_mineral_finds_its_groups_and_a_group_its_members() -> None:
    found = Listing(INDEX, "agreement", asked(mineral="neodymium"))
    assert "neodymium is also found through the group rare-earths" in found.notes
    for written in ("Nd", "REE"):
        assert ids(INDEX, "agreement", asked(mineral=written)) == ["us-peru-2026", "eu-japan-2023"]
    assert ids(INDEX, "agreement", asked(mineral="critical minerals")) == ["us-peru-2026"]


@pytest.mark.parametrize(
    ("words", "expected", "text"),
    [
        (vocabulary.AGREEMENT_ACTIONS, "formally-confirmed", "Act of formal confirmation"),
        (vocabulary.AGREEMENT_ACTIONS, "acceded", "accession (a)"),
        (vocabulary.AGREEMENT_ACTIONS, "approved", "Approval (AA)"),
        (vocabulary.AGREEMENT_ACTIONS, "signed", "Signature ad referendum"),
        (vocabulary.AGREEMENT_ACTIONS, "took-effect", "in effect"),
        (vocabulary.AGREEMENT_ACTIONS, "negotiations-concluded", "conclusion of negotiations"),
        (vocabulary.AGREEMENT_ACTIONS, "entered-into-force", "entrée en vigueur"),
        (vocabulary.AGREEMENT_ACTIONS, "ratified", "Ratificación"),
        (vocabulary.AGREEMENT_ACTIONS, "denounced", "denúncia"),
        (vocabulary.STATUSES, "in-force", "In Force"),
        (vocabulary.STATUSES, "in-force", "in_force"),
        (vocabulary.STATUSES, "in-force", "INFORCE"),
        (vocabulary.AGREEMENT_KINDS, "memorandum", "MoU"),
        (vocabulary.AGREEMENT_KINDS, "memorandum", "MOC"),
        (vocabulary.AGREEMENT_KINDS, "memorandum", "memorandum of cooperation"),
    ],
)
def test_words_are_read_forgivingly(words: Sequence[str], expected: str, text: str) -> None:
    assert word(text, words, "word") == expected
