"""The formats in which `validate` reports: one table that is also the list of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.output.formats import Format, choose, draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Report
    from mineralreg.output.terminal import Look


FORMATS = (
    Format("full", (".txt",), "findings_full", "for people: source lines with marks"),
    Format("concise", (), "findings_lines", "a line a finding"),
    Format("json", (".json",), "findings_json", "one JSON document, versioned"),
    Format("github", (), "findings_lines", "annotations of GitHub Actions"),
    Format("sarif", (".sarif",), "findings_sarif", "SARIF 2.1.0, for code scanning"),
    Format("junit", (".xml",), "findings_junit", "JUnit XML, for test reports"),
)

NAMES = tuple(entry.name for entry in FORMATS)


def chosen(name: str | None, path: str | None = None) -> str:
    """Decide the format: `--format`, else the ending of `-o`, else `full`.

    Raises:
        UsageError: An unknown word, or an ending that means no format.
    """
    return choose(FORMATS, name, path, "full", "report format")


def drawn(name: str, report: Report, look: Look) -> Iterator[str]:
    """Draw a report.

    Args:
        name: A format's name.
        report: What was found.
        look: Width and colour, for `full` and `concise`.

    Returns:
        Chunks of text; none for a text format when nothing was found.
    """
    return draw(FORMATS, name, report, look)


def summary(report: Report) -> Iterator[str]:
    """A line for people about each file, for stderr."""
    for file in report.files:
        counts = [
            _several(sum(finding.severity == severity for finding in file.findings), word)
            for severity, word in (("error", "error"), ("warning", "warning"), ("info", "remark"))
        ]
        found = ", ".join(count for count in counts if count) or "no problems"
        notes = [
            f"{count} {what}"
            for count, what in (
                (file.suppressed, "suppressed in the file"),
                (file.accepted, "in the baseline"),
            )
            if count
        ]
        yield f"{file.name}: {found}" + (f" ({', '.join(notes)})" if notes else "")


def _several(count: int, word: str) -> str:
    return "" if not count else f"{count} {word}" + ("s" if count != 1 else "")
