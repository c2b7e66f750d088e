"""The declarations of commands: help, usage errors, and the table made from them."""

import re
import shlex
from pathlib import Path

import pytest
from scripts.command_table import text
from scripts.declarations import EXIT_CODES

from inside import run_inside
from mineralreg.cli import habits, table
from mineralreg.cli.app import function_of
from mineralreg.output.formats import FORMATS
from mineralreg.reference.filters import HELP, Filters, takes

COMMANDS = table.commands(table.PROGRAM)


def options_of(name: str) -> list[str]:
    return [option for param in table.read_table(name)[1] for option in param.options]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_its_own_options(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run_inside(name, "--help")
    assert (shown.code, shown.stderr) == (0, "")
    assert shown.stdout.startswith(f"Usage: mineralreg {name} [OPTIONS]")
    for option in ("--registry PATH", "--color WHEN", "-h, --help"):
        assert option in shown.stdout
    monkeypatch.setattr(function_of(name), "__doc__", None)  # as `python -OO` does
    assert run_inside("help", name) == shown
    assert len(options_of(name)) == len(set(options_of(name)))
    told = run_inside(name, "--no-such-option")
    assert (told.code, told.stdout) == (2, "")
    assert f"Try 'mineralreg {name} -h' for help." in told.stderr
    assert "No such option: --no-such-option" in told.stderr


def test_the_table_of_commands_is_up_to_date() -> None:
    assert Path(table.TABLE).read_text(encoding="utf-8") == text()


def test_filter_options_are_the_filters() -> None:
    assert set(HELP) == set(Filters._fields)
    assert {takes(name) for name in HELP} == {"many", "one", "flag"}


ANSWERS = {
    "list": ("", "sources", "sources --columns title"),
    "show": ("us-peru-2026", "wire-2026-02-05"),
    "summary": ("", "--by status"),
    "reconcile": ("",),
    "diff": ("2026-01-01 2026-03-01", "2026-01-01 2026-01-01"),
    "sql": ("'select * from source'", "'select title from source'"),
    "where": ("",),
}
"""Commands with a choice of formats, and a line for each kind of answer that they have."""


def format_help(command: str) -> str:
    params = table.read_table(command)[1]
    return "".join(one.help for one in params if (one.group, one.name) == ("shared", "format"))


def test_all_commands_with_formats_are_tried() -> None:
    assert [name for name in COMMANDS if format_help(name)] == list(ANSWERS)


@pytest.mark.parametrize("format", [entry.name for entry in FORMATS])
@pytest.mark.parametrize("command", ANSWERS)
def test_the_help_lists_the_formats_that_some_answer_has(
    command: str, format: str, place: Path
) -> None:
    lines = [[command, *shlex.split(line), "--format", format] for line in ANSWERS[command]]
    found = [run_inside(*words) for words in lines]
    codes = {one.code for one in found}
    assert all(one.stdout == "" or one.code == 0 for one in found)
    listed = format in re.findall(r"[a-z-]+", format_help(command))
    assert (codes <= {0, 2}, 0 in codes) == (True, listed)


def test_the_overview_names_every_command_and_code() -> None:
    shown = run_inside().stdout
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert all(
        f"{code} {word}" in table.read_table(table.PROGRAM).epilog for code, word, _ in EXIT_CODES
    )


def test_habits_lead_to_commands_and_options() -> None:
    for ours, theirs in habits.COMMANDS.items():
        assert not COMMANDS.keys() & set(theirs.split())
        command, *options = ours.split()
        known = {"actions", *(options_of(command) if options else ())}
        assert command in ("--version", *COMMANDS)
        assert known.issuperset(options)
    known = {option for name in ("mineralreg", *COMMANDS) for option in options_of(name)}
    assert known.issuperset(ours.partition(" ")[0] for ours in habits.OPTIONS)
