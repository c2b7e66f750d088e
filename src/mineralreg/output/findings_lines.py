"""Reports of one line a finding: `concise` for people and editors, `github` for Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.output.escape import one_line, visible
from mineralreg.output.terminal import STYLES, paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Report
    from mineralreg.output.terminal import Look

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def concise(report: Report, look: Look) -> Iterator[str]:
    """`file:line:column: error[MR201] message`."""
    for finding in report.findings:
        word = paint(f"{finding.severity}[{finding.code}]", STYLES[finding.severity], look)
        yield f"{one_line(finding.where)}: {word} {one_line(finding.message)}\n"


def github(report: Report, _look: Look) -> Iterator[str]:
    """Workflow commands that GitHub Actions shows beside the lines of a pull request.

    Their form and escapes are those of docs.github.com, "Workflow commands for GitHub Actions".
    """
    for finding in report.findings:
        given = [("file", finding.file)]
        if finding.place:
            line, column, end_line, end_column = finding.place
            given += [("line", str(line)), ("endLine", str(end_line))]
            if line == end_line:  # GitHub takes columns only within one line
                given += [("col", str(column)), ("endColumn", str(max(end_column, column + 1)))]
        given.append(("title", _title(finding, report)))
        properties = ",".join(f"{key}={_property(value)}" for key, value in given)
        message = one_line(finding.message) + (f"\nhelp: {finding.help}" if finding.help else "")
        yield f"::{_COMMANDS[finding.severity]} {properties}::{_data(message)}\n"


def _title(finding: Finding, report: Report) -> str:
    rule = report.rules.get(finding.code)
    return f"{finding.code} {rule.name}" if rule else finding.code


def _data(text: str) -> str:
    return visible(text.replace("\r\n", "\n")).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
