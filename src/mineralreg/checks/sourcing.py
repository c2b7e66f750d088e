"""MR405, MR406, MR411 and MR412: where facts come from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Path
from mineralreg.checks.naming import quoted
from mineralreg.reference.vocabulary import STATUS_RANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context
    from mineralreg.dates import PartialDate
    from mineralreg.records.models import Agreement


_SIGNED = STATUS_RANK["signed"]
_YEAR = timedelta(days=366)


def thin_sourcing(context: Context) -> Iterator[Finding]:
    """MR405: agreements that were signed as one publisher alone says.

    An info when an official source is among them, or when the text was looked for not long ago.
    """
    if context.registry is None:
        return
    sources = {source.id: source for source in context.registry.source}
    for position, agreement in context.valid("agreement"):
        cited = {context.current(source) for source in _sources(agreement)}
        known = [sources[source] for source in cited if source in sources]
        publishers = {source.publisher for source in known}
        if len(publishers) != 1 or len(known) < len(cited):
            continue
        if STATUS_RANK.get(agreement.status, _SIGNED) < _SIGNED:
            continue
        kinds = " and ".join(sorted({source.kind for source in known}))
        excused = any(source.kind == "official" for source in known) or _looked_for(
            agreement, context.registry.as_of
        )
        yield Finding(
            "MR405",
            "info" if excused else "warning",
            f"agreement '{agreement.id}' rests on one publisher, {quoted(known[0].publisher)}",
            ("agreement", position, "sources"),
            record=agreement.id,
            label=f"{'one source' if len(cited) == 1 else f'{len(cited)} sources'}, {kinds}",
            help="look for the text or a statement by a party; where there is none, write"
            ' text_status = "not-found" with the day in checked',
        )


def _looked_for(agreement: Agreement, as_of: PartialDate | None) -> bool:
    """Whether the text was looked for, at most a year before the registry's day."""
    if agreement.text_status != "not-found" or agreement.checked is None:
        return False
    return as_of is None or agreement.checked.latest >= as_of.earliest - _YEAR


def _sources(agreement: Agreement) -> Iterator[str]:
    yield from agreement.sources
    for sources in agreement.field_sources.values():
        yield from sources
    for act in agreement.actions:
        yield from act.sources


def no_source(context: Context) -> Iterator[Finding]:
    """MR406: records, acts and members without any source."""
    for kind in ("agreement", "initiative", "event", "claim"):
        for position, record in context.valid(kind):
            if record.sources:
                continue
            parts = (*getattr(record, "actions", ()), *getattr(record, "members", ()))
            if kind in ("agreement", "initiative") and parts and all(p.sources for p in parts):
                continue
            path: Path = (kind, position)
            yield Finding(
                "MR406",
                "error",
                f"{kind} '{record.id}' has no source",
                (*path, "sources") if "sources" in record.model_fields_set else path,
                record=record.id,
                label="no source",
                help="cite a source, on the record"
                + (" or on each of its acts and members" if parts else ""),
            )


def unexplained_variants(context: Context) -> Iterator[Finding]:
    """MR411: sources disagree and nothing says why the recorded value was taken."""
    for kind in ("agreement", "initiative", "event"):
        for position, record in context.valid(kind):
            if not record.variants or record.notes is not None:
                continue
            for number, variant in enumerate(record.variants):
                if variant.note is None:
                    yield Finding(
                        "MR411",
                        "warning",
                        f"sources of {kind} '{record.id}' disagree on '{variant.field}', and no"
                        " note says which was taken and why",
                        (kind, position, "variants", number),
                        record=record.id,
                        label="no note",
                        help="add a note to the variant, or notes to the record",
                    )


def unsourced_legal_nature(context: Context) -> Iterator[Finding]:
    """MR412: whether it binds is said without a source of its own."""
    for position, agreement in context.valid("agreement"):
        if agreement.legal_nature == "not-stated" or agreement.field_sources.get("legal_nature"):
            continue
        yield Finding(
            "MR412",
            "info",
            f"agreement '{agreement.id}' is recorded as {agreement.legal_nature} without a source"
            " for that",
            ("agreement", position, "legal_nature"),
            record=agreement.id,
            label="who says so?",
            help="name the sources in field_sources.legal_nature",
        )
