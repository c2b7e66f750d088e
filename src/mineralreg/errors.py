"""The errors that reach a user, each with the exit code that the command line promises for it.

Every message says what, where and why; `help` says what to do. Only `cli/boundary.py` prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


def article(noun: str) -> str:
    """The indefinite article of a noun."""
    return "an" if noun[:1] in tuple("aeiou") and noun[:3] != "uni" else "a"


class MineralregError(Exception):
    """Base of all errors that end a command with a message instead of a traceback.

    The message is what happened, where and why, in one sentence without a final stop; findings
    (`checks.finding.Finding`) are everything that is wrong, each with its place.
    """

    exit_code = 2
    """The exit code of the command line: 2, 3 or 4."""

    def __init__(
        self,
        message: str,
        *,
        help: str | Callable[[], str] | None = None,
        findings: Sequence[Any] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self._help = help
        self.findings = tuple(findings)

    @property
    def help(self) -> str | None:
        """What to do about it, or None; suggestions are computed on first access."""
        if callable(self._help):
            self._help = self._help()
        return self._help

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text


class UsageError(MineralregError):
    """A wrong option, or an unknown or ambiguous name, id or field (exit code 2)."""


class InputRefused(UsageError):
    """Records from a file or a pipe that cannot be added; nothing changed (exit code 2)."""


class RegistryError(MineralregError):
    """The registry cannot be read, parsed or loaded (exit code 3)."""

    exit_code = 3


class WriteRefused(MineralregError):
    """A write was refused or lost to a conflict; nothing changed (exit code 4)."""

    exit_code = 4


@contextmanager
def extra(name: str, need: str) -> Iterator[None]:
    """Refuse what needs a package that an extra brings, where it is not installed."""
    try:
        yield
    except ImportError:
        help = f"install it with `pip install 'mineralreg[{name}]'`"
        raise UsageError(f"{need}, which is not installed", help=help) from None
