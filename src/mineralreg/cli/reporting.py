"""What `validate` does around the examination: read its options, write its report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mineralreg.checks.engine import wanted_codes
from mineralreg.cli import asking, chosen
from mineralreg.cli.examining import Wanted
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from mineralreg.checks.finding import Report


def wanted_from(given: dict[str, Any]) -> Wanted:
    """How to examine, from what the options were given.

    Raises:
        UsageError: An unknown code, or a date that is no day.
    """
    from mineralreg.query.filters import read_date

    today = read_date(given["today"], "today") if given["today"] else None
    if today is not None and today.precision != "day":
        raise UsageError(f"--today {today} is no day", help="write it as 2026-02-04")
    codes = wanted_codes(given["select"], given["ignore"])
    return Wanted(codes, given["baseline"], given["against"], today)


def deliver(report: Report, format: str, output: str | None, *, quiet: bool) -> None:
    """Write the report to stdout or a file, and a line for each registry to stderr."""
    from mineralreg.output.escape import visible
    from mineralreg.output.report_text import drawn, summary
    from mineralreg.output.terminal import Look, colored, look

    if output is None or output == "-":
        wanted = chosen.color()
        terminal = sys.stdout.isatty()
        seen = look(sys.stdout, wanted) if terminal else Look(color=colored(sys.stdout, wanted))
        asking.write(drawn(format, report, seen))
    else:
        asking.write_file(output, drawn(format, report, Look()))
    if not quiet:
        sys.stderr.writelines(f"{visible(line)}\n" for line in summary(report))


def keep_baseline(report: Report, path: str) -> None:
    """Write a baseline that accepts every finding of the report."""
    from mineralreg.checks.baseline import write_baseline

    asking.write_file(path, [write_baseline(report.findings)])
    asking.hint(f"wrote {path}")
