"""What a stream can show, and what is said on it while work takes long."""

import io
import os
import sys
import time

import pytest

from inside import Stream
from mineralreg.output import terminal


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def screen(*, tty: bool = True, encoding: str = "utf-8") -> Stream:
    stream = Stream(io.BytesIO(), encoding=encoding)
    stream.terminal = tty
    return stream


@pytest.mark.parametrize(
    ("choice", "env", "tty", "colored"),
    [
        *(("auto", "", True, True), ("auto", "", False, False), ("always", "", False, True)),
        *(("always", "NO_COLOR=1", True, True), ("never", "FORCE_COLOR=1", True, False)),
        *(("auto", "NO_COLOR=1", True, False), ("auto", "NO_COLOR=1 FORCE_COLOR=1", True, False)),
        *(("auto", "NO_COLOR=", True, True), ("auto", "FORCE_COLOR=1", False, True)),
        *(("auto", "FORCE_COLOR=0", True, False), ("auto", "FORCE_COLOR=", False, False)),
        ("auto", "TERM=dumb", True, False),
    ],
)
def test_who_decides_about_colour(
    choice: str, env: str, tty: bool, colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting in env.split():
        monkeypatch.setenv(*setting.split("="))
    assert terminal.colored(screen(tty=tty), choice) is colored


WIDTHS = [("120", 120), ("3", 40), ("", 100), ("wide", 100), ("0", 100), ("-5", 100), ("²", 100)]


@pytest.mark.parametrize(("columns", "width"), [*WIDTHS, ("9" * 5000, terminal.WIDEST)])
def test_width(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environb, b"COLUMNS", columns.encode())
    assert terminal.look(screen()).width == width


def test_a_stream_without_blocks_gets_none() -> None:
    assert terminal.look(screen()).letters
    assert not terminal.look(screen(encoding="ascii")).letters


@pytest.mark.parametrize(
    ("tty", "delay", "said"), [(True, 60, ""), (True, 0, "\rworking …\r\x1b[K"), (False, 0, "")]
)
def test_longer_work_says_so_on_a_terminal_and_wipes_the_line(
    tty: bool, delay: float, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = screen(tty=tty)
    monkeypatch.setattr(sys, "stderr", stream)
    with terminal.after_a_second("working", delay):
        deadline = time.monotonic() + (100 if said else 0.05)
        while time.monotonic() < deadline and not (said and shown(stream)):
            time.sleep(0.01)
    assert shown(stream) == said


def shown(stream: Stream) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
