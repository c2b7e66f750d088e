"""What a terminal gets: a pager for what is longer than its screen, panels, a sane width."""

import os
import sys
from pathlib import Path

import pytest

from mineralreg.output.terminal import page
from pseudo_terminal import talk, terminal
from samples import SAMPLE_FILE

PAGER = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.readlines()) > 10)\""


def shown(tmp_path: Path, *words: str, lines: int = 10, **more: str) -> str:
    """What a terminal of 80 columns shows of a command."""
    env = {
        "PATH": os.environ["PATH"],
        "TERM": "xterm",
        "NO_COLOR": "1",
        "MINERALREG_CACHE": str(tmp_path),
        "MINERALREG_REGISTRY": str(SAMPLE_FILE),
        **more,
    }
    said = talk([sys.executable, "-m", "mineralreg", *words], env, lines=lines)
    assert said.code == 0, said.shown
    return said.shown


def test_a_long_table_goes_through_the_pager(tmp_path: Path) -> None:
    assert "PAGED True" in shown(tmp_path, "list", MINERALREG_PAGER=PAGER)
    assert "PAGED True" in shown(tmp_path, "list", PAGER=PAGER)


@pytest.mark.parametrize("words", [("list", "--no-pager"), ("list", "-f", "csv")], ids=" ".join)
def test_else_the_answer_is_written(words: tuple[str, ...], tmp_path: Path) -> None:
    said = shown(tmp_path, *words, lines=5, MINERALREG_PAGER=PAGER)
    assert "PAGED" not in said
    assert "us-peru-2026" in said


@pytest.mark.parametrize(
    ("screen", "variables"),
    [
        (31, {"MINERALREG_PAGER": "false"}),
        (10, {"MINERALREG_PAGER": "", "PAGER": "false"}),
        (10, {"MINERALREG_PAGER": "/nowhere/pager"}),
        (10, {"PAGER": "'"}),
    ],
    ids=["fits", "empty", "not there", "not words"],
)
def test_no_pager_is_started(
    screen: int, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAGER", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shows, end = terminal(screen)
    with os.fdopen(end, "w") as stream, os.fdopen(shows, "rb") as text:
        page(["a line\n"] * 30, stream)
        stream.flush()
        assert text.read(8 * 30).count(b"a line\r\n") == 30


def test_a_question_that_takes_long_says_so(tmp_path: Path) -> None:
    numbers = "with n(x) as (select 1 union all select x + 1 from n) select max(x) from n limit 1"
    words = [sys.executable, "-m", "mineralreg", "sql", numbers, "--seconds", "2"]
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", "MINERALREG_CACHE": str(tmp_path)}
    said = talk(words, env)
    assert said.code == 2
    assert "running the query …" in said.shown


def test_help_has_panels_on_a_terminal(tmp_path: Path) -> None:
    said = shown(tmp_path, "list", "--help", lines=200)
    for panel in ("Arguments", "Filters", "Order and columns", "Output", "Other options"):
        assert f" {panel} " in said


@pytest.mark.parametrize("asked", ["show us-peru-2026", "list sources"])
def test_addresses_are_links_where_the_terminal_says_so(tmp_path: Path, asked: str) -> None:
    words = (*asked.split(), "--color", "always", "--no-pager")
    assert "\x1b]8;" not in shown(tmp_path, *words)
    said = shown(tmp_path, *words, FORCE_HYPERLINK="1")
    assert "https://news.example/peru-2026\x1b\\" in said


def test_help_is_not_wider_than_any_screen(tmp_path: Path) -> None:
    said = shown(tmp_path, "where", "--help", COLUMNS="100000")
    assert max(map(len, said.splitlines())) < 2000
