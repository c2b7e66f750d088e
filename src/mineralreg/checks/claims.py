"""MR5xx: counts that sources state, beside what is recorded, as `reconcile` counts it.

Only what the claims can speak of is indexed for that, so that a large registry stays quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mineralreg.checks.context import Context, Item
from mineralreg.checks.finding import Check, Finding
from mineralreg.checks.references import unknown_target
from mineralreg.index.cache import in_memory
from mineralreg.query import reconcile
from mineralreg.query.reconcile import Verdict
from mineralreg.records.models import Agreement, Claim, Registry
from mineralreg.reference.filters import LINKS, PARTIES
from mineralreg.reference.vocabulary import RECORD_KINDS


def wrong_counts(context: Context) -> Iterator[Finding]:
    """MR501, MR502 and MR504; MR203 for a selector that `reconcile` refuses."""
    items = list(_answerable(context))
    if context.registry is None or not items:
        return
    claims = [item.record for item in items]
    asked = {claim.unit for claim in claims}.union(*map(_asked, claims))
    idle = {table for table, by in _ASKED_BY.items() if by.isdisjoint(asked)}
    index = in_memory(_part(context.registry, claims, context), idle)
    try:
        for item in items:
            found = reconcile.verdict(index, str(item.id))
            if found.problem is None:
                yield from _judge(item, found)
            else:
                message = f"the selector of {{}} cannot be answered: {found.problem}"
                label = "no question can be made of this"
                help = found.remedy
                yield unknown_target.of(item, message, "selector", label=label, help=help)
    finally:
        index.close()


def _judge(item: Item, found: Verdict) -> Iterator[Finding]:
    claim = item.record
    numbers = f"{found.recorded} recorded, {claim.count} claimed"
    if found.verdict != claim.expect:
        message = f"{{}} expects '{claim.expect}' but is '{found.verdict}': {numbers}"
        where = "expect" if "expect" in claim.model_fields_set else "count"
        yield unexpected_count.of(item, message, where, label=numbers)
    elif found.verdict in ("short", "over") and claim.explanation is None:
        message = f"{{}} is '{found.verdict}' and has no explanation: {numbers}"
        yield unexplained_difference.of(item, message, "count", label=numbers)
    if claim.selector is not None and found.recorded == 0 and not found.possible:
        yield empty_selection.of(item, "the selector of {} matches nothing", "selector")


unexpected_count = Check(
    "MR501",
    "unexpected-count",
    "error",
    title="the recorded count is not what the claim expects",
    why="`expect` is the verdict that the maintainers last saw. When it changes, a record was"
    " added, lost or changed, and somebody should look.",
    fix="Run `mineralreg reconcile`, then correct the records or `expect`.",
    example='count = 11\nexpect = "match"  # eight are recorded',
    find=wrong_counts,
)
unexplained_difference = Check(
    "MR502",
    "unexplained-difference",
    "warning",
    title="a claim that does not reconcile and has no explanation",
    why="A difference that is expected has a reason, which readers should know.",
    fix="Write into `explanation` why it does not add up.",
    example='count = 11\nexpect = "short"  # and no explanation',
    find=wrong_counts,
)
empty_selection = Check(
    "MR504",
    "empty-selection",
    "warning",
    title="a selector that matches nothing",
    why="A selector that finds nothing is more often misspelt than right.",
    fix="Try the same filters with `mineralreg list`.",
    example='selector = { event = "critical-minerals-ministerial-2026", status = "expired" }',
    label="no record matches",
    find=wrong_counts,
)


@Check(
    "MR503",
    "count-differs-from-names",
    "info",
    title="the count differs from the number of names that the source lists",
    why="The source contradicts itself, or the list was not copied whole.",
    fix="Look at the source again; say in `explanation` if it contradicts itself.",
    example='count = 11\nnames = ["peru", "chile"]',
)
def count_differs_from_names(context: Context) -> Iterator[Finding]:
    for item in context.valid("claim"):
        count, listed = item.record.count, len(item.record.names)
        if listed not in (0, count) and not item.record.explanation:
            names = f"{listed} name{'s' if listed != 1 else ''}"
            message = f"{{}} counts {count}, but its source lists {names}"
            label = f"the source lists {names}"
            yield count_differs_from_names.of(item, message, "count", label=label)


_READ = {
    **{name: (kind,) for name, kind in LINKS.items()},
    "via_blocs": ("partner",),
    "search": ("partner", "source"),
    "partners": ("partner",),
    "participants": ("partner", "event"),
    "members": ("partner", "initiative"),
}
"""The kinds of records, agreements aside, on which filters and units depend."""
_ASKED_BY = {
    "agreement_party": {*PARTIES, "region", "via_blocs", "search", "partners"},
    "agreement_initiative": {"initiative"},
    "agreement_mineral": {"mineral"},
    "agreement_topic": {"topic"},
    "agreement_source": {"source"},
    "state": {"status"},
    "record": {"search"},
}
"""Tables of the index that only these filters and units ask."""


def _answerable(context: Context) -> Iterator[Item]:
    """The claims that are right themselves, and count nothing of a kind in which an error is.

    Their numbers would be wrong for no fault of their own.
    """
    errors = [finding for finding in context.wrong if finding.severity == "error"]
    if context.unreadable or any(error.code in ("MR205", "MR206") for error in errors):
        return
    paths = {error.path[:2] for error in errors} | context.broken
    kinds = {"source" if error.code == "MR202" else str(*error.path[:1]) for error in errors}
    kinds |= {str(kind) for kind, _ in context.broken}
    for item in context.valid("claim"):
        if item.path not in paths and kinds.isdisjoint(_kinds(item.record)):
            yield item


def _kinds(claim: Claim) -> Iterator[str]:
    """The kinds of records that the number of a claim depends on."""
    asked = _asked(claim)
    if claim.members or (asked and claim.unit not in ("participants", "members")):
        yield "agreement"
    for word in (claim.unit, *asked):
        yield from _READ.get(word, ())


def _asked(claim: Claim) -> set[str]:
    """The filters of a claim."""
    return claim.selector.model_fields_set if claim.selector else set()


def _part(registry: Registry, claims: list[Claim], context: Context) -> Registry:
    """The registry with these claims only, and without records that none of them may count."""
    kinds = {kind for claim in claims for kind in _kinds(claim)}
    parts: dict[str, Any] = {kind: () for kind in RECORD_KINDS if kind not in kinds}
    parts["agreement"] = tuple(_candidates(registry, claims, context))
    parts["claim"] = tuple(claims)
    return registry.model_copy(update=parts)


def _candidates(registry: Registry, claims: list[Claim], context: Context) -> Iterable[Agreement]:
    """Agreements that a claim may count: all, unless every claim narrows them down by id."""
    wanted: set[str] = set()
    for claim in claims:
        wanted.update(member.agreement for member in claim.members)
        if claim.selector is None or claim.unit in ("participants", "members", "other"):
            continue
        by = {kind: getattr(claim.selector, kind) for kind in ("event", "initiative")}
        ids = [id for kind, words in by.items() for id in _ids(words, context, kind)]
        if not ids:
            return registry.agreement
        wanted.update(ids)
    return [
        agreement
        for agreement in registry.agreement
        if agreement.id in wanted
        or agreement.event in wanted
        or not wanted.isdisjoint(agreement.initiatives)
    ]


def _ids(wanted: str | tuple[str, ...] | None, context: Context, kind: str) -> Iterable[str]:
    """The records that a filter names, if it names them by id; else nothing."""
    words = (wanted,) if isinstance(wanted, str) else wanted or ()
    return words if context.ids[kind].issuperset(words) else ()
