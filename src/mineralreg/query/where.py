"""From filters to a condition on agreements.

Each filter becomes one condition that an index of the database can answer. What a partial date
leaves open is kept and marked, unless only the certain is wanted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query import names
from mineralreg.query.filters import Filters, option
from mineralreg.query.names import clean, word
from mineralreg.reference import blocs, vocabulary
from mineralreg.reference.vocabulary import KINDS_OF

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mineralreg.query.filters import Filters


def every_side(
    connection: sqlite3.Connection, filters: Filters, terms: Terms
) -> Iterator[list[str]]:
    """Ids of partners, of each list one that must take part: any country, any party, each one of
    `between`, any from the regions.
    """
    yield from named(connection, filters, terms)
    if filters.region:
        yield lying(connection, filters.region, terms)


def named(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> Iterator[list[str]]:
    """The same without the regions, which are no names of partners."""
    if filters.country:
        yield partners(connection, filters.country, terms, only_country=True)
    if filters.party:
        yield partners(connection, filters.party, terms)
    for value in filters.between:
        yield partners(connection, (value,), terms)


def partners(
    connection: sqlite3.Connection,
    values: Sequence[str],
    terms: Terms,
    *,
    only_country: bool = False,
) -> list[str]:
    """Ids of the partners that the names stand for; notes for those in no record."""
    ids: list[str] = []
    for value in values:
        found = names.partner(names.IndexBook(connection), value, only_country=only_country)
        terms.note(found.note)
        ids += found.ids
    return ids


def lying(connection: sqlite3.Connection, regions: Sequence[str], terms: Terms) -> list[str]:
    """Ids of the partners in the regions, with a note where there are none."""
    ids: list[str] = []
    for value in regions:
        found = names.region(names.IndexBook(connection), value)
        terms.note(found.note)
        ids += found.ids
    return ids


def party(connection: sqlite3.Connection, terms: Terms, ids: Sequence[str], via_blocs: bool) -> str:
    """Condition: one of these partners is a party, or a bloc that it belonged to at the time."""
    direct = linked(terms, "party", "partner", ids)
    through = [sql for _, sql in through_blocs(connection, terms, ids)] if via_blocs else []
    return " OR ".join([direct, *through])


def through_blocs(
    connection: sqlite3.Connection, terms: Terms, ids: Sequence[str]
) -> list[tuple[str, str]]:
    """For each bloc that one of the partners belonged to: its id, and the condition that the bloc
    is a party to an agreement of which the date may lie within that membership.
    """
    rows = connection.execute(
        f"SELECT iso FROM partner WHERE id IN ({', '.join('?' * len(ids))}) AND iso IS NOT NULL",
        tuple(ids),
    ).fetchall()
    found: dict[str, list[str]] = {}
    for (iso,) in rows:
        for term in blocs.terms_of(iso):
            if connection.execute("SELECT 1 FROM partner WHERE id = ?", (term.bloc,)).fetchone():
                sql = linked(terms, "party", "partner", [term.bloc])
                sql += f" AND coalesce(r.date_latest >= {terms.bind(term.since)}, 1)"
                if term.until:
                    sql += f" AND coalesce(r.date_earliest <= {terms.bind(term.until)}, 1)"
                found.setdefault(term.bloc, []).append(f"({sql})")
    return [(bloc, " OR ".join(conditions)) for bloc, conditions in found.items()]


def linked(terms: Terms, table: str, column: str, values: Sequence[str]) -> str:
    """Condition: the agreement has one of the values in a table of its parts."""
    return (
        f"r.id IN (SELECT agreement FROM agreement_{table} "
        f"WHERE {column} IN {terms.any_of(values)})"
    )


Value = str | int | float | None

NEVER = "0"
_WORD = r'"([^"]*)"|(\S+)'


class Where(NamedTuple):
    """Which records a question is about, as SQL over the alias `r`.

    Attributes:
        sql: Condition on `r`.
        params: Values bound by name.
        notes: Hints for stderr.
        table: Table or common table expression that `r` stands for.
        tables: Name and SQL of the common table expressions that this needs.
        possible: Expression that is true for a record that only may belong to the answer.
    """

    sql: str
    params: dict[str, Value]
    notes: tuple[str, ...]
    table: str
    tables: dict[str, str]
    possible: str = NEVER

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
        params: Values bound so far, for a part of a larger query; new ones are added to it.
    """

    def __init__(self, params: dict[str, Value] | None = None) -> None:
        self.params = {} if params is None else params
        self.conditions: list[str] = []
        self.possible: list[str] = []
        self.notes: list[str] = []
        self.tables: dict[str, str] = {}

    def bind(self, value: Value) -> str:
        """The placeholder of a value."""
        name = f"v{len(self.params)}"
        self.params[name] = clean(value) if isinstance(value, str) else value
        return f":{name}"

    def any_of(self, values: Iterable[str]) -> str:
        """`(:v0, :v1)`, to stand behind IN; empty for no values, which nothing is in."""
        return f"({', '.join(self.bind(value) for value in values)})"

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
            sql=" AND ".join(f"({condition})" for condition in self.conditions) or "1",
            params=self.params,
            notes=tuple(self.notes),
            table=table,
            tables=self.tables,
            possible=" OR ".join(f"({one})" for one in self.possible) or NEVER,
        )


def full_text(texts: Iterable[str]) -> str | None:
    """An FTS5 query for any text that a user may write; None when it holds no word.

    All words of one text must be there, each as the beginning of a word; words in double quotes
    must follow each other. Several texts are alternatives. No character has a special meaning.
    """
    alternatives = []
    for text in texts:
        parts = [phrase or word for phrase, word in re.findall(_WORD, clean(text))]
        parts = [part for part in parts if any(character.isalnum() for character in part)]
        if parts:
            quoted = ('"' + part.replace('"', '""') + '"*' for part in parts)
            alternatives.append(" AND ".join(quoted))
    return " OR ".join(f"({one})" for one in alternatives) or None


_WORDS = {
    "kind": ("r.kind", vocabulary.AGREEMENT_KINDS, "kind of agreement"),
    "legal_nature": ("r.legal_nature", vocabulary.LEGAL_NATURES, "legal nature"),
    "level": ("r.level", vocabulary.LEVELS, "level"),
}
NOT_WITHDRAWN = "r.withdrawn IS NULL"


def agreements(connection: sqlite3.Connection, filters: Filters) -> Where:
    """The agreements that the filters ask for.

    Args:
        connection: The index.
        filters: As written; names are looked up here.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms()
    table = condition(connection, filters, terms)
    return terms.where(table)


def condition(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> str:
    """Add the conditions of all filters to the terms; return the table that `r` stands for.

    Conditions that no act can change come first: an answer as of a day is worked out only for the
    agreements that meet them.
    """
    first = len(terms.conditions)
    _lasting(connection, filters, terms)
    lasting = [one for one in terms.conditions[first:] if one != NOT_WITHDRAWN]
    among = " AND ".join(f"({one})" for one in lasting)
    table = as_of(connection, filters, terms, "agreement", among)
    if filters.status:
        told = [word(value, vocabulary.STATUSES, "status") for value in filters.status]
        terms.require(f"r.status IN {terms.any_of(told)}")
    if filters.via_blocs:
        _parties(connection, filters, terms)
    span(terms, filters, "r.date_earliest", "r.date_latest")
    return table


def _lasting(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> None:
    """Add the conditions on what a record says of the agreement as such."""
    for field, (column, vocabulary_, what) in _WORDS.items():
        if values := getattr(filters, field):
            told = [word(value, vocabulary_, what) for value in values]
            terms.require(f"{column} IN {terms.any_of(told)}")
    if not filters.via_blocs:
        _parties(connection, filters, terms)
    if filters.region:
        ids = lying(connection, filters.region, terms)
        terms.require(linked(terms, "party", "partner", ids))
    if filters.mineral:
        _minerals(connection, filters.mineral, terms)
    if filters.topic:
        topics = [word(value, vocabulary.TOPICS, "topic") for value in filters.topic]
        terms.require(linked(terms, "topic", "topic", topics))
    for field in ("initiative", "source"):
        if values := getattr(filters, field):
            ids = every(connection, field, values)
            terms.require(linked(terms, field, field, ids))
    if filters.event:
        terms.require(f"r.event IN {terms.any_of(every(connection, 'event', filters.event))}")
    text_and_withdrawn(terms, filters, "agreement")


def _parties(connection: sqlite3.Connection, filters: Filters, terms: Terms) -> None:
    """Add the conditions on parties; through blocs they depend on the agreement's date."""
    for ids in named(connection, filters, terms):
        terms.require(party(connection, terms, ids, filters.via_blocs))


def as_of(
    connection: sqlite3.Connection, filters: Filters, terms: Terms, kind: str, among: str = ""
) -> str:
    """The table of agreements or initiatives, as they stood on the day when one is asked for.

    Args:
        connection: The index.
        filters: As written.
        terms: Takes the definition of the table.
        kind: `agreement` or `initiative`.
        among: Condition on `r` that all records asked for meet; "" for none.
    """
    if filters.day is None:
        return kind
    from mineralreg.query.as_of import relation

    if not filters.certain:
        terms.possible.append("r.possible")
    return relation(connection, terms, kind, filters.day, filters.certain, among)


def common(terms: Terms, filters: Filters, kind: str, earliest: str, latest: str) -> None:
    """Add what all record kinds share: dates, full text, withdrawn records.

    Args:
        terms: Takes the conditions.
        filters: As written.
        kind: Record kind.
        earliest: Column of the first day that the record's date can be; NULL is any day.
        latest: Column of the last day.
    """
    span(terms, filters, earliest, latest)
    text_and_withdrawn(terms, filters, kind)


def text_and_withdrawn(terms: Terms, filters: Filters, kind: str) -> None:
    """Add full text, and leave out withdrawn records unless they are asked for."""
    if filters.search:
        query = full_text(filters.search)
        if query is None:
            terms.note("the text to search for holds no word")
            terms.require(NEVER)
        else:
            terms.require(
                "r.id IN (SELECT id FROM record_text WHERE record_text MATCH "
                f"{terms.bind(query)} AND kind = {terms.bind(kind)})"
            )
    if not filters.withdrawn:
        terms.require(NOT_WITHDRAWN)


def span(terms: Terms, filters: Filters, earliest: str, latest: str) -> None:
    """Add `since` and `until`: what may lie between them, marked, or only what must."""
    first = terms.bind(filters.since.earliest.isoformat()) if filters.since else None
    last = terms.bind(filters.until.latest.isoformat()) if filters.until else None
    if filters.certain:
        if first:
            terms.require(f"{earliest} >= {first}")
        if last:
            terms.require(f"{latest} <= {last}")
        return
    if first:
        terms.require(f"{earliest} IS NULL OR {latest} >= {first}")
        terms.possible.append(f"{earliest} IS NULL OR {earliest} < {first}")
    if last:
        terms.require(f"{earliest} IS NULL OR {earliest} <= {last}")
        terms.possible.append(f"{earliest} IS NULL OR {latest} > {last}")


def every(connection: sqlite3.Connection, kind: str, values: Sequence[str]) -> list[str]:
    """Ids of all events, initiatives or sources that the values name."""
    book = names.IndexBook(connection)
    return [id for value in values for id in names.thing(book, kind, value)]


def _minerals(connection: sqlite3.Connection, values: Sequence[str], terms: Terms) -> None:
    from mineralreg.query.names import mineral

    own: list[str] = []
    wider: list[str] = []
    for value in values:
        found = mineral(value)
        own += [found.id, *found.members]
        wider += found.groups
        in_use = [group for group in found.groups if _in_use(connection, group)]
        if in_use:
            terms.note(f"{found.id} is also found through the group {', '.join(in_use)}")
    terms.require(linked(terms, "mineral", "mineral", list(dict.fromkeys([*own, *wider]))))


def _in_use(connection: sqlite3.Connection, mineral: str) -> bool:
    row = connection.execute(
        "SELECT 1 FROM agreement_mineral WHERE mineral = ? LIMIT 1", (mineral,)
    ).fetchone()
    return row is not None


def own_kind(terms: Terms, filters: Filters, kind: str) -> None:
    """Require one of the kinds asked for, in the words of this record kind."""
    if filters.kind:
        told = [word(one, KINDS_OF[kind], f"kind of {kind}") for one in filters.kind]
        terms.require(f"r.kind IN {terms.any_of(told)}")


def agreements_found(connection: sqlite3.Connection, terms: Terms, filters: Filters) -> str:
    """A subquery for the ids of agreements; its values and notes go into the terms."""
    inner = Terms(terms.params)
    found = inner.where(condition(connection, filters, inner))
    terms.take(found)
    return f"SELECT r.id FROM {found.table} AS r WHERE {found.sql}"


def until_day(terms: Terms, filters: Filters, earliest: str, latest: str) -> None:
    """Only what was there by the end of the day of `as_of`."""
    if filters.as_of is None:
        return
    until = Filters(until=filters.as_of, certain=filters.certain)
    span(terms, until, earliest, latest)


_ABOUT_RECORD = ("since", "until", "search", "withdrawn", "certain", "as_of")


def sources(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Sources; what is asked of agreements finds the sources that the agreements cite."""
    terms = Terms()
    own_kind(terms, filters, "source")
    if filters.source:
        ids = every(connection, "source", filters.source)
        terms.require(f"r.id IN {terms.any_of(ids)}")
    rest = filters.without("kind", "source", *_ABOUT_RECORD)
    if rest.asked():
        inner = agreements_found(connection, terms, rest)
        cited = [f"SELECT source FROM agreement_source WHERE agreement IN ({inner})"]
        for field in ("event", "initiative"):
            if rest.asked() == (field,):
                ids = every(connection, field, getattr(filters, field))
                cited.append(
                    f"SELECT source FROM {field}_source WHERE {field} IN {terms.any_of(ids)}"
                )
        terms.require(f"r.id IN ({' UNION '.join(cited)})")
    until_day(terms, filters, "r.published_earliest", "r.published_latest")
    common(terms, filters, "source", "r.published_earliest", "r.published_latest")
    return terms.where("source")


def claims(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Claims; countries and regions are those that the source itself lists."""
    terms = Terms()
    asked = filters.asked(
        "between", "status", "kind", "legal_nature", "level", "mineral", "topic", "via_blocs"
    )
    if asked:
        raise UsageError(
            f"{option(asked[0])} says nothing about claims",
            help="claims are filtered by --source, --event, --initiative, --country, --party, "
            "--region, --since, --until, --as-of and --search",
        )
    listed = "r.id IN (SELECT claim FROM claim_name WHERE partner IN {})"
    for ids in every_side(connection, filters, terms):  # `between` is refused above
        terms.require(listed.format(terms.any_of(ids)))
    for field in ("event", "initiative"):
        if values := getattr(filters, field):
            ids = every(connection, field, values)
            terms.require(
                "EXISTS (SELECT 1 FROM json_each(CASE json_type(r.selector, "
                f"'$.{field}') WHEN 'array' THEN json_extract(r.selector, '$.{field}') ELSE "
                f"json_array(json_extract(r.selector, '$.{field}')) END) AS j "
                f"WHERE j.value IN {terms.any_of(ids)})"
            )
    if filters.source:
        ids = every(connection, "source", filters.source)
        terms.require(
            f"r.id IN (SELECT claim FROM claim_source WHERE source IN {terms.any_of(ids)})"
        )
    until_day(terms, filters, "r.as_of_earliest", "r.as_of_latest")
    common(terms, filters, "claim", "r.as_of_earliest", "r.as_of_latest")
    return terms.where("claim")


_OF_AGREEMENTS = ("legal_nature", "level", "mineral", "topic")


def records(connection: sqlite3.Connection, kind: str, filters: Filters) -> Where:
    """The records of one kind that the filters ask for.

    Args:
        connection: The index.
        kind: Record kind in the singular; agreements are the business of `where.py`.
        filters: As written; names are looked up here.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous, or a filter that says nothing
            about this kind.
    """
    return _MAKERS[kind](connection, filters)


def _partner(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Partners: those of the agreements found, so `--country Peru` gives Peru and all that have
    agreements with it; an event also its hosts and participants, an initiative its members.
    """
    terms = Terms()
    own_kind(terms, filters, "partner")
    if filters.region:
        terms.require(f"r.id IN {terms.any_of(lying(connection, filters.region, terms))}")
    links = []
    if filters.event:
        ids = every(connection, "event", filters.event)
        links.append(f"SELECT partner FROM event_partner WHERE event IN {terms.any_of(ids)}")
    if filters.initiative:
        ids = every(connection, "initiative", filters.initiative)
        links.append(f"SELECT partner FROM membership WHERE initiative IN {terms.any_of(ids)}")
    rest = filters.without("region", "kind", "search", "withdrawn")
    if rest.asked():
        found = "SELECT p.partner FROM agreement_party AS p WHERE p.agreement IN ({})"
        only_links = links and not set(rest.asked()) - {"event", "initiative", "certain"}
        inner = found.format(agreements_found(connection, terms, rest))
        terms.require(f"r.id IN ({' UNION '.join([*links, inner] if only_links else [inner])})")
    own = Filters(search=filters.search, withdrawn=filters.withdrawn)
    common(terms, own, "partner", "NULL", "NULL")
    return terms.where("partner")


def initiatives(
    connection: sqlite3.Connection, filters: Filters, params: dict[str, Value] | None = None
) -> Where:
    """Initiatives; countries and regions are those of members, dates those of the launch.

    Args:
        connection: The index.
        filters: What is asked for.
        params: Values bound so far, when this is a part of a larger query.

    Raises:
        UsageError: A word, name or id that is unknown or ambiguous.
    """
    terms = Terms(params)
    table = as_of(connection, filters, terms, "initiative")
    own_kind(terms, filters, "initiative")
    if filters.status:
        told = [word(one, vocabulary.INITIATIVE_STATUSES, "status") for one in filters.status]
        terms.require(f"r.status IN {terms.any_of(told)}")
    for ids in every_side(connection, filters, terms):
        terms.require(_member(terms, ids, filters.day))
    if filters.initiative:
        ids = every(connection, "initiative", filters.initiative)
        terms.require(f"r.id IN {terms.any_of(ids)}")
    if filters.source:
        ids = every(connection, "source", filters.source)
        terms.require(
            f"r.id IN (SELECT initiative FROM initiative_source WHERE source IN "
            f"{terms.any_of(ids)} UNION SELECT m.initiative FROM membership AS m JOIN "
            "membership_source AS s ON s.membership = m.id WHERE s.source IN "
            f"{terms.any_of(ids)} UNION SELECT c.initiative FROM act AS c JOIN act_source AS s "
            f"ON s.act = c.id WHERE c.initiative IS NOT NULL AND s.source IN {terms.any_of(ids)})"
        )
    rest = filters.only(*_OF_AGREEMENTS, "event")
    if rest.asked():
        inner = agreements_found(connection, terms, rest._replace(as_of=filters.as_of))
        terms.require(
            f"r.id IN (SELECT initiative FROM agreement_initiative WHERE agreement IN ({inner}))"
        )
    common(terms, filters, "initiative", "r.date_earliest", "r.date_latest")
    return terms.where(table)


def _event(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Events; countries and regions are those of hosts and participants."""
    terms = Terms()
    attended = "r.id IN (SELECT event FROM event_partner WHERE partner IN {})"
    for ids in every_side(connection, filters, terms):
        terms.require(attended.format(terms.any_of(ids)))
    if filters.event:
        ids = every(connection, "event", filters.event)
        terms.require(f"r.id IN {terms.any_of(ids)}")
    if filters.source:
        ids = every(connection, "source", filters.source)
        terms.require(
            f"r.id IN (SELECT event FROM event_source WHERE source IN {terms.any_of(ids)})"
        )
    rest = filters.only("status", "kind", "legal_nature", "level", "mineral", "topic", "initiative")
    if rest.asked():
        inner = agreements_found(connection, terms, rest._replace(as_of=filters.as_of))
        terms.require(f"r.id IN (SELECT event FROM agreement WHERE id IN ({inner}))")
    until_day(terms, filters, "r.date_earliest", "r.date_earliest")
    common(terms, filters, "event", "r.date_earliest", "r.date_latest")
    return terms.where("event")


def _member(terms: Terms, ids: Sequence[str], day: str | None) -> str:
    sql = f"SELECT initiative FROM membership WHERE partner IN {terms.any_of(ids)}"
    if day is not None:
        bound = terms.bind(day)
        sql += f" AND coalesce(from_earliest <= {bound}, 1) AND coalesce(to_latest >= {bound}, 1)"
    return f"r.id IN ({sql})"


_MAKERS: dict[str, Callable[[sqlite3.Connection, Filters], Where]] = {
    "partner": _partner,
    "initiative": initiatives,
    "event": _event,
    "source": sources,
    "claim": claims,
}
