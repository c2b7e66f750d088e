"""The table of checks, read off the modules of the families.

`validate`, `explain`, the docs, the rules of SARIF reports and the tests all read this one table.
"""

from __future__ import annotations

from mineralreg.checks import (
    claims,
    file,
    history,
    references,
    sense,
    shape,
    sourcing,
    style,
    time,
)
from mineralreg.checks.finding import Check

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

CHECKS: dict[str, Check] = {
    check.code: check
    for check in sorted(
        (
            found
            for module in (file, shape, references, time, sense, sourcing, claims, history, style)
            for found in vars(module).values()
            if isinstance(found, Check)
        ),
        key=lambda check: check.code,
    )
}
"""All checks by code, in the order of their codes."""
