"""MR405, MR406, MR411 and MR412: where facts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context
    from mineralreg.records.agreement import Agreement


def thin_sourcing(context: Context) -> Iterator[Finding]:
    """MR405: agreements with one source, or with none but press."""
    if context.registry is None:
        return
    kinds = {
        source.id: source.kind
        for position, source in enumerate(context.registry.source)
        if not context.lost.of("source", position) & {"kind", "id"}
    }
    not_press = {id for id, kind in kinds.items() if kind != "press"}
    for position, agreement in context.sound("agreement", "MR405"):
        if len(set(agreement.sources)) > 1 and not not_press.isdisjoint(agreement.sources):
            continue
        cited = {context.current(source) for source in _sources(agreement)}
        known = [kinds.get(source) for source in cited]
        if not cited or None in known:
            continue
        official = "official" in known
        if len(cited) > 1 and not not_press.isdisjoint(cited):
            continue
        yield Finding(
            "MR405",
            "info" if official else "warning",
            f"agreement '{agreement.id}' has "
            + (
                "only one source" if len(cited) == 1 else f"{len(cited)} sources, all of them press"
            ),
            ("agreement", position, "sources"),
            record=agreement.id,
            label=("one source, official" if official else f"one source, {known[0]}")
            if len(cited) == 1
            else "press only",
            help="look for the text, or for a statement by a party",
        )


def _sources(agreement: Agreement) -> Iterator[str]:
    yield from agreement.sources
    for act in agreement.actions:
        yield from act.sources


def no_source(context: Context) -> Iterator[Finding]:
    """MR406: records, acts and members without any source."""
    for kind in ("agreement", "initiative", "event", "claim"):
        for position, record in context.sound(kind, "MR406"):
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
        for position, record in context.sound(kind, "MR411"):
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
    for position, agreement in context.sound("agreement", "MR412"):
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
