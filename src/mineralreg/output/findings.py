"""The formats in which `validate` reports: one table that is also the list of choices."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Report
    from mineralreg.output.terminal import Look


class ReportFormat(NamedTuple):
    """One format.

    Attributes:
        name: Word of `--format`.
        endings: Endings of `-o` that mean it.
        module: Module of `mineralreg.output` with a generator of the format's name.
        summary: For the help and the docs.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    summary: str


FORMATS = (
    ReportFormat("full", (".txt",), "findings_full", "for people: source lines with marks"),
    ReportFormat("concise", (), "findings_lines", "a line a finding"),
    ReportFormat("json", (".json",), "findings_json", "one JSON document, versioned"),
    ReportFormat("github", (), "findings_lines", "annotations of GitHub Actions"),
    ReportFormat("sarif", (".sarif",), "findings_sarif", "SARIF 2.1.0, for code scanning"),
    ReportFormat("junit", (".xml",), "findings_junit", "JUnit XML, for test reports"),
)

NAMES = tuple(entry.name for entry in FORMATS)


def chosen(name: str | None, path: str | None = None) -> str:
    """Decide the format: `--format`, else the ending of `-o`, else `full`.

    Raises:
        UsageError: An unknown word, or an ending that means no format.
    """
    if name is not None:
        if name in NAMES:
            return name
        raise UsageError(f"there is no report format {name!r}", help=f"formats: {', '.join(NAMES)}")
    if path is None or path == "-":
        return "full"
    for entry in FORMATS:
        if path.lower().endswith(entry.endings or ("\0",)):
            return entry.name
    endings = " ".join(ending for entry in FORMATS for ending in entry.endings)
    raise UsageError(
        f"the ending of {path!r} tells no report format",
        help=f"add --format, or use one of these endings: {endings}",
    )


def drawn(name: str, report: Report, look: Look) -> Iterator[str]:
    """Draw a report.

    Args:
        name: A format's name.
        report: What was found.
        look: Width and colour, for `full` and `concise`.

    Returns:
        Chunks of text; none for a text format when nothing was found.
    """
    entry = next(entry for entry in FORMATS if entry.name == name)
    module = import_module(f"mineralreg.output.{entry.module}")
    drawing: Iterator[str] = getattr(module, name)(report, look)
    return drawing


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
