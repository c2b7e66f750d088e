"""`mineralreg list`: the records that match the filters."""

from __future__ import annotations

from functools import partial
from typing import Any

from mineralreg.cli import asking
from mineralreg.cli.command import Command, argument, flag, option
from mineralreg.cli.options import at_least_none, filters, filters_from, output, words_of
from mineralreg.query import listing
from mineralreg.query.names import record_kind

SHOWN = "Order and columns"


def run(
    what: str | None,
    sort: str | None,
    reverse: bool,
    limit: int | None,
    columns: str | None,
    count: bool,
    format: str | None,
    output: str | None,
    **given: Any,
) -> None:
    """List the records, or count them."""
    drawn = asking.format_for(format, output)
    listed = record_kind(what or "agreements")
    asked = filters_from(given)
    shown = words_of(columns)
    order: dict[str, Any] = {"sort": sort, "reverse": reverse, "limit": at_least_none(limit)}
    connection = asking.connection()
    notes = partial(listing.notes, connection, listed, asked)
    if count:
        asking.answer(listing.count(connection, listed, asked), "plain", output, notes())
    elif drawn == "ids":
        asking.answer(listing.ids(connection, listed, asked, **order), drawn, output, notes())
    elif drawn in ("json", "jsonl") and shown is None:
        from mineralreg.query.results import Records

        texts = listing.records_json(connection, listed, asked, **order)
        asking.answer(Records(texts), drawn, output, notes())
    else:
        found = listing.list_records(connection, listed, asked, columns=shown, **order)
        asking.answer(found, drawn, output, found.notes)


command = Command(
    "list",
    run,
    params=[
        argument(
            "what",
            required=False,
            metavar="[KIND]",
            help="agreements (default), partners, initiatives, events, sources, claims or actions.",
        ),
        *filters(),
        option("--sort", metavar="COLUMN", help="Column to sort by.", section=SHOWN),
        flag("--reverse", help="The other way round.", section=SHOWN),
        option("--limit", metavar="N", type=int, help="At most N records.", section=SHOWN),
        option("--columns", metavar="A,B,C", help="Columns to show, in order.", section=SHOWN),
        flag("--count", help="Only the number of records.", section=SHOWN),
        *output(),
    ],
    help="List the records that match the filters.",
    epilog="Example: mineralreg list --country Peru --since 2024 --columns id,date,title",
)
