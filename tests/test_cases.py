"""Runs the case files: each holds a command, what goes in, and all that must come out.

    What this case shows, in a sentence.
    $ mineralreg list --country Peru -f ids
    --- stdin
    --- file agreements.toml
    --- edit other.toml
    --- git
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

`edit NAME` makes a file of `tests/data/clean.toml`, the smallest registry without findings, by
replacing lines (`-`) by lines (`+`) after lines that stay (` `). `@@` stands between two places,
in their order, each found once in the rest; lines to add alone go to the end. `edit NAME of
sample.toml` edits the sample, and `edit stdin` what is piped in. With `git`, the run's folder is a
repository whose one commit has what is edited as it was before. `[CR]` at the end of a line and
`[END]` after the last one stand for a line end of Windows and for none.

Commands run inside this process, which is a hundred times as quick as starting Python each time;
MINERALREG_CASES=subprocess starts it, and MINERALREG_CASES=update writes what came out into the
case files, to be read before it is committed.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from inside import Outcome, run_inside
from samples import DATA, SAMPLE

CASES = Path(__file__).parent / "cases"
MODE = os.environ.get("MINERALREG_CASES", "")
REGISTRY = "agreements.toml"
INDEX = re.compile(r"/\S+/[0-9a-f-]+\.sqlite")
SECTION = re.compile(
    r"^--- (?=(?:stdin|env|git|stdout|stderr|exit|file|edit|after)\s)", re.MULTILINE
)


class Case(NamedTuple):
    """A parsed case file: what it says, the lines of its commands, and its sections."""

    about: str
    lines: list[str]
    sections: dict[str, str]

    @property
    def code(self) -> int:
        return int(next(iter(self.named("exit")), 0))

    def named(self, kind: str) -> dict[str, str]:
        """The texts of one kind of section by what stands behind it, such as a name of a file."""
        parts = [(*heading.partition(" "), text) for heading, text in self.sections.items()]
        return {name: text for of, _, name, text in parts if of == kind}


def parse(text: str) -> Case:
    head, *parts = SECTION.split(text)
    about = [line for line in head.splitlines(keepends=True) if not line.startswith("$ ")]
    lines = [line for line in head.splitlines(keepends=True) if line.startswith("$ ")]
    assert lines, "a case needs a line `$ mineralreg …`"
    sections: dict[str, str] = {}
    for part in parts:
        heading, _, body = part.partition("\n")
        assert heading not in sections, f"{heading} stands there twice"
        sections[heading] = body
    return Case("".join(about), lines, sections)


def words(line: str) -> list[str]:
    """The arguments of a command."""
    program, *arguments = shlex.split(line[2:])
    assert program == "mineralreg", line
    return arguments


def edited(text: str, edit: str) -> str:
    """The text with each place of the edit replaced."""
    parts = []
    for place in edit.split("@@\n"):
        lines = place.splitlines(keepends=True)
        assert {line[0] for line in lines} <= {" ", "-", "+"}, place
        old = "".join(line[1:] for line in lines if line[0] != "+")
        assert not old or text.count(old) == 1, f"not one place of the rest is this:\n{old}"
        before, _, text = text.partition(old) if old else (text, "", "")
        parts += [before, *(line[1:] for line in lines if line[0] != "-")]
    return "".join([*parts, text])


def bases(case: Case) -> dict[str, str]:
    """What each edit begins with, by what stands behind `edit`."""
    return {
        name: (DATA / (name.partition(" of ")[2] or "clean.toml")).read_text(encoding="utf-8")
        for name in case.named("edit")
    }


def given(case: Case) -> dict[str, str]:
    """The files there are before the first command, and what goes into it as `stdin`."""
    edits = {
        name.split()[0]: meant(edited(before, case.named("edit")[name]))
        for name, before in bases(case).items()
    }
    new = {name: meant(text) for name, text in case.named("file").items()}
    return {REGISTRY: SAMPLE, "stdin": case.sections.get("stdin", ""), **edits, **new}


def commit(folder: Path, case: Case) -> None:
    """Make the folder a repository whose one commit has what is edited as it was before."""
    for name, text in bases(case).items():
        (folder / name.split()[0]).write_text(text, encoding="utf-8", newline="")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (["init"], ["add", "."], ["commit", "-m", "first"]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def meant(text: str) -> str:
    """The text that is meant where a case cannot show it."""
    return text.replace("[CR]\n", "\r\n").replace("[END]\n", "")


def visible(text: str) -> str:
    """The text with the line ends of Windows made visible."""
    return text.replace("\r\n", "[CR]\n")


def content(path: Path) -> str:
    """The content of a file as a case shows it."""
    text = visible(path.read_bytes().decode())
    return text if text.endswith("\n") or not text else text + "[END]\n"


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
    kept = ("stdin", "env", "git", "file", "edit")
    sections = {name: text for name, text in case.sections.items() if name.split()[0] in kept}
    sections |= {name: text for name, text in got._asdict().items() if name != "code" and text}
    sections |= {f"exit {got.code}": ""} if got.code else {}
    sections |= {f"after {name}": text for name, text in after.items()}
    parts = [case.about, *case.lines, *(f"--- {name}\n{text}" for name, text in sections.items())]
    path.write_text("".join(parts), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    "path", sorted(CASES.rglob("*.case")), ids=lambda path: str(path.relative_to(CASES))[:-5]
)
def test_case(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = parse(path.read_text(encoding="utf-8"))
    before = given(case)
    stdin = before.pop("stdin")
    if "git" in case.sections:
        commit(tmp_path, case)
    for name, text in before.items():
        if text or name != REGISTRY:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name not in ("PATH", "PYTHONPATH", "SYSTEMROOT", "MINERALREG_CACHE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    for line in case.sections.get("env", "").splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)

    start = outside if MODE == "subprocess" else run_inside
    outcomes = [start(*words(line), stdin=stdin) for line in case.lines]
    stdout, stderr = (
        INDEX.sub("[INDEX]", visible("".join(part)).replace(str(tmp_path), "[HERE]"))
        for part in zip(*(outcome[:2] for outcome in outcomes), strict=True)
    )
    got = Outcome(stdout, stderr, outcomes[-1].code)
    after = {name: content(tmp_path / name) for name in case.named("after")}
    if MODE == "update":
        rewrite(path, case, got, after)
        return
    assert got.stdout == case.sections.get("stdout", "")
    assert got.stderr == case.sections.get("stderr", "")
    assert got.code == case.code
    assert after == case.named("after")


def test_every_case_says_something_of_its_own() -> None:
    told: dict[str, Path] = {}
    for path in CASES.rglob("*.case"):
        about, _, rest = path.read_text(encoding="utf-8").partition("\n$ ")
        assert about.endswith((".", ":", "?")), path
        assert told.setdefault(rest, path) == path
    assert len(told) > 300
