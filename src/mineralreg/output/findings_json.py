"""The report as one JSON document, for programs. Its version is raised when a key changes."""

from __future__ import annotations

import json as encoder
from typing import TYPE_CHECKING, Any

from mineralreg.output.escape import json_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Label, Report
    from mineralreg.output.terminal import Look

VERSION = 1


def json(report: Report, _look: Look) -> Iterator[str]:
    """Lines and columns are 1-based and count characters; ends are behind the last character."""
    document = {
        "version": VERSION,
        "registries": [file.name for file in report.files],
        "counts": {
            "error": report.count("error"),
            "warning": report.count("warning"),
            "info": report.count("info"),
        },
        "suppressed": sum(file.suppressed for file in report.files),
        "accepted": sum(file.accepted for file in report.files),
        "findings": [_finding(finding) for finding in report.findings],
    }
    yield json_visible(encoder.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "help": finding.help,
        "file": finding.file,
        **_place(finding),
        "record": finding.record,
        "related": [{"message": label.text, **_place(label)} for label in finding.also],
    }


def _place(found: Finding | Label) -> dict[str, int | None]:
    place = found.place
    return {
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
    }
