"""The commands of the tutorials run as they stand, on the data that comes with the program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = (
    *sorted((ROOT / "docs" / "tutorials").glob("*.md")),
    *(ROOT / "docs" / name for name in ("citing.md", "registry.md")),
)


def commands() -> list[tuple[str, str]]:
    """Every line of a block marked `sh`, with the page it stands on."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            found += [(page.name, line) for line in block.splitlines()]
    return found


@pytest.mark.parametrize(("page", "line"), commands())
def test_a_command_of_a_tutorial_runs(page: str, line: str, tmp_path: Path) -> None:
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
