"""From records to table rows: one generator a record kind, each yielding (table, row)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.index.part_rows import (
    ANY_DAY,
    Context,
    Row,
    acts,
    amounts,
    date,
    every_name,
    several,
    text,
    variants,
)
from mineralreg.records.status import last_of, states
from mineralreg.reference.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineralreg.records.agreement import Agreement
    from mineralreg.records.claim import Claim
    from mineralreg.records.event import Event
    from mineralreg.records.initiative import Initiative
    from mineralreg.records.partner import Partner
    from mineralreg.records.registry import Registry
    from mineralreg.records.source import Source


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
