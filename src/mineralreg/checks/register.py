"""The table of checks, read off the modules of the families, and what a command asks of it.

`validate`, `explain`, the docs, the rules of SARIF reports and the tests all read this one table.
"""

from __future__ import annotations

from collections.abc import Iterable

from mineralreg.checks import claims, history, references, sense, shape, sourcing, style, time
from mineralreg.checks.finding import Check, suggestion
from mineralreg.errors import UsageError

FAMILIES: dict[str, str] = {
    "MR0": "File",
    "MR1": "Shape",
    "MR2": "References",
    "MR3": "Time",
    "MR4": "Sense",
    "MR5": "Claims",
    "MR6": "History",
    "MR9": "Style",
}
"""First characters of the codes of a family, with its title."""
_MODULES = (shape, references, time, sense, sourcing, claims, history, style)
_FOUND = [one for module in _MODULES for one in vars(module).values() if isinstance(one, Check)]
CHECKS: dict[str, Check] = {
    check.code: check for check in sorted(_FOUND, key=lambda check: check.code)
}
"""All checks by code, in the order of their codes."""

_WIDTH = 88


def wanted_codes(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The codes to look for.

    Args:
        select: Codes, beginnings such as `MR4`, or names, several joined by commas; none means all.
        ignore: The same, taken away.
    """
    selected = frozenset(CHECKS)
    if words := _words(select):
        selected = frozenset().union(*(_codes(word) for word in words))
    return selected.difference(*(_codes(word) for word in _words(ignore)))


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
            help=suggestion(word, CHECKS) or "`mineralreg explain` lists all codes",
        )
    return found


def explanation(word: str) -> str:
    """One check, or all checks that a code, the beginning of codes or a name means, for people."""
    return "\n".join(_one(CHECKS[code]) for code in sorted(wanted_codes([word])))


def _one(check: Check) -> str:
    from textwrap import fill, indent

    parts = (
        f"{check.code} ({check.severity}) {check.name}: {check.title}",
        fill(check.why, _WIDTH),
        "For example:",
        indent(check.example, "    "),
        fill(f"What to do: {check.fix}", _WIDTH),
    )
    return "\n\n".join(parts) + "\n"


def overview() -> str:
    """All checks, a line each under the title of their family."""
    lines: list[str] = []
    for family, title in FAMILIES.items():
        lines += ["", title] if lines else [title]
        lines += [
            f"  {check.code}  {check.severity:<7}  {check.title}"
            for check in CHECKS.values()
            if check.code.startswith(family)
        ]
    return "\n".join([*lines, ""])
