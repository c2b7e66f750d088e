"""`mineralreg remove`: take out a record that nothing refers to."""

from __future__ import annotations

from mineralreg.cli import changing
from mineralreg.cli.command import Command, argument


def run(id: str, dry_run: bool) -> None:
    """Remove the record."""
    from mineralreg.edit.remove import remove

    changing.change(remove(id), dry_run=dry_run)


command = Command(
    "remove",
    run,
    params=[
        argument("id", metavar="ID", help="The record."),
        changing.dry_run_option(),
    ],
    help=(
        "Remove a record that nothing refers to. One that turned out wrong is better kept, with "
        "`set ID withdrawn=REASON`."
    ),
)
