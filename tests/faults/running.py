"""Runs the program as a process of its own, and refuses outcomes that only a bug has."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from inside import BUGS, Outcome, run_inside

COUNT = "5\n"
"""What `list --count` says of the sample."""


def done(*arguments: str) -> str:
    """What a command that must succeed prints on stdout, here inside this process."""
    found = run_inside(*arguments)
    assert found.code == 0, (arguments, found.stderr[:2000])
    return found.stdout


def alone(place: Path) -> dict[str, str]:
    """An environment with nothing but PATH and a cache."""
    return {"PATH": os.environ["PATH"], "MINERALREG_CACHE": str(place / "cache")}


def ran(
    place: Path,
    line: str,
    *,
    flags: tuple[str, ...] = ("-W", "error"),
    shell: str = "",
    first: str = "",
    variables: Mapping[str, str] | None = None,
) -> Outcome:
    """Run the program in a folder.

    Args:
        place: Current folder.
        line: Arguments of the program, as a shell reads them.
        flags: Of Python.
        shell: Redirections as a shell writes them.
        first: What the shell does before.
        variables: More of the environment than PATH and a cache.
    """
    words = [sys.executable, *flags, "-m", "mineralreg", *shlex.split(line)]
    if shell or first:
        words = ["bash", "-o", "pipefail", "-c", f'{first} "$0" "$@" {shell}', *words]
    done = subprocess.run(
        words,
        cwd=place,
        env=alone(place) | dict(variables or {}),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    found = Outcome(done.stdout.decode("utf-8"), done.stderr.decode("utf-8"), done.returncode)
    assert not [bug for bug in BUGS if bug in found.stderr], (line, found.stderr)
    return found
