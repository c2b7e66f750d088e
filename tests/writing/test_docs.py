"""The pages on writing say what happens: their blocks run one after another on the sample."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from written import environment, run, sample_in

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "writing.md"


@pytest.mark.parametrize(("page", "count"), [("writing.md", 6), ("import.md", 3)])
def test_the_console_blocks(tmp_path: Path, page: str, count: int) -> None:
    sample_in(tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "mineralreg"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mineralreg "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    env = environment(MINERALREG_CACHE=str(tmp_path / "cache"))
    env["PATH"] = f"{programs}{os.pathsep}{env['PATH']}"
    blocks = re.findall(
        r"```console\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(blocks) == count
    for block in blocks:
        shown = ""
        for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            done = subprocess.run(
                ["sh", "-c", f"{command} 2>&1"],
                capture_output=True,
                text=True,
                cwd=tmp_path,
                env=env,
                check=False,
            )
            shown += f"$ {command}\n{done.stdout}"
        assert shown == block


def test_the_python_block(tmp_path: Path) -> None:
    path = sample_in(tmp_path)
    found = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 1
    subprocess.run([sys.executable, "-c", found[0]], cwd=tmp_path, check=True)
    assert 'note = "By exchange of letters."' in path.read_text(encoding="utf-8")


def test_the_options_it_names_are_there(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    known = "".join(
        run(tmp_path / "none", "add", kind, "--help").stdout
        for kind in ("agreement", "initiative", "claim")
    )
    for name in re.findall(r"^\| ((?:`--[a-z]+`(?:, )?)+)", page, re.MULTILINE):
        for option in re.findall(r"--[a-z]+", name):
            assert option in known
