"""Runs the program as a process of its own, in surroundings that a test chooses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = Path(__file__).parents[1] / "data" / "sample.toml"
COUNT = "5\n"
"""What `list --count` says of the sample."""


class Ended(NamedTuple):
    """How a process ended."""

    stdout: str
    stderr: str
    code: int


def settled(place: Path) -> Path:
    """A folder with the sample as its registry."""
    shutil.copy(SAMPLE, place / "agreements.toml")
    return place


def ran(
    place: Path,
    *arguments: str,
    flags: tuple[str, ...] = (),
    shell: str = "",
    variables: Mapping[str, str] | None = None,
) -> Ended:
    """Run the program in an environment with nothing but PATH, a cache and what is given.

    Args:
        place: Current folder.
        arguments: Of the program.
        flags: Of Python.
        shell: Redirections as a shell writes them.
        variables: More of the environment.
    """
    environment = {"PATH": os.environ["PATH"], "MINERALREG_CACHE": str(place / "cache")}
    environment |= variables or {}
    words = [sys.executable, *flags, "-m", "mineralreg", *arguments]
    if shell:
        words = ["/bin/sh", "-c", f'"$0" "$@" {shell}', *words]
    done = subprocess.run(
        words,
        cwd=place,
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    found = Ended(done.stdout.decode("utf-8"), done.stderr.decode("utf-8"), done.returncode)
    assert "Traceback" not in found.stderr
    assert "Exception ignored" not in found.stderr
    assert "internal error" not in found.stderr
    return found
