"""The answer of `list`: records of one kind, as rows, as ids, as JSON, or their number."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineralreg.query import where
from mineralreg.query.columns import POSSIBLE, SEPARATOR, VOCABULARIES, fields, order
from mineralreg.query.filters import NOTHING, Filters
from mineralreg.query.results import Answer, Grid
from mineralreg.query.where import NEVER
from mineralreg.reference.spelling import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from mineralreg.query.results import Part, Row, Table
    from mineralreg.query.where import Where

_LARGEST = 2**63 - 1
_PLURAL = {"act": "action"}


def list_records(
    connection: sqlite3.Connection,
    kind: str,
    filters: Filters = NOTHING,
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
    columns: Sequence[str] | None = None,
) -> Listing | Table:
    """The records that the filters ask for.

    The newest come first and what has no date last; partners are in the order of their names.

    Args:
        connection: The index.
        kind: Record kind in the singular, `act` for one row per act or membership change, or the
            vocabulary `mineral` or `topic`.
        filters: What is asked for.
        sort: Column to sort by instead; with `-` in front, descending.
        reverse: Reverse the order; what has no value still comes last.
        limit: At most so many records.
        columns: Columns instead of the default ones.

    Raises:
        UsageError: An unknown column, word, name or id.
    """
    if kind in VOCABULARIES:
        from mineralreg.query.vocabularies import list_words

        return list_words(
            connection, kind, filters, sort=sort, reverse=reverse, limit=limit, columns=columns
        )
    if kind == "act":
        from mineralreg.query.acts import acts

        found = acts(connection, filters)
    else:
        found = where.where(connection, kind, filters)
    return Listing(connection, kind, filters, found, order(kind, sort, reverse), limit, columns)


class Listing(Answer):
    """Records of one kind; each form of the answer is one query, made when it is asked for.

    Attributes:
        kind: Record kind in the singular, or `act`.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        kind: str,
        filters: Filters,
        found: Where,
        in_order: str,
        limit: int | None,
        columns: Sequence[str] | None,
    ) -> None:
        self.kind = kind
        self._connection, self._filters = connection, filters
        self._where, self._order = found, in_order
        self._limit = -1 if limit is None else min(limit, _LARGEST)
        self._k = "r" if kind == "act" else "k"
        self._chosen = columns is not None
        self._fields = fields(kind, columns)
        self.columns = tuple(field.column for field in self._fields)

    def rows(self) -> list[Row]:
        """See `Answer`."""
        return [row for _, _, row in self._rows]

    @property
    def marks(self) -> list[str]:
        """See `Answer`."""
        return [mark for _, mark, _ in self._rows]

    def ids(self) -> list[str]:
        """The ids of the records, in order; for acts those of their records."""
        return [id for (id,) in self._run(f"SELECT id FROM ({self._keys()})")]

    def count(self) -> int:
        """How many there are, whatever the limit."""
        return where.size(self._connection, self._where)

    def objects(self) -> Iterator[dict[str, Any]]:
        """See `Answer`; without chosen columns the records whole."""
        import json

        if not self._chosen:
            yield from (json.loads(text) for text in self.texts())
            return
        for (_, mark, _), found in zip(self._rows, super().objects(), strict=True):
            yield found | ({"match": "possible"} if "possible" in mark.split(", ") else {})

    def texts(self) -> Iterator[str]:
        """Each record whole as JSON text; with chosen columns an object of these.

        Keys are those of the registry file, then `status`, `status_since` and `date`, which are
        those of the day when `as_of` is asked for. An act has the columns of its listing as keys.
        """
        if self._chosen:
            return super().texts()
        text = "j.json"
        joined = f"JOIN record AS j ON j.kind = '{self.kind}' AND j.id = k.key"
        if self.kind == "act":
            text, joined = _act_as_json(), ""
        elif self._where.table != self.kind:
            text = (
                "json_set(j.json, '$.status', r.status, '$.status_since', r.status_since, "
                "'$.date', r.date)"
            )
            joined = f"CROSS JOIN {self._where.table} AS r ON r.id = k.key {joined}"
        elif self._where.possible == NEVER:
            joined = f"CROSS {joined}"
        marked = f"json_set({text}, '$.match', 'possible')"
        text = f"CASE WHEN {self._k}.possible THEN {marked} ELSE {text} END"
        found = self._run(f"SELECT {text} FROM ({self._keys()}) AS {self._k} {joined}")
        return (text for (text,) in found)

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        if self._rows:
            yield Grid(self.columns, self.rows(), self.marks, cards=not self._chosen)

    @property
    def tally(self) -> str:  # type: ignore[override]  # worked out when it is asked for
        """How many records there are, and how many of them are shown."""
        number, shown = self.count(), len(self._rows)
        noun = _PLURAL.get(self.kind, self.kind) + ("" if number == 1 else "s")
        return f"{number} {noun}" if shown == number else f"{shown} of {number} {noun}"

    @cached_property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]  # see above
        """What to tell a reader beside the answer."""
        from mineralreg.query.hints import hints

        return tuple(dict.fromkeys((*hints(self), *self._where.notes)))

    @property
    def filters(self) -> Filters:
        """What was asked for."""
        return self._filters

    @property
    def connection(self) -> sqlite3.Connection:
        """The index."""
        return self._connection

    def any(self) -> bool:
        """Whether there is one at all."""
        statement = self._where.select("1", "LIMIT 1")
        return self._connection.execute(statement, self._where.params).fetchone() is not None

    def possible(self) -> int:
        """How many records only may match, because a date is partial."""
        return 0 if self._where.possible == NEVER else self._number(self._where.possible)

    def undated(self) -> int:
        """How many were left out because they have no date."""
        if self._where.undated is None:
            return 0
        sql = f"SELECT count(*) FROM {self._where.table} AS r WHERE {self._where.undated}"
        return int(
            self._connection.execute(self._where.with_sql + sql, self._where.params).fetchone()[0]
        )

    @cached_property
    def _rows(self) -> list[tuple[str, str, Row]]:
        cells = ", ".join(field.sql for field in self._fields)
        cells = cells.replace(POSSIBLE, f"{self._k}.possible")
        many = [at for at, field in enumerate(self._fields) if field.many]
        joined = (
            "" if self.kind == "act" else f"CROSS JOIN {self._where.table} AS r ON r.id = k.key"
        )
        found: list[tuple[str, str, Row]] = []
        for id, mark, *row in self._run(
            f"SELECT {self._k}.id, {self._marks()}, {cells} "
            f"FROM ({self._keys()}) AS {self._k} {joined}"
        ):
            for at in many:
                row[at] = tuple(row[at].split(SEPARATOR)) if row[at] else ()
            found.append((id, mark, tuple(row)))
        return found

    def _keys(self) -> str:
        """A subquery for the records in order: `key`, `id` and `possible`; of acts all columns."""
        columns = "r.*, r.record AS id" if self.kind == "act" else "r.id AS key, r.id AS id"
        return (
            f"SELECT {columns}, ({self._where.possible}) AS possible "
            f"FROM {self._where.table} AS r WHERE {self._where.sql} "
            f"ORDER BY {self._order} LIMIT :limit"
        ).replace(POSSIBLE, self._where.possible)

    def _marks(self) -> str:
        marks = [f"CASE WHEN {self._k}.possible THEN 'possible, ' ELSE '' END"]
        if self.kind == "agreement":
            marks.append("CASE WHEN r.contested IS NULL THEN '' ELSE 'contested, ' END")
        marks.append("CASE WHEN r.withdrawn IS NULL THEN '' ELSE 'withdrawn, ' END")
        return f"rtrim({' || '.join(marks)}, ', ')"

    def _number(self, condition: str) -> int:
        sql = self._where.select("count(*)", f"AND ({condition})")
        return int(self._connection.execute(sql, self._where.params).fetchone()[0])

    def _run(self, sql: str) -> Iterable[Any]:
        self._connection.create_function("fold", 1, _sort_key, deterministic=True)
        params = {**self._where.params, "limit": self._limit}
        return self._connection.execute(self._where.with_sql + sql, params)


def _act_as_json() -> str:
    """An act as JSON; source ids are slugs, so nothing in them needs an escape."""
    from mineralreg.query.columns import FIELDS

    cells = {name: field.sql for name, field in FIELDS["act"].items()}
    pairs = {"record_kind": "r.record_kind", "record": "r.record", "action": "r.action"}
    pairs |= {"date": "r.date", "partner": "r.partner_id"}
    pairs |= {name: cells[name] for name in ("role", "place")}
    several = cells["sources"]
    split = f"'[\"' || replace({several}, char(31), '\",\"') || '\"]'"
    pairs["sources"] = f"json(CASE WHEN {several} IS NULL THEN '[]' ELSE {split} END)"
    pairs["note"] = cells["note"]
    return f"json_object({', '.join(f'{name!r}, {sql}' for name, sql in pairs.items())})"


def _sort_key(value: str | float | None) -> str | float | None:
    return fold(value.replace(SEPARATOR, " ")) if isinstance(value, str) else value
