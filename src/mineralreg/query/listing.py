"""The answer of `list`: the records that match filters, the acts, the words of a vocabulary."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from mineralreg.query.columns import FIELDS, POSSIBLE, UNIT_SEPARATOR, comparable, fields, order
from mineralreg.query.names import word
from mineralreg.query.results import Answer, Grid, Part, Row, as_json, noun
from mineralreg.query.where import PARTNERS, RULES, Where, span, where
from mineralreg.reference.filters import NOTHING, Filters
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, TOPIC_MEANINGS

_LARGEST = 2**63 - 1
_VOCABULARIES = ("mineral", "topic")
_THEN = ("status", "status_since", "date")
_OF_ROW = re.compile(r'\br\.(?!possible\b)(?:\w+|"\w+")')

_OF_AGREEMENTS = (*RULES["agreement"].own, *RULES["initiative"].through)
"""Filters that only agreements can answer, so no initiative is asked."""

_MEMBERSHIP = {"joined": "from", "left": "to"}


class Listing(Answer):
    """Records of one kind; each form of the answer is one query, made when it is asked for.

    The newest come first and what has no date last; partners are in the order of their names.
    The kind `act` has one row per act or membership change; `mineral` and `topic` are vocabularies.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        kind: str,
        filters: Filters = NOTHING,
        *,
        sort: str | None = None,
        reverse: bool = False,
        limit: int | None = None,
        columns: Sequence[str] | None = None,
    ) -> None:
        """Find the records that the filters ask for; see `mineralreg.Registry.list`."""
        self.kind, self._filters = kind, filters
        if kind == "act":
            self._where = acts(connection, filters)
        else:
            find = words if kind in _VOCABULARIES else where
            self._where = find(connection, kind, filters)
        self._order = order(kind, sort, reverse)
        self._limit = -1 if limit is None else min(limit, _LARGEST)
        self._whole = columns is None and kind not in _VOCABULARIES
        self._fields = fields(kind, columns)
        self.about = ("record", kind) if self._whole else ("record",)
        super().__init__(tuple(field.column for field in self._fields))

    def rows(self) -> list[Row]:
        """See `Answer`."""
        return [row for _, row in self._found]

    @property
    def marks(self) -> list[str]:
        """See `Answer`."""
        return [mark for mark, _ in self._found]

    def ids(self) -> list[str]:
        """The ids of the records, in order; for acts those of their records."""
        return [id for (id,) in self._run(f"SELECT id FROM ({self._keys('', alone=True)})")]

    def count(self) -> int:
        """How many there are, whatever the limit."""
        return self._where.count()

    def objects(self) -> Iterator[dict[str, Any]]:
        """See `Answer`; without chosen columns the records whole."""
        import json

        if self._whole:
            yield from (json.loads(text) for text in self.texts())
            return
        for mark, found in zip(self.marks, super().objects(), strict=True):
            yield found | ({"match": "possible"} if "possible" in mark.split(", ") else {})

    def texts(self) -> Iterator[str]:
        """Each record whole as JSON text; with chosen columns an object of these.

        Keys are those of the registry file, then `status`, `status_since` and `date`, which are
        those of the day when `as_of` is asked for. An act has the columns of its listing as keys.
        """
        if not self._whole:
            return super().texts()
        if self.kind == "act":
            text, joined = _act_as_json(), "r"
        else:
            text = "j.json"
            if self._rows_whole:  # as of a day
                then = ", ".join(f"'$.{key}', r.{key}" for key in _THEN)
                text = f"json_set({text}, {then})"
            joined = f"r CROSS JOIN record AS j ON j.kind = '{self.kind}' AND j.id = r.id"
        marked = f"json_set({text}, '$.match', 'possible')"
        text = f"CASE WHEN r.possible THEN {marked} ELSE {text} END"
        rows = self._run(
            f"SELECT {text} FROM ({self._keys(text, alone=self.kind == 'act')}) AS {joined}"
        )
        return (text for (text,) in rows)

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        if self._found:
            yield Grid(self.columns, self.rows(), self.marks, cards=self._whole)

    @property
    def tally(self) -> str:  # type: ignore[override]  # worked out when it is asked for
        """How many records there are, and how many of them are shown."""
        number, shown = self.count(), len(self._found)
        whole = f"{number} {noun(self.kind, number)}"
        return whole if shown == number else f"{shown} of {whole}"

    @cached_property
    def notes(self) -> tuple[str, ...]:  # type: ignore[override]  # see `tally`
        """See `Answer`."""
        from mineralreg.query.hints import hints

        empty = not self._where.rows("1", "LIMIT 1")
        return hints(self.kind, self._filters, self._where, empty=empty)

    @cached_property
    def _found(self) -> list[tuple[str, Row]]:
        """Why each row is marked, and its cells.

        All of them are read in the order that the tables have and sorted here: SQLite would go to
        and fro in a large file, or drag whole rows through its sorter. A few are not.
        """
        key = "r" if self._rows_whole else "k"
        joined = "" if key == "r" else f"CROSS JOIN {self.kind} AS r ON r.rowid = k.number"
        marks = [f"CASE WHEN {key}.possible THEN 'possible, ' ELSE '' END"]
        marks += [
            f"CASE WHEN r.{name} IS NULL THEN '' ELSE '{name}, ' END"
            for name in ("contested", "withdrawn")
            if name in FIELDS[self.kind] or (name, self.kind) == ("withdrawn", "act")
        ]
        cells = [f"rtrim({' || '.join(marks)}, ', ')", *(field.sql for field in self._fields)]
        many = [at for at, field in enumerate(self._fields) if field.many]
        terms = self._order.terms if self._limit < 0 else ()
        shown = ", ".join((*cells, *terms)).replace(POSSIBLE, f"{key}.possible")
        rows = self._keys(shown, self._order.ties if terms else None, alone=not joined)
        found: list[tuple[str, Row]] = []
        values: list[Row] = []
        for mark, *row in self._run(f"SELECT {shown} FROM ({rows}) AS {key} {joined}"):
            for at in many:
                row[at] = tuple(row[at].split(UNIT_SEPARATOR)) if row[at] else ()
            found.append((mark, tuple(row[: len(self._fields)])))
            values.append(tuple(row[len(self._fields) :]))
        return [found[place] for place in self._order.places(values)] if terms else found

    @property
    def _rows_whole(self) -> bool:
        """Whether rows are sorted whole: looking them up would work out a table of ours again."""
        return self._where.table in self._where.tables

    def _keys(self, wanted: str, order: str | None = None, *, alone: bool = False) -> str:
        """A subquery for the records in order: `possible`, `id`, and where whole what is wanted.

        Where more is joined, only a limit, be it none, has SQLite keep the order; but with one it
        takes twice as long to sort.
        """
        limit = "" if alone and self._limit < 0 else "LIMIT :limit"
        order, doubt = order or self._order.sql, self._where.doubt
        columns = ["r.record AS id" if self.kind == "act" else "r.id"]
        columns += (
            _OF_ROW.findall(f"{wanted} {order}") if self._rows_whole else ["r.rowid AS number"]
        )
        return (
            f"SELECT ({doubt}) AS possible, {', '.join(dict.fromkeys(columns))} "
            f"FROM {self._where.table} AS r WHERE {self._where.sql} ORDER BY {order} {limit}"
        ).replace(POSSIBLE, doubt)

    def _run(self, sql: str) -> Iterable[Any]:
        connection = self._where.connection
        connection.create_function("fold", 1, comparable, deterministic=True)
        params = {**self._where.params, "limit": self._limit}
        return connection.execute(self._where.with_sql + sql, params)


def _act_as_json() -> str:
    """An act as JSON; source ids are slugs, so nothing in them needs an escape."""
    cells = {name: field.sql for name, field in FIELDS["act"].items()}
    several = cells["sources"]
    split = f"'[\"' || replace({several}, char(31), '\",\"') || '\"]'"
    cells["sources"] = f"json(CASE WHEN {several} IS NULL THEN '[]' ELSE {split} END)"
    return (
        "json_object('record_kind', {record_kind}, 'record', {record}, 'action', {action}, "
        "'date', {date}, 'partner', {partner_id}, 'role', {role}, 'place', {place}, "
        "'sources', {sources}, 'note', {note})"
    ).format(**cells)


def words(connection: sqlite3.Connection, kind: str, filters: Filters) -> Where:
    """The words of a vocabulary in its own order, each with the number of agreements found."""
    asked = where(connection, "agreement", filters)
    named = f"JOIN agreement_{kind} AS x ON x.agreement = r.id"
    counted = dict(asked.rows(f"x.{kind}, count(*)", "GROUP BY 1", named))
    rows: Iterable[tuple[str | None, ...]] = (
        TOPIC_MEANINGS.items() if kind == "topic" else _minerals()
    )
    found = asked.part(kind)
    names = enumerate(FIELDS[kind])
    cells = ", ".join(f"json_extract(value, '$[{at}]') AS {name!r}" for at, name in names)
    text = as_json([(*row, counted.get(row[0], 0)) for row in rows])
    found.tables[kind] = f"SELECT {cells}, key AS position FROM json_each({found.bind(text)})"
    return found


def _minerals() -> Iterator[tuple[str | None, ...]]:
    from mineralreg.reference.minerals import minerals

    table = minerals()
    for one in table:
        synonyms = (one.symbol, *one.aliases) if one.symbol else one.aliases
        several = (table.groups_of(one.id), synonyms, table.lists_of(one.id))
        joined = (UNIT_SEPARATOR.join(values) or None for values in several)
        yield one.id, one.name, one.kind, *joined


def acts(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The acts and membership changes that the filters ask for.

    `since`, `until`, `as_of` and `action` apply to the act itself, the rest to its record; but
    countries choose the member that joined or left.
    """
    found = Where(connection, "act_row")
    texts = [text for value in filters.action for text in value.split(",")]
    actions = [word(text, (*INITIATIVE_ACTIONS, *_MEMBERSHIP), "action") for text in texts]
    rest = filters.without("since", "until", "action", "undated")
    pieces = [_acts_of(found, "agreement", rest)]
    if not filters.asked(*_OF_AGREEMENTS):
        pieces += [_changes(found, rest, action, end) for action, end in _MEMBERSHIP.items()]
        if not rest.asked(*PARTNERS):
            pieces.append(_acts_of(found, "initiative", rest))
    found.tables["act_row"] = " UNION ALL ".join(pieces)
    if actions:
        found.require(f"r.action IN {found.any_of(actions)}")
    span(found, filters, "r.")
    return found


def _acts_of(found: Where, kind: str, filters: Filters) -> str:
    records = where(found.connection, kind, filters, found)
    cells = {"key": "c.id", "action": "c.action", "date": "c.date", "role": "NULL"}
    return _rows(records, kind, "act", "c.", **cells, place="c.place", sort="c.sort")


def _changes(found: Where, filters: Filters, action: str, end: str) -> str:
    """Joining or leaving; `initiative` chooses the initiative, countries the member."""
    sides = found.sides(filters, *PARTNERS)
    records = where(found.connection, "initiative", filters.without(*PARTNERS), found)
    records.conditions += [f"c.partner IN {found.any_of(ids)}" for ids in sides]
    if end == "to":
        records.require('c."to" IS NOT NULL')
    cells = {"key": f"'{end}' || c.id", "action": f"'{action}'", "date": f'c."{end}"'}
    cells |= {"role": "c.role", "place": "NULL", "sort": "c.position"}
    return _rows(records, "initiative", "membership", f"c.{end}_", **cells)


def _rows(records: Where, kind: str, part: str, days: str, *, sort: str, **cells: str) -> str:
    """Rows of equal types in all pieces, so that SQLite orders each by itself and stops at the
    limit; `days` begins the columns of the first and last day.
    """
    texts = ", ".join(f"CAST({sql} AS TEXT) AS {name}" for name, sql in cells.items())
    title = "title" if kind == "agreement" else "name"
    return (
        f"SELECT {texts}, c.note AS note, c.id AS number, '{kind}' AS record_kind, r.id AS record, "
        f"{days}latest AS latest, {days}earliest AS earliest, {days}earliest IS NULL AS undated, "
        f"c.partner AS partner_id, {sort} AS sort, r.date_earliest AS begun, r.{title} AS title, "
        f"r.withdrawn AS withdrawn FROM {records.table} AS r CROSS JOIN {part} AS c "
        f"ON c.{kind} = r.id WHERE {records.sql}"
    )
