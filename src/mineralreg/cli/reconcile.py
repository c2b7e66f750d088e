"""`mineralreg reconcile`: counts that sources state beside what is recorded."""

from __future__ import annotations

from typing import Any

from typer import Exit

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, flag
from mineralreg.cli.options import filters, filters_from, output


def run(
    ids: tuple[str, ...], strict: bool, format: str | None, output: str | None, **given: Any
) -> None:
    """Compare each claim with the records; with `--strict` end with 1 when one surprises."""
    from mineralreg.query.reconcile import reconcile

    drawn = asking.format_for(format, output)
    found = reconcile(asking.connection(), ids, filters_from(given))
    asking.answer(found, drawn, output)
    if strict and any(verdict.verdict != verdict.expected for verdict in found):
        raise Exit(1)


command = Command(
    "reconcile",
    run,
    params=[
        argument(
            "ids", many=True, required=False, metavar="[CLAIM]...", help="Claims; default: all."
        ),
        flag("--strict", help="End with 1 when a verdict is not the one the record expects."),
        *filters(),
        *output(),
    ],
    help="Compare the counts that sources state with what is recorded.",
)
