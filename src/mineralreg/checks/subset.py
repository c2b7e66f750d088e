"""The part of a registry that its claims can speak of.

Reconciling means building an index, which takes a second per 20,000 agreements. Claims about one
event need only that event's agreements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.records.registry import MODELS, Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mineralreg.checks.context import Context
    from mineralreg.checks.finding import Finding
    from mineralreg.checks.repair import Key
    from mineralreg.records.agreement import Agreement
    from mineralreg.records.claim import Claim, Selector

_FIELDS = {
    "country": "parties",
    "party": "parties",
    "between": "parties",
    "region": "parties",
    "via_blocs": "parties",
    "status": "actions",
    "since": "actions",
    "until": "actions",
    "certain": "actions",
    "kind": "kind",
    "legal_nature": "legal_nature",
    "level": "level",
    "mineral": "minerals",
    "topic": "topics",
    "initiative": "initiatives",
    "event": "event",
    "source": "sources",
    "search": "title",
    "withdrawn": "withdrawn",
}
"""The key of an agreement that each filter reads."""

_UNITS = {"partners": "parties"}
_NAMING = ("id", "iso", "kind", "name", "aliases", "former_ids")
"""Keys that decide what a country's or partner's name means."""
_HEAVY = (
    "sources",
    "minerals",
    "topics",
    "signatories",
    "amounts",
    "relations",
    "bodies",
    "variants",
)
_SOURCED = ("source", "search")
"""Filters that look into sources."""


def lost_keys(context: Context, findings: Iterable[Finding]) -> dict[Key, set[str]]:
    """The keys of each record that were broken or name what is not there."""
    lost = {key: set(keys) for key, keys in context.lost.keys.items()}
    for finding in findings:
        path = finding.path
        if finding.severity == "error" and len(path) > 2 and isinstance(path[1], int):
            lost.setdefault((str(path[0]), path[1]), set()).add(str(path[2]))
    return lost


def countable_part(
    context: Context, claims: Mapping[int, Claim], lost: Mapping[Key, set[str]]
) -> Registry | None:
    """A registry with the claims that can be judged and with what they may count.

    A claim is left out when it is broken itself, or when a record that it may count is broken in a
    key that decides on it: its number would be wrong for no fault of its own.

    Args:
        context: The file.
        claims: The claims to judge, by position.
        lost: What `lost_keys` says.
    """
    registry = context.registry
    if registry is None or context.lost.kinds:
        return None
    kept = [
        claim
        for position, claim in claims.items()
        if ("claim", position) not in lost and not _touched(claim, registry, lost, context)
    ]
    if not kept:
        return None
    parts: dict[str, tuple[Any, ...]] = {
        kind: getattr(registry, kind) for kind in ("source", "partner", "initiative", "event")
    }
    selectors = [claim.selector for claim in kept if claim.selector]
    if not any(getattr(selector, key) for selector in selectors for key in _SOURCED):
        parts["source"] = ()
    unread = _unread(selectors)
    parts["agreement"] = tuple(
        agreement.model_copy(update=unread) for agreement in _candidates(registry, kept, context)
    )
    parts["claim"] = tuple(kept)
    seen: set[str] = set()
    for kind in MODELS:
        unique = []
        for record in parts[kind]:
            if record.id not in seen:
                seen.add(record.id)
                unique.append(record)
        parts[kind] = tuple(unique)
    return registry.model_copy(update=parts)


def _unread(selectors: Iterable[Selector]) -> dict[str, Any]:
    """Keys of agreements that none of the selectors reads, emptied: a smaller index to build."""
    asked = {key for selector in selectors for key in selector.model_fields_set}
    if "search" in asked:
        return {}
    read = {_FIELDS[key] for key in asked}
    empty: dict[str, Any] = {key: () for key in _HEAVY if key not in read}
    if "sources" not in read:
        empty["field_sources"] = {}
    return empty


def _touched(
    claim: Claim, registry: Registry, lost: Mapping[Key, set[str]], context: Context
) -> bool:
    """Whether a broken record may change what the claim counts."""
    reads = _reads(claim)
    for (kind, position), keys in lost.items():
        if claim.unit == "participants":
            if kind == "event" and not keys.isdisjoint(("participants", "hosts", "id")):
                return True
        elif claim.unit == "members":
            if kind == "initiative" and not keys.isdisjoint(("members", "id")):
                return True
        elif kind == "partner":
            if "parties" in reads and not keys.isdisjoint(_NAMING):
                return True
        elif kind == "agreement" and not keys.isdisjoint(reads):
            record = registry.agreement[position]
            if not _elsewhere(claim, record, keys, context):
                return True
    return False


def _reads(claim: Claim) -> set[str]:
    selector = claim.selector
    reads = {_FIELDS[key] for key in selector.model_fields_set} if selector else set()
    return reads | {"actions", "withdrawn", "id"} | ({"parties"} & {_UNITS.get(claim.unit, "")})


def _elsewhere(claim: Claim, record: Agreement, keys: set[str], context: Context) -> bool:
    """Whether an agreement surely is not among those that the claim's selector finds."""
    if claim.selector is None:
        return True
    for wanted, key, has in (
        (claim.selector.event, "event", (record.event,)),
        (claim.selector.initiative, "initiatives", record.initiatives),
    ):
        ids = _ids(wanted, context, key.removesuffix("s"))
        if ids and key not in keys:
            return ids.isdisjoint(context.current(one) for one in has if one)
    return False


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
