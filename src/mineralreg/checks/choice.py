"""Which checks are wanted: `--select` and `--ignore`, by code or by the beginning of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.naming import did_you_mean
from mineralreg.checks.table import CHECKS
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


def wanted_codes(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The codes to look for.

    Args:
        select: Codes, or beginnings such as `MR4`, several joined by commas; none means all.
        ignore: The same, taken away.

    Raises:
        UsageError: No code begins like this.
    """
    chosen = frozenset(CHECKS)
    if words := _words(select):
        chosen = frozenset().union(*(_codes(word) for word in words))
    return chosen.difference(*(_codes(word) for word in _words(ignore)))


def _words(given: Iterable[str]) -> list[str]:
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _codes(word: str) -> frozenset[str]:
    found = frozenset(code for code in CHECKS if code.startswith(word.upper()))
    names = {check.name: check.code for check in CHECKS.values()}
    if word.lower() in names:
        return frozenset((names[word.lower()],))
    if not found or not word.upper().startswith("MR"):
        raise UsageError(
            f"no check has the code {word[:40]!r}",
            help=did_you_mean(word.upper(), CHECKS) or "`mineralreg explain` lists all codes",
        )
    return found
