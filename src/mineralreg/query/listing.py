"""The answer of `list`: rows of one record kind, as cells, as ids, as JSON, or their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import where
from mineralreg.query.columns import ORDER, SEPARATOR, field, fields
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.query.results import Listing
from mineralreg.query.where import Terms, agreements
from mineralreg.reference.spelling import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from mineralreg.query.columns import Field
    from mineralreg.query.results import Cell
    from mineralreg.query.where import Where


def silence_notes(connection: sqlite3.Connection, kind: str, filters: Filters) -> tuple[str, ...]:
    """What to tell a reader beside the answer to a question about a country or partner.

    How many more agreements there are through each bloc that the country belonged to, unless they
    are in the answer; and that a partner is known but party to none.

    Raises:
        UsageError: A name that is unknown or ambiguous.
    """
    if kind != "agreement":
        return ()
    found: list[str] = []
    for name in ("country", "party"):
        values = getattr(filters, name)
        if values:
            ids = where.partners(connection, values, Terms(), only_country=name == "country")
            if not filters.withdrawn:
                found += _without_agreements(connection, ids)
            if not filters.via_blocs:
                found += _more(connection, filters, name, ids)
    return tuple(found)


def _more(
    connection: sqlite3.Connection, filters: Filters, field: str, ids: list[str]
) -> list[str]:
    """How many agreements there are through each bloc, apart from those of the partners' own."""
    terms = Terms()
    through = where.through_blocs(connection, terms, ids)
    if not through:
        return []
    table = where.condition(connection, filters.without(field), terms)
    terms.require(f"NOT ({where.party(connection, terms, ids, False)})")
    asked = terms.where(table)
    parts = []
    for bloc, condition in through:
        statement = asked.select("count(*)", f"AND ({condition})")
        (more,) = connection.execute(statement, asked.params).fetchone()
        if more:
            row = connection.execute("SELECT name FROM partner WHERE id = ?", (bloc,)).fetchone()
            parts.append(f"{more} through {_the(row[0])}")
    return [f"not shown: {', '.join(parts)}; add --via-blocs to see them"] if parts else []


def _the(name: str) -> str:
    return f"the {name}" if " " in name else name


def _without_agreements(connection: sqlite3.Connection, ids: list[str]) -> list[str]:
    silence_notes = []
    for id in ids:
        row = connection.execute(
            "SELECT p.name FROM partner AS p WHERE p.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_party AS x JOIN agreement AS a ON a.id = x.agreement "
            "WHERE x.partner = p.id AND a.withdrawn IS NULL)",
            (id,),
        ).fetchone()
        if row:
            silence_notes.append(f"{row[0]} is in the registry, but party to no agreement")
    return silence_notes


_DERIVED = ("agreement", "initiative")
_ROW_KEY = {"act": "r.rowid_"}


def list_records(
    connection: sqlite3.Connection,
    kind: str,
    filters: Filters = NOTHING,
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
    columns: Sequence[str] | None = None,
) -> Listing:
    """The records that the filters ask for, as rows.

    Rows come in order of date (partners: of name), then of id; what has no date comes last.

    Args:
        connection: The index.
        kind: Record kind in the singular, or `act` for one row per act or membership change.
        filters: What is asked for.
        sort: Column to sort by instead.
        reverse: The other way round; what has no value still comes last.
        limit: At most so many rows.
        columns: Columns instead of the default ones.

    Raises:
        UsageError: An unknown column, word, name or id.
    """
    shown = fields(kind, columns)
    where = _where(connection, kind, filters)
    cells = ", ".join(column.sql for column in shown)
    inner = _keys(kind, where, sort, reverse)
    sql = (
        f"{where.with_sql}SELECT k.id, k.marks, {cells} FROM ({inner}) AS k "
        f"CROSS JOIN {where.table} AS r ON {_ROW_KEY.get(kind, 'r.id')} = k.key"
    )
    many = [position for position, column in enumerate(shown) if column.many]
    ids: list[str] = []
    marks: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    for id, mark, *row in _run(connection, sql, where, limit):
        for position in many:
            row[position] = tuple(row[position].split(SEPARATOR)) if row[position] else ()
        ids.append(id)
        marks.append(mark)
        rows.append(tuple(row))
    notes = (*where.notes, *silence_notes(connection, kind, filters))
    return Listing(kind, tuple(column.column for column in shown), rows, ids, marks, notes)


def count(connection: sqlite3.Connection, kind: str, filters: Filters = NOTHING) -> int:
    """How many records (or acts) the filters ask for.

    Raises:
        UsageError: An unknown word, name or id.
    """
    where = _where(connection, kind, filters)
    (number,) = connection.execute(where.select("count(*)"), where.params).fetchone()
    return int(number)


def ids(
    connection: sqlite3.Connection,
    kind: str,
    filters: Filters = NOTHING,
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
) -> list[str]:
    """The ids of the records, in the order of `list_records`; for acts those of their records.

    Raises:
        UsageError: An unknown column, word, name or id.
    """
    where = _where(connection, kind, filters)
    sql = f"{where.with_sql}SELECT id FROM ({_keys(kind, where, sort, reverse)})"
    return [id for (id,) in _run(connection, sql, where, limit)]


def records_json(
    connection: sqlite3.Connection,
    kind: str,
    filters: Filters = NOTHING,
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
) -> Iterator[str]:
    """Each record whole as JSON text, in the order of `list_records`.

    Keys are those of the registry file, then `status`, `status_since` and `date`, which are those
    of the day when `as_of` is asked for. An act has the columns of its listing as keys.

    Raises:
        UsageError: An unknown column, word, name or id.
    """
    where = _where(connection, kind, filters)
    keys = _keys(kind, where, sort, reverse)
    if kind == "act":
        from mineralreg.query import acts

        sql = (
            f"{where.with_sql}SELECT {acts.AS_JSON} FROM ({keys}) AS k "
            f"CROSS JOIN {where.table} AS r ON r.rowid_ = k.key"
        )
    elif kind in _DERIVED and filters.as_of is not None:
        sql = (
            f"{where.with_sql}SELECT json_set(j.json, '$.status', r.status, '$.status_since', "
            f"r.status_since, '$.date', r.date) FROM ({keys}) AS k "
            f"CROSS JOIN {where.table} AS r ON r.id = k.key "
            f"JOIN record AS j ON j.kind = '{kind}' AND j.id = k.key"
        )
    else:
        sql = (
            f"{where.with_sql}SELECT j.json FROM ({keys}) AS k CROSS JOIN record AS j "
            f"ON j.kind = '{kind}' AND j.id = k.key"
        )
    return (text for (text,) in _run(connection, sql, where, limit))


def notes(connection: sqlite3.Connection, kind: str, filters: Filters) -> tuple[str, ...]:
    """The hints that `list_records` would give, for answers that are not rows.

    Raises:
        UsageError: An unknown word, name or id.
    """
    where = _where(connection, kind, filters)
    return (*where.notes, *silence_notes(connection, kind, filters))


def _where(connection: sqlite3.Connection, kind: str, filters: Filters) -> Where:
    if kind == "agreement":
        return agreements(connection, filters)
    if kind == "act":
        from mineralreg.query.acts import acts

        return acts(connection, filters)
    from mineralreg.query.where import records

    return records(connection, kind, filters)


def _keys(kind: str, where: Where, sort: str | None, reverse: bool) -> str:
    """A subquery for the records in order: `key`, `id` and `marks`. A limit keeps it in order."""
    by = field(kind, sort or ORDER[kind], "field to sort by")
    id = "r.record" if kind == "act" else "r.id"
    return (
        f"SELECT {_ROW_KEY.get(kind, 'r.id')} AS key, {id} AS id, {_marks(kind, where)} AS marks "
        f"FROM {where.table} AS r WHERE {where.sql} "
        f"ORDER BY {_order(kind, by, reverse)} LIMIT :limit"
    )


def _order(kind: str, by: Field, reverse: bool) -> str:
    ties = "r.record, r.sort, r.rowid_" if kind == "act" else "r.id"
    turned = " DESC" if reverse else ""
    keys = by.order or (f"fold({by.sql})",)
    ranked = ", ".join(f"{key}{turned}" for key in keys)
    return f"{keys[0]} IS NULL, {ranked}, {ties}"


def _marks(kind: str, where: Where) -> str:
    marks = [f"CASE WHEN {where.possible} THEN 'possible, ' ELSE '' END"]
    if kind == "agreement":
        marks.append("CASE WHEN r.contested IS NULL THEN '' ELSE 'contested, ' END")
    marks.append("CASE WHEN r.withdrawn IS NULL THEN '' ELSE 'withdrawn, ' END")
    return f"rtrim({' || '.join(marks)}, ', ')"


def _run(
    connection: sqlite3.Connection, sql: str, where: Where, limit: int | None
) -> sqlite3.Cursor:
    connection.create_function("fold", 1, _sort_key, deterministic=True)
    return connection.execute(sql, {**where.params, "limit": -1 if limit is None else limit})


def _sort_key(value: str | float | None) -> str | float | None:
    return fold(value.replace(SEPARATOR, " ")) if isinstance(value, str) else value
