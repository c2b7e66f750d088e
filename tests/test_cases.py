"""Runs the case files: each holds a command, what goes in, and all that must come out.

    What this case shows, in a sentence.
    $ mineralreg list --country Peru -f ids
    --- stdin
    --- file agreements.toml
    --- env
    --- stdout
    us-peru-2024
    --- stderr
    --- exit 0
    --- after agreements.toml

Only what is needed is written: a section that is missing is empty, the exit code is 0, and the
registry is `tests/data/sample.toml` unless the case brings `file agreements.toml` (an empty one
means none, so the packaged copy answers). Several commands run one after the other. `[HERE]`
and `[INDEX]` stand for the folder and the index file of the run.

Commands run inside this process, which is a hundred times as quick as starting Python each time;
MINERALREG_CASES=subprocess starts it, and MINERALREG_CASES=update writes what came out into the
case files, to be read before it is committed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from inside import Outcome, run_inside

HERE = Path(__file__).parent
CASES = HERE / "cases"
SAMPLE = HERE / "data" / "sample.toml"
MODE = os.environ.get("MINERALREG_CASES", "")
REGISTRY = "agreements.toml"
INDEX = re.compile(r"/\S+/[0-9a-f]+-[0-9a-f]+\.sqlite")
SECTIONS = ("stdin", "env", "stdout", "stderr", "exit", "file", "after")


class Case(NamedTuple):
    """A parsed case file: what it says, its commands, and its sections as (heading, text)."""

    about: str
    lines: list[str]
    commands: list[list[str]]
    sections: dict[str, str]


def parse(text: str) -> Case:
    about: list[str] = []
    lines: list[str] = []
    commands: list[list[str]] = []
    sections: dict[str, list[str]] = {}
    current = about
    for line in text.splitlines(keepends=True):
        if line.startswith("--- ") and line.split()[1] in SECTIONS:
            heading = line[4:].strip()
            assert heading not in sections, f"{heading} stands there twice"
            current = sections[heading] = []
        elif line.startswith("$ ") and not sections:
            words = shlex.split(line[2:])
            assert words[0] == "mineralreg", line
            commands.append(words[1:])
            lines.append(line)
        else:
            current.append(line)
    assert commands, "a case needs a line `$ mineralreg …`"
    return Case(
        "".join(about), lines, commands, {name: "".join(got) for name, got in sections.items()}
    )


def exit_code(case: Case) -> int:
    return next((int(name.split()[1]) for name in case.sections if name.startswith("exit")), 0)


def files(case: Case, kind: str) -> dict[str, str]:
    return {
        name.split()[1]: text for name, text in case.sections.items() if name.startswith(f"{kind} ")
    }


def outside(*arguments: str, stdin: str) -> Outcome:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "mineralreg", *arguments],
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    return Outcome(done.stdout.decode(), done.stderr.decode(), done.returncode)


def rewrite(path: Path, case: Case, got: Outcome, after: dict[str, str]) -> None:
    """Put what came out into the case file."""
    kept = {
        name: text
        for name, text in case.sections.items()
        if name in ("stdin", "env") or name.startswith("file ")
    }
    parts = [case.about, *case.lines]
    parts += [f"--- {name}\n{text}" for name, text in kept.items()]
    parts += [f"--- {name}\n{text}" for name, text in _shown(got).items() if text]
    if got.code:
        parts.append(f"--- exit {got.code}\n")
    parts += [f"--- after {name}\n{text}" for name, text in after.items()]
    path.write_text("".join(parts), encoding="utf-8", newline="\n")


def _shown(got: Outcome) -> dict[str, str]:
    return {"stdout": got.stdout, "stderr": got.stderr}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize(
    "path", sorted(CASES.rglob("*.case")), ids=lambda path: str(path.relative_to(CASES))[:-5]
)
def test_case(path: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = parse(path.read_text(encoding="utf-8"))
    given = {REGISTRY: SAMPLE.read_text(encoding="utf-8")} | files(case, "file")
    for name, text in given.items():
        if text or name != REGISTRY:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name not in ("PATH", "PYTHONPATH", "SYSTEMROOT"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MINERALREG_CACHE", str(cache))
    for line in case.sections.get("env", "").splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)

    start = outside if MODE == "subprocess" else run_inside
    stdin = case.sections.get("stdin", "")
    outcomes = [start(*words, stdin=stdin) for words in case.commands]
    stdout, stderr = (
        INDEX.sub("[INDEX]", "".join(part).replace(str(tmp_path), "[HERE]"))
        for part in zip(*(outcome[:2] for outcome in outcomes), strict=True)
    )
    got = Outcome(stdout, stderr, outcomes[-1].code)
    after = {name: (tmp_path / name).read_bytes().decode() for name in files(case, "after")}
    if MODE == "update":
        rewrite(path, case, got, after)
        return
    assert got.stdout == case.sections.get("stdout", "")
    assert got.stderr == case.sections.get("stderr", "")
    assert got.code == exit_code(case)
    assert after == files(case, "after")


def test_there_are_cases() -> None:
    assert len(list(CASES.rglob("*.case"))) > 5
