"""Builds the index from validated records: rows first, then indexes, then the texts, then done.

Building happens on a connection that the caller gives; whether that is a file or memory is
`open.py`'s affair.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

from mineralreg.dates import PartialDate
from mineralreg.records.models import Standing
from mineralreg.records.schema import with_current_ids
from mineralreg.records.status import in_order, last_of, state_of, states
from mineralreg.reference.spelling import fold, spaced
from mineralreg.version import __version__

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.dates import PartialDate
    from mineralreg.records.models import (
        Action,
        Agreement,
        Amount,
        AnyRecord,
        Claim,
        Event,
        Initiative,
        Partner,
        Registry,
        Source,
        Variant,
    )
from mineralreg.records.status import State

Row: TypeAlias = "tuple[str, tuple[object, ...]]"

ANY_DAY = ("0001-01-01", "9999-12-31")


SEVERAL = ("act", "amount", "variant", "signatory", "membership")
"""Tables of the parts of records, whose rows have numbers."""

OVERFLOW = 10**12
_APART = 10**10
_MOST_PARTS = 999
_NUMBERED = ("agreement", "initiative", "event")


class Context:
    """What the rows of all records share.

    Rows of the parts of a record are numbered from its place among its kind, so that their numbers
    stay when another record gets a part more.

    Attributes:
        horizon: Last day that an undated act can have come, as an ISO date.
        overflown: How many parts found no number at the place of their record.
    """

    def __init__(self, horizon: str | None) -> None:
        self.horizon = horizon or ANY_DAY[1]
        self.overflown = 0
        self._base = 0
        self._last: dict[str, int] = {}

    def begin(self, kind: str, position: int) -> None:
        """Number the parts of this record from now on."""
        if kind in _NUMBERED:
            self._base = _NUMBERED.index(kind) * _APART + position * (_MOST_PARTS + 1)
            self._last = {}

    def next(self, table: str) -> int:
        """The next row number of a table that has no id of its own."""
        number = self._last.get(table, 0) + 1
        self._last[table] = number
        if number <= _MOST_PARTS:
            return self._base + number
        self.overflown += 1
        return OVERFLOW + self.overflown


def acts(
    agreement: str | None,
    initiative: str | None,
    acts: tuple[Action, ...],
    found: Iterable[State],
    record_sources: tuple[str, ...],
    context: Context,
) -> Iterator[Row]:
    """Acts in file order with their sources, and the states that they bring (`found`)."""
    order = {position: sort for sort, position in enumerate(in_order(acts))}
    for position, act in enumerate(acts):
        row = context.next("act")
        yield (
            "act",
            (
                row,
                agreement,
                initiative,
                act.action,
                *date(act.date),
                act.partner,
                act.place,
                act.note,
                position,
                order[position],
            ),
        )
        for number, source in enumerate(dict.fromkeys(act.sources or record_sources)):
            yield "act_source", (row, source, number)
    for state in found:
        since = state.since
        days = (
            (since.earliest.isoformat(), since.latest.isoformat())
            if since
            else (ANY_DAY[0], context.horizon)
        )
        yield (
            "state",
            (agreement, initiative, order[state.act], state.status, text(since), *days),
        )


def amounts(
    agreement: str | None, initiative: str | None, amounts: tuple[Amount, ...], context: Context
) -> Iterator[Row]:
    """Amounts in file order."""
    for position, amount in enumerate(amounts):
        yield (
            "amount",
            (
                context.next("amount"),
                agreement,
                initiative,
                amount.value,
                amount.unit,
                amount.qualifier,
                amount.what,
                position,
            ),
        )


def variants(kind: str, id: str, variants: tuple[Variant, ...], context: Context) -> Iterator[Row]:
    """What other sources say, in file order."""
    for position, variant in enumerate(variants):
        row = context.next("variant")
        yield "variant", (row, kind, id, variant.field, variant.value, variant.note, position)
        for source in dict.fromkeys(variant.sources):
            yield "variant_source", (row, source)


def several(table: str, id: str, values: Iterable[str]) -> Iterator[Row]:
    """One row a value of a list, doubles left out."""
    for position, value in enumerate(dict.fromkeys(values)):
        yield table, (id, value, position)


def every_name(partner: Partner) -> list[str]:
    """All that a partner can be called, each once: its own names, then the reference table's."""
    country = partner.country
    names = [partner.display_name, *partner.aliases]
    if country is not None:
        names += [country.name, country.alpha2, country.alpha3, *country.aliases]
    return list(dict.fromkeys(name for name in names if name))


def text(value: PartialDate | None) -> str | None:
    """A date as written."""
    return value.text if value is not None else None


def date(value: PartialDate | None) -> tuple[str | None, str | None, str | None]:
    """A date as written, with the first and last day it can be."""
    if value is None:
        return None, None, None
    if value.precision == "day" and not value.qualifier:
        return value.text, value.text, value.text
    return value.text, value.earliest.isoformat(), value.latest.isoformat()


def registry_rows(registry: Registry) -> Iterator[Row]:
    """All rows of all tables but `meta`, parents before children within a kind."""
    context = Context(registry.as_of.latest.isoformat() if registry.as_of else None)
    for kind, position, record in registry.records():
        yield from record_rows(kind, position, record, context)


def record_rows(kind: str, position: int, record: AnyRecord, context: Context) -> Iterator[Row]:
    """The rows of one record, its ids first."""
    yield "record_id", (record.id, kind, record.id)
    for former in record.former_ids:
        yield "record_id", (former, kind, record.id)
    context.begin(kind, position)
    make: Callable[..., Iterator[Row]] = _MAKERS[kind]
    yield from make(record, position, context)


def _source(record: Source, position: int, _context: Context) -> Iterator[Row]:
    yield (
        "source",
        (
            record.id,
            record.title,
            record.publisher,
            record.kind,
            *date(record.published),
            record.url,
            record.via,
            record.archive_url,
            text(record.retrieved),
            record.notes,
            record.withdrawn,
            position,
        ),
    )


def _partner(record: Partner, position: int, _context: Context) -> Iterator[Row]:
    country = record.country
    yield (
        "partner",
        (
            record.id,
            record.display_name,
            record.display_kind,
            record.iso,
            country.region if country else None,
            country.subregion if country else None,
            record.parent,
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    for name in every_name(record):
        yield "partner_alias", (record.id, name, fold(name))


def _event(record: Event, position: int, context: Context) -> Iterator[Row]:
    first, last = record.first_day, record.last_day
    yield (
        "event",
        (
            record.id,
            record.name,
            text(record.date or record.start),
            first.earliest.isoformat() if first else None,
            last.latest.isoformat() if last else None,
            text(record.start),
            text(record.end),
            record.place,
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    for alias in dict.fromkeys(record.aliases):
        yield "event_alias", (record.id, alias)
    for role, partners in (("host", record.hosts), ("participant", record.participants)):
        for number, partner in enumerate(dict.fromkeys(partners)):
            yield "event_partner", (record.id, partner, role, number)
    yield from several("event_source", record.id, record.sources)
    yield from variants("event", record.id, record.variants, context)


def _initiative(record: Initiative, position: int, context: Context) -> Iterator[Row]:
    passed = states(record.actions)
    state = last_of(passed)
    yield (
        "initiative",
        (
            record.id,
            record.name,
            record.acronym,
            record.kind,
            state.status,
            text(state.since),
            *date(record.date),
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    for alias in dict.fromkeys(record.aliases):
        yield "initiative_alias", (record.id, alias)
    for predecessor in dict.fromkeys(record.predecessors):
        yield "initiative_predecessor", (record.id, predecessor)
    yield from several("initiative_source", record.id, record.sources)
    for number, member in enumerate(record.members):
        row = context.next("membership")
        yield (
            "membership",
            (
                row,
                record.id,
                member.partner,
                member.role,
                *date(member.from_),
                *date(member.to),
                member.note,
                number,
            ),
        )
        for source in dict.fromkeys(member.sources or record.sources):
            yield "membership_source", (row, source)
    yield from acts(None, record.id, record.actions, passed, record.sources, context)
    yield from amounts(None, record.id, record.amounts, context)
    yield from variants("initiative", record.id, record.variants, context)


def _agreement(record: Agreement, position: int, context: Context) -> Iterator[Row]:
    id = record.id
    passed = states(record.actions)
    state = last_of(passed)
    yield (
        "agreement",
        (
            id,
            record.title,
            record.title_status,
            record.kind,
            record.legal_nature,
            record.level,
            state.status,
            text(state.since),
            *date(record.date),
            record.event,
            record.contested,
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    yield from several("agreement_party", id, record.parties)
    yield from several("agreement_mineral", id, record.minerals)
    yield from several("agreement_topic", id, record.topics)
    yield from several("agreement_initiative", id, record.initiatives)
    cited = [*record.sources]
    cited += [source for sources in record.field_sources.values() for source in sources]
    cited += [source for act in record.actions for source in act.sources]
    cited += [source for amount in record.amounts for source in amount.sources]
    cited += [source for body in record.bodies for source in body.sources]
    cited += [source for variant in record.variants for source in variant.sources]
    yield from several("agreement_source", id, cited)
    for number, person in enumerate(record.signatories):
        yield (
            "signatory",
            (
                context.next("signatory"),
                id,
                person.partner,
                person.name,
                person.office,
                person.body,
                person.role,
                number,
            ),
        )
    relations = dict.fromkeys((relation.type, relation.agreement) for relation in record.relations)
    for number, relation in enumerate(relations):
        yield "relation", (id, *relation, number)
    yield from acts(id, None, record.actions, passed, record.sources, context)
    yield from amounts(id, None, record.amounts, context)
    yield from variants("agreement", id, record.variants, context)


def _claim(record: Claim, position: int, _context: Context) -> Iterator[Row]:
    selector = record.selector
    yield (
        "claim",
        (
            record.id,
            record.statement,
            record.count,
            record.unit,
            *date(record.as_of),
            selector.model_dump_json(exclude_unset=True) if selector else None,
            int(record.counts_host),
            int(record.counts_blocs),
            record.expect,
            record.explanation,
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    yield from several("claim_name", record.id, record.names)
    seen: set[str] = set()
    for number, member in enumerate(record.members):
        if member.agreement not in seen:
            seen.add(member.agreement)
            row = (record.id, member.agreement, member.confidence, member.note, number)
            yield "claim_member", row
    yield from several("claim_source", record.id, record.sources)


_MAKERS: dict[str, Callable[..., Iterator[Row]]] = {
    "source": _source,
    "partner": _partner,
    "event": _event,
    "initiative": _initiative,
    "agreement": _agreement,
    "claim": _claim,
}


_TEXTS_CHUNK = 5_000
_COMPUTED = {"status", "status_since", "date"}

Texts = tuple[str, "str | None", str]
"""What can be searched of a record: its title, its names, and everything else."""


def fill_texts(connection: sqlite3.Connection, registry: Registry) -> None:
    """Fill `record` and `record_text` inside a transaction of the caller."""
    names = names_of(registry.partner)
    waiting: list[tuple[str, AnyRecord]] = []
    for kind, _, record in registry.records():
        waiting.append((kind, record))
        if len(waiting) == _TEXTS_CHUNK:
            _texts_flush(connection, waiting, names)
    _texts_flush(connection, waiting, names)


def _texts_flush(
    connection: sqlite3.Connection, waiting: list[tuple[str, AnyRecord]], names: dict[str, str]
) -> None:
    connection.executemany(
        "INSERT INTO record VALUES (?, ?, ?)",
        [(kind, record.id, as_json(record)) for kind, record in waiting],
    )
    connection.executemany(
        "INSERT INTO record_text VALUES (?, ?, ?, ?, ?)",
        [(kind, record.id, *texts_of(kind, record, names)) for kind, record in waiting],
    )
    waiting.clear()


def texts_of(kind: str, record: AnyRecord, names: dict[str, str]) -> Iterator[str | None]:
    """Title, names and other text of a record, as they are searched.

    Args:
        kind: Its kind.
        record: The record.
        names: All names of each partner that it may name, as `names_of` joins them.
    """
    texts: Texts = _TEXTS[kind](record, names)
    return map(_words, texts)


def names_of(partners: Iterable[Partner]) -> dict[str, str]:
    """All names of each partner, by its id."""
    return {partner.id: _joined(every_name(partner)) for partner in partners}


def as_json(record: AnyRecord) -> str:
    """The record as JSON: keys as in the file, then `status`, `status_since` and `date`.

    Dates are strings as written; keys that the file leaves out are left out. `status_since` and
    `date` are null where nothing is dated.
    """
    if not isinstance(record, Standing):
        return record.model_dump_json(exclude_unset=True, by_alias=True)
    text = record.model_dump_json(exclude_unset=True, by_alias=True, exclude=_COMPUTED)
    state = state_of(record.actions)
    since, date = _quoted(state.since), _quoted(record.date)
    return f'{text[:-1]},"status":"{state.status}","status_since":{since},"date":{date}}}'


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'


def _words(text: str | None) -> str | None:
    return None if text is None else spaced(text)


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join([part for part in parts if part])


def _texts_agreement(record: Agreement, names: dict[str, str]) -> Texts:
    body = [record.id, record.kind, record.notes, record.contested]
    body += [*record.minerals, *record.topics]
    for person in record.signatories:
        body += [person.name, person.office, person.body]
    for act in record.actions:
        body += [act.place, act.note]
    for variant in record.variants:
        body += [variant.value, variant.note]
    return record.title, _joined(names.get(party) for party in record.parties), _joined(body)


def _texts_source(record: Source, _names: dict[str, str]) -> Texts:
    body = (record.id, record.kind, record.via, record.notes, record.url)
    return record.title, record.publisher, _joined(body)


def _texts_partner(record: Partner, names: dict[str, str]) -> Texts:
    country = record.country
    where = (country.region, country.subregion) if country else ()
    body = (record.id, record.display_kind, *where, record.notes)
    return record.display_name, names[record.id], _joined(body)


def _texts_initiative(record: Initiative, _names: dict[str, str]) -> Texts:
    names = _joined((record.acronym, *record.aliases))
    return record.name, names, _joined((record.id, record.kind, record.notes))


def _texts_event(record: Event, _names: dict[str, str]) -> Texts:
    return record.name, _joined(record.aliases), _joined((record.id, record.place, record.notes))


def _texts_claim(record: Claim, _names: dict[str, str]) -> Texts:
    return record.statement, None, _joined((record.id, record.explanation, record.notes))


_TEXTS: dict[str, Callable[..., Texts]] = {
    "source": _texts_source,
    "partner": _texts_partner,
    "event": _texts_event,
    "initiative": _texts_initiative,
    "agreement": _texts_agreement,
    "claim": _texts_claim,
}


def new_file(path: str) -> sqlite3.Connection:
    """A connection to a new database in an empty file.

    Files get their names when they are whole: a journal and syncing would protect nothing.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def schema() -> str:
    """The SQL that creates the tables, with their documentation as comments."""
    return _text("schema.sql")


def statements(name: str) -> list[str]:
    """The statements of an SQL file, one by one and without comments."""
    lines = [line for line in _text(name).splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _text(name: str) -> str:
    return (files("mineralreg.index") / name).read_text(encoding="utf-8")


_CHUNK = 20_000
_CACHE_KIB = 64 * 1024


def build(
    connection: sqlite3.Connection, registry: Registry, content_hash: str, *, texts: bool = True
) -> None:
    """Fill an empty database with the registry.

    Args:
        connection: A writable connection to an empty database.
        registry: Validated records whose references all resolve.
        content_hash: Hash of the registry file's bytes, kept in `meta`.
        texts: Whether to fill in whole records and the full text, too: counting needs neither.

    Raises:
        sqlite3.Error: The database cannot be written (disk full, read-only).
    """
    registry = with_current_ids(registry)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.executescript(schema())
    connection.execute("BEGIN")
    _fill(connection, registry)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(registry, content_hash))
    for name in ("indexes.sql", "views.sql"):
        for statement in statements(name):
            connection.execute(statement)
    if texts:
        fill_texts(connection, registry)
    connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, registry: Registry) -> None:
    waiting: dict[str, list[tuple[object, ...]]] = {}
    for count, (table, row) in enumerate(registry_rows(registry), 1):
        waiting.setdefault(table, []).append(row)
        if count % _CHUNK == 0:
            _flush(connection, waiting)
    _flush(connection, waiting)


def _flush(connection: sqlite3.Connection, waiting: dict[str, list[tuple[object, ...]]]) -> None:
    for table, rows in waiting.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    waiting.clear()


def _meta(registry: Registry, content_hash: str) -> Iterator[tuple[str, str | None]]:
    header = registry.registry
    yield "schema_version", str(registry.schema_version)
    yield "title", header.title
    yield "version", header.version
    yield "as_of", header.as_of.text if header.as_of else None
    yield "as_of_latest", header.as_of.latest.isoformat() if header.as_of else None
    yield "license", header.license
    yield "scope", header.scope
    yield "program_version", __version__
    yield "registry_hash", content_hash
