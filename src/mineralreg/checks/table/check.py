"""The value that describes one check."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mineralreg.checks.finding import Severity


class Check(NamedTuple):
    """One entry of the table of checks.

    Attributes:
        code: `MR` and three digits.
        name: Short name in words joined by hyphens.
        severity: The severity of most of its findings; `why` names the exceptions.
        title: What it finds, in one line.
        why: Why that is a problem, with the rule's source where it has one.
        fix: What to do.
        example: A few lines that trip it: TOML, or a command.
    """

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    fix: str
    example: str
