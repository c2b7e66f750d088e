"""The formats in which `validate` reports: one table that is also the list of choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from mineralreg.checks.finding import SEVERITIES, Finding, Place, Report, Severity, at_least
from mineralreg.output.escape import cut, one_line, visible
from mineralreg.output.formats import Format
from mineralreg.output.terminal import STYLES, Look, paint

FORMATS = (
    Format("full", (".txt",), "report_text", "for people: source lines with marks"),
    Format("concise", (), "report_text", "one line per finding"),
    Format("json", (".json",), "report_data", "one JSON document, versioned"),
    Format("github", (), "report_data", "annotations of GitHub Actions"),
    Format("sarif", (".sarif",), "report_data", "SARIF 2.1.0, for code scanning"),
    Format("junit", (".xml",), "report_data", "JUnit XML, for test reports"),
)


def summary(report: Report, level: Severity = "info") -> Iterator[str]:
    """A line for people about each file, which says how to see what is below the level."""
    shown = at_least(level)
    for file in report.files:
        counts = Counter(finding.severity for finding in file.findings)
        said = {severity: _several(counts[severity], severity) for severity in SEVERITIES}
        notes = [
            f"{said[one]} not shown: --level {one}"
            for one in SEVERITIES
            if one not in shown and counts[one]
        ]
        notes += [f"{file.suppressed} suppressed in the file"] if file.suppressed else []
        notes += [f"{file.accepted} in the baseline"] if file.accepted else []
        nothing = "no errors" if counts["warning"] else "no problems"
        found = ", ".join(said[one] for one in shown if counts[one]) or nothing
        yield f"{file.name}: {found}" + (f" ({', '.join(notes)})" if notes else "")


def _several(count: int, word: str) -> str:
    return f"{count} {word}" + ("s" if count != 1 and word != "info" else "")


def concise(report: Report, look: Look) -> Iterator[str]:
    """`file:line:column: error[MR201] message`."""
    for finding in report.findings:
        word = paint(f"{finding.severity}[{finding.code}]", STYLES[finding.severity], look)
        yield f"{one_line(finding.where)}: {word} {one_line(finding.message)}\n"


TAB = 4


class Excerpt(NamedTuple):
    """The part of a line around a mark, and the mark's terminal columns: before it, and its own."""

    shown: str
    indent: int
    width: int


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """Lay a line out for a terminal of that width; `start` and `end` are 1-based columns."""
    if len(line) < width and line.isascii() and line.isprintable():
        indent = min(start - 1, len(line))
        return Excerpt(line, indent, max(min(end - 1, len(line)) - indent, 0))
    from rich.cells import cell_len

    before, marked, behind = line[: start - 1], line[start - 1 : end - 1], line[end - 1 :][:width]
    lead, mark, rest = _plain(before[:width]), _plain(marked[:width]), _plain(behind)
    if len(before) > width or cell_len(lead + mark) + bool(rest) > width:
        lead = "…" + _plain(before[-(width // 4 if len(marked) < width // 2 else 8) :])
        lead = lead[max(cell_len(lead) - width // 2, 0) :]
    shown = cut(lead + mark + rest, width)
    indent = min(cell_len(lead), cell_len(shown))
    return Excerpt(shown, indent, min(cell_len(mark), cell_len(shown) - indent))


def _plain(text: str) -> str:
    return visible(text.expandtabs(TAB))


_RULER = "\x1b[1;34m"
_BOLD = "\x1b[1m"
_MARGIN = 40
"""Columns that a source line gets at least."""


class Mark(NamedTuple):
    """A stretch of the file to underline, and what to write beside it."""

    place: Place
    text: str
    sign: str


def full(report: Report, look: Look) -> Iterator[str]:
    """Every finding with its lines, a blank line between two."""
    gap = ""
    for file in report.files:
        lines = file.text.split("\n") if file.text and file.findings else []
        for finding in file.findings:
            yield gap + "\n".join(_finding(finding, lines, look)) + "\n"
            gap = "\n"


def _finding(finding: Finding, lines: list[str], look: Look) -> Iterator[str]:
    style = STYLES[finding.severity]
    head = paint(f"{finding.severity}[{finding.code}]", style, look)
    yield f"{head}{paint(': ' + one_line(finding.message), _BOLD, look)}"
    marks = [Mark(label.place, label.text, "-") for label in finding.also if label.place]
    if finding.place and finding.label:
        marks.append(Mark(finding.place, finding.label, "^"))
    shown = [mark for mark in marks if mark.place.line <= len(lines)]
    gutter = len(str(max(mark.place for mark in shown)[0] if shown else 1))
    yield f"{' ' * (gutter - 1)}{paint('-->', _RULER, look)} {one_line(finding.where)}"
    if shown:
        yield from _snippet(shown, lines, gutter, style, look)
    if finding.help:
        equals = paint(f"{' ' * (gutter + 1)}=", _RULER, look)
        yield f"{equals} help: {visible(finding.help)}"


def _snippet(
    marks: list[Mark], lines: list[str], gutter: int, style: str, look: Look
) -> Iterator[str]:
    bar = paint(f"{' ' * (gutter + 1)}|", _RULER, look)
    width = max(look.width - gutter - 3, _MARGIN)
    yield bar
    before = 0
    if len(marks) > 1:
        marks.sort(key=lambda mark: mark.place[:2])
    for mark in marks:
        place = mark.place
        text = lines[place.line - 1].removesuffix("\r")
        end = place.end_column if place.end_line == place.line else len(text) + 1
        part = excerpt(text, place.column, max(end, place.column + 1), width)
        if place.line != before:
            if before and place.line > before + 1:
                yield paint("...", _RULER, look)
            number = paint(f"{place.line:>{gutter}} |", _RULER, look)
            yield f"{number} {part.shown}".rstrip()
            before = place.line
        under = mark.sign * max(part.width, 1)
        note = f"{under} {one_line(mark.text)}".rstrip()
        note = paint(note, style if mark.sign == "^" else _RULER, look)
        yield f"{bar} {' ' * part.indent}{note}"
