"""From filters to SQL: one table says what each filter means for each kind of record.

A filter is about the listed record itself (`own`: a column), or what the record names (`linked`,
through the view `link`), or else about agreements (`through`): then it finds the records that the
agreements found name. What a partial date leaves open is kept and marked, unless only the certain
is wanted.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query.book import IndexBook
from mineralreg.query.names import clean, meanings, readable, word
from mineralreg.query.results import as_json
from mineralreg.reference import blocs, vocabulary
from mineralreg.reference.filters import LINKS, MOST_VALUES, WORDS, Filters, limit, option
from mineralreg.reference.spelling import spaced

Value = str | int | float | None

NEVER = "0"
_PARTIES = ("country", "party", "between")
PARTNERS = (*_PARTIES, "region")
_NOT_WITHDRAWN = "r.withdrawn IS NULL"
_PHRASE = r'"([^"]*)"|(\S+)'
_MANY = 50
"""Longer lists are bound as one JSON value: SQLite limits the values of a statement."""
_MOST_SIDES = 100


class Rules(NamedTuple):
    """What the filters mean for one record kind, see above; `date` begins its date columns."""

    own: Mapping[str, Sequence[str]]
    linked: tuple[str, ...]
    through: tuple[str, ...] = ()
    date: str | None = "date"


_OWN = {name: WORDS[name] for name in ("kind", "legal_nature", "level", "status")}
_NAMED = (*(name for name in LINKS if name != "counterpart"), "action")


def _rules(
    kind: str,
    own: Mapping[str, Sequence[str]],
    linked: tuple[str, ...],
    more: tuple[str, ...] = (),
    date: str | None = "date",
) -> Rules:
    """The rules of a kind that agreements lead to, by all that it cannot be asked itself."""
    through = (name for name in (*_OWN, *_NAMED) if name not in (kind, *own, *linked))
    return Rules(own, linked, (*through, *more), date)


RULES = {
    "agreement": Rules(_OWN, _NAMED),
    "initiative": _rules(
        "initiative",
        {"kind": vocabulary.INITIATIVE_KINDS, "status": vocabulary.INITIATIVE_STATUSES},
        (*PARTNERS, "source", "action"),
    ),
    "event": _rules("event", {}, (*PARTNERS, "source")),
    "source": _rules("source", {"kind": vocabulary.SOURCE_KINDS}, (), ("via_blocs",), "published"),
    "partner": _rules(
        "partner",
        {"kind": vocabulary.PARTNER_KINDS},
        ("region",),
        ("counterpart", "since", "until", "as_of", "via_blocs", "certain", "undated"),
        None,
    ),
    "claim": Rules(
        {}, ("country", "party", "region", "event", "initiative", "source"), date="as_of"
    ),
}
_GENERAL = ("since", "until", "as_of", "search", "certain", "undated", "withdrawn")


class Where:
    """Which records a question is about, as SQL over the alias `r`, condition by condition.

    Attributes:
        table: Table or common table expression that `r` stands for.
        possible: What is true of a record that only may belong to the answer.
        undated: The condition that finds what was left out for want of a date, or None.
        tables: Name and SQL of the common table expressions that this needs.
        notes: Hints for stderr.
    """

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self.connection, self.book = connection, IndexBook(connection)
        self.params: dict[str, Value] = {}
        self.tables: dict[str, str] = {}
        self.notes: dict[str, None] = {}
        self._begin(table)

    def _begin(self, table: str) -> None:
        self.table = table
        self.conditions: list[str] = []
        self.possible: list[str] = []
        self.undated: str | None = None

    def part(self, table: str) -> Where:
        """Begin a smaller question within this one, with the same values, tables and notes."""
        found = Where.__new__(Where)
        vars(found).update(vars(self))
        found._begin(table)
        return found

    def bind(self, value: Value) -> str:
        """The placeholder of a value."""
        name = f"v{len(self.params)}"
        self.params[name] = clean(value) if isinstance(value, str) else value
        return f":{name}"

    def any_of(self, values: Sequence[str]) -> str:
        """The right side of IN."""
        if len(values) > _MANY:
            return f"(SELECT value FROM json_each({self.bind(as_json(values))}))"
        return f"({', '.join(map(self.bind, values))})"

    def require(self, condition: str) -> None:
        """Add a condition that records must meet."""
        self.conditions.append(condition)

    def ids(self, name: str, values: Iterable[str]) -> list[str]:
        """The ids or words for the comma-separated values of a filter."""
        return list(dict.fromkeys(chain.from_iterable(self._each(name, values))))

    def _each(self, name: str, values: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The ids for each value; a country that is not listed may still belong to a bloc."""
        for one in (one for value in values for one in meanings(self.book, name, value)):
            if one.note:
                self.notes[one.note] = None
            if name == "mineral":
                self._note_groups(one.ids[0])
            new = one.outside and self.book.by_id(one.outside.id) is None
            yield (one.outside.id,) if one.outside and new else one.ids

    def sides(self, filters: Filters, *fields: str) -> list[list[str]]:
        """Lists of partners of which one each must take part; `between` gives several lists."""
        found: dict[tuple[str, ...], None] = {}
        for name in fields:
            values = getattr(filters, name)
            if name in ("between", "counterpart"):
                found |= dict.fromkeys(self._each(name, values))
                limit(option(name), len(found), _MOST_SIDES, "partners")
            elif values:
                found[tuple(self.ids(name, values))] = None
        return list(map(list, found))

    @property
    def sql(self) -> str:
        """All conditions as one."""
        return _all(self.conditions)

    @property
    def doubt(self) -> str:
        """An expression that is true for a record that only may belong to the answer."""
        return " OR ".join(f"({one})" for one in self.possible) or NEVER

    @property
    def whole(self) -> bool:
        """Whether all records of the kind are meant but those that were withdrawn."""
        return self.table in RULES and self.conditions == [_NOT_WITHDRAWN]

    @property
    def with_sql(self) -> str:
        """`WITH …` that defines the common table expressions, or ""."""
        defined = ",\n".join(f"{name} AS ({sql})" for name, sql in self.tables.items())
        return f"WITH {defined} " if defined else ""

    def rows(self, columns: str, rest: str = "", joins: str = "") -> list[Any]:
        """What `SELECT columns FROM the records joins … rest` finds."""
        return list(self.each(columns, rest, joins))

    def each(self, columns: str, rest: str = "", joins: str = "") -> Iterator[Any]:
        """The same, row by row."""
        return self.run(self.select(columns, rest, joins))

    def select(self, columns: str, rest: str = "", joins: str = "") -> str:
        """The statement for it, without the tables that it needs."""
        return f"SELECT {columns} FROM {self.table} AS r {joins} WHERE {self.sql} {rest}"

    def run(self, *parts: str) -> Iterator[Any]:
        """The rows of such statements, all as one."""
        return self.connection.execute(self.with_sql + " UNION ALL ".join(parts), self.params)

    def ids_by(self, order: str) -> list[str]:
        """The ids of the records in an order."""
        return [id for (id,) in self.rows("r.id", f"ORDER BY {order}")]

    def count(self, condition: str = "1") -> int:
        """How many of the records there are, or how many that meet a condition."""
        if self.whole and condition == "1":  # answered by indexes alone
            number = f"SELECT count(*) FROM {self.table}"
            query = f"SELECT ({number}) - ({number} WHERE withdrawn IS NOT NULL)"
            return int(self.connection.execute(query).fetchone()[0])
        return int(self.rows("count(*)", f"AND ({condition})")[0][0])

    def _note_groups(self, id: str) -> None:
        from mineralreg.reference.minerals import minerals

        query = "SELECT 1 FROM agreement_mineral WHERE mineral = ?"
        groups = minerals().groups_of(id)
        used = [one for one in groups if self.connection.execute(query, (one,)).fetchone()]
        if used:
            self.notes[f"{id} is also found through the group {', '.join(used)}"] = None


def where(
    connection: sqlite3.Connection, kind: str, filters: Filters, part_of: Where | None = None
) -> Where:
    """The records of one kind that the filters ask for.

    Conditions that no act can change come first: an answer as of a day is worked out only for the
    records that meet them. `part_of` is the larger question of which this is a part.
    """
    _check(kind, filters)
    rules = RULES[kind]
    found = part_of.part(kind) if part_of else Where(connection, kind)
    late = _PARTIES if kind == "agreement" and filters.via_blocs else ()
    _lasting(found, kind, filters.without(*late))
    through = filters.only(*rules.through)
    for asked in _each_counterpart(found, through) if through.asked() else ():
        _through(found, kind, asked, filters)
    if filters.search:
        _search(found, kind, filters.search)
    if kind in vocabulary.DERIVED_KINDS and filters.day:
        from mineralreg.query.as_of import rewind

        rewind(found, kind, filters.day, filters.certain)
    if not filters.withdrawn:
        found.require(_NOT_WITHDRAWN)
    if "status" in rules.own and filters.status:
        _own(found, kind, "status", filters.status)
    for ids in found.sides(filters, *late):  # a bloc's membership is asked of the date
        own = _linked(found, kind, "party", ids, None)
        may, must = (
            " OR ".join([own, *(sql for _, sql in _through_blocs(found, ids, certain=certain))])
            for certain in (False, True)
        )
        found.require(must if filters.certain else may)
        if may != must and not filters.certain:
            found.possible.append(f"NOT coalesce({must}, 0)")
    if rules.date:
        if kind in vocabulary.DERIVED_KINDS:
            filters = filters.without("as_of")  # see `rewind`
        span(found, filters, f"r.{rules.date}_", "earliest" if kind == "event" else "latest")
    return found


def filters_of(kind: str | None) -> tuple[str, ...]:
    """The filters that say something about a record kind; for None, those of any."""
    if kind is None:
        return Filters._fields
    rules = RULES[kind]
    blocs = () if kind == "claim" else ("via_blocs",)
    known = {*rules.own, *rules.linked, *rules.through, *_GENERAL, *blocs, kind}
    return tuple(name for name in Filters._fields if name in known)


def _check(kind: str, filters: Filters) -> None:
    known = filters_of(kind)
    for name in filters.asked():
        values = getattr(filters, name)
        limit(option(name), len(values) if isinstance(values, tuple) else 1, MOST_VALUES)
        if name not in known:
            fields = ", ".join(map(option, (*RULES[kind].linked, *_GENERAL[:4])))
            raise UsageError(
                f"{option(name)} says nothing about {kind}s",
                help=f"{kind}s are filtered by {fields}",
            )


def _lasting(found: Where, kind: str, filters: Filters) -> None:
    """Add the conditions on what the record says, which no act can change."""
    rules = RULES[kind]
    for name in filters.asked():
        values = getattr(filters, name)
        if name in rules.own and name != "status":
            _own(found, kind, name, values)
        elif name == kind or (name == "region" and kind == "partner"):
            found.require(f"r.id IN {found.any_of(found.ids(name, values))}")
        elif name in rules.linked:
            sides = found.sides(filters, name) if name in PARTNERS else [found.ids(name, values)]
            for ids in sides:
                found.require(_linked(found, kind, name, ids, filters.day))


def _own(found: Where, kind: str, name: str, values: Iterable[str]) -> None:
    """Add: a column of the record holds one of these words, which hold no comma."""
    what = name.replace("_", " ") + (f" of {kind}" if name == "kind" else "")
    texts = [text for value in values for text in value.split(",") if text.strip()]
    words = [word(text, RULES[kind].own[name], what) for text in texts]
    found.require(f"r.{name} IN {found.any_of(words)}")


def _linked(found: Where, kind: str, name: str, ids: Sequence[str], day: str | None) -> str:
    """Condition: the record names one of these."""
    if name == "action":
        when = f"AND coalesce(earliest <= {found.bind(day)}, 1)" if day else ""
        acts = f"SELECT {kind} FROM act WHERE {kind} IS NOT NULL AND action IN {found.any_of(ids)}"
        return f"r.id IN ({acts} {when})"
    if kind == "initiative" and day and name in PARTNERS:
        bound = found.bind(day)
        return (
            f"r.id IN (SELECT initiative FROM membership WHERE partner IN {found.any_of(ids)} "
            f"AND coalesce(from_earliest <= {bound}, 1) AND coalesce(to_latest >= {bound}, 1))"
        )
    return (
        f"r.id IN (SELECT id FROM link WHERE kind = '{kind}' AND "
        f"to_kind = '{LINKS[name]}' AND to_id IN {found.any_of(ids)})"
    )


def _through(found: Where, kind: str, asked: Filters, filters: Filters) -> None:
    """Add: an agreement that meets the filters names the record.

    A partner or source is also found by the event or initiative alone that names it.
    """
    if kind not in ("partner", "source"):
        asked = asked._replace(as_of=filters.as_of)
    inner = where(found.connection, "agreement", asked, found)
    links = [
        f"SELECT to_id FROM link WHERE kind = 'agreement' AND to_kind = '{kind}' AND id IN "
        f"(SELECT r.id FROM {inner.table} AS r WHERE {inner.sql})"
    ]
    near = asked.asked("event", "initiative")
    alone = set(asked.asked()) <= {*near, "certain", "undated"}
    if kind in ("partner", "source") and alone and (kind == "partner" or len(near) == 1):
        for name in near:
            ids = found.any_of(found.ids(name, getattr(asked, name)))
            links.append(
                f"SELECT to_id FROM link WHERE kind = '{name}' AND to_kind = '{kind}' "
                f"AND id IN {ids}"
            )
    found.require(f"r.id IN ({' UNION '.join(links)})")


def _each_counterpart(found: Where, asked: Filters) -> Iterator[Filters]:
    """What is asked of agreements with each counterpart, which is not its own counterpart."""
    rest = asked.without("counterpart")
    if not asked.counterpart:
        yield rest
    for ids in found.sides(asked, "counterpart"):
        found.require(f"r.id NOT IN {found.any_of(ids)}" if ids else NEVER)
        yield rest._replace(between=(*rest.between, *ids))


def _search(found: Where, kind: str, texts: Iterable[str]) -> None:
    """Add the full text."""
    if (query := full_text(texts)) is None:
        found.notes["the text to search for holds no word"] = None
        found.require(NEVER)
        return
    found.require(
        "r.id IN (SELECT d.id FROM record_text AS t CROSS JOIN record AS d ON d.number = t.rowid "
        f"WHERE record_text MATCH {found.bind(query)} AND d.kind = {found.bind(kind)})"
    )


def span(found: Where, filters: Filters, days: str, by_then: str = "latest") -> None:
    """Add `as_of`, `since` and `until`: what may lie between them, marked, or only what must.

    `days` begins the columns of the first and last day; `by_then` must have come by `as_of`.
    """
    if filters.as_of:
        until = Filters(until=filters.as_of, certain=filters.certain, undated=True)
        _span(found, until, f"{days}earliest", f"{days}{by_then}")
    _span(found, filters, f"{days}earliest", f"{days}latest")


def _span(found: Where, filters: Filters, earliest: str, latest: str) -> None:
    first = found.bind(filters.since.earliest.isoformat()) if filters.since else None
    last = found.bind(filters.until.latest.isoformat()) if filters.until else None
    if filters.since and filters.until and filters.since.earliest > filters.until.latest:
        found.notes[f"--since {filters.since} is after --until {filters.until}"] = None
    if filters.certain:
        found.conditions += [f"{earliest} >= {first}"] if first else []
        found.conditions += [f"{latest} <= {last}"] if last else []
        return
    if (first or last) and not filters.undated:
        found.undated = _all([*found.conditions, f"{earliest} IS NULL"])
    open_ = f"{earliest} IS NULL OR " if filters.undated else ""
    if first:
        found.require(f"{open_}{latest} >= {first}")
        found.possible.append(f"{open_}{earliest} < {first}")
    if last:
        found.require(f"{open_}{earliest} <= {last}")
        found.possible.append(f"{open_}{latest} > {last}")


def only_through_blocs(
    connection: sqlite3.Connection, filters: Filters, ids: Sequence[str]
) -> tuple[Where, list[tuple[str, str]]]:
    """The agreements that partners are a party to through blocs and not by themselves.

    With each bloc's id comes the condition that the bloc is a party.
    """
    found = where(connection, "agreement", filters)
    through = _through_blocs(found, ids)
    if through:
        found.require(f"NOT ({_linked(found, 'agreement', 'party', ids, None)})")
    return found, through


def _through_blocs(
    found: Where, ids: Sequence[str], *, certain: bool = False
) -> list[tuple[str, str]]:
    """For each bloc that one of the partners belonged to: its id, and the condition that the bloc
    is a party to an agreement of which the date may lie, or must lie, within that membership.
    """
    first, last, undated = ("earliest", "latest", 0) if certain else ("latest", "earliest", 1)
    codes = (_code(found.book, id) for id in ids)
    conditions: dict[str, list[str]] = {}
    for term in (term for iso in codes if iso for term in blocs.terms_of(iso)):
        bloc = found.book.by_id(term.bloc)
        if bloc is not None and bloc.kind == "partner":
            sql = _linked(found, "agreement", "party", [bloc.id], None)
            sql += f" AND coalesce(r.date_{first} >= {found.bind(term.since)}, 1)"
            if term.until:
                sql += f" AND coalesce(r.date_{last} <= {found.bind(term.until)}, {undated})"
            conditions.setdefault(bloc.id, []).append(f"({sql})")
    return [(bloc, " OR ".join(several)) for bloc, several in conditions.items()]


def _code(book: IndexBook, id: str) -> str | None:
    """The ISO code of a partner, or of a country that the registry does not list."""
    if (partner := book.partners.get(id)) is not None:
        return partner.iso
    from mineralreg.reference.countries import countries

    return next((one.alpha3 for one in countries() if one.slug == id), None)


def full_text(texts: Iterable[str]) -> str | None:
    """An FTS5 query for any text that a user may write; None when it holds no word.

    All words of one text must be there, each as the beginning of a word; words in double quotes
    must follow each other. Several texts are alternatives. No character has a special meaning.
    Scripts that put no blanks between words were indexed letter by letter (`spaced`).
    """
    alternatives = []
    for text in texts:
        parts = [phrase or plain for phrase, plain in re.findall(_PHRASE, readable(text))]
        parts = [spaced(part) for part in parts if any(map(str.isalnum, part))]
        if parts:
            quoted = ('"' + part.replace('"', '""') + '"*' for part in parts)
            alternatives.append(" AND ".join(quoted))
    return " OR ".join(f"({one})" for one in alternatives) or None


def _all(conditions: Iterable[str]) -> str:
    return " AND ".join(f"({condition})" for condition in conditions) or "1"
