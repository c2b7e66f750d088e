"""`mineralreg show`: one record whole, or several."""

from __future__ import annotations

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument
from mineralreg.cli.options import output


def run(ids: tuple[str, ...], format: str | None, output: str | None) -> None:
    """Show the records with these ids, in this order."""
    from mineralreg.query.show import show

    drawn = asking.format_for(format, output)
    connection = asking.connection()
    found = [show(connection, one) for one in ids]
    asking.answer(found, drawn, output, [note for detail in found for note in detail.notes])


command = Command(
    "show",
    run,
    params=[
        argument("ids", many=True, metavar="ID...", help="Ids, also former ones, of any record."),
        *output("table, plain, csv, tsv, json, jsonl, md or ids"),
    ],
    help="Show one record whole: names instead of ids, acts in order, every source.",
    epilog="With --format json one id gives an object, several give an array.",
)
