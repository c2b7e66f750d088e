"""Every console block of README.md and its Python example, run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """Each command line of the console blocks with all that it prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            line, _, printed = part.partition("\n")
            found.append((line, printed))
    return found


@pytest.mark.parametrize(("line", "printed"), commands())
def test_a_command_prints_what_the_readme_shows(line: str, printed: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "MINERALREG_CACHE": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
    }
    environment.pop("MINERALREG_REGISTRY", None)
    done = subprocess.run(
        line, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    ending = f"[exit code {done.returncode}]\n" if done.returncode else ""
    assert done.stdout + done.stderr + ending == printed


def test_the_tour_has_commands() -> None:
    assert len(commands()) >= 4


def test_the_python_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("signed 2026-02-04")


def test_every_file_that_the_design_page_names_is_there() -> None:
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named = [
        name for name in re.findall(r"`([\w./]+)`", page) if re.search(r"\.(py|sql)$|/$", name)
    ]
    assert len(named) > 20
    package = ROOT / "src" / "mineralreg"
    missing = [name for name in named if not ((package / name).exists() or (ROOT / name).exists())]
    assert missing == []
