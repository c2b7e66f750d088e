"""Streams that are closed, full or cut off, signals, and files that are no files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import SAMPLE, ran, settled

pytestmark = pytest.mark.slow  # tests/cli/test_streams.py has the common ones


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return settled(tmp_path)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_a_full_device_is_told_and_not_passed_over(place: Path) -> None:
    for question in ("list", "list -f json", "summary -f table", "where", "--help", "--version"):
        found = ran(place, *question.split(), shell="> /dev/full")
        assert found.code == 4, question
        assert "no space left" in found.stderr
    assert ran(place, "list", "--nothing", shell="2> /dev/full").code == 2


def big(place: Path, number: int = 5000) -> None:
    """Make the registry so big that an answer fills every pipe."""
    text = SAMPLE.read_text(encoding="utf-8")
    source = '\n[[source]]\nid = "{}"\ntitle = "T"\npublisher = "P"\nkind = "press"\n'
    more = "".join(source.format(f"more-{at}") for at in range(number))
    (place / "agreements.toml").write_text(text + more, encoding="utf-8")


def test_a_reader_who_leaves_early_ends_it_quietly_with_0(place: Path) -> None:
    big(place)
    for question in ("list sources", "list sources -f json", "sql 'select * from source'"):
        words = question.split(" ", 1) if "sql" in question else question.split()
        found = ran(place, *[word.strip("'") for word in words], shell="| head -n 1")
        assert found.stderr == ""
        assert len(found.stdout.splitlines()) == 1
        status = ran(place, *[word.strip("'") for word in words], shell="2>&1 | true")
        assert status == ("", "", 0)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks /proc how far a start is")
def test_an_interruption_ends_with_130_and_without_a_traceback(place: Path) -> None:
    big(place, 20_000)
    for seconds in (0.0, 0.1, 0.3):
        process = subprocess.Popen(
            [sys.executable, "-m", "mineralreg", "validate"],
            cwd=place,
            env={"PATH": os.environ["PATH"], "MINERALREG_CACHE": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        maps = Path(f"/proc/{process.pid}/maps")
        while "pydantic_core" not in maps.read_text():  # the command is loading its checks
            assert process.poll() is None
            time.sleep(0.002)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
        # Python lets the signal itself end the process if it came while a named tuple was made (by
        # `exec`), however well it was caught; a shell sees 130 in both cases.
        assert process.returncode in (130, -signal.SIGINT, 0, 1), told
        assert "Traceback" not in told


def test_a_fifo_a_folder_and_devices_are_refused_at_once(place: Path) -> None:
    os.mkfifo(place / "fifo")
    for path in ("fifo", ".", "/dev/zero", "/dev/stdin", "/proc/self/mem"):
        for question in ("list", "validate"):
            found = ran(place, question, *(["--registry"] if question != "validate" else []), path)
            assert found.code == 3, (path, question)
            assert len(found.stderr) < 500


def test_an_export_or_an_answer_into_a_device_or_a_pipe_ends(place: Path) -> None:
    assert ran(place, "list", "-f", "csv", "-o", "/dev/null").code == 0
    assert ran(place, "list", "-f", "csv", "-o", "/dev/full").code == 4
    assert ran(place, "export", "json", "-o", "/dev/full").code == 4
    assert ran(place, "export", "sqlite", "-o", "/dev/full").code == 4
