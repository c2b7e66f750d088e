"""Runs commands, here or as processes of their own, and refuses outcomes that only a bug has."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from inside import Outcome, run_inside
from samples import kept

CODES = {0, 1, 2, 3, 4, 130}
"""Exit codes of the contract."""

BUGS = (
    *("internal error", "Traceback", "Exception ignored"),
    *("the index cannot be read", "constraint failed"),
)
"""What the program or Python says when something happened that nobody foresaw."""

COUNT = "5\n"
"""What `list --count` says of the sample."""


def outcome(*arguments: str, stdin: str = "") -> Outcome:
    """Run a command, with streams like those of a pipe, and see that it ended as one should."""
    found = run_inside(*arguments, stdin=stdin)
    assert not [bug for bug in BUGS if bug in found.stderr], (arguments, found.stderr)
    assert found.code in CODES, arguments
    if found.code > 1:
        assert "error" in found.stderr.lower(), (arguments, found)
    return found


def done(*arguments: str, stdin: str = "") -> str:
    """What a command that must succeed prints on stdout."""
    found = outcome(*arguments, stdin=stdin)
    assert found.code == 0, (arguments, found.stderr[:2000])
    return found.stdout


def settled(place: Path) -> Path:
    """A folder with the sample as its registry."""
    kept(place)
    return place


def alone(place: Path) -> dict[str, str]:
    """An environment with nothing but PATH and a cache."""
    return {"PATH": os.environ["PATH"], "MINERALREG_CACHE": str(place / "cache")}


def ran(
    place: Path,
    line: str,
    *,
    flags: tuple[str, ...] = ("-W", "error"),
    shell: str = "",
    variables: Mapping[str, str] | None = None,
) -> Outcome:
    """Run the program in a folder.

    Args:
        place: Current folder.
        line: Arguments of the program, as a shell reads them.
        flags: Of Python.
        shell: Redirections as a shell writes them.
        variables: More of the environment than PATH and a cache.
    """
    words = [sys.executable, *flags, "-m", "mineralreg", *shlex.split(line)]
    if shell:
        words = ["bash", "-o", "pipefail", "-c", f'"$0" "$@" {shell}', *words]
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
