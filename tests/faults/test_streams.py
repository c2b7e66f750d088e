"""Streams that are closed, full or cut off, signals, and files that are no files."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import alone, ran

from samples import SAMPLE, edited, kept


def big(place: Path, number: int = 5000) -> None:
    """Make the registry so big that an answer fills every pipe."""
    source = '\n[[source]]\nid = "more-{}"\ntitle = "T"\npublisher = "P"\nkind = "press"\n'
    kept(place, SAMPLE + "".join(map(source.format, range(number))))


QUICK = ("list", "--help")
SLOW = ("list -f json", "summary -f table", "where", "--version", "list sources")
LINES = [*QUICK, *(pytest.param(line, marks=pytest.mark.slow) for line in SLOW)]


@pytest.mark.parametrize("line", LINES)
def test_a_full_device_is_told_and_not_passed_over(place: Path, line: str) -> None:
    found = ran(place, line, shell="> /dev/full")
    assert (found.code, found.stderr[:7]) == (4, "error: ")
    assert "no space left" in found.stderr


@pytest.mark.parametrize("line", LINES)
def test_a_reader_who_leaves_early_ends_it_quietly_with_0(place: Path, line: str) -> None:
    assert ran(place, line, shell="| true") == ("", "", 0)
    if line.startswith("list sources"):
        big(place)
        found = ran(place, line, shell="| head -n 1")
        assert (found.code, found.stderr, found.stdout.count("\n")) == (0, "", 1)


def test_a_command_keeps_its_own_exit_code_when_the_reader_leaves(place: Path) -> None:
    kept(place, edited(SAMPLE, ('expect = "short"', 'expect = "over"')))
    assert ran(place, "reconcile --strict", shell="| true") == ("", "", 1)


@pytest.mark.parametrize("closed", [">&-", "<&- 2>&-"])
def test_closed_streams(closed: str, place: Path) -> None:
    found = ran(place, "list", shell=closed)
    assert (found.code, found.stderr) == (0, "")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        *(("validate -", 3), ("sql -", 2), ("show -", 2), ("diff - HEAD", 2)),
        *(("add source --from -", 2), ("mcp", 2)),
    ],
)
def test_a_closed_stdin_is_said(line: str, code: int, place: Path) -> None:
    found = ran(place, line, shell="<&-")
    assert found.code == code
    assert "is closed" in found.stdout + found.stderr


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("validate - -f json", "peru"),
        ("diff - agreements.toml -f json", SAMPLE),
        ("show - -f json", "peru"),
    ],
)
def test_what_is_read_from_stdin_is_not_written_over(line: str, text: str, place: Path) -> None:
    given = kept(place, text, "given")
    found = ran(place, f"{line} -o given", shell="< given")
    assert (found.code, given.read_text(encoding="utf-8")) == (4, text)
    assert "is read by this command" in found.stderr


def test_what_is_written_is_not_refused_for_a_full_stream(place: Path) -> None:
    assert ran(place, "validate -o report.json", shell="2> /dev/full").code == 0
    assert (place / "report.json").exists()
    found = ran(place, "set peru notes=hi", shell="> /dev/full")
    assert found.code == 0
    assert "the change was written, but its id could not be printed" in found.stderr
    assert 'notes = "hi"' in (place / "agreements.toml").read_text(encoding="utf-8")
    assert ran(place, "list --nothing", shell="2> /dev/full").code == 2


def test_a_function_that_takes_long_is_not_waited_for(place: Path) -> None:
    query = "select length(printf('%.*c', 2000000000, 'x'))"
    found = ran(place, f'sql "{query}" --seconds 1')
    said = "error: the query took longer than 1 s\nhelp: allow more: --seconds N\n"
    assert found == ("", said, 2)


def interrupted(place: Path, words: list[str], moment: str) -> tuple[int, str]:
    """How a run ends by Ctrl-C, and what it says, at a moment that /proc tells."""
    with subprocess.Popen(
        [sys.executable, "-m", "mineralreg", *words],
        cwd=place,
        env=alone(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        own = Path(f"/proc/{running.pid}")
        while (
            len(os.listdir(own / "task")) == 1
            if moment == "thread"
            else moment not in (own / "maps").read_text()
        ):
            assert running.poll() is None
            time.sleep(0.005)
        if moment != "thread":
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate()
    return running.returncode, told


def test_an_interrupted_query_ends_with_130(place: Path) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    # the query has a thread of its own
    assert interrupted(place, ["sql", "--seconds", "200", endless], "thread") == (130, "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks /proc how far a start is")
def test_an_interruption_ends_with_130_and_without_a_traceback(place: Path) -> None:
    big(place, 20_000)
    for _ in range(3):
        code, told = interrupted(place, ["validate"], "pydantic_core")
        # Python lets the signal itself end the process if it came while a named tuple was made (by
        # `exec`), however well it was caught; a shell sees 130 in both cases.
        assert code in (130, -signal.SIGINT, 0, 1), told
        assert "Traceback" not in told


@pytest.mark.slow
def test_a_fifo_a_folder_and_devices_are_refused_at_once(place: Path) -> None:
    os.mkfifo(place / "fifo")
    for path in ("fifo", ".", "/dev/zero", "/dev/stdin", "/proc/self/mem"):
        for question in ("list --registry", "validate"):
            found = ran(place, f"{question} {path}")
            assert found.code == 3, (path, question)
            assert len(found.stderr) < 500


@pytest.mark.slow
def test_an_export_or_an_answer_into_a_device_or_a_pipe_ends(place: Path) -> None:
    assert ran(place, "list -f csv -o /dev/null").code == 0
    for line in ("list -f csv", "export json", "export sqlite"):
        assert ran(place, f"{line} -o /dev/full").code == 4
