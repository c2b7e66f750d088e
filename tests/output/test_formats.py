"""Answers of many rows come in pieces, under one heading, whatever the format."""

import re

import pytest

from mineralreg.output import formats
from mineralreg.output.terminal import Look
from mineralreg.query.results import Answer, Column

COLUMNS = (Column("id", "Id"), Column("date", "Date"), Column("title", "Title", True))


@pytest.mark.parametrize("name", [one.name for one in formats.formats_of({"record"})])
def test_many_rows_come_in_pieces_and_each_once(name: str) -> None:
    ids = [f"id-{at}" for at in range(1100)]
    many = Answer(COLUMNS, [(id, "a day", "a text") for id in ids], ids)
    pieces = list(formats.render(name, many, Look()))
    text = "".join(pieces)
    assert len(pieces) > 5
    assert re.findall(r"id-\d+", text) == ids
    assert len(re.findall("Title|date,title|date\ttitle", text)) == (name in HEADED)


HEADED = ("table", "csv", "tsv", "md")
