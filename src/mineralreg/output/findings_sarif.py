"""The report as SARIF 2.1.0 (OASIS), which code scanning services read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mineralreg.output.escape import json_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Place, Report
    from mineralreg.output.terminal import Look

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, _look: Look) -> Iterator[str]:
    """One run, with one rule for each code that was found."""
    codes = sorted({finding.code for finding in report.findings})
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "mineralreg",
                "version": report.version,
                "rules": [_rule(code, report) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(file.name)}} for file in report.files],
        "results": [_result(finding, codes) for finding in report.findings],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json_visible(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _rule(code: str, report: Report) -> dict[str, Any]:
    check = report.rules[code]
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in check.name.split("-")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {
            "text": f"{check.fix}\n\nFor example:\n\n{check.example}",
            "markdown": f"{check.fix}\n\nFor example:\n\n```toml\n{check.example}\n```",
        },
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }


def _result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    message = finding.message + (f" ({finding.help})" if finding.help else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(finding.file, finding.place)],
        "partialFingerprints": {"mineralreg/v1": finding.fingerprint},
    }
    related = [
        {"id": number, **_location(finding.file, label.place), "message": {"text": label.text}}
        for number, label in enumerate(finding.also)
        if label.place
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _location(file: str, place: Place | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if place:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    path = quote(file.replace("\\", "/"), errors="replace")
    return f"file://{path}" if path.startswith("/") else path
