"""`mineralreg summary`: an overview, counts by one field, a cross-tabulation of two."""

from __future__ import annotations

from typing import Any

from mineralreg.cli import asking
from mineralreg.cli.command import Command, option
from mineralreg.cli.options import filters, filters_from, output


def run(by: tuple[str, ...], format: str | None, output: str | None, **given: Any) -> None:
    """Count the agreements that match the filters."""
    from mineralreg.query import summary

    drawn = asking.format_for(format, output)
    asked = filters_from(given)
    connection = asking.connection()
    if by:
        counts = summary.counts(connection, by, asked)
        asking.answer(counts, drawn, output, counts.notes)
    else:
        asking.answer(summary.overview(connection, asked), drawn, output)


command = Command(
    "summary",
    run,
    params=[
        option(
            "--by",
            metavar="FIELD",
            many=True,
            help="Count by status, kind, partner, mineral, year …; twice: both together.",
        ),
        *filters(),
        *output(ids=False),
    ],
    help="Count agreements; without --by an overview of the registry.",
    epilog="A record with two minerals counts under both, so groups may add up to more than total.",
)
