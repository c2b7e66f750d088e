"""The rows that a record stands for in each table, and the words by which it is found.

They follow `schema.sql`: ids, the record's own tables, the whole record as JSON, its full text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from mineralreg.dates import PartialDate
from mineralreg.records.models import MODELS, Partner, Standing
from mineralreg.records.parts import Amount, Record
from mineralreg.records.status import in_order, last_of
from mineralreg.reference.spelling import fold, spaced

if TYPE_CHECKING:
    from mineralreg.records.models import Agreement, AnyRecord, Claim, Event, Initiative, Source

Row: TypeAlias = tuple[str, tuple[object, ...]]
"""The name of a table, and the values of its columns."""
Owner: TypeAlias = tuple[str | None, str | None]
"""The agreement or the initiative that a row belongs to."""

ANY_DAY = ("0001-01-01", "9999-12-31")
TEXT_COLUMNS = ("rowid", "kind", "id", "title", "names", "body")
"""The columns of `record_text` that a row of it fills."""

_APART = 10**10
_OVERFLOW = 10**12
_MOST_PARTS = 999
_NO_TERM = (None,) * 4
_NUMBERED = ("agreement", "initiative", "event")
_KINDS = tuple(MODELS)
_COMPUTED = {"status", "status_since", "date"}
_SEARCHED = frozenset(
    (
        *("id", "kind", "minerals", "topics", "name", "office", "body", "place", "note", "notes"),
        *("contested", "explanation", "value", "via", "url", "authors"),
    )
)
"""The keys, of records and of their parts, whose texts can be searched."""
_PARTS = frozenset(("actions", "bodies", "members", "signatories", "variants"))


class Context:
    """What the rows of all records share.

    Rows of the parts of a record are numbered from its place among its kind, so that their numbers
    stay when another record gets a part more.

    Attributes:
        horizon: Last day that an undated act can have come, as an ISO date.
        idle: Tables that nobody asks, which may stay empty; with `record` all that is only shown.
        names: All names of each partner that came by, as they are searched.
        overflown: How many parts found no number at the place of their record.
    """

    def __init__(self, horizon: str | None, idle: Collection[str] = ()) -> None:
        self.horizon = horizon or ANY_DAY[1]
        self.idle = idle
        self.names: dict[str, str] = {}
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
        return _OVERFLOW + self.overflown


def record_rows(kind: str, position: int, record: AnyRecord, context: Context) -> Iterator[Row]:
    """The rows of one record, its ids first; a partner comes before what names it."""
    yield "record_id", (record.id, kind, record.id)
    for former in record.former_ids:
        yield "record_id", (former, kind, record.id)
    context.begin(kind, position)
    yield from _MAKERS[kind](record, position, context)
    if "record" not in context.idle:
        number = _KINDS.index(kind) * _APART + position
        yield "record", (number, kind, record.id, as_json(record))
        yield "record_text", (number, kind, record.id, *texts(record, context.names))


def texts(record: AnyRecord | dict[str, Any], names: Mapping[str, str]) -> tuple[str, str, str]:
    """What can be searched of a record: its title, its names, and everything else.

    Args:
        record: A model; for any kind but partners a table with the keys of the file will do.
        names: All names of each partner that a party can be, as they are searched.
    """
    table = record if isinstance(record, dict) else record.__dict__
    words = _searched(table)
    if isinstance(record, Partner):
        title, named = record.display_name, names[record.id]
        country = record.country
        words += [record.display_kind, *((country.region, country.subregion) if country else ())]
    else:
        title = next(table[key] for key in ("title", "name", "statement") if key in table)
        called = (table.get("publisher"), table.get("acronym"), *table.get("aliases", ()))
        parties = [names.get(id) for id in table.get("parties", ())]
        named = joined([spaced(joined(called)), *parties])
    return spaced(title), named, spaced(joined(words))


def read_record(kind: str, text: str) -> AnyRecord:
    """A record from the JSON that the table `record` holds."""
    table = json.loads(text)
    if issubclass(MODELS[kind], Standing):
        table = {key: value for key, value in table.items() if key not in _COMPUTED}
    return MODELS[kind].model_validate_json(json.dumps(table))


def read_texts(kind: str, text: str, names: dict[str, str]) -> tuple[str, str, str]:
    """`texts` of a record in JSON, as the table `record` holds it; partners add to the names."""
    if kind != "partner":
        return texts(json.loads(text), names)
    partner = Partner.model_validate_json(text)
    names[partner.id] = spaced(joined(every_name(partner)))
    return texts(partner, names)


def _searched(table: Mapping[str, Any]) -> list[str | None]:
    """The texts of a record and of its parts."""
    found: list[str | None] = []
    for key, value in table.items():
        if key in _SEARCHED:
            found += (value,) if isinstance(value, str) else value or ()
        elif key in _PARTS:
            for part in value:
                found += _searched(part if isinstance(part, dict) else part.__dict__)
    return found


def as_json(record: AnyRecord) -> str:
    """The record as JSON: keys as in the file, then `status`, `status_since` and `date`.

    Dates are strings as written; keys that the file leaves out are left out. `status_since` and
    `date` are null where nothing is dated.
    """
    if not isinstance(record, Standing):
        return record.model_dump_json(exclude_unset=True, by_alias=True)
    text = record.model_dump_json(exclude_unset=True, by_alias=True, exclude=_COMPUTED)
    state = last_of(record.history)
    since, date = _quoted(state.since), _quoted(record.date)
    return f'{text[:-1]},"status":"{state.status}","status_since":{since},"date":{date}}}'


def every_name(partner: Partner) -> list[str]:
    """All that a partner can be called, each once: its own names, then the reference table's."""
    country = partner.country
    names = [partner.display_name, *partner.aliases]
    if country is not None:
        names += [country.name, country.alpha2, country.alpha3, *country.aliases]
    return list(dict.fromkeys(name for name in names if name))


def _row(table: Record, names: str, *more: object) -> tuple[object, ...]:
    """A row of the values of a table of the file, then others.

    Args:
        table: A record or a part of one.
        names: What the columns hold: `name` as it is, `name=` the text of a date, `name+` that and
            the first and last day that it can be.
        more: The other values.
    """
    get, dates = _getter(names)
    values = list(get(table))
    for at, days in dates:
        values[at : at + 1] = _date(values[at]) if days else (_text(values[at]),)
    return (*values, *more)


@cache
def _getter(names: str) -> tuple[Callable[[Any], tuple[Any, ...]], list[tuple[int, bool]]]:
    """What gets the values, and the places of dates among them, from the last to the first."""
    words = names.split()
    dates = [(at, word[-1] == "+") for at, word in enumerate(words) if word[-1] in "+="]
    return attrgetter(*(word.rstrip("+=") for word in words)), dates[::-1]


def _text(value: PartialDate | None) -> str | None:
    return value.text if value is not None else None


def _date(value: PartialDate | None) -> tuple[str | None, str | None, str | None]:
    """A date as written, with the first and last day it can be."""
    if value is None:
        return None, None, None
    if value.precision == "day" and not value.qualifier:
        return value.text, value.text, value.text
    return value.text, value.earliest.isoformat(), value.latest.isoformat()


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'


def joined(parts: Iterable[str | None]) -> str:
    """Texts to be searched, as one."""
    return " | ".join([part for part in parts if part])


def _array(values: tuple[str, ...]) -> str | None:
    """A short list as JSON, NULL when there is none."""
    return json.dumps(values, ensure_ascii=False) if values else None


def _list(table: str, id: str | int, values: Iterable[str]) -> Iterator[Row]:
    """One row a value of a list, doubles left out."""
    for position, value in enumerate(dict.fromkeys(values)):
        yield table, (id, position, value)


def _set(table: str, id: str | int, values: Iterable[str]) -> Iterator[Row]:
    """The same where the order says nothing."""
    return ((table, (id, value)) for value in dict.fromkeys(values))


def _acts(owner: Owner, record: Agreement | Initiative, context: Context) -> Iterator[Row]:
    """Acts in file order with their sources, and the states that they bring."""
    order = {position: sort for sort, position in enumerate(in_order(record.actions))}
    rows = [context.next("act") for _ in record.actions]
    for position, (row, act) in enumerate(zip(rows, record.actions, strict=True)):
        values = _row(act, "action date+ partner place note", position, order[position])
        yield "act", (row, *owner, *values)
        if "record" not in context.idle:
            yield from _list("act_source", row, act.sources or record.sources)
    for state in record.history if "state" not in context.idle else ():
        since, *days = _date(state.since)
        if since is None:
            days = [ANY_DAY[0], context.horizon]
        yield "state", (rows[state.act], *owner, order[state.act], state.status, since, *days)


def _amounts(owner: Owner, amounts: tuple[Amount, ...], context: Context) -> Iterator[Row]:
    for position, amount in enumerate(amounts):
        values = _row(amount, "value unit qualifier what", position)
        yield "amount", (context.next("amount"), *owner, *values)


def _variants(kind: str, record: Agreement | Initiative | Event, context: Context) -> Iterator[Row]:
    """What other sources say, in file order."""
    for position, variant in enumerate(record.variants):
        row = context.next("variant")
        yield "variant", (row, kind, record.id, *_row(variant, "field value note", position))
        yield from _set("variant_source", row, variant.sources)


def _source(record: Source, position: int, _context: Context) -> Iterator[Row]:
    own = _row(
        record,
        "publisher kind published+ url via archive_url retrieved= read language notes withdrawn",
    )
    yield "source", (record.id, record.title, _array(record.authors), *own, position)


def _partner(record: Partner, position: int, context: Context) -> Iterator[Row]:
    place = (record.country.region, record.country.subregion) if record.country else (None, None)
    own = _row(record, "id display_name display_kind iso")
    yield "partner", (*own, *place, *_row(record, "parent notes withdrawn", position))
    names = every_name(record)
    for name in names:
        yield "partner_alias", (record.id, name, fold(name))
    context.names[record.id] = spaced(joined(names))


def _event(record: Event, position: int, context: Context) -> Iterator[Row]:
    first, last = record.date or record.start, record.end or record.date
    days = (
        _text(first),
        first.earliest.isoformat() if first else None,
        last.latest.isoformat() if last else None,
    )
    own = _row(record, "start= end= place notes withdrawn", position)
    yield "event", (record.id, record.name, *days, *own)
    yield from _set("event_alias", record.id, record.aliases)
    for role, partners in (("host", record.hosts), ("participant", record.participants)):
        for number, partner in enumerate(dict.fromkeys(partners)):
            yield "event_partner", (record.id, partner, role, number)
    yield from _list("event_source", record.id, record.sources)
    yield from _variants("event", record, context)


def _initiative(record: Initiative, position: int, context: Context) -> Iterator[Row]:
    id, owner = record.id, (None, record.id)
    state = last_of(record.history)
    own = _row(record, "date+ notes withdrawn", position)
    named = _row(record, "id name acronym kind")
    yield "initiative", (*named, state.status, _text(state.since), *own)
    yield from _set("initiative_alias", id, record.aliases)
    yield from _set("initiative_predecessor", id, record.predecessors)
    yield from _list("initiative_source", id, record.sources)
    for number, member in enumerate(record.members):
        row = context.next("membership")
        yield "membership", (row, id, *_row(member, "partner role from_+ to+ note", number))
        yield from _set("membership_source", row, member.sources or record.sources)
    yield from _acts(owner, record, context)
    yield from _amounts(owner, record.amounts, context)
    yield from _variants("initiative", record, context)


def _agreement(record: Agreement, position: int, context: Context) -> Iterator[Row]:
    id, owner = record.id, (record.id, None)
    state = last_of(record.history)
    named = _row(record, "id title title_status kind legal_nature level")
    own = _row(record, "date+ event contested text_url text_status")
    rest = _row(record, "checked= notes withdrawn", position)
    yield (
        "agreement",
        (
            *(*named, state.status, _text(state.since), *own, _array(record.languages)),
            *(_row(record.term, "duration renewal notice until=") if record.term else _NO_TERM),
            *(record.depositary, _array(record.series), *rest),
        ),
    )
    lists = {
        "agreement_party": record.parties,
        "agreement_mineral": record.minerals,
        "agreement_topic": record.topics,
        "agreement_initiative": record.initiatives,
    }
    for table, ids in lists.items():
        if table not in context.idle:
            yield from _list(table, id, ids)
    if "agreement_source" not in context.idle:
        cited = [*record.sources, *(one for some in record.field_sources.values() for one in some)]
        for parts in (record.actions, record.amounts, record.bodies, record.variants):
            cited += [source for part in parts for source in part.sources]
        yield from _list("agreement_source", id, cited)
    yield from _acts(owner, record, context)
    if "record" in context.idle:
        return
    for number, person in enumerate(record.signatories):
        values = _row(person, "partner name office body role", number)
        yield "signatory", (context.next("signatory"), id, *values)
    for number, body in enumerate(record.bodies):
        yield "body", (context.next("body"), id, *_row(body, "name partner", number))
    relations = dict.fromkeys((relation.type, relation.agreement) for relation in record.relations)
    for number, relation in enumerate(relations):
        yield "relation", (id, number, *relation)
    yield from _amounts(owner, record.amounts, context)
    yield from _variants("agreement", record, context)


def _claim(record: Claim, position: int, _context: Context) -> Iterator[Row]:
    selector = record.selector.model_dump_json(exclude_unset=True) if record.selector else None
    own = _row(record, "counts_host counts_blocs expect explanation notes withdrawn", position)
    yield "claim", (*_row(record, "id statement count unit as_of+"), selector, *own)
    yield from _list("claim_name", record.id, record.names)
    seen: set[str] = set()
    for number, member in enumerate(record.members):
        if member.agreement not in seen:
            seen.add(member.agreement)
            row = (record.id, number, member.agreement, member.confidence, member.note)
            yield "claim_member", row
    yield from _list("claim_source", record.id, record.sources)


_MAKERS: dict[str, Callable[..., Iterator[Row]]] = {
    "source": _source,
    "partner": _partner,
    "agreement": _agreement,
    "initiative": _initiative,
    "event": _event,
    "claim": _claim,
}
