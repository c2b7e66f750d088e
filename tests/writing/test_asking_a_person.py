"""Adding a record in a conversation: questions, mistakes, Tab, a preview and the last question."""

from pathlib import Path

import pytest
from written import SAMPLE, environment, program

import pseudo_terminal
from mineralreg.document.document import read_document


def talk(
    path: Path, arguments: list[str], exchanges: list[tuple[str, str]]
) -> pseudo_terminal.Talk:
    """A conversation about a registry."""
    words = program(path, *arguments)
    return pseudo_terminal.talk(words, environment(COLUMNS="100"), exchanges)


ANSWERS = [
    ("Title: ", "Memorandum on lithium\n"),
    ("Kind [memorandum]: ", "\n"),
    ("Party: ", "Congo\n"),
    ("'Congo' can mean", ""),
    ("Party: ", "Republic of Korea\n"),
    ("Another party (empty line: no more): ", "Chile\n"),
    ("Another party (empty line: no more): ", "\n"),
    ("Mineral: ", "lithum\n"),
    ("did you mean", ""),
    ("Mineral: ", "lithium\n"),
    ("Another mineral (empty line: no more): ", "\n"),
    ("Source: ", "\n"),
    ("Source is required; Ctrl-C cancels", ""),
    ("Source: ", "wire-2026-02-05\n"),
    ("Another source (empty line: no more): ", "\n"),
    ("Date signed: ", "yesterday\n"),
    ("is not a date", ""),
    ("Date signed: ", "2026-05-04\n"),
    ("Place signed: ", "Seoul\n"),
]

BLOCK = """\
[[agreement]]
id = "south-korea-chile-2026"
title = "Memorandum on lithium"
kind = "memorandum"
parties = ["south-korea", "chile"]
minerals = ["lithium"]
sources = ["wire-2026-02-05"]
actions = [
    { action = "signed", date = 2026-05-04, place = "Seoul" },
]
"""


def test_a_conversation_adds_a_record(path: Path) -> None:
    said = talk(path, ["add", "agreement"], [*ANSWERS, ("? [Y/n] ", "\n")])
    assert said.code == 0
    assert BLOCK in said.shown
    assert "added partner chile (Chile), which was not listed yet" in said.shown
    assert BLOCK in path.read_text(encoding="utf-8")


NEW = [
    *ANSWERS[:11],
    ("Source: ", "https://mines.example/1\n"),
    ("Add it as a new source? [y/N] ", "n\n"),
    ("Source: ", "https://mines.example/1\n"),
    ("Add it as a new source? [y/N] ", "y\n"),
    ("URL of the source [https://mines.example/1]: ", "\n"),
    ("Title of the source: ", "A page\n"),
    ("Publisher of the source: ", "Ministry of Mines\n"),
    ("Kind of the source [official]: ", "\n"),
    ("Published of the source: ", "\n"),
    ("Another source (empty line: no more): ", "\n"),
    ("Date signed: ", "2026-05-04\n"),
    ("Place signed: ", "\n"),
]


def test_a_source_that_is_lacking_is_added_with_the_record(path: Path) -> None:
    said = talk(path, ["add", "agreement"], [*NEW, ("? [Y/n] ", "\n")])
    assert said.code == 0
    assert "added source ministry-of-mines, which is new" in said.shown
    text = path.read_text(encoding="utf-8")
    assert 'url = "https://mines.example/1"' in text
    assert 'sources = ["ministry-of-mines"]' in text


def test_what_was_typed_of_a_new_source_goes_on_as_options(path: Path) -> None:
    said = talk(path, ["add", "agreement"], [*NEW[:-1], ("Place signed: ", "\x03")])
    assert said.code == 130
    assert path.read_bytes() == SAMPLE
    shown = "".join(said.shown.split())
    assert "--source-urlhttps://mines.example/1--source-title'Apage'" in shown
    assert "--source-publisher'MinistryofMines'--source-kindofficial" in shown
    assert "--signed2026-05-04" in shown


@pytest.mark.parametrize("answer", ["n\n", "what?\n"])
def test_a_no_at_the_end_writes_nothing(path: Path, answer: str) -> None:
    said = talk(path, ["add", "agreement"], [*ANSWERS, ("? [Y/n] ", answer)])
    assert said.code == 4
    assert "cancelled; nothing was added" in said.shown
    assert path.read_bytes() == SAMPLE


def test_leaving_the_last_question_gives_the_command_to_go_on(path: Path) -> None:
    said = talk(path, ["add", "agreement"], [*ANSWERS, ("? [Y/n] ", "\x03")])
    assert said.code == 130
    shown = "".join(said.shown.split())
    assert "tocontinuefromhere:mineralregaddagreement--title" in shown.lower()
    assert path.read_bytes() == SAMPLE


@pytest.mark.parametrize(
    ("after", "key"),
    [(0, "\x03"), (4, "\x04"), (18, "\x03")],
    ids=["at once by Ctrl-C", "then by Ctrl-D", "at the end by Ctrl-C"],
)
def test_leaving_the_conversation_writes_nothing(path: Path, key: str, after: int) -> None:
    said = talk(path, ["add", "agreement"], [*ANSWERS[:after], (ANSWERS[after][0], key)])
    assert said.code == 130
    assert "Traceback" not in said.shown
    assert "cancelled; nothing was added. To continue from here:" in said.shown
    assert ("mineralreg add agreement --title 'Memorandum on lithium'" in said.shown) == (after > 0)
    assert f"--registry {path}" in said.shown
    assert path.read_bytes() == SAMPLE


def test_only_what_is_missing_is_asked(path: Path) -> None:
    given = ["--title", "A page", "--publisher", "Ministry", "--url", "https://ministry.example/a"]
    said = talk(
        path,
        ["add", "source", *given],
        [("Kind [official]: ", "press\n"), ("Published: ", "2026-03\n"), ("? [Y/n] ", "y\n")],
    )
    assert said.code == 0
    assert read_document(path).data["source"][-1] == {
        "id": "ministry-2026-03",
        "title": "A page",
        "publisher": "Ministry",
        "kind": "press",
        "published": "2026-03",
        "url": "https://ministry.example/a",
    }


def test_the_tab_key_completes(path: Path) -> None:
    given = ["--title", "T", "--kind", "treaty", "--source", "commission-2024", "--mineral", "gold"]
    said = talk(
        path,
        ["add", "agreement", *given, "--signed", "2020", "--yes"],
        [
            ("Party: ", "south-ko\t\n"),
            ("Another party (empty line: no more): ", "minera\t\n"),
            ("Another party (empty line: no more): ", "\n"),
        ],
    )
    assert said.code == 0
    assert read_document(path).data["agreement"][-1]["parties"] == ["south-korea", "minera-andina"]


def test_the_preview_comes_without_a_question_for_fields(path: Path) -> None:
    said = talk(path, ["add", "partner", "--iso", "Chile"], [("? [Y/n] ", "y\n")])
    assert said.code == 0
    assert '[[partner]]\nid = "chile"\niso = "CHL"\n' in said.shown


def test_what_is_refused_is_refused_before_the_question(path: Path) -> None:
    said = talk(path, ["add", "partner", "--iso", "Peru", "--id", "peru"], [])
    assert said.code == 4
    assert "the id 'peru' is taken" in said.shown
    assert "[Y/n]" not in said.shown
