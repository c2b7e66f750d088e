"""`mineralreg sql`: a read-only SQL query on the index."""

from __future__ import annotations

import sys

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, option
from mineralreg.cli.options import output


def run(query: str, seconds: int, format: str | None, output: str | None) -> None:
    """Run the query and write its rows."""
    from mineralreg.query.sql import rows

    drawn = asking.format_for(format, output)
    text = sys.stdin.read() if query == "-" else query
    asking.answer(rows(asking.connection(), text, seconds=seconds), drawn, output)


command = Command(
    "sql",
    run,
    params=[
        argument("query", help="One SELECT, or `-` to read it from stdin."),
        option("--seconds", metavar="N", type=int, default=10, help="Time limit (default: 10)."),
        *output(ids=False),
    ],
    help="Run a read-only SQL query on the index. Tables are those of `export sqlite`.",
    epilog='Example: mineralreg sql "select status, count(*) from agreement group by status"',
)
