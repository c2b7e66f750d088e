"""The table of checks: each code with its name, severity, reason and example.

`validate`, `explain`, the docs, the rules of SARIF reports and the tests all read this one table.
A code never changes its meaning and is never used again.
"""

from __future__ import annotations

from mineralreg.checks.claims import CLAIMS
from mineralreg.checks.file import FILE
from mineralreg.checks.finding import Check
from mineralreg.checks.history import HISTORY
from mineralreg.checks.references import REFERENCES
from mineralreg.checks.sense import SENSE
from mineralreg.checks.shape import SHAPE
from mineralreg.checks.style import STYLE
from mineralreg.checks.time import TIME

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
    for check in (*FILE, *SHAPE, *REFERENCES, *TIME, *SENSE, *CLAIMS, *HISTORY, *STYLE)
}
"""All checks by code, in the order of their codes."""

UNREADABLE = ("MR001", "MR002", "MR003")
"""Codes that end a command with the exit status 3: there is no registry to speak of."""
