"""The commands of the tutorials run as they stand, on the data that comes with the program."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from inside import run_inside

ROOT = Path(__file__).parent.parent
PAGES = (
    *sorted((ROOT / "docs" / "tutorials").glob("*.md")),
    *(ROOT / "docs" / name for name in ("citing.md", "registry.md")),
)

PLAIN = re.compile(r"mineralreg (?!page|open|serve)[^|<>;&$`*#~\\]*")
"""A line without a word for the shell and without a browser, which needs no process of its own."""


def commands() -> list[tuple[str, str]]:
    """Every line of a block marked `sh`, with the page it stands on."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            found += [(page.name, line) for line in block.splitlines()]
    return found


@pytest.mark.parametrize(("page", "line"), commands())
def test_a_command_of_a_tutorial_runs(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin = tmp_path / "bin"
    bin.mkdir()
    program = bin / "mineralreg"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mineralreg "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    folder = tmp_path / "work"
    (folder / "data").mkdir(parents=True)
    if "init " not in line:
        (folder / "data" / "agreements.toml").write_bytes(
            (ROOT / "data" / "agreements.toml").read_bytes()
        )
    if PLAIN.fullmatch(line):
        monkeypatch.chdir(folder)
        monkeypatch.delenv("MINERALREG_REGISTRY", raising=False)
        found = run_inside(*shlex.split(line)[1:])
        assert found.code == 0, f"{page}: {line}\n{found.stderr}"
        assert found.stdout or found.stderr or "-o" in line
        return
    environment = {
        **os.environ,
        "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
        "BROWSER": "true",
    }
    environment.pop("MINERALREG_REGISTRY", None)
    done = subprocess.run(
        ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{page}: {line}\n{done.stderr}"
    assert done.stdout or done.stderr or "-o" in line


def test_there_are_commands() -> None:
    assert len(commands()) > 30
