"""From filters to SQL: one table says what each filter means for each kind of record.

A filter is about the listed record itself (`own`: a column), or what the record names (`linked`,
through the view `link`), or else about agreements (`through`): then it finds the records that the
agreements found name. What a partial date leaves open is kept and marked, unless only the certain
is wanted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query import names
from mineralreg.query.filters import MOST_VALUES, Filters, option
from mineralreg.query.names import clean, word
from mineralreg.reference import blocs, vocabulary
from mineralreg.reference.spelling import spaced

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Value = str | int | float | None

NEVER = "0"
NOT_WITHDRAWN = "r.withdrawn IS NULL"
PARTNERS = ("country", "party", "between", "region")
_LINKED_TO = dict.fromkeys(PARTNERS, "partner")
_PHRASE = r'"([^"]*)"|(\S+)'
_MANY = 50
"""Ids from which on a list is bound as one JSON value: a statement takes so many values only."""
_MOST_SIDES = 100


class Rules(NamedTuple):
    """What the filters say of one record kind.

    Attributes:
        own: Columns of the record, each with its vocabulary.
        linked: What the record names, in the view `link`.
        through: What is asked of the agreements that name the record.
        date: Prefix of the record's date columns.
    """

    own: Mapping[str, Sequence[str]] = {}  # nobody changes it
    linked: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    date: str | None = "date"


_ABOUT = ("legal_nature", "level", "mineral", "topic")
RULES = {
    "agreement": Rules(
        {
            "kind": vocabulary.AGREEMENT_KINDS,
            "legal_nature": vocabulary.LEGAL_NATURES,
            "level": vocabulary.LEVELS,
            "status": vocabulary.STATUSES,
        },
        (*PARTNERS, "mineral", "topic", "initiative", "event", "source", "action"),
    ),
    "initiative": Rules(
        {"kind": vocabulary.INITIATIVE_KINDS, "status": vocabulary.INITIATIVE_STATUSES},
        (*PARTNERS, "source", "action"),
        (*_ABOUT, "event"),
    ),
    "event": Rules({}, (*PARTNERS, "source"), (*_ABOUT, "status", "kind", "initiative", "action")),
    "source": Rules(
        {"kind": vocabulary.SOURCE_KINDS},
        (),
        (*PARTNERS, *_ABOUT, "status", "initiative", "event", "action", "via_blocs"),
        "published",
    ),
    "partner": Rules(
        {"kind": vocabulary.PARTNER_KINDS},
        ("region",),
        tuple(set(Filters._fields) - {"region", "kind", "search", "withdrawn"}),
        None,
    ),
    "claim": Rules(
        {}, ("country", "party", "region", "event", "initiative", "source"), (), "as_of"
    ),
}
_GENERAL = ("since", "until", "as_of", "search", "certain", "undated", "withdrawn")
_DERIVED = ("agreement", "initiative")
"""Kinds whose status and date follow from acts, so that they stood otherwise on another day."""


class Where(NamedTuple):
    """Which records a question is about, as SQL over the alias `r`.

    Attributes:
        sql: Condition on `r`.
        params: Values bound by name.
        notes: Hints for stderr.
        table: Table or common table expression that `r` stands for.
        tables: Name and SQL of the common table expressions that this needs.
        possible: Expression that is true for a record that only may belong to the answer.
        undated: The condition that finds what was left out for want of a date, or None.
    """

    sql: str
    params: dict[str, Value]
    notes: tuple[str, ...]
    table: str
    tables: dict[str, str]
    possible: str = NEVER
    undated: str | None = None

    @property
    def whole(self) -> bool:
        """Whether all records of the kind are meant but those that were withdrawn."""
        return self.table in RULES and self.sql == _all([NOT_WITHDRAWN])

    @property
    def with_sql(self) -> str:
        """`WITH …` that defines the common table expressions, or ""."""
        defined = ",\n".join(f"{name} AS ({sql})" for name, sql in self.tables.items())
        return f"WITH {defined} " if defined else ""

    def select(self, columns: str, rest: str = "") -> str:
        """A whole statement: `SELECT columns FROM the records, rest`."""
        return f"{self.with_sql}SELECT {columns} FROM {self.table} AS r WHERE {self.sql} {rest}"


class Terms:
    """Collects the values, conditions and notes of one query.

    Args:
        connection: The index.
        params: Values bound so far, for a part of a larger query; new ones are added to it.
    """

    def __init__(
        self, connection: sqlite3.Connection, params: dict[str, Value] | None = None
    ) -> None:
        self.connection = connection
        self.book = names.IndexBook(connection)
        self.params = {} if params is None else params
        self.conditions: list[str] = []
        self.possible: list[str] = []
        self.notes: list[str] = []
        self.tables: dict[str, str] = {}
        self.undated: str | None = None

    def bind(self, value: Value) -> str:
        """The placeholder of a value."""
        name = f"v{len(self.params)}"
        self.params[name] = clean(value) if isinstance(value, str) else value
        return f":{name}"

    def any_of(self, values: Sequence[str]) -> str:
        """What stands behind IN; nothing is in the list of no values."""
        if len(values) > _MANY:
            return f"(SELECT value FROM json_each({self.bind(_as_json(values))}))"
        return f"({', '.join(map(self.bind, values))})"

    def require(self, condition: str) -> None:
        """Add a condition that records must meet."""
        self.conditions.append(condition)

    def take(self, part: Where) -> None:
        """Take over what a part of the query needs and says, but for its condition."""
        self.tables.update(part.tables)
        for text in part.notes:
            self.note(text)

    def note(self, text: str | None) -> None:
        """Add a hint, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def where(self, table: str) -> Where:
        """The finished condition."""
        return Where(
            sql=_all(self.conditions),
            params=self.params,
            notes=tuple(self.notes),
            table=table,
            tables=self.tables,
            possible=" OR ".join(f"({one})" for one in self.possible) or NEVER,
            undated=self.undated,
        )

    def ids(self, name: str, values: Sequence[str]) -> list[str]:
        """The ids or words that the values of a filter stand for, commas parting them."""
        resolve = _resolver(self, name)
        found: dict[str, None] = {}
        for value in values:
            for text in names.split(value, resolve) or [value]:
                ids, notes = resolve(text)
                found.update(dict.fromkeys(ids))
                for note in notes:
                    self.note(note)
        return list(found)

    def sides(self, filters: Filters, *fields: str) -> list[list[str]]:
        """Ids of partners, of each list one that must take part: any country, any party, each one
        of `between`, any of the regions.
        """
        found: dict[tuple[str, ...], None] = {}
        for name in fields:
            values = getattr(filters, name)
            if name in ("between", "counterpart"):
                resolve = _resolver(self, name)
                several = [text for value in values for text in names.split(value, resolve)]
                found.update((tuple(self.ids(name, (text,))), None) for text in several)
            elif values:
                found[tuple(self.ids(name, values))] = None
        if len(found) > _MOST_SIDES:
            raise UsageError(
                f"{option(name)} takes at most {_MOST_SIDES} partners",
                help="ask several times, or use `mineralreg sql`",
            )
        return list(map(list, found))


def where(
    connection: sqlite3.Connection,
    kind: str,
    filters: Filters,
    params: dict[str, Value] | None = None,
) -> Where:
    """The records of one kind that the filters ask for.

    Args:
        connection: The index.
        kind: Record kind in the singular.
        filters: As written; names are looked up here.
        params: Values bound so far, when this is a part of a larger query.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous, or a filter that says nothing
            about this kind.
    """
    terms = Terms(connection, params)
    return terms.where(add(terms, kind, filters))


def size(connection: sqlite3.Connection, found: Where) -> int:
    """How many records there are."""
    statement = found.select("count(*)")
    if found.whole:  # an index tells how many there are, and which few were withdrawn
        number = f"SELECT count(*) FROM {found.table}"
        statement = f"SELECT ({number}) - ({number} WHERE withdrawn IS NOT NULL)"
    return int(connection.execute(statement, found.params).fetchone()[0])


def add(terms: Terms, kind: str, filters: Filters) -> str:
    """Add the conditions of all filters to the terms; return the table that `r` stands for.

    Conditions that no act can change come first: an answer as of a day is worked out only for the
    records that meet them.
    """
    rules = RULES[kind]
    _check(kind, rules, filters)
    through = filters.only(*(name for name in filters.asked() if name in rules.through))
    _lasting(terms, kind, filters, rules)
    for asked in _each_counterpart(terms, through) if through.asked() else ():
        _through(terms, kind, asked, filters)
    _text(terms, kind, filters)
    table = kind
    if kind in _DERIVED and filters.day:
        table = _as_of(terms, kind, filters)
    if not filters.withdrawn:
        terms.require(NOT_WITHDRAWN)
    if "status" in rules.own and filters.status:
        words = [word(one, rules.own["status"], "status") for one in _words(filters.status)]
        terms.require(f"r.status IN {terms.any_of(words)}")
    if kind == "agreement" and filters.via_blocs:
        for ids in terms.sides(filters, "country", "party", "between"):
            terms.require(party(terms, ids, True))
    if rules.date:
        if filters.day and kind not in _DERIVED:
            last = "earliest" if kind == "event" else "latest"
            until = Filters(until=filters.as_of, certain=filters.certain, undated=True)
            span(terms, until, f"r.{rules.date}_earliest", f"r.{rules.date}_{last}")
        span(terms, filters, f"r.{rules.date}_earliest", f"r.{rules.date}_latest")
    return table


def _check(kind: str, rules: Rules, filters: Filters) -> None:
    known = (*rules.own, *rules.linked, *rules.through, *_GENERAL, kind)
    for name in filters.asked():
        values = getattr(filters, name)
        if isinstance(values, tuple) and len(values) > MOST_VALUES:
            raise UsageError(
                f"{option(name)} takes at most {MOST_VALUES} values",
                help="ask several times, or use `mineralreg sql`",
            )
        if name not in known and not (name == "via_blocs" and kind != "claim"):
            fields = ", ".join(map(option, (*rules.linked, *_GENERAL[:4])))
            raise UsageError(
                f"{option(name)} says nothing about {kind}s",
                help=f"{kind}s are filtered by {fields}",
            )


def _lasting(terms: Terms, kind: str, filters: Filters, rules: Rules) -> None:
    """Add the conditions on what the record says, which no act can change."""
    for name in filters.asked():
        values = getattr(filters, name)
        if name in rules.own and name != "status":
            what = name.replace("_", " ") + (f" of {kind}" if name == "kind" else "")
            words = [word(one, rules.own[name], what) for one in _words(values)]
            terms.require(f"r.{name} IN {terms.any_of(words)}")
        elif name == kind or (name == "region" and kind == "partner"):
            terms.require(f"r.id IN {terms.any_of(terms.ids(name, values))}")
        elif name in rules.linked and not _depends_on_blocs(kind, name, filters):
            sides = terms.sides(filters, name) if name in PARTNERS else [terms.ids(name, values)]
            for ids in sides:
                terms.require(_linked(terms, kind, name, ids, filters.day))


def _depends_on_blocs(kind: str, name: str, filters: Filters) -> bool:
    return kind == "agreement" and filters.via_blocs and name in ("country", "party", "between")


def _linked(terms: Terms, kind: str, name: str, ids: Sequence[str], day: str | None) -> str:
    """Condition: the record names one of these."""
    if name == "action":
        when = f"AND coalesce(earliest <= {terms.bind(day)}, 1)" if day else ""
        acts = f"SELECT {kind} FROM act WHERE {kind} IS NOT NULL AND action IN {terms.any_of(ids)}"
        return f"r.id IN ({acts} {when})"
    if kind == "initiative" and day and name in PARTNERS:
        bound = terms.bind(day)
        return (
            f"r.id IN (SELECT initiative FROM membership WHERE partner IN {terms.any_of(ids)} "
            f"AND coalesce(from_earliest <= {bound}, 1) AND coalesce(to_latest >= {bound}, 1))"
        )
    return (
        f"r.id IN (SELECT id FROM link WHERE kind = '{kind}' AND "
        f"to_kind = '{_LINKED_TO.get(name, name)}' AND to_id IN {terms.any_of(ids)})"
    )


def _through(terms: Terms, kind: str, asked: Filters, filters: Filters) -> None:
    """Add: an agreement that meets the filters names the record.

    A partner or source is also found by the event or initiative alone that names it.
    """
    if kind not in ("partner", "source"):
        asked = asked._replace(as_of=filters.as_of)
    inner = Terms(terms.connection, terms.params)
    found = inner.where(add(inner, "agreement", asked))
    terms.take(found)
    links = [
        f"SELECT to_id FROM link WHERE kind = 'agreement' AND to_kind = '{kind}' AND id IN "
        f"(SELECT r.id FROM {found.table} AS r WHERE {found.sql})"
    ]
    near = asked.asked("event", "initiative")
    alone = set(asked.asked()) <= {*near, "certain", "undated"}
    if kind in ("partner", "source") and alone and (kind == "partner" or len(near) == 1):
        for name in near:
            ids = terms.any_of(terms.ids(name, getattr(asked, name)))
            links.append(
                f"SELECT to_id FROM link WHERE kind = '{name}' AND to_kind = '{kind}' "
                f"AND id IN {ids}"
            )
    terms.require(f"r.id IN ({' UNION '.join(links)})")


def _each_counterpart(terms: Terms, asked: Filters) -> Iterator[Filters]:
    """What is asked of agreements with each counterpart, which is not its own counterpart."""
    rest = asked.without("counterpart")
    if not asked.counterpart:
        yield rest
    for ids in terms.sides(asked, "counterpart"):
        terms.require(f"r.id NOT IN {terms.any_of(ids)}" if ids else NEVER)
        yield rest._replace(between=(*rest.between, *ids))


def _as_of(terms: Terms, kind: str, filters: Filters) -> str:
    """The table of agreements or initiatives as they stood on the day."""
    from mineralreg.query.as_of import relation

    if not filters.certain:
        terms.possible.append("r.possible")
    among = _all(terms.conditions) if kind == "agreement" and terms.conditions else ""
    return relation(terms, kind, str(filters.day), filters.certain, among)


def _text(terms: Terms, kind: str, filters: Filters) -> None:
    """Add the full text."""
    if not filters.search:
        return
    query = full_text(filters.search)
    if query is None:
        terms.note("the text to search for holds no word")
        terms.require(NEVER)
        return
    terms.require(
        "r.id IN (SELECT id FROM record_text WHERE record_text MATCH "
        f"{terms.bind(query)} AND kind = {terms.bind(kind)})"
    )


def span(terms: Terms, filters: Filters, earliest: str, latest: str) -> None:
    """Add `since` and `until`: what may lie between them, marked, or only what must."""
    first = terms.bind(filters.since.earliest.isoformat()) if filters.since else None
    last = terms.bind(filters.until.latest.isoformat()) if filters.until else None
    if not first and not last:
        return
    if filters.certain:
        terms.conditions += [f"{earliest} >= {first}"] if first else []
        terms.conditions += [f"{latest} <= {last}"] if last else []
        return
    if not filters.undated:
        terms.undated = _all([*terms.conditions, f"{earliest} IS NULL"])
    open_ = f"{earliest} IS NULL OR " if filters.undated else ""
    if first:
        terms.require(f"{open_}{latest} >= {first}")
        terms.possible.append(f"{open_}{earliest} < {first}")
    if last:
        terms.require(f"{open_}{earliest} <= {last}")
        terms.possible.append(f"{open_}{latest} > {last}")


def party(terms: Terms, ids: Sequence[str], via_blocs: bool) -> str:
    """Condition: one of these partners is a party, or a bloc that it belonged to at the time."""
    direct = _linked(terms, "agreement", "party", ids, None)
    through = [sql for _, sql in through_blocs(terms, ids)] if via_blocs else []
    return " OR ".join([direct, *through])


def through_blocs(terms: Terms, ids: Sequence[str]) -> list[tuple[str, str]]:
    """For each bloc that one of the partners belonged to: its id, and the condition that the bloc
    is a party to an agreement of which the date may lie within that membership.
    """
    if not ids:
        return []
    rows = terms.connection.execute(
        "SELECT iso FROM partner WHERE iso IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (_as_json(ids),),
    ).fetchall()
    found: dict[str, list[str]] = {}
    for term in (term for (iso,) in rows for term in blocs.terms_of(iso)):
        known = terms.book.by_id(term.bloc)
        if known is not None and known.kind == "partner":
            sql = _linked(terms, "agreement", "party", [known.id], None)
            sql += f" AND coalesce(r.date_latest >= {terms.bind(term.since)}, 1)"
            if term.until:
                sql += f" AND coalesce(r.date_earliest <= {terms.bind(term.until)}, 1)"
            found.setdefault(known.id, []).append(f"({sql})")
    return [(bloc, " OR ".join(conditions)) for bloc, conditions in found.items()]


def full_text(texts: Iterable[str]) -> str | None:
    """An FTS5 query for any text that a user may write; None when it holds no word.

    All words of one text must be there, each as the beginning of a word; words in double quotes
    must follow each other. Several texts are alternatives. No character has a special meaning.
    Scripts that put no blanks between words were indexed letter by letter (`spaced`).
    """
    alternatives = []
    for text in texts:
        parts = [phrase or plain for phrase, plain in re.findall(_PHRASE, clean(text))]
        parts = [spaced(part) for part in parts if any(map(str.isalnum, part))]
        if parts:
            quoted = ('"' + part.replace('"', '""') + '"*' for part in parts)
            alternatives.append(" AND ".join(quoted))
    return " OR ".join(f"({one})" for one in alternatives) or None


Resolved = tuple[tuple[str, ...], tuple[str, ...]]


def _resolver(terms: Terms, name: str) -> Callable[[str], Resolved]:
    """What finds the ids of one value of a filter, with notes."""
    book = terms.book

    def partner(text: str) -> Resolved:
        found = names.partner(book, text, only_country=name == "country")
        return found.ids, (found.note,) if found.note else ()

    def region(text: str) -> Resolved:
        found = names.region(book, text)
        return found.ids, (found.note,) if found.note else ()

    def mineral(text: str) -> Resolved:
        found = names.mineral(text)
        used = [group for group in found.groups if _in_use(terms.connection, group)]
        told = f"{found.id} is also found through the group {', '.join(used)}"
        return (found.id, *found.members, *found.groups), (told,) if used else ()

    def a_word(text: str) -> Resolved:
        words = vocabulary.TOPICS if name == "topic" else vocabulary.INITIATIVE_ACTIONS
        return (word(text, words, name),), ()

    def thing(text: str) -> Resolved:
        return names.thing(book, name, text), ()

    special = {"region": region, "mineral": mineral, "topic": a_word, "action": a_word}
    return special.get(name, partner if name in (*PARTNERS, "counterpart") else thing)


def _in_use(connection: sqlite3.Connection, mineral: str) -> bool:
    row = connection.execute("SELECT 1 FROM agreement_mineral WHERE mineral = ?", (mineral,))
    return row.fetchone() is not None


def _words(values: Iterable[str]) -> list[str]:
    """The values of a filter whose words hold no comma."""
    return [text for value in values for text in value.split(",") if text.strip()]


def _as_json(ids: Iterable[str]) -> str:
    """Ids as a JSON array; they are slugs, so nothing in them needs an escape."""
    return "[" + ",".join(f'"{id}"' for id in ids) + "]"


def _all(conditions: Iterable[str]) -> str:
    return " AND ".join(f"({condition})" for condition in conditions) or "1"
