"""Code blocks of the pages, and what a command line of them prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from inside import Outcome, run_inside

ROOT = Path(__file__).parent.parent

PLAIN = re.compile(r"mineralreg (?!page|open|serve)[^|<>;&$`*#~\\]*")
"""A line without a word for the shell and without a browser, which needs no process of its own."""


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a page that are marked with a language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run_line(line: str, folder: Path) -> Outcome:
    """Run a command line in a folder, by a shell where it needs one."""
    if PLAIN.fullmatch(line):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setenv("NO_COLOR", "1")
            return run_inside(*shlex.split(line)[1:])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", "BROWSER": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.stdout, done.stderr, done.returncode)
