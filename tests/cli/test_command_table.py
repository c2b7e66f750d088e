"""The declarations of commands: help, usage errors, and the table made from them."""

from pathlib import Path

import pytest
from scripts.command_table import text

from mineralreg.cli import habits, table
from mineralreg.cli.app import COMMANDS, EPILOG, EXIT_CODES, function_of, run
from mineralreg.query.filters import HELP, Filters, takes


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
    assert f"Try 'mineralreg {name} -h' for help." in shown.err
    assert "No such option: --no-such-option" in shown.err


def test_the_table_of_commands_is_up_to_date() -> None:
    assert Path(table.TABLE).read_text(encoding="utf-8") == text()


def test_filter_options_are_the_filters() -> None:
    assert set(HELP) == set(Filters._fields)
    assert {takes(name) for name in HELP} == {"many", "one", "flag"}


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
        (["list", "--since"], "Try 'mineralreg list -h' for help."),
        (["list", "--limit", "many"], "--limit"),
        (["diff", "--nonsense"], "No such option: --nonsense."),
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
