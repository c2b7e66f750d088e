"""The report as one JSON document, for programs. Its version is raised when a key changes."""

from __future__ import annotations

import json as encoder
import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from mineralreg.output.escape import json_visible, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Label, Place, Report
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


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit(report: Report, _look: Look) -> Iterator[str]:
    """What makes `validate` fail is a failure; the rest passes with its message as output."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    failures = sum(report.fails(finding) for finding in report.findings)
    tests = sum(max(len(file.findings), 1) for file in report.files)
    yield f'<testsuites name="mineralreg" tests="{tests}" failures="{failures}">\n'
    for file in report.files:
        failed = sum(report.fails(finding) for finding in file.findings)
        name = _attribute(file.name)
        count = max(len(file.findings), 1)
        yield f'  <testsuite name={name} tests="{count}" failures="{failed}" errors="0">\n'
        if not file.findings:
            yield f'    <testcase name="validate" classname={name}/>\n'
        for finding in file.findings:
            yield from _case(finding, report)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(finding: Finding, report: Report) -> Iterator[str]:
    rule = report.rules.get(finding.code)
    title = f"{finding.code} {rule.name if rule else ''} {finding.where}"
    yield f"    <testcase name={_attribute(title)} classname={_attribute(finding.file)}>\n"
    text = finding.message + (f"\nhelp: {finding.help}" if finding.help else "")
    if report.fails(finding):
        about = f"type={_attribute(finding.severity)} message={_attribute(finding.message)}"
        yield f"      <failure {about}>{_text(text)}</failure>\n"
    else:
        yield f"      <system-out>{_text(f'{finding.severity}: {text}')}</system-out>\n"
    yield "    </testcase>\n"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", visible(text)))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", visible(text)))


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
    yield json_visible(encoder.dumps(document, ensure_ascii=False, indent=2)) + "\n"


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
    physical["region"] = {"startLine": 1}  # where a finding without a place of its own stands
    if place:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return {"physicalLocation": physical}


def in_checkout(file: str) -> str:
    """A file as the checkout names it: from its root, with `/`, however it was typed.

    The root is `GITHUB_WORKSPACE`, else that of the git work tree, else the current folder. What
    lies outside keeps its name.
    """
    target = os.path.realpath(file)
    root = os.environ.get("GITHUB_WORKSPACE") or os.getcwd()
    folder = os.path.dirname(target)
    while "GITHUB_WORKSPACE" not in os.environ and folder != os.path.dirname(folder):
        if os.path.lexists(os.path.join(folder, ".git")):
            root = folder
            break
        folder = os.path.dirname(folder)
    inside = os.path.relpath(target, os.path.realpath(root))
    if inside.startswith(os.pardir) or not os.path.exists(target):
        inside = file
    return inside.replace(os.sep, "/")


def _uri(file: str) -> str:
    path = quote(in_checkout(file), errors="replace")
    return f"file://{path}" if path.startswith("/") else path
