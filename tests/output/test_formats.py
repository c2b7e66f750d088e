import csv
import io
import re
from typing import Any

import pytest
from answers import ANSWERS, COLUMNS, HARM, LISTING

from mineralreg.errors import UsageError
from mineralreg.output import escape, formats
from mineralreg.output.terminal import Look
from mineralreg.query.results import Answer, Column

HOSTILE = re.compile(f"[{escape.HOSTILE}]")
WITHOUT_IDS = {"counts", "cross", "overview"}


def drawn(name: str, value: Any, width: int = 100, *, color: bool = False) -> str:
    return "".join(formats.render(name, value, Look(width, color)))


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("name", [one.name for one in formats.formats_of(())])
def test_every_format_draws_every_answer(name: str, answer: str) -> None:
    text = drawn(name, ANSWERS[answer])
    assert text == "" or text.endswith("\n")
    if name not in ("csv", "tsv"):
        assert HOSTILE.search(text) is None


@pytest.mark.parametrize("answer", ANSWERS)
def test_ids_where_there_are_ids(answer: str) -> None:
    if answer in WITHOUT_IDS:
        with pytest.raises(UsageError, match="no ids"):
            drawn("ids", ANSWERS[answer])
    else:
        lines = drawn("ids", ANSWERS[answer]).splitlines()
        assert len(lines) == len(set(lines))
        assert all(re.fullmatch(r"[a-z0-9-]+", line) for line in lines)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_of_a_table_is_wider_than_the_terminal(answer: str, width: int) -> None:
    for line in drawn("table", ANSWERS[answer], width).splitlines():
        assert len(line) <= width


def test_markup_in_a_value_is_text() -> None:
    assert "[red]" in drawn("table", LISTING)


def test_colour_is_drawn_only_when_it_is_wanted() -> None:
    assert "\x1b[" not in drawn("table", LISTING)
    colored = drawn("table", LISTING, color=True)
    assert "\x1b[1mus-peru-2026\x1b[0m" in colored
    assert "\x1b[2J" not in colored


@pytest.mark.parametrize("name", ["plain", "tsv"])
def test_a_record_is_a_line_and_a_value_is_a_field(name: str) -> None:
    lines = drawn(name, LISTING).splitlines()[-2:]
    assert [len(line.split("\t")) for line in lines] == [3, 3]


def test_csv_gives_back_the_data_except_for_formulas() -> None:
    rows = [("=cmd", "-1", "+x", "@y", "a,b", 'say "x"', "two\nlines", -3, 1.5, None, HARM)]
    names = tuple(Column(f"c{at}", "") for at in range(len(rows[0])))
    found = list(csv.reader(io.StringIO(drawn("csv", Answer(names, rows)))))
    assert found[1] == [
        "'=cmd", "'-1", "'+x", "'@y", "a,b", 'say "x"', "two\nlines", "-3", "1.5", "", HARM
    ]  # fmt: skip


def test_markdown_keeps_its_columns_whatever_the_text_is() -> None:
    for line in drawn("md", LISTING).splitlines():
        assert len(re.findall(r"(?<!\\)\|", line)) == 4
        assert not re.search(r"(?<!\\)[<`]", line)
    said = Answer((Column("title", "Title"),), [("A & B &lt; *c*",)])
    assert drawn("md", said).splitlines()[-1] == r"| A &amp; B &amp;lt; \*c\* |"


def test_many_rows_come_in_pieces() -> None:
    many = Answer(COLUMNS, [("id", "date", "title")] * 5000, ["id"] * 5000)
    for name in ("plain", "csv", "tsv", "json", "jsonl", "md"):
        pieces = list(formats.render(name, many, Look()))
        assert len(pieces) >= 10
    rows = [(f"id-{at}", "date", "title") for at in range(1201)]
    for name in ("plain", "csv", "tsv", "jsonl"):
        lines = drawn(name, Answer(COLUMNS, rows, [row[0] for row in rows])).splitlines()
        assert [found for line in lines for found in re.findall(r"id-\d+", line)] == [
            row[0] for row in rows
        ]


def test_a_long_table_comes_in_pieces_under_one_heading() -> None:
    many = Answer(COLUMNS, [(f"id-{at}", "date", "title") for at in range(450)])
    pieces = list(formats.render("table", many, Look()))
    assert len(pieces) == 3
    assert [line.split()[0] for line in "".join(pieces).splitlines()] == [
        "Id",
        *(f"id-{at}" for at in range(450)),
    ]


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        *((None, None, "plain"), (None, "-", "plain"), (None, "out.CSV", "csv")),
        *((None, "a.ndjson", "jsonl"), (None, "a.md", "md"), ("tsv", "a.csv", "tsv")),
        ("Markdown", None, "md"),
    ],
)
def test_which_format(name: str | None, path: str | None, expected: str) -> None:
    assert formats.chosen(name, path) == expected
