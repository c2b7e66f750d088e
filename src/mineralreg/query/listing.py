"""The records or acts that match filters, the words of vocabularies, and hints on both."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mineralreg.query.columns import POSSIBLE, SEPARATOR, VOCABULARIES, field, fields, known, order
from mineralreg.query.filters import NOTHING, Filters, option
from mineralreg.query.names import word
from mineralreg.query.results import Answer, Grid, Table
from mineralreg.query.where import NEVER, Terms, Where, add, party, size, span, through_blocs, where
from mineralreg.reference.spelling import fold
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, TOPIC_MEANINGS

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
        return list_words(
            connection, kind, filters, sort=sort, reverse=reverse, limit=limit, columns=columns
        )
    found = acts(connection, filters) if kind == "act" else where(connection, kind, filters)
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
        return size(self._connection, self._where)

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
    return ((topic, text, counted.get(topic, 0)) for topic, text in TOPIC_MEANINGS.items())


_OF_AGREEMENTS = ("legal_nature", "level", "mineral", "topic", "event", "kind", "status")
"""Filters that only agreements can answer, so no initiative is asked."""

_PARTNERS = ("country", "party", "between", "region")
_MEMBERSHIP = ("joined", "left")
_ROW = (
    "SELECT CAST({key} AS TEXT) AS key, {number} AS number, '{kind}' AS record_kind, "
    "r.id AS record, CAST({action} AS TEXT) AS action, {dates} IS NULL AS undated, "
    "c.partner AS partner_id, {sort} AS sort, r.date_earliest AS begun, "
    "r.withdrawn AS withdrawn FROM {table} AS r CROSS JOIN {part} AS c ON c.{kind} = r.id "
    "WHERE {condition}"
)
"""Of equal types in all pieces, so that SQLite orders each by itself and stops at the limit."""


def acts(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The acts and membership changes that the filters ask for.

    Args:
        connection: The index.
        filters: `since`, `until`, `as_of` and `action` speak of the act itself; the rest of its
            record.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms(connection)
    words = [one for value in filters.action for one in value.split(",")]
    told = [word(one, (*INITIATIVE_ACTIONS, *_MEMBERSHIP), "action") for one in words]
    rest = filters.without("since", "until", "action", "undated")
    pieces = [_of(terms, "agreement", rest)]
    if not filters.asked(*_OF_AGREEMENTS):
        pieces += _of_members(terms, rest)
        if not rest.asked(*_PARTNERS):
            pieces.append(_of(terms, "initiative", rest))
    terms.tables["act_row"] = " UNION ALL ".join(pieces)
    if told:
        terms.require(f"r.action IN {terms.any_of(told)}")
    if filters.as_of is not None:
        until = Filters(until=filters.as_of, certain=filters.certain, undated=True)
        span(terms, until, "r.earliest", "r.latest")
    span(terms, filters, "r.earliest", "r.latest")
    return terms.where("act_row")


def _of(terms: Terms, kind: str, filters: Filters) -> str:
    found = where(terms.connection, kind, filters, terms.params)
    terms.take(found)
    return _ROW.format(
        key="c.id",
        number="c.id",
        kind=kind,
        action="c.action",
        dates="c.date AS date, c.latest AS latest, c.earliest AS earliest, c.earliest",
        sort="c.sort",
        table=found.table,
        part="act",
        condition=found.sql,
    )


def _of_members(terms: Terms, filters: Filters) -> list[str]:
    """Joining and leaving; `initiative` filters choose the initiative, countries the member."""
    sides = terms.sides(filters, *_PARTNERS)
    chosen = [f"c.partner IN {terms.any_of(ids)}" for ids in sides]
    without = filters.without(*_PARTNERS)
    found = where(terms.connection, "initiative", without, terms.params)
    terms.take(found)
    pieces = []
    for action, end in zip(_MEMBERSHIP, ("from", "to"), strict=True):
        known = ['c."to" IS NOT NULL'] if end == "to" else []
        pieces.append(
            _ROW.format(
                key=f"'{end}' || c.id",
                number="c.id",
                kind="initiative",
                action=f"'{action}'",
                dates=f'c."{end}" AS date, c.{end}_latest AS latest, c.{end}_earliest AS earliest, '
                f"c.{end}_earliest",
                sort="c.position",
                table=found.table,
                part="membership",
                condition=" AND ".join(f"({one})" for one in (found.sql, *chosen, *known)),
            )
        )
    return pieces


_LACKING = {
    "legal_nature": ("r.legal_nature = 'not-stated'", "do not state their legal nature"),
    "topic": ("r.id NOT IN (SELECT agreement FROM agreement_topic)", "name no topic"),
    "mineral": ("r.id NOT IN (SELECT agreement FROM agreement_mineral)", "name no mineral"),
}
"""What records that say nothing of a field have, and how to say so."""


def hints(found: Listing) -> Iterator[str]:
    """The hints of a listing, the most important first."""
    noun = "action" if found.kind == "act" else found.kind
    if not found.any():
        asked = found.filters.asked()
        yield f"no {noun} matches" if asked else f"the registry holds no {noun} yet"
    if number := found.possible():
        matches = f"of {found.count()} only possibly match{'es' if number == 1 else ''}"
        yield f"{number} {matches}, as a date is not known to the day; --certain leaves out such"
    if number := found.undated():
        has = "has no date and is" if number == 1 else "have no date and are"
        nouns = noun if number == 1 else f"{noun}s"
        yield f"{number} {nouns} {has} left out; --undated brings them"
    if found.kind == "agreement":
        yield from about_agreements(found.connection, found.filters)


def about_agreements(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """What to tell beside any answer that is about the agreements that filters find.

    How many more there are through each bloc that a country belonged to, unless they are in the
    answer; that a partner or initiative is known but in no agreement; what the records do not say.

    Raises:
        UsageError: A name that is unknown or ambiguous.
    """
    for name in filters.asked("country", "party"):
        terms = Terms(connection)
        ids = terms.ids(name, getattr(filters, name))
        more = list(_through_blocs(connection, filters, name, ids))
        if not filters.withdrawn:
            yield from _without_agreements(connection, ids, bool(more) or filters.via_blocs)
        if more and not filters.via_blocs:
            yield f"not shown: {', '.join(more)}; add --via-blocs to see them"
    if filters.initiative:
        yield from _without_papers(connection, filters)
    yield from _lacking(connection, filters)


def _through_blocs(
    connection: sqlite3.Connection, filters: Filters, field: str, ids: list[str]
) -> Iterator[str]:
    """How many agreements there are through each bloc, apart from those of the partners' own."""
    terms = Terms(connection)
    through = through_blocs(terms, ids)
    if not through:
        return
    table = add(terms, "agreement", filters.without(field, "via_blocs"))
    terms.require(f"NOT ({party(terms, ids, False)})")
    asked = terms.where(table)
    for bloc, condition in through:
        statement = asked.select("count(*)", f"AND ({condition})")
        (more,) = connection.execute(statement, asked.params).fetchone()
        if more:
            name = terms.book.name_of("partner", bloc)
            yield f"{more} through {f'the {name}' if ' ' in name else name}"


def _without_agreements(
    connection: sqlite3.Connection, ids: list[str], through: bool
) -> Iterator[str]:
    own = " of its own" if through else ""
    for id in ids:
        row = connection.execute(
            "SELECT p.name FROM partner AS p WHERE p.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_party AS x JOIN agreement AS a ON a.id = x.agreement "
            "WHERE x.partner = p.id AND a.withdrawn IS NULL)",
            (id,),
        ).fetchone()
        if row:
            yield f"{row[0]} is in the registry, but party to no agreement{own}"


def _without_papers(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """Say of an initiative with members that no agreement belongs to it."""
    for id in Terms(connection).ids("initiative", filters.initiative):
        row = connection.execute(
            "SELECT coalesce(i.acronym, i.name), (SELECT count(DISTINCT partner) FROM membership "
            "WHERE initiative = i.id) FROM initiative AS i WHERE i.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM agreement_initiative WHERE initiative = i.id)",
            (id,),
        ).fetchone()
        if row and row[1]:
            yield (
                f"no agreement belongs to {row[0]}, which has {row[1]} members: "
                f"`mineralreg show {id}` lists them"
            )


def _lacking(connection: sqlite3.Connection, filters: Filters) -> Iterator[str]:
    """How many records that meet the other filters say nothing of what one asks for."""
    for name in filters.asked(*_LACKING):
        if name == "legal_nature" and any("not" in value for value in filters.legal_nature):
            continue
        condition, say = _LACKING[name]
        asked = where(connection, "agreement", filters.without(name))
        (total,) = connection.execute(asked.select("count(*)"), asked.params).fetchone()
        statement = asked.select("count(*)", f"AND ({condition})")
        (silent,) = connection.execute(statement, asked.params).fetchone()
        if silent:
            yield f"{silent} of {total} {say}, so {option(name)} leaves them out"
