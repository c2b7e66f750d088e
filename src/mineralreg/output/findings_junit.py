"""The report as JUnit XML: a test suite a file, a test case a finding, for CI without SARIF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from mineralreg.output.escape import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Report
    from mineralreg.output.terminal import Look

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
    place = f":{finding.line}:{finding.column}" if finding.place else ""
    title = f"{finding.code} {rule.name if rule else ''} {finding.file}{place}"
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
