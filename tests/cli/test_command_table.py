"""The declarations of commands: help, usage errors, and the table made from them."""

import re
from pathlib import Path

import pytest
from scripts.command_table import text

from mineralreg.cli import habits, table
from mineralreg.cli.app import COMMANDS, EPILOG, EXIT_CODES, function_of, run
from mineralreg.output.formats import FORMATS
from mineralreg.query.filters import HELP, Filters, takes
from samples import SAMPLE_FILE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run([name, "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith(f"Usage: mineralreg {name} [OPTIONS]")
    for option in ("--registry PATH", "--color WHEN", "-h, --help"):
        assert option in shown.out
    monkeypatch.setattr(function_of(name), "__doc__", None)  # as `python -OO` does
    assert run(["help", name]) == 0
    assert capsys.readouterr().out == shown.out


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_stands_twice(name: str) -> None:
    _, params = table.read_table(name)
    options = [option for param in params for option in param.options]
    assert len(options) == len(set(options))


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_option_ends_with_2(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--no-such-option"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    error, help = shown.err.splitlines()
    assert error == f"error: '--no-such-option' is not an option of `mineralreg {name}`"
    assert f"`mineralreg {name} " in help


def test_the_table_of_commands_is_up_to_date() -> None:
    assert Path(table.TABLE).read_text(encoding="utf-8") == text()


def test_filter_options_are_the_filters() -> None:
    assert set(HELP) == set(Filters._fields)
    assert {takes(name) for name in HELP} == {"many", "one", "flag"}


ANSWERS = {
    "list": (["list"], ["list", "sources"], ["list", "sources", "--columns", "title"]),
    "show": (["show", "us-peru-2026"], ["show", "wire-2026-02-05"]),
    "summary": (["summary"], ["summary", "--by", "status"]),
    "reconcile": (["reconcile"],),
    "diff": (["diff", "2026-01-01", "2026-03-01"], ["diff", "2026-01-01", "2026-01-01"]),
    "sql": (["sql", "select * from source"], ["sql", "select title from source"]),
    "where": (["where"],),
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
    command: str, format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = []
    for words in ANSWERS[command]:
        codes.append(run([*words, "--format", format, "--registry", str(SAMPLE_FILE)]))
        shown = capsys.readouterr()
        assert shown.out == "" or codes[-1] == 0
    listed = format in re.findall(r"[a-z-]+", format_help(command))
    assert (set(codes) <= {0, 2}, 0 in codes) == (True, listed)


def test_the_overview_names_every_command_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name} " in shown
    for code, word, _ in EXIT_CODES:
        assert f"{code} {word}" in EPILOG


@pytest.mark.parametrize("ours", habits.COMMANDS)
def test_a_habit_leads_to_a_command(ours: str) -> None:
    command, *option = ours.split()
    assert not COMMANDS.keys() & set(habits.COMMANDS[ours].split())
    if ours == "--version":
        return
    options = {name for param in table.read_table(command)[1] for name in param.options}
    assert all(one in options or one == "actions" for one in option)


def test_habits_of_options_lead_to_options() -> None:
    known = {
        option
        for name in ("mineralreg", *COMMANDS)
        for param in table.read_table(name)[1]
        for option in param.options
    }
    assert known.issuperset(ours.partition(" ")[0] for ours in habits.OPTIONS)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["list", "--before", "2026"], "--until"),
        (["list", "--year", "2026"], "--since or --until"),
        (["search", "lithium"], "`mineralreg list --search`"),
        (["get", "us-peru-2026"], "`mineralreg show`"),
        (["lst"], "`mineralreg list`"),
        (["list", "--since"], "help: `mineralreg list --help`"),
        (["list", "--limit", "many"], "--limit"),
        (["diff", "--nonsense"], "'--nonsense' is not an option"),
        (["-V"], "--version"),
        (["summary", "legal-nature"], "--by legal-nature"),
        (["summary", "Korea, Rep."], "--country 'Korea, Rep.'"),
        (["list", "agreements", "lithium"], "--mineral lithium"),
        (["list", "2026-02"], "`mineralreg list --since 2026-02`"),
        (["list", "EU"], "`mineralreg list --party EU`"),
    ],
)
def test_a_usage_error_says_what_was_meant(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert says in capsys.readouterr().err
