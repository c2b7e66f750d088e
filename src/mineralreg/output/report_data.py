"""Reports for programs: JSON, workflow commands of GitHub, SARIF and JUnit.

Lines and columns are 1-based and count characters; ends are behind the last character.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mineralreg.checks.finding import SEVERITIES, START, Finding, Label, Place, Report
from mineralreg.output.escape import json_visible, one_line, visible
from mineralreg.output.terminal import Look
from mineralreg.query.results import as_json

VERSION = 1
"""Of the JSON document; raised when a key changes."""
HOME = "https://github.com/OWNER/mineralreg"
CHECKS_PAGE = f"{HOME}/blob/main/docs/checks.md"


def json(report: Report, _look: Look) -> Iterator[str]:
    """One JSON document."""
    document = {
        "version": VERSION,
        "registries": [file.name for file in report.files],
        "counts": {one: report.count(one) for one in SEVERITIES},
        "suppressed": sum(file.suppressed for file in report.files),
        "accepted": sum(file.accepted for file in report.files),
        "findings": [_finding(finding) for finding in report.findings],
    }
    yield _json(document)


def _json(document: dict[str, Any]) -> str:
    return json_visible(as_json(document, indent=2)) + "\n"


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


def _place(found: Finding | Label) -> dict[str, int]:
    return (found.place or START)._asdict()


def checkout_name(file: str) -> str:
    """The file named from the root of the checkout, with `/`, however it was typed.

    The root is `GITHUB_WORKSPACE`, else that of the git repository, else the working folder; a
    file outside of all of them keeps its whole path.
    """
    if file.startswith("<"):
        return file
    whole = Path(os.path.abspath(file))
    repository = next((folder for folder in whole.parents if (folder / ".git").exists()), None)
    workspace = os.environ.get("GITHUB_WORKSPACE")
    for folder in filter(None, (Path(workspace) if workspace else None, repository, Path.cwd())):
        for path, base in ((whole, folder), (whole.resolve(), folder.resolve())):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
    return whole.as_posix()


_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github(report: Report, _look: Look) -> Iterator[str]:
    """Workflow commands that GitHub Actions shows beside the lines of a pull request.

    Their form and escapes are those of docs.github.com, "Workflow commands for GitHub Actions".
    """
    names = {file.name: checkout_name(file.name) for file in report.files}
    for finding in report.findings:
        line, column, end_line, end_column = finding.place or START
        given = {"file": names[finding.file], "line": line, "endLine": end_line}
        if line == end_line:  # GitHub takes columns only within one line
            given |= {"col": column, "endColumn": max(end_column, column + 1)}
        given["title"] = f"{finding.code} {report.rules[finding.code].name}"
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in given.items())
        message = one_line(finding.message) + (f"\nhelp: {finding.help}" if finding.help else "")
        yield f"::{_COMMANDS[finding.severity]} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    return visible(text.replace("\r\n", "\n")).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, _look: Look) -> Iterator[str]:
    """One run, with one rule for each code that was found."""
    codes = sorted({finding.code for finding in report.findings})
    rules = {code: number for number, code in enumerate(codes)}
    uris = {file.name: _uri(file.name) for file in report.files}
    driver = {
        "name": "mineralreg",
        "version": report.version,
        "informationUri": HOME,
        "rules": [_rule(code, report) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uri}} for uri in uris.values()],
        "results": [_result(finding, rules, uris[finding.file]) for finding in report.findings],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield _json(document)


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
        "helpUri": f"{CHECKS_PAGE}#{code.lower()}",
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }


def _result(finding: Finding, rules: dict[str, int], uri: str) -> dict[str, Any]:
    message = finding.message + (f" ({finding.help})" if finding.help else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rules[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(uri, finding.place)],
        "partialFingerprints": {"mineralreg/v1": finding.fingerprint},
    }
    if finding.also:
        result["relatedLocations"] = [
            {"id": number, **_location(uri, label.place), "message": {"text": label.text}}
            for number, label in enumerate(finding.also)
        ]
    return result


def _location(uri: str, place: Place | None) -> dict[str, Any]:
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    region = dict(zip(keys, place or START, strict=True))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _uri(file: str) -> str:
    path = quote(checkout_name(file), errors="replace")
    return f"file://{path}" if path.startswith("/") else path


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit(report: Report, _look: Look) -> Iterator[str]:
    """Findings that make `validate` fail are failures; the others pass, with output."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("testsuites", name="mineralreg")
    for file in report.files:
        name = _xml(file.name)
        suite = SubElement(root, "testsuite", name=name)
        if not file.findings:
            SubElement(suite, "testcase", name="validate", classname=name)
        for finding in file.findings:
            title = f"{finding.code} {report.rules[finding.code].name} {finding.where}"
            case = SubElement(suite, "testcase", name=_xml(title), classname=name)
            text = _xml(finding.message + (f"\nhelp: {finding.help}" if finding.help else ""))
            if report.fails(finding):
                about = {"type": finding.severity, "message": _xml(finding.message)}
                SubElement(case, "failure", about).text = text
            else:
                SubElement(case, "system-out").text = f"{finding.severity}: {text}"
    for one in (root, *root):
        one.set("tests", str(len(one.findall(".//testcase"))))
        one.set("failures", str(len(one.findall(".//failure"))))
    for suite in root:
        suite.set("errors", "0")
    indent(root)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", visible(text))
