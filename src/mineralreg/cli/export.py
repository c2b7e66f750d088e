"""`mineralreg export`: the registry, or the part that the filters find, in another form."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, option
from mineralreg.cli.ending import close_quietly
from mineralreg.cli.options import filters, filters_from
from mineralreg.errors import UsageError
from mineralreg.export.formats import FORMATS, format_named, writer_of
from mineralreg.query.filters import NOTHING
from mineralreg.query.filters import option as filter_option

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.export.selection import Found


def run(format: str, output: str, table: str | None, **given: Any) -> None:
    """Write the export, and say where it is."""
    chosen = format_named(format)
    if table is not None and chosen.name != "parquet":
        raise UsageError(f"--table is for parquet, not {chosen.name}", help="leave it out")
    if output == "-" and not chosen.text:
        raise UsageError(f"{chosen.name} is not written to stdout", help="name a file or a folder")
    asking.refuse_registry(output)
    connection = asking.connection()
    found = found_by(connection, given)
    more = {"table": table} if table is not None else {}
    try:
        writer_of(chosen)(connection, output, found, **more)
    except BrokenPipeError:  # the reader has what it wanted
        if output == "-":
            close_quietly()
        return
    if output != "-":
        asking.hint(f"wrote {output}")


def found_by(connection: sqlite3.Connection, given: dict[str, Any]) -> Found | None:
    """What the filters find, or None when no filter was given."""
    from mineralreg.export.selection import Found
    from mineralreg.query.listing import list_records

    asked = filters_from(given)
    if asked == NOTHING:
        return None
    listed = list_records(connection, "agreement", asked, columns=("id",))
    for note in listed.notes:
        asking.hint(note)
    return Found(tuple(listed.ids), " ".join(_written(given)), asked.day, asked.certain)


def _written(given: dict[str, Any]) -> list[str]:
    """The filters as the command line writes them."""
    words: list[str] = []
    for field, value in given.items():
        if value is True:
            words.append(filter_option(field))
        elif value:
            for one in value if isinstance(value, tuple) else (value,):
                words += [filter_option(field), shlex.quote(one)]
    return words


command = Command(
    "export",
    run,
    params=[
        argument("format", metavar="FORMAT", help=f"{', '.join(entry.name for entry in FORMATS)}."),
        option(
            "--output",
            "-o",
            metavar="PATH",
            required=True,
            help=(
                "File to write; for csv a folder, for parquet a folder or a .parquet file. "
                "`-` is stdout, for json and html."
            ),
        ),
        option("--table", metavar="NAME", help="One table or view, for parquet."),
        *filters(),
    ],
    help=(
        "Write the registry in another form. With filters: the agreements found, and what they "
        "refer to."
    ),
    epilog="Example: mineralreg export html -o page.html --region Africa",
)
