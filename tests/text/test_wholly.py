"""What the quick test calls canonical, formatting leaves as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.records.order import key_order
from mineralreg.text.document import DocumentError, parse
from mineralreg.text.layout import first_difference, format_text
from mineralreg.text.order import KINDS
from mineralreg.text.wholly import surely_canonical

DATA = Path(__file__).parent.parent.parent / "data" / "agreements.toml"
TEXT = """\
#:schema ./agreements.schema.json
schema_version = 1

[registry]
title = "A registry"
as_of = 2026-03-01

# Two comments
# above a header.
[[source]]
id = "gazette"
title = 'Memorandum'
publisher = "Foreign Ministry"
kind = "official"

[[partner]]
id = "peru"
iso = "PER"
aliases = ["Republic of Peru"]

[[agreement]]
id = "us-peru"
title = "Memorandum"
kind = "memorandum"
parties = ["united-states", "peru"]
topics = [
    "project-development",
    "market-standards",
    "technology-transfer",
    "environment-and-labour",
    "geological-mapping",
]
sources = []
actions = [
    { action = "announced", date = "2026-01" },
    { action = "signed", date = 2026-02-04, place = "Lima", sources = ["gazette"] },
]

[[claim]]
id = "one"
count = 1
selector = { country = "peru", kind = ["treaty", "memorandum"] }
"""


def sure(text: str) -> bool:
    return surely_canonical(text, key_order(), KINDS)


def test_it_knows_the_house_layout() -> None:
    assert format_text(TEXT, key_order()) == TEXT
    assert sure(TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "peru"', 'id="peru"'),
        ('id = "peru"\niso = "PER"', 'iso = "PER"\nid = "peru"'),
        ("\n\n[[claim]]", "\n[[claim]]"),
        ("\n\n[[claim]]", "\n\n\n[[claim]]"),
        ('["united-states", "peru"]', '[\n    "united-states",\n    "peru",\n]'),
        ('    "technology-transfer",\n    "environment-and-labour",\n', ""),
        ('"announced", date = "2026-01" }', '"announced", date = "2026-01", }'),
        ('{ action = "announced", date', '{ date = "2026", action = "announced"  , x'),
        ("date = 2026-02-04, place", "place = 1, date"),
        ("count = 1\n", "count = 1 # one\n"),
        ("# Two comments", "#Two comments"),
        ("# Two comments", "# Two comments  "),
        ("[[partner]]", "[[ partner ]]"),
        ('"memorandum"] }', '"memorandum"]}'),
        ("sources = []", "sources = [ ]"),
        ('kind = ["treaty", ', 'kind = ["treaty",'),
    ],
)
def test_it_is_not_sure_of_anything_else(old: str, new: str) -> None:
    assert old in TEXT
    assert not sure(TEXT.replace(old, new, 1))


def test_records_in_another_order() -> None:
    head, _, rest = TEXT.partition("[[partner]]")
    partner, _, rest = rest.partition("[[agreement]]")
    assert not sure(f"{head}[[agreement]]{rest}\n[[partner]]{partner}".rstrip("\n") + "\n")


PIECES = sorted({*TEXT.split("\n"), *TEXT.split(" "), "", " ", "\n", ",", '"', "# a", "[", "]"})


@given(st.integers(0, len(TEXT)), st.integers(0, 30), st.sampled_from(PIECES))
def test_whatever_it_is_sure_of_is_left_as_it_is(start: int, length: int, new: str) -> None:
    text = TEXT[:start] + new + TEXT[start + length :]
    try:
        parse(text)
    except DocumentError:
        return
    if sure(text):
        assert first_difference(text, key_order()) is None


def test_most_records_of_the_shipped_data_are_known() -> None:
    text = DATA.read_text(encoding="utf-8")
    blocks = text.split("\n\n[[")
    head = blocks[0] + "\n"
    assert sure(head)
    known = sum(sure(f"{head}\n[[{block.rstrip()}\n") for block in blocks[1:])
    assert known > 0.8 * len(blocks)
