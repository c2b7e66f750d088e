"""The table of commands, and what holds for each of them."""

from __future__ import annotations

import pytest

from mineralreg.cli.app import EPILOG, load, run
from mineralreg.cli.command import Command
from mineralreg.cli.options import DATES, FLAGS, MANY
from mineralreg.cli.table import COMMANDS, EXIT_CODES, NAMES
from mineralreg.query.filters import Filters


@pytest.mark.parametrize("name", NAMES)
def test_every_command_loads_and_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(load(name), Command)
    assert run([name, "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.startswith(f"Usage: mineralreg {name} [OPTIONS]")
    for option in ("--registry PATH", "--color auto|always|never", "-h, --help"):
        assert option in shown.out


@pytest.mark.parametrize("name", NAMES)
def test_no_option_stands_twice(name: str) -> None:
    opts = [opt for param in load(name).params for opt in (*param.opts, *param.secondary_opts)]
    assert len(opts) == len(set(opts))
    names = [param.name for param in load(name).params if param.expose_value]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_option_ends_with_2(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--no-such-option"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("error: ")
    assert "help: " in shown.err


def test_filter_options_are_the_filters() -> None:
    fields = {field for field, _, _ in MANY} | {field for field, _ in (*DATES, *FLAGS)}
    assert fields | {"search"} == set(Filters._fields)


def test_the_overview_names_every_command_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    shown = capsys.readouterr().out
    for entry in COMMANDS:
        assert f"\n  {entry.name} " in shown
        assert entry.summary in shown
    for code, word, _ in EXIT_CODES:
        assert f"{code} {word}" in EPILOG
