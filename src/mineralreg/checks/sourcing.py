"""MR405, MR406 and MR411 to MR414: where facts come from."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Path
from mineralreg.checks.naming import quoted
from mineralreg.reference.vocabulary import STATUS_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.dates import PartialDate
    from mineralreg.records.models import Action, Agreement


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


def status_in_notes(context: Context) -> Iterator[Finding]:
    """MR413: notes say what became of a record, and its acts do not."""
    for kind in ("agreement", "initiative"):
        for position, record in context.valid(kind):
            if record.notes is None:
                continue
            done = {act.action for act in record.actions}
            for clause in _CLAUSE.split(record.notes):
                found = _TOLD.search(clause)
                if found is None or _OPEN.search(clause, 0, found.start()):
                    continue
                word = found[0].lower()
                wanted = _ACTS_OF[word.replace("entered into force", "in force")]
                if done.isdisjoint(wanted):
                    yield Finding(
                        "MR413",
                        "info",
                        f"the notes of {kind} '{record.id}' say '{word}', which no act does",
                        (kind, position, "notes"),
                        record=record.id,
                        label="told in the notes only",
                        help=f"record the act '{wanted[0]}' with its date and source, if it is"
                        " this record's",
                    )
                    break


_ACTS_OF = {
    "ratified": ("ratified", "accepted", "approved", "acceded"),
    "in force": ("entered-into-force",),
    "took effect": ("took-effect", "entered-into-force"),
    "expired": ("expired",),
    "terminated": ("terminated",),
    "lapsed": ("lapsed",),
    "superseded": ("superseded",),
    "suspended": ("suspended",),
    "denounced": ("denounced",),
}
"""Words for what becomes of a record, with the acts that say so."""

_TOLD = re.compile(rf"\b({'|'.join(_ACTS_OF)}|entered into force)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:]\s")
_OPEN = re.compile(
    r"\b(not|no|nor|neither|never|nothing|without|until|unless|before|once|if|whether|when|would"
    r"|will|shall|should|could|may|might|must|be)\b",
    re.IGNORECASE,
)
"""Words before it that leave open, or deny, that it came about."""


def dates_of_publication(context: Context) -> Iterator[Finding]:
    """MR414: acts dated by the day of the report, of which an earlier source knew already.

    A party's own word of the same day counts as the record of that day.
    """
    sources = [source for _, source in context.valid("source")]
    published = {source.id: source.published for source in sources}
    official = {source.id for source in sources if source.kind == "official"}
    for position, agreement in context.valid("agreement"):
        for number, act in enumerate(agreement.actions):
            own = act.sources or agreement.sources
            if act.date is None or act.date.precision != "day":
                continue
            cited = {context.current(one) for one in own}
            if {published.get(one) for one in cited} != {act.date} or not cited.isdisjoint(
                official
            ):
                continue
            others = [other for other in agreement.actions if other is not act]
            told = {*own, *(one for other in others for one in other.sources)}
            older = [
                one
                for one in dict.fromkeys(_sources(agreement))
                if one not in told
                and (day := published.get(context.current(one))) is not None
                and day.before(act.date) == "yes"
                and not _began_by(others, day)
            ]
            if older:
                yield Finding(
                    "MR414",
                    "warning",
                    f"agreement '{agreement.id}': act {number + 1} ({act.action}) is dated"
                    f" {act.date}, the day of its report, but source '{older[0]}' is older",
                    ("agreement", position, "actions", number, "date"),
                    record=agreement.id,
                    label="the day on which its sources were published",
                    help=f"look in '{older[0]}' for the day; keep only the month or year where"
                    " no source states it",
                )


def _began_by(acts: Iterable[Action], day: PartialDate) -> bool:
    """Whether one of the acts may have come by a day, so that a source of that day tells of it."""
    return any(act.date is not None and act.date.after(day) != "yes" for act in acts)
