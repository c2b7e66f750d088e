from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from documents import TOML_FILES
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.text import parts
from mineralreg.text.parts import parse_in_parts

SHIPPED = Path(__file__).parents[2] / "data" / "agreements.toml"
PIECES = [
    "[[a]]\n",
    "[[a]]\nid = 1\n",
    "[[b]]\nday = 2026-02-04\n",
    "[[a.b]]\n",
    "[a.b]\n",
    "[a]\n",
    "[c]\nx = 1\n",
    "[[ a ]]\n",
    '["a"]\n',
    "x = 1\n",
    "y = true\n",
    "a = [{}]\n",
    "a = {}\n",
    "a.b = 1\n",
    'text = """\n[[a]]\n"""\n',
    "text = '''\n[[a]]\nx = 2\n",
    "'''\n",
    '"""\n',
    "list = [\n[[1]],\n[[a]]\n]\n",
    "list = [\n",
    "]\n",
    "# [[a]]\n",
    "\n",
]


def nothing() -> None:
    """What is done meanwhile in these tests."""


@pytest.fixture(autouse=True)
def _several_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts here are too short for a process of their own, but are cut all the same."""
    monkeypatch.setattr(parts, "processors", lambda: 3)


def told(text: str) -> object:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError:
        return "no TOML"


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from([2, 3, 4]))
def test_parts_say_what_the_whole_says_or_nothing(text: str, number: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "processors", lambda: number)
        found = parse_in_parts(text, nothing)
    assert found is None or found == told(text)


@pytest.mark.parametrize("path", TOML_FILES, ids=lambda path: path.stem)
def test_files_of_the_toml_project(path: Path) -> None:
    text = path.read_bytes().decode()
    assert parse_in_parts(text, nothing) in (None, tomli.loads(text))


def test_a_registry_is_parsed_in_parts() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    found = parse_in_parts(text, nothing)
    assert found == tomli.loads(text)
    assert list(found or ()) == list(tomli.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "a = [{}]\n[[b]]\n[[b]]\n[[a]]\n",
        "[[b]]\n[a]\n[[b]]\n[[b]]\n[a]\n",
        "[[a]]\n[[b]]\n[[b]]\n[[b]]\n[a.c]\n",
        '[[b]]\ntext = """\n[[b]]\n[[b]]\n[[b]]\n"""\n',
        "[[b]]\n[[b]]\n[[b]]\nx = 1\nx = 2\n",
        "x = [\n[[1]],\n]\n[[b]]\n[[b]]\n",
    ],
)
def test_what_only_the_whole_can_tell_is_left_to_it(text: str) -> None:
    assert parse_in_parts(text, nothing) is None


def test_equal_texts_of_a_part_are_one_object() -> None:
    block = '[[b]]\nkind = "memorandum"\nday = 2026-02-04\n'
    found = parse_in_parts(block * 12, nothing)
    assert found is not None
    rows = found["b"]
    assert rows[-1]["kind"] is rows[-2]["kind"]
    assert rows[-1]["day"] is rows[-2]["day"]


def test_something_else_is_done_meanwhile_once() -> None:
    done: list[str] = []
    assert parse_in_parts("[[b]]\n" * 9, lambda: done.append("imports")) is not None
    assert done == ["imports"]


def test_one_processor_leaves_the_whole_to_one_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "processors", lambda: 1)
    assert parse_in_parts("[[b]]\n" * 9, nothing) is None
