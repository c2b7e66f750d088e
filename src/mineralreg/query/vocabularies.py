"""The answers of `list minerals` and `list topics`: words, and how many agreements name each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query.columns import field, fields, known
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.query.results import Table
from mineralreg.query.where import where
from mineralreg.reference.vocabulary import TOPICS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from mineralreg.query.results import Row


def list_words(
    connection: sqlite3.Connection,
    kind: str,
    filters: Filters = NOTHING,
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
    columns: Sequence[str] | None = None,
) -> Table:
    """The words of a vocabulary in its own order.

    Args:
        connection: The index.
        kind: `mineral` or `topic`.
        filters: Which agreements are counted.
        sort: Column to sort by instead; with `-` in front, descending.
        reverse: Reverse the order.
        limit: At most so many words.
        columns: Columns instead of all.

    Raises:
        UsageError: An unknown column, word, name or id.
    """
    names = list(known(kind))
    shown = fields(kind, columns)
    asked = where(connection, "agreement", filters)
    counted = dict(
        connection.execute(
            f"{asked.with_sql}SELECT x.{kind}, count(*) FROM agreement_{kind} AS x "
            f"JOIN {asked.table} AS r ON r.id = x.agreement WHERE {asked.sql} GROUP BY 1",
            asked.params,
        ).fetchall()
    )
    rows = list(_minerals(counted) if kind == "mineral" else _topics(counted))
    if sort is not None:
        at = names.index(field(kind, sort.removeprefix("-"), "field to sort by").column.name)
        rows.sort(key=lambda row: (isinstance(row[at], str), row[at]))
        reverse = reverse != sort.startswith("-")
    rows = rows[::-1] if reverse else rows
    rows = rows[:limit]
    places = [names.index(one.column.name) for one in shown]
    cells = [tuple(row[at] for at in places) for row in rows]
    ids = [str(row[0]) for row in rows]
    return Table(tuple(one.column for one in shown), cells, ids, asked.notes)


def _minerals(counted: dict[str, int]) -> Iterator[Row]:
    from mineralreg.reference.minerals import minerals

    table = minerals()
    for one in table:
        symbol = (one.symbol,) if one.symbol else ()
        synonyms = (*symbol, *one.aliases)
        groups = table.groups_of(one.id)
        lists = table.lists_of(one.id)
        yield one.id, one.name, one.kind, groups, synonyms, lists, counted.get(one.id, 0)


def _topics(counted: dict[str, int]) -> Iterator[Row]:
    return ((topic, counted.get(topic, 0)) for topic in TOPICS)
