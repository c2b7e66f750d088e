"""Runs commands and refuses every outcome that only a bug can have."""

from __future__ import annotations

from inside import Outcome, run_inside

CODES = {0, 1, 2, 3, 4, 130}
"""Exit codes of the contract."""

BUGS = ("internal error", "Traceback", "the index cannot be read", "constraint failed")
"""What the program says when something happened that nobody foresaw."""


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
