"""Many writers at once, and writers that are killed: the file is whole and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from written import came, environment, large, location, program, source

from mineralreg.checks.engine import examine
from mineralreg.document.document import parse_document, read_document
from mineralreg.edit.add import add
from mineralreg.store.change import locked, write

RUNS = 30
RECORDS = 500
AT_ONCE = 12
"""Programs; the last of them waits for the others no longer than a writer does."""


def sound(path: Path) -> dict[str, Any]:
    """What a file parses to, which has no error."""
    document = read_document(path)
    found = examine(document).findings
    assert [finding.message for finding in found if finding.severity == "error"] == []
    return document.data


def pages(path: Path) -> list[str]:
    """The ids of the sources that the writers added."""
    ids = [str(record["id"]) for record in sound(path)["source"]]
    return sorted(id for id in ids if id.startswith("page-"))


def forked(path: Path, id: str) -> int:
    """A process that adds one record through the library; its number."""
    child = os.fork()
    if child == 0:
        try:
            write(location(path), add(came([("source", source(id))])))
        finally:
            os._exit(0)
    return child


def test_writers_wait_for_each_other(path: Path) -> None:
    ids = sorted(f"page-{number}" for number in range(12))
    for child in [forked(path, id) for id in ids]:
        os.waitpid(child, 0)
    assert pages(path) == ids


@pytest.mark.slow
def test_programs_at_once_add_a_record_each(path: Path) -> None:
    running = [
        subprocess.Popen(
            program(
                path,
                *("add", "agreement", "--title", f"Agreement {number}", "--kind", "memorandum"),
                *("--party", "Peru", "--party", "Republic of Korea", "--source", "commission-2024"),
                *("--signed", f"{1950 + number}-03-04"),
            ),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(AT_ONCE)
    ]
    told = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * AT_ONCE, told
    titles = {record["title"] for record in sound(path)["agreement"]}
    assert {f"Agreement {number}" for number in range(AT_ONCE)} <= titles
    assert sorted(out for out, _ in told) == sorted(
        f"peru-south-korea-{1950 + number}\n" for number in range(AT_ONCE)
    )


@pytest.mark.slow
def test_thirty_killed_programs_leave_one_of_the_two_states(tmp_path: Path) -> None:
    """Kills in the time that a write takes, most of them near its end."""
    path = tmp_path / "agreements.toml"
    path.write_bytes(large(RECORDS))
    start = time.monotonic()
    subprocess.run(adding(path, "first"), env=environment(), check=True, capture_output=True)
    whole, chance = time.monotonic() - start, random.Random(11)
    killed = added = 0
    for number in range(RUNS):
        before = path.read_bytes()
        process = subprocess.Popen(
            adding(path, f"page-{number}"),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(whole * chance.triangular(0.1, 1.2, 0.95))
        process.send_signal(signal.SIGKILL)
        in_time = process.wait() == -signal.SIGKILL
        whole *= 1.02 if in_time else 0.9  # as long as a write takes on this machine by now
        killed += in_time
        added += check_states(path, before, f"page-{number}")
    assert killed > RUNS // 4
    subprocess.run(adding(path, "last"), env=environment(), check=True, capture_output=True)
    assert sorted(os.listdir(tmp_path)) == [".agreements.toml.lock", "agreements.toml"]
    assert len(pages(path)) == added


def adding(path: Path, id: str) -> list[str]:
    words = ("--id", id, "--title", "A page", "--publisher", "A paper", "--kind", "press")
    return program(path, "add", "source", *words)


def check_states(path: Path, before: bytes, id: str) -> bool:
    """The file is what it was, or that with the one record more. Which of the two?"""
    now = path.read_bytes()
    if now == before:
        return False
    document = parse_document(before, "before")
    plan = add(came([("source", source(id))]))
    change = plan(document)
    assert len(change.edits) == 1
    start, end, replacement = change.edits[0]
    assert now.decode() == document.text[:start] + replacement + document.text[end:]
    return True


def test_a_program_that_is_interrupted_leaves_nothing(path: Path) -> None:
    """Ctrl-C while it waits for the lock: 130, and the file as it was."""
    before = path.read_bytes()
    telling = (
        "import filelock, sys; take = filelock.FileLock.acquire\n"
        "def tell(lock, **how): print('waits', flush=True); return take(lock, **how)\n"
        "filelock.FileLock.acquire = tell\n"
        "from mineralreg.__main__ import main; main()"
    )
    words = [sys.executable, "-c", telling, *adding(path, "x")[3:]]
    with locked(str(path)):
        process = subprocess.Popen(
            words, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "waits\n"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert process.returncode == 130
    assert told == ""
    assert path.read_bytes() == before
