"""Answers with more than one level as one flat table.

A first column says which part a row belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.output.flat import SEPARATOR, Flat, cell_text, key
from mineralreg.query.rows import Column
from mineralreg.query.values import Changes, Counts, Detail, Overview, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.query.rows import Cell

VERDICT = (
    Column("claim", "Claim"),
    Column("source", "Source"),
    Column("as_of", "As of"),
    Column("claimed", "Claimed"),
    Column("recorded", "Recorded"),
    Column("difference", "Difference"),
    Column("verdict", "Verdict"),
    Column("expected", "Expected"),
    Column("missing", "Missing", True),
    Column("extra", "Extra", True),
)


def flattened(value: Any) -> Flat:
    """The table of an answer.

    Args:
        value: A value of `mineralreg.query.values`, or a list of details or verdicts.
    """
    if isinstance(value, Counts):
        rows: list[tuple[Cell, ...]] = [(*group.values, group.count) for group in value.groups]
        return Flat((*value.by, "count"), rows)
    if isinstance(value, Overview):
        return Flat(("section", "value", "count"), _overview(value))
    if isinstance(value, Changes):
        return Flat(("change", "kind", "id", "field", "old", "new"), _changes(value))
    if not value or isinstance(value[0], Verdict):
        return Flat(tuple(column.name for column in VERDICT), map(verdict_row, value))
    several = len(value) != 1
    names = ("id", "label", "value") if several else ("label", "value")
    return Flat(names, _details(value, several))


def verdict_row(value: Verdict) -> tuple[Cell, ...]:
    """The cells of a verdict, in the order of `VERDICT`."""
    return (
        value.claim,
        value.sources,
        value.as_of,
        value.claimed,
        value.recorded,
        value.difference,
        value.verdict,
        value.expected,
        value.missing,
        value.extra,
    )


def _changes(value: Changes) -> Iterator[tuple[Cell, ...]]:
    for change in value.changes:
        first = (change.what, change.kind, change.id)
        if not change.fields:
            old = change.old_id if change.old_id != change.id else None
            yield (*first, None, old, change.title)
        for field in change.fields:
            yield (*first, field.field, field.old, field.new)


def _overview(value: Overview) -> Iterator[tuple[Cell, ...]]:
    for kind, count in value.totals:
        yield "total", kind, count
    for counts in value.counts:
        for group in counts.groups:
            yield " × ".join(counts.by), SEPARATOR.join(group.values), group.count
    for month, count in value.months:
        if count:
            yield "month", month, count
    for verdict in value.claims:
        yield "claim", verdict.claim, verdict.difference


def _details(details: list[Detail], several: bool) -> Iterator[tuple[Cell, ...]]:
    for detail in details:
        first: tuple[Cell, ...] = (detail.id,) if several else ()
        yield (*first, detail.kind, detail.id)
        yield (*first, "title", detail.heading)
        for line in detail.lines:
            yield (*first, key(line.label), line.value)
        for section in detail.sections:
            for row in section.rows:
                yield (*first, key(section.title), tuple(filter(None, map(cell_text, row))))
