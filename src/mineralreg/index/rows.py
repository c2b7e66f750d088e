"""From records to table rows: one generator a record kind, each yielding (table, row)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mineralreg.records.status import in_order, state_of, states
from mineralreg.reference.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.dates import PartialDate
    from mineralreg.records.agreement import Agreement
    from mineralreg.records.claim import Claim
    from mineralreg.records.event import Event
    from mineralreg.records.initiative import Initiative
    from mineralreg.records.partner import Partner
    from mineralreg.records.parts import Action, Amount, Variant
    from mineralreg.records.registry import Registry
    from mineralreg.records.source import Source

Row: TypeAlias = "tuple[str, tuple[object, ...]]"

ANY_DAY = ("0001-01-01", "9999-12-31")


class Context:
    """What the rows of all records share.

    Attributes:
        horizon: Last day that an undated act can have come, as an ISO date.
    """

    def __init__(self, horizon: str) -> None:
        self.horizon = horizon
        self._last: dict[str, int] = {}

    def next(self, table: str) -> int:
        """The next row number of a table that has no id of its own, from 1."""
        number = self._last.get(table, 0) + 1
        self._last[table] = number
        return number


def registry_rows(registry: Registry) -> Iterator[Row]:
    """All rows of all tables but `meta`, parents before children within a kind."""
    context = Context(registry.as_of.latest.isoformat() if registry.as_of else ANY_DAY[1])
    for kind, position, record in registry.records():
        yield "record_id", (record.id, kind, record.id)
        for former in record.former_ids:
            yield "record_id", (former, kind, record.id)
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
            *_date(record.published),
            record.url,
            record.via,
            record.archive_url,
            _text(record.retrieved),
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
    names = [record.display_name, *record.aliases]
    if country is not None:
        names += [country.name, country.alpha2, country.alpha3, *country.aliases]
    for name in dict.fromkeys(name for name in names if name):
        yield "partner_alias", (record.id, name, fold(name))


def _event(record: Event, position: int, context: Context) -> Iterator[Row]:
    first, last = record.first_day, record.last_day
    yield (
        "event",
        (
            record.id,
            record.name,
            _text(record.date or record.start),
            first.earliest.isoformat() if first else None,
            last.latest.isoformat() if last else None,
            _text(record.start),
            _text(record.end),
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
    yield from _several("event_source", record.id, record.sources)
    yield from _variants("event", record.id, record.variants, context)


def _initiative(record: Initiative, position: int, context: Context) -> Iterator[Row]:
    state = state_of(record.actions)
    yield (
        "initiative",
        (
            record.id,
            record.name,
            record.acronym,
            record.kind,
            state.status,
            _text(state.since),
            *_date(record.date),
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    for alias in dict.fromkeys(record.aliases):
        yield "initiative_alias", (record.id, alias)
    for predecessor in dict.fromkeys(record.predecessors):
        yield "initiative_predecessor", (record.id, predecessor)
    yield from _several("initiative_source", record.id, record.sources)
    for number, member in enumerate(record.members):
        row = context.next("membership")
        yield (
            "membership",
            (
                row,
                record.id,
                member.partner,
                member.role,
                *_date(member.from_),
                *_date(member.to),
                member.note,
                number,
            ),
        )
        for source in dict.fromkeys(member.sources or record.sources):
            yield "membership_source", (row, source)
    yield from _acts(None, record.id, record.actions, record.sources, context)
    yield from _amounts(None, record.id, record.amounts, context)
    yield from _variants("initiative", record.id, record.variants, context)


def _agreement(record: Agreement, position: int, context: Context) -> Iterator[Row]:
    id = record.id
    state = state_of(record.actions)
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
            _text(state.since),
            *_date(record.date),
            record.event,
            record.contested,
            record.notes,
            record.withdrawn,
            position,
        ),
    )
    yield from _several("agreement_party", id, record.parties)
    yield from _several("agreement_mineral", id, record.minerals)
    yield from _several("agreement_topic", id, record.topics)
    yield from _several("agreement_initiative", id, record.initiatives)
    cited = [*record.sources, *record.legal_nature_sources]
    cited += [source for act in record.actions for source in act.sources]
    cited += [source for amount in record.amounts for source in amount.sources]
    cited += [source for variant in record.variants for source in variant.sources]
    yield from _several("agreement_source", id, cited)
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
    yield from _acts(id, None, record.actions, record.sources, context)
    yield from _amounts(id, None, record.amounts, context)
    yield from _variants("agreement", id, record.variants, context)


def _claim(record: Claim, position: int, _context: Context) -> Iterator[Row]:
    selector = record.selector
    yield (
        "claim",
        (
            record.id,
            record.statement,
            record.count,
            record.unit,
            *_date(record.as_of),
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
    yield from _several("claim_name", record.id, record.names)
    seen: set[str] = set()
    for number, member in enumerate(record.members):
        if member.agreement not in seen:
            seen.add(member.agreement)
            row = (record.id, member.agreement, member.confidence, member.note, number)
            yield "claim_member", row
    yield from _several("claim_source", record.id, record.sources)


_MAKERS: dict[str, Callable[..., Iterator[Row]]] = {
    "source": _source,
    "partner": _partner,
    "event": _event,
    "initiative": _initiative,
    "agreement": _agreement,
    "claim": _claim,
}


def _acts(
    agreement: str | None,
    initiative: str | None,
    acts: tuple[Action, ...],
    record_sources: tuple[str, ...],
    context: Context,
) -> Iterator[Row]:
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
                *_date(act.date),
                act.partner,
                act.place,
                act.note,
                position,
                order[position],
            ),
        )
        for number, source in enumerate(dict.fromkeys(act.sources or record_sources)):
            yield "act_source", (row, source, number)
    for state in states(acts):
        since = state.since
        days = (
            (since.earliest.isoformat(), since.latest.isoformat())
            if since
            else (ANY_DAY[0], context.horizon)
        )
        yield (
            "state",
            (agreement, initiative, order[state.act], state.status, _text(since), *days),
        )


def _amounts(
    agreement: str | None, initiative: str | None, amounts: tuple[Amount, ...], context: Context
) -> Iterator[Row]:
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


def _variants(kind: str, id: str, variants: tuple[Variant, ...], context: Context) -> Iterator[Row]:
    for position, variant in enumerate(variants):
        row = context.next("variant")
        yield "variant", (row, kind, id, variant.field, variant.value, variant.note, position)
        for source in dict.fromkeys(variant.sources):
            yield "variant_source", (row, source)


def _several(table: str, id: str, values: Iterable[str]) -> Iterator[Row]:
    for position, value in enumerate(dict.fromkeys(values)):
        yield table, (id, value, position)


def _text(value: PartialDate | None) -> str | None:
    return value.text if value is not None else None


def _date(value: PartialDate | None) -> tuple[str | None, str | None, str | None]:
    if value is None:
        return None, None, None
    return value.text, value.earliest.isoformat(), value.latest.isoformat()
