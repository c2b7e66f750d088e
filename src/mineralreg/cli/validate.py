"""`mineralreg validate`: every problem in the file, at its line and column."""

from __future__ import annotations

import sys
from typing import Any

from typer import Exit

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, flag, option

CHOICE = "Which findings"
OUTPUT = "Output"


def run(paths: tuple[str, ...], quiet: bool, **given: Any) -> None:
    """Examine the files, report, and end with 0, 1 or 3."""
    from mineralreg.checks.finding import Report
    from mineralreg.checks.register import CHECKS, UNREADABLE
    from mineralreg.cli.examining import examined
    from mineralreg.cli.reporting import deliver, keep_baseline, wanted_from
    from mineralreg.output.progress import after_a_second
    from mineralreg.output.report_text import chosen
    from mineralreg.version import __version__

    drawn = chosen(given["format"], given["output"])
    with after_a_second("checking"):
        files = examined(paths or (asking.location().path,), wanted_from(given))
    report = Report(files, CHECKS, given["strict"], __version__)
    if given["write_baseline"]:
        keep_baseline(report, given["write_baseline"])
        raise Exit(0)
    deliver(report, drawn, given["output"], quiet=quiet)
    sys.stdout.flush()
    if any(finding.code in UNREADABLE for finding in report.findings):
        raise Exit(3)
    if any(report.fails(finding) for finding in report.findings):
        raise Exit(1)


command = Command(
    "validate",
    run,
    params=[
        argument(
            "paths",
            many=True,
            required=False,
            metavar="[PATH]...",
            help="Registry files, - for standard input; default: the registry in use.",
        ),
        flag("--strict", help="Warnings fail, too."),
        option(
            "--select", metavar="CODES", many=True, help="Only these: MR201,MR4.", section=CHOICE
        ),
        option("--ignore", metavar="CODES", many=True, help="Not these.", section=CHOICE),
        option("--baseline", metavar="FILE", help="Accept what this file holds.", section=CHOICE),
        option(
            "--write-baseline",
            metavar="FILE",
            help="Write what is found into a baseline file, and end with 0.",
            section=CHOICE,
        ),
        option(
            "--against",
            metavar="REV",
            help="Also compare with this git revision: vanished and re-used ids.",
            section=CHOICE,
        ),
        option(
            "--today",
            metavar="DATE",
            help="Also what depends on the day: dates in the future.",
            section=CHOICE,
        ),
        option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="full, concise, json, github, sarif or junit (default: full).",
            section=OUTPUT,
        ),
        option("--output", "-o", metavar="FILE", help="Write to this file.", section=OUTPUT),
        flag("--quiet", "-q", help="No summary on stderr.", section=OUTPUT),
    ],
    help="Find every problem in registry files, each at its line and column.",
)
