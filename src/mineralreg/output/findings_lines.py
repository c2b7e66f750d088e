"""Reports of one line a finding: `concise` for people and editors, `github` for Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.output.escape import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Report
    from mineralreg.output.terminal import Look

_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
_OFF = "\x1b[0m"
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def concise(report: Report, look: Look) -> Iterator[str]:
    """`file:line:column: error[MR201] message`."""
    for finding in report.findings:
        place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
        word = f"{finding.severity}[{finding.code}]"
        if look.color:
            word = f"{_COLORS[finding.severity]}{word}{_OFF}"
        yield f"{one_line(place)}: {word} {one_line(finding.message)}\n"


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
