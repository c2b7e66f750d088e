"""What `explain` prints: the table of checks, one entry whole or all in a line each."""

from __future__ import annotations

import textwrap

from mineralreg.checks.choice import wanted_codes
from mineralreg.checks.table import CHECKS, FAMILIES

_WIDTH = 88


def explanation(word: str) -> str:
    """One check, or all checks whose codes begin like this, as text for people.

    Args:
        word: A code, the beginning of codes, or the name of a check.

    Raises:
        UsageError: No check has this code.
    """
    return "\n".join(_one(code) for code in sorted(wanted_codes([word])))


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


def _one(code: str) -> str:
    check = CHECKS[code]
    return "\n".join(
        (
            f"{code} ({check.severity}) {check.name}: {check.title}",
            "",
            textwrap.fill(check.why, _WIDTH),
            "",
            "For example:",
            "",
            textwrap.indent(check.example, "    "),
            "",
            textwrap.fill(f"What to do: {check.fix}", _WIDTH),
            "",
        )
    )
