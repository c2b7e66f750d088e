"""Runs every check on a file and says what it found, in file order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks import acts, file, relations, sense, sourcing, style, time
from mineralreg.checks.claims import claim_counts, count_against_names
from mineralreg.checks.context import Context, prepare
from mineralreg.checks.finding import Finding, placed
from mineralreg.checks.history import against_revision
from mineralreg.checks.references import reference_findings
from mineralreg.checks.suppressions import (
    apply_suppressions,
    read_suppressions,
    unused_suppressions,
)
from mineralreg.text.spans import SpanMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from mineralreg.checks.claims import Recount
    from mineralreg.records.registry import Registry
    from mineralreg.text.document import Document

FILE_CHECKS: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    file.byte_order_mark,
    file.mixed_line_ends,
    style.not_canonical,
    style.untidy_text,
)
"""Checks that need no record."""

RECORD_CHECKS: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    acts.acts_out_of_order,
    acts.acts_after_the_end,
    acts.illegal_steps,
    time.ends_before_start,
    time.overlapping_memberships,
    time.memberships_outside_life,
    time.suspicious_days,
    time.dates_after_as_of,
    sense.too_few_parties,
    sense.repeated_parties,
    sense.acts_against_legal_nature,
    sense.onlookers_as_parties,
    sense.groups_beside_members,
    sourcing.thin_sourcing,
    sourcing.no_source,
    sourcing.unexplained_variants,
    sourcing.unsourced_legal_nature,
    relations.probable_duplicates,
    relations.circular_relations,
    relations.one_sided_supersession,
    count_against_names,
)
"""Checks of records, each a function from a context to findings."""

HISTORY_CODES = ("MR601", "MR602", "MR603")


class Earlier(NamedTuple):
    """An earlier revision to compare with: its name, and what it parses to."""

    revision: str
    data: dict[str, Any]


class Examination(NamedTuple):
    """What was found in one file.

    Attributes:
        findings: In file order, with their places; without those that the file suppresses.
        suppressed: How many the file suppresses.
        registry: The records, or None when some are broken.
    """

    findings: tuple[Finding, ...]
    suppressed: int
    registry: Registry | None


def examine(
    document: Document,
    *,
    today: date | None = None,
    against: Earlier | None = None,
    recount: Recount | None = None,
) -> Examination:
    """Check everything.

    Args:
        document: The file.
        today: The day for checks that depend on time; without it they are left out, so that an
            old revision never begins to fail.
        against: A revision for MR601 to MR603; without it they are left out.
        recount: Reconciles the claims of a registry, for MR501, MR502 and MR504; without it they
            are left out.
    """
    context = prepare(document, today)
    found = list(context.shape)
    if any(finding.code == "MR003" and finding.path for finding in found):
        spans = SpanMap(document.text)
        return Examination(placed(found[:1], spans, document.name), 0, None)
    found += reference_findings(context)
    errors = any(finding.severity == "error" for finding in found)
    if recount is not None:
        found += claim_counts(context, recount, tuple(found))
    for check in (*FILE_CHECKS, *RECORD_CHECKS):
        found += check(context)
    if against is not None:
        found += against_revision(context, against.data, against.revision)
    registry = None if errors else context.registry
    return Examination(*_settled(found, context, against, recount), registry)


def _settled(
    found: list[Finding], context: Context, against: Earlier | None, recount: Recount | None
) -> tuple[tuple[Finding, ...], int]:
    """The findings with their places, without those that the file suppresses."""
    spans = SpanMap(context.document.text)
    suppressions = read_suppressions(spans)
    if not found and not suppressions:
        return (), 0
    name = context.document.name
    left, suppressed, used = apply_suppressions(placed(found, spans, name), suppressions)
    silent: set[str] = set()
    if context.lost.keys or context.lost.kinds:
        silent.update(one.code for one in suppressions)
    if against is None:
        silent.update(HISTORY_CODES)
    if recount is None:
        silent.update(("MR501", "MR502", "MR504"))
    if context.today is None:
        silent.add("MR308")
    left += unused_suppressions(suppressions, used, silent)
    return placed(left, spans, name), suppressed
