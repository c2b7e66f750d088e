"""The report for people: each finding with its source lines, in the form of rustc and ruff.

Marks stand right below what they mean also under tabs, wide and combining characters; a line that
is too long is cut around the mark; control characters are shown as escapes.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.output.escape import one_line, visible
from mineralreg.output.excerpt import excerpt
from mineralreg.output.terminal import STYLES, paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Finding, Place, Report
    from mineralreg.output.terminal import Look

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
    first = True
    for file in report.files:
        lines = _Lines(file.text)
        for finding in file.findings:
            yield "" if first else "\n"
            first = False
            yield from (f"{line}\n" for line in _finding(finding, lines, look))


def _finding(finding: Finding, lines: _Lines, look: Look) -> Iterator[str]:
    style = STYLES[finding.severity]
    head = paint(f"{finding.severity}[{finding.code}]", style, look)
    yield f"{head}{paint(': ' + one_line(finding.message), _BOLD, look)}"
    marks = [Mark(label.place, label.text, "-") for label in finding.also if label.place]
    if finding.place:
        marks.append(Mark(finding.place, finding.label, "^"))
    shown = [mark for mark in marks if lines.has(mark.place.line)]
    gutter = max((len(str(mark.place.line)) for mark in shown), default=1)
    yield f"{' ' * (gutter - 1)}{paint('-->', _RULER, look)} {one_line(finding.where)}"
    if shown:
        yield from _snippet(shown, lines, gutter, style, look)
    if finding.help:
        equals = paint(f"{' ' * (gutter + 1)}=", _RULER, look)
        yield f"{equals} help: {visible(finding.help)}"


def _snippet(
    marks: list[Mark], lines: _Lines, gutter: int, style: str, look: Look
) -> Iterator[str]:
    bar = paint(f"{' ' * (gutter + 1)}|", _RULER, look)
    width = max(look.width - gutter - 3, _MARGIN)
    yield bar
    before = 0
    for mark in sorted(marks, key=lambda mark: (mark.place.line, mark.place.column)):
        place = mark.place
        text = lines.text(place.line)
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


class _Lines:
    """Lines of a text by number; where they start is found when the first one is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: array[int] | None = None

    def has(self, number: int) -> bool:
        """Whether the text has this line."""
        return bool(self._text) and number <= len(self._found())

    def text(self, number: int) -> str:
        """The line, without its line end."""
        start = self._found()[number - 1]
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)].removesuffix("\r")

    def _found(self) -> array[int]:
        if self._starts is None:
            self._starts = array("Q", (0,))
            self._starts.extend(found.end() for found in re.finditer("\n", self._text))
        return self._starts
