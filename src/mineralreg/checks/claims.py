"""MR501 to MR504: counts that sources state, beside what is recorded.

The numbers are `reconcile`'s own. It is handed in by the caller, because questions stand above
checks; to it goes only what the claims can speak of, so that a large registry stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from mineralreg.checks.finding import Check, Finding, Path
from mineralreg.errors import UsageError
from mineralreg.records.models import MODELS, Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.checks.context import Context, Key
    from mineralreg.checks.finding import Finding
    from mineralreg.records.models import Agreement, Claim, Registry

    Recount = Callable[[Registry], Iterable[tuple[str, "Counted | UsageError"]]]
    """Reconciles every claim of a registry: ids with verdicts, or why there is none."""


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


def relevant_subset(context: Context, troubled: Iterable[Finding]) -> Registry | None:
    """A registry with the claims that can be judged and with what they may count.

    A claim is left out when it is broken itself, or when it may count a record that is: its number
    would be wrong for no fault of its own.

    Args:
        context: The file.
        troubled: Findings of shape and references.
    """
    registry = context.registry
    if registry is None or context.unreadable:
        return None
    broken: dict[Key, set[str]] = {key: set() for key in context.broken}
    for finding in troubled:
        path = finding.path
        if finding.severity == "error" and len(path) > 2 and isinstance(path[1], int):
            broken.setdefault((str(path[0]), path[1]), set()).add(str(path[2]))
    kept = [
        claim
        for position, claim in context.valid("claim")
        if ("claim", position) not in broken
        and not any(_may_count(claim, key, keys, context) for key, keys in broken.items())
    ]
    if not kept:
        return None
    asked = {key for claim in kept if claim.selector for key in claim.selector.model_fields_set}
    parts: dict[str, Iterable[Any]] = {kind: getattr(registry, kind) for kind in MODELS}
    if asked.isdisjoint(_FILTERS["source"]):
        parts["source"] = ()
    parts["agreement"] = _candidates(registry, kept, context)
    parts["claim"] = kept
    # Of two records with one id, which is an error of its own, the first one counts.
    return registry.model_copy(
        update={
            kind: tuple({record.id: record for record in reversed([*records])}.values())[::-1]
            for kind, records in parts.items()
        }
    )


def _may_count(claim: Claim, key: Key, keys: set[str], context: Context) -> bool:
    """Whether what is wrong with a record may change what the claim counts.

    Args:
        claim: The claim.
        key: The record.
        keys: Keys of the record with an error.
        context: The file.
    """
    kind, position = key
    row, selector = context.rows(kind)[position], claim.selector
    asked = selector.model_fields_set if selector else set()
    if kind != "agreement":
        return claim.unit in _UNITS.get(kind, ()) or not asked.isdisjoint(_FILTERS.get(kind, ()))
    if row.get("id") in {context.current(member.agreement) for member in claim.members}:
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
    # What records name may be former ids of what claims ask for.
    events |= {id for id in context.former if context.current(id) in events}
    initiatives |= {id for id in context.former if context.current(id) in initiatives}
    return [
        agreement
        for agreement in registry.agreement
        if agreement.event in events
        or not initiatives.isdisjoint(agreement.initiatives)
        or agreement.id in named
    ]


def _ids(wanted: str | tuple[str, ...] | None, context: Context, kind: str) -> set[str]:
    """The records that a filter names, if it names them by id; else nothing."""
    words = (wanted,) if isinstance(wanted, str) else wanted or ()
    if not all(word in context.ids[kind] for word in words):
        return set()
    return {context.current(word) for word in words}


class Counted(Protocol):
    """What is needed of a verdict (`mineralreg.query.results.Verdict`)."""

    @property
    def recorded(self) -> int | None:
        """The registry's number; None when unknowable."""

    @property
    def verdict(self) -> str:
        """`match`, `short`, `over` or `unknowable`."""

    @property
    def possible(self) -> tuple[str, ...]:
        """Ids of records that may belong to it."""


def claim_counts(
    context: Context, recount: Recount, troubled: Iterable[Finding]
) -> Iterator[Finding]:
    """MR501, MR502 and MR504; MR203 for a selector that `reconcile` refuses.

    Args:
        context: The file.
        recount: Reconciles every claim of a registry.
        troubled: Findings of shape and references; what they are about is not counted on.
    """
    part = relevant_subset(context, troubled)
    if part is None:
        return
    counted = dict(recount(part))
    for position, claim in context.valid("claim"):
        found = counted.get(claim.id)
        if isinstance(found, UsageError):
            yield _unanswerable(("claim", position), claim, found)
        elif found is not None:
            yield from _judge(("claim", position), claim, found)


def _unanswerable(path: Path, claim: Claim, error: UsageError) -> Finding:
    return Finding(
        "MR203",
        "error",
        f"the selector of claim '{claim.id}' cannot be answered: {error.message}",
        (*path, "selector"),
        record=claim.id,
        label="no question can be made of this",
        help=error.help,
    )


def _judge(path: Path, claim: Claim, found: Counted) -> Iterator[Finding]:
    numbers = f"{found.recorded} recorded, {claim.count} claimed"
    if found.verdict != claim.expect:
        yield Finding(
            "MR501",
            "error",
            f"claim '{claim.id}' expects '{claim.expect}' but is '{found.verdict}': {numbers}",
            (*path, "expect" if "expect" in claim.model_fields_set else "count"),
            record=claim.id,
            label=numbers,
            help="run `mineralreg reconcile`, then correct the records or `expect`",
        )
    elif found.verdict in ("short", "over") and claim.explanation is None:
        yield Finding(
            "MR502",
            "warning",
            f"claim '{claim.id}' is '{found.verdict}' and has no explanation: {numbers}",
            (*path, "count"),
            record=claim.id,
            label=numbers,
            help="write into `explanation` why it does not add up",
        )
    if claim.selector is not None and found.recorded == 0 and not found.possible:
        yield Finding(
            "MR504",
            "warning",
            f"the selector of claim '{claim.id}' matches nothing",
            (*path, "selector"),
            record=claim.id,
            label="no record matches",
            help="try the same filters with `mineralreg list`",
        )


def count_against_names(context: Context) -> Iterator[Finding]:
    """MR503: the source's number is not the number of names that it lists."""
    for position, claim in context.valid("claim"):
        if claim.names and len(claim.names) != claim.count:
            names = f"{len(claim.names)} name{'s' if len(claim.names) != 1 else ''}"
            yield Finding(
                "MR503",
                "info",
                f"claim '{claim.id}' counts {claim.count}, but its source lists {names}",
                ("claim", position, "count"),
                record=claim.id,
                label=f"the source lists {names}",
                help="look at the source again; say in `explanation` if it contradicts itself",
            )


CLAIMS = (
    Check(
        "MR501",
        "unexpected-count",
        "error",
        "the recorded count is not what the claim expects",
        "`expect` is the verdict that the maintainers last saw. When it changes, a record was"
        " added, lost or changed, and somebody should look.",
        "Run `mineralreg reconcile`, then correct the records or the expectation.",
        'count = 11\nexpect = "match"  # eight are recorded',
    ),
    Check(
        "MR502",
        "unexplained-difference",
        "warning",
        "a claim that does not reconcile and has no explanation",
        "A difference that is expected has a reason, which readers should know.",
        "Write the reason into `explanation`.",
        'count = 11\nexpect = "short"  # and no explanation',
    ),
    Check(
        "MR503",
        "count-differs-from-names",
        "info",
        "the count differs from the number of names that the source lists",
        "The source contradicts itself, or the list was not copied whole.",
        "Look at the source again; say in `explanation` if it is the source's own mistake.",
        'count = 11\nnames = ["peru", "chile"]',
    ),
    Check(
        "MR504",
        "empty-selection",
        "warning",
        "a selector that matches nothing",
        "A selector that finds nothing is more often misspelt than right.",
        "Try the same filters with `mineralreg list`.",
        'selector = { event = "critical-minerals-ministerial-2026", status = "expired" }',
    ),
)
