"""The part of a registry that its claims can speak of.

Reconciling means building an index, which takes a second per 20,000 agreements. Claims about one
event need only that event's agreements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.records.models import MODELS, Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.checks.context import Context, Key
    from mineralreg.checks.finding import Finding
    from mineralreg.records.models import Agreement, Claim

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
