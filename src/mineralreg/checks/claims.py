"""MR5xx: counts that sources state, beside what is recorded, as `reconcile` counts it.

Only what the claims can speak of is indexed for that, so that a large registry stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Check, Finding, Path
from mineralreg.checks.references import unknown_target
from mineralreg.index.cache import in_memory
from mineralreg.query import reconcile
from mineralreg.records.models import MODELS, Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.checks.context import Context, Item
    from mineralreg.query.results import Verdict
    from mineralreg.records.models import Agreement, Claim


def wrong_counts(context: Context) -> Iterator[Finding]:
    """MR501, MR502 and MR504; MR203 for a selector that `reconcile` refuses."""
    registry = relevant_subset(context)
    if registry is None:
        return
    verdicts = dict(_verdicts(registry))
    for item in context.valid("claim"):
        found = verdicts.get(str(item.id))
        if found is not None and found.problem is not None:
            yield unknown_target.of(
                item,
                f"the selector of {{}} cannot be answered: {found.problem}",
                "selector",
                label="no question can be made of this",
                help=found.remedy,
            )
        elif found is not None:
            yield from _judge(item, found)


def _verdicts(registry: Registry) -> Iterator[tuple[str, Verdict]]:
    """Reconcile the claims of a registry, one by one, in an index of its own in memory."""
    searches = any(claim.selector and claim.selector.search for claim in registry.claim)
    connection = in_memory(registry, texts=searches)
    try:
        for claim in registry.claim:
            yield claim.id, reconcile.verdict(connection, claim.id)
    finally:
        connection.close()


def _judge(item: Item, found: Verdict) -> Iterator[Finding]:
    claim = item.record
    numbers = f"{found.recorded} recorded, {claim.count} claimed"
    if found.verdict != claim.expect:
        yield unexpected_count.of(
            item,
            f"{{}} expects '{claim.expect}' but is '{found.verdict}': {numbers}",
            "expect" if "expect" in claim.model_fields_set else "count",
            label=numbers,
        )
    elif found.verdict in ("short", "over") and claim.explanation is None:
        message = f"{{}} is '{found.verdict}' and has no explanation: {numbers}"
        yield unexplained_difference.of(item, message, "count", label=numbers)
    if claim.selector is not None and found.recorded == 0 and not found.possible:
        message = "the selector of {} matches nothing"
        yield empty_selection.of(item, message, "selector", label="no record matches")


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
            yield count_differs_from_names.of(
                item,
                f"{{}} counts {count}, but its source lists {names}",
                "count",
                label=f"the source lists {names}",
            )


_FILTERS = {
    "partner": {"country", "party", "between", "region", "via_blocs", "search"},
    "event": {"event"},
    "initiative": {"initiative"},
    "source": {"source", "search"},
}
"""The filters whose answer depends on records of a kind, agreements aside."""
_UNITS = {
    "partner": ("partners", "participants", "members"),
    "event": ("participants",),
    "initiative": ("members",),
}
"""The units that count what records of a kind name."""
_DETAILS = {"sources", "field_sources", "signatories", "amounts", "bodies", "relations", "variants"}
"""Keys of an agreement that only a filter in `_FILTERS["source"]` asks for."""


def relevant_subset(context: Context) -> Registry | None:
    """A registry with the claims that can be judged and with what they may count.

    A claim is left out when it is broken itself, or when it may count a record that is: its number
    would be wrong for no fault of its own.
    """
    registry = context.registry
    if registry is None or context.unreadable:
        return None
    broken: dict[Path, set[str]] = {key: set() for key in context.broken}
    for finding in context.wrong:
        path = finding.path
        if finding.severity == "error" and len(path) > 2 and isinstance(path[1], int):
            broken.setdefault(path[:2], set()).add(str(path[2]))
    kept = [
        item.record
        for item in context.valid("claim")
        if item.path not in broken
        and not any(_may_count(item.record, key, keys, context) for key, keys in broken.items())
    ]
    if not kept:
        return None
    asked = {key for claim in kept if claim.selector for key in claim.selector.model_fields_set}
    parts: dict[str, Iterable[Any]] = {kind: getattr(registry, kind) for kind in MODELS}
    if asked.isdisjoint(_FILTERS["source"]):
        parts["source"] = ()
    parts["agreement"] = _candidates(registry, kept, context)
    parts["claim"] = kept
    if any(finding.code in ("MR205", "MR206") for finding in context.wrong):
        parts = _one_owner_each(parts)
    return registry.model_copy(update={kind: tuple(records) for kind, records in parts.items()})


def _one_owner_each(parts: dict[str, Iterable[Any]]) -> dict[str, Iterable[Any]]:
    """The records with each id given to the first that has it, and each former id likewise."""
    taken: set[str] = set()
    kept: dict[str, list[Any]] = {kind: [] for kind in parts}
    for kind, records in parts.items():
        for record in records:
            if record.id not in taken:
                taken.add(record.id)
                kept[kind].append(record)
    for records in kept.values():
        for number, record in enumerate(records):
            own = tuple(dict.fromkeys(id for id in record.former_ids if id not in taken))
            taken.update(own)
            if own != record.former_ids:
                records[number] = record.model_copy(update={"former_ids": own})
    return dict(kept)


def _may_count(claim: Claim, key: Path, keys: set[str], context: Context) -> bool:
    """Whether what is wrong with some keys of a record may change what the claim counts."""
    kind, position = str(key[0]), int(key[1])
    row = context.row(kind, position)
    selector = claim.selector
    asked = selector.model_fields_set if selector else set()
    if kind != "agreement":
        return claim.unit in _UNITS.get(kind, ()) or not asked.isdisjoint(_FILTERS.get(kind, ()))
    if row.get("id") in [context.current(member.agreement) for member in claim.members]:
        return True
    if selector is None or claim.unit in ("participants", "members"):
        return False
    if key not in context.broken and keys <= _DETAILS and asked.isdisjoint(_FILTERS["source"]):
        return False
    for wanted, named, of in (
        (selector.event, "event", "event"),
        (selector.initiative, "initiatives", "initiative"),
    ):
        if ids := _ids(wanted, context, of):
            return named in keys or not ids.isdisjoint(map(context.current, _texts(row)))
    return True


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _candidates(
    registry: Registry, claims: Iterable[Claim], context: Context
) -> Iterable[Agreement]:
    """Agreements that a claim may count: all, unless every claim narrows them down by id."""
    events: set[str] = set()
    initiatives: set[str] = set()
    named: set[str] = set()
    for claim in claims:
        named.update(context.current(member.agreement) for member in claim.members)
        if claim.selector is None or claim.unit in ("participants", "members", "other"):
            continue
        if ids := _ids(claim.selector.event, context, "event"):
            events |= ids
        elif ids := _ids(claim.selector.initiative, context, "initiative"):
            initiatives |= ids
        else:
            return registry.agreement
    return [
        agreement
        for agreement in registry.agreement
        if (agreement.event is not None and context.current(agreement.event) in events)
        or not initiatives.isdisjoint(map(context.current, agreement.initiatives))
        or agreement.id in named
    ]


def _ids(wanted: str | tuple[str, ...] | None, context: Context, kind: str) -> set[str]:
    """The records that a filter names, if it names them by id; else nothing."""
    words = (wanted,) if isinstance(wanted, str) else wanted or ()
    if not all(word in context.ids[kind] for word in words):
        return set()
    return {context.current(word) for word in words}
