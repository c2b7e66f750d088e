import io
import os

import pytest

from mineralreg.output import terminal


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError("no descriptor")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("choice", "env", "tty", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("always", {}, False, True),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
    ],
)
def test_who_decides_about_colour(
    choice: str, env: dict[str, str], tty: bool, colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    stream = Screen() if tty else io.StringIO()
    assert terminal.colored(stream, choice) is colored


WIDTHS = [("120", 120), ("3", 40), ("", 100), ("wide", 100), ("0", 100), ("-5", 100), ("²", 100)]


@pytest.mark.parametrize(("columns", "width"), [*WIDTHS, ("9" * 5000, terminal.WIDEST)])
def test_width(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environb, b"COLUMNS", columns.encode())
    assert terminal.look(Screen()).width == width


def test_a_stream_without_blocks_gets_none() -> None:
    assert terminal.look(Screen()).letters
    assert not terminal.look(io.TextIOWrapper(io.BytesIO(), encoding="ascii")).letters
