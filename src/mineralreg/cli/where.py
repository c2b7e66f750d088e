"""`mineralreg where`: which registry is in use, and why."""

from __future__ import annotations

from mineralreg.cli import asking
from mineralreg.cli.command import Command
from mineralreg.cli.options import output


def run(format: str | None, output: str | None) -> None:
    """Print the registry's path, the reason, versions, counts and the index file."""
    from mineralreg.query.show import whereabouts

    drawn = asking.format_for(format, output)
    location = asking.location()
    index = asking.index()
    found = whereabouts(index.connection, location.path, location.reason, index.path)
    asking.answer([found], drawn, output)


command = Command(
    "where",
    run,
    params=output(ids=False),
    help="Which registry is in use, why it was chosen, and where its index is.",
)
