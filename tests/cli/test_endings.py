"""Every way a run can end: the exit code, and a message instead of a traceback."""

import sqlite3

import pytest
import typer
from scripts.declarations import EXIT_CODES

from mineralreg.cli import boundary
from mineralreg.errors import MineralregError, RegistryError, UsageError, WriteRefused


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UsageError("no such thing", help="look"), 2, "error: no such thing\nhelp: look\n"),
        (RegistryError("cannot load"), 3, "error: cannot load\n"),
        (WriteRefused("not now"), 4, "error: not now\n"),
        (KeyboardInterrupt(), 130, ""),
        (typer.BadParameter("odd"), 2, "Error: Invalid value: odd\n"),
        (sqlite3.DatabaseError("malformed"), 3, "error: the index cannot be read: malformed\n"),
        (RecursionError(), 3, "error: the input is nested too deeply\n"),
        (MemoryError(), 3, "error: there is not enough memory for this\n"),
        (ImportError("x.so: failed to map segment"), 3, "error: there is not enough memory"),
        (FileNotFoundError(2, "No such file", "x"), 2, "error: cannot use 'x': no such file\n"),
        (PermissionError(13, "Permission denied", "x"), 4, "error: cannot read or write 'x'"),
        (
            UnicodeEncodeError("ascii", "é", 0, 1, "no"),
            2,
            "error: the input is not valid UTF-8",
        ),
        (KeyError("x"), 3, "error: internal error: KeyError: 'x'"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_error_becomes_message_and_code(
    error: BaseException, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert boundary.explain(error) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(says)
    assert "Traceback" not in shown.err


def test_a_message_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    boundary.explain(UsageError("odd \x1b[2J name", help="\u202e"))
    assert capsys.readouterr().err == "error: odd \\x1b[2J name\nhelp: \\u202e\n"


def test_details_of_a_fault_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINERALREG_TRACEBACK", "1")
    boundary.explain(KeyError("x"))
    assert "KeyError: 'x'" in capsys.readouterr().err


def test_every_code_is_in_the_table() -> None:
    codes = {code for code, _, _ in EXIT_CODES}
    kinds: list[type[MineralregError]] = [UsageError, RegistryError, WriteRefused]
    assert {0, 1, boundary.INTERRUPTED, *(kind.exit_code for kind in kinds)} == codes
