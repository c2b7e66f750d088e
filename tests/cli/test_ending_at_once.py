"""The program ends without taking itself apart, and loses nothing that it has said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from mineralreg import collector

ENDING = "import sys; from mineralreg.__main__ import end; {work}; end({code})"


def ended(
    work: str, code: int, stdout: IO[str] | int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    script = ENDING.format(work=work, code=code)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-c", script],
        env=buffered,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("code", [0, 1, 3, 130])
def test_what_waits_in_the_streams_is_written(code: int) -> None:
    done = ended("sys.stdout.write('x' * 200_000); sys.stderr.write('why')", code)
    assert (done.stdout, done.stderr, done.returncode) == ("x" * 200_000, "why", code)


@pytest.mark.parametrize(("code", "told"), [(0, 1), (3, 3)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_what_cannot_be_written_is_no_success(code: int, told: int) -> None:
    with open("/dev/full", "w") as full:
        done = ended("sys.stdout.write('x')", code, stdout=full)
    assert (done.stderr, done.returncode) == ("", told)


def test_a_missing_stream_is_no_trouble() -> None:
    assert ended("sys.stdout = None", 4).returncode == 4


def test_only_a_process_that_ends_soon_keeps_what_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector._End, "kept", [])
    monkeypatch.setattr(collector._End, "soon", False)
    collector.keep("records")
    assert collector._End.kept == []
    collector.end_soon()
    collector.keep("records")
    assert collector._End.kept == ["records"]
