"""Adding a record in a conversation: questions, mistakes, Tab, a preview and the last question."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from written import SAMPLE, environment, program

import pseudo_terminal
from mineralreg.document.document import read_document
from pseudo_terminal import Talk


@pytest.fixture
def talk(path: Path) -> Callable[..., Talk]:
    """A conversation about the sample, from what is waited for and what is typed then."""

    def said(arguments: str, *exchanges: tuple[str, str], code: int = 0) -> Talk:
        words = program(path, *shlex.split(arguments))
        found = pseudo_terminal.talk(words, environment(COLUMNS="100"), exchanges)
        assert found.code == code, found.shown
        assert (path.read_bytes() == SAMPLE) == (code != 0)
        return found

    return said


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


def test_a_conversation_adds_a_record(path: Path, talk: Callable[..., Talk]) -> None:
    shown = talk("add agreement", *ANSWERS, ("? [Y/n] ", "\n")).shown
    assert BLOCK in shown
    assert "added partner chile (Chile), which was not listed yet" in shown
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


def test_a_source_that_is_lacking_is_added_with_the_record(
    path: Path, talk: Callable[..., Talk]
) -> None:
    shown = talk("add agreement", *NEW, ("? [Y/n] ", "\n")).shown
    assert "added source ministry-of-mines, which is new" in shown
    text = path.read_text(encoding="utf-8")
    assert 'url = "https://mines.example/1"' in text
    assert 'sources = ["ministry-of-mines"]' in text


def test_what_was_typed_of_a_new_source_goes_on_as_options(talk: Callable[..., Talk]) -> None:
    shown = talk("add agreement", *NEW[:-1], ("Place signed: ", "\x03"), code=130).shown
    assert (
        "--source-urlhttps://mines.example/1--source-title'Apage'"
        "--source-publisher'MinistryofMines'--source-kindofficial"
    ) in "".join(shown.split())
    assert "--signed 2026-05-04" in shown


@pytest.mark.parametrize("answer", ["n\n", "what?\n"])
def test_a_no_at_the_end_writes_nothing(talk: Callable[..., Talk], answer: str) -> None:
    said = talk("add agreement", *ANSWERS, ("? [Y/n] ", answer), code=4)
    assert "cancelled; nothing was added" in said.shown


@pytest.mark.parametrize(
    ("after", "key"),
    [(0, "\x03"), (4, "\x04"), (18, "\x03"), (len(ANSWERS), "\x03")],
    ids=["at once by Ctrl-C", "then by Ctrl-D", "late by Ctrl-C", "at the end by Ctrl-C"],
)
def test_leaving_the_conversation_gives_the_command_to_go_on(
    path: Path, talk: Callable[..., Talk], key: str, after: int
) -> None:
    last = [*ANSWERS, ("? [Y/n] ", "")][after]
    shown = talk("add agreement", *ANSWERS[:after], (last[0], key), code=130).shown
    assert "Traceback" not in shown
    assert "cancelled; nothing was added. To continue from here:" in shown
    assert ("mineralreg add agreement --title 'Memorandum on lithium'" in shown) == (after > 0)
    assert f"--registry {path}" in shown


def test_only_what_is_missing_is_asked(path: Path, talk: Callable[..., Talk]) -> None:
    talk(
        "add source --title 'A page' --publisher Ministry --url https://ministry.example/a",
        *(("Kind [official]: ", "press\n"), ("Published: ", "2026-03\n"), ("? [Y/n] ", "y\n")),
    )
    assert read_document(path).data["source"][-1] == {
        "id": "ministry-2026-03",
        "title": "A page",
        "publisher": "Ministry",
        "kind": "press",
        "published": "2026-03",
        "url": "https://ministry.example/a",
    }


def test_the_tab_key_completes(path: Path, talk: Callable[..., Talk]) -> None:
    talk(
        "add agreement --title T --kind treaty --source commission-2024 --mineral gold"
        " --signed 2020 --yes",
        ("Party: ", "south-ko\t\n"),
        ("Another party (empty line: no more): ", "minera\t\n"),
        ("Another party (empty line: no more): ", "\n"),
    )
    assert read_document(path).data["agreement"][-1]["parties"] == ["south-korea", "minera-andina"]


def test_the_preview_comes_without_a_question_for_fields(talk: Callable[..., Talk]) -> None:
    shown = talk("add partner --iso Chile", ("? [Y/n] ", "y\n")).shown
    assert '[[partner]]\nid = "chile"\niso = "CHL"\n' in shown


def test_what_is_refused_is_refused_before_the_question(talk: Callable[..., Talk]) -> None:
    shown = talk("add partner --iso Peru --id peru", code=4).shown
    assert "the id 'peru' is taken" in shown
    assert "[Y/n]" not in shown
