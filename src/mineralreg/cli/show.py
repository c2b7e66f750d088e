"""`mineralreg show`: one record whole, or several."""

from __future__ import annotations

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, option
from mineralreg.cli.options import output
from mineralreg.query.filters import read_date


def run(ids: tuple[str, ...], as_of: str | None, format: str | None, output: str | None) -> None:
    """Show the records with these ids, in this order."""
    from mineralreg.query.show import show

    drawn = asking.format_for(format, output)
    day = None if as_of is None else read_date(as_of, "as_of")
    connection = asking.connection()
    found = [show(connection, one, day) for one in ids]
    asking.answer(found, drawn, output, [note for detail in found for note in detail.notes])


command = Command(
    "show",
    run,
    params=[
        argument("ids", many=True, metavar="ID...", help="Ids, also former ones, of any record."),
        option("--as-of", metavar="DATE", help="Status and acts as they stood on this day."),
        *output(),
    ],
    help="Show one record whole: names instead of ids, acts in order, every source.",
    epilog="With --format json one id gives an object, several give an array.",
)
