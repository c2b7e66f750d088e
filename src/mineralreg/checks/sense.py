"""MR401 to MR404 and MR410: parties, acts and minerals that cannot be meant like this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Label, Path, Severity
from mineralreg.reference.minerals import minerals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context
    from mineralreg.records.models import Agreement

_ONE_PARTY_WILL_DO = ("proposed", "announced")
_OF_A_BLOC = (
    *("declaration", "framework", "joint-statement", "action-plan", "roadmap", "protocol"),
    "other",
)
_BLOC_ACTS = ("adopted", "announced", "endorsed")
"""What a bloc can do alone, and the kinds of paper that it makes so."""

_BINDING_ACTS = ("ratified", "acceded", "succeeded", "formally-confirmed", "entered-into-force")
_ONLOOKERS = ("observer", "guest")


def too_few_parties(context: Context) -> Iterator[Finding]:
    """MR401: fewer than two parties on more than a proposal or an announcement.

    A bloc may stand alone for what it adopts: what the G7 declares, its members have agreed among
    themselves. A memorandum that it signs has another side.
    """
    partners = context.registry.partner if context.registry else ()
    blocs = {partner.id for partner in partners if partner.kind == "bloc"}
    blocs |= context.broken_ids
    for position, agreement in context.valid("agreement"):
        count = len(agreement.parties)
        if count >= 2:
            continue
        alone = agreement.status in _ONE_PARTY_WILL_DO or (
            not blocs.isdisjoint(context.current(party) for party in agreement.parties)
            and agreement.kind in _OF_A_BLOC
            and any(act.action in _BLOC_ACTS for act in agreement.actions)
        )
        if count == 1 and alone:
            continue
        yield Finding(
            "MR401",
            "error",
            f"agreement '{agreement.id}' is {agreement.status} with"
            f" {'one party' if count else 'no party'}",
            ("agreement", position, "parties"),
            record=agreement.id,
            label="it takes two",
            help="add the other party",
        )


def repeated_parties(context: Context) -> Iterator[Finding]:
    """MR402: one party twice, perhaps under a former id."""
    for position, agreement in context.valid("agreement"):
        parties = agreement.parties
        if len(set(parties)) == len(parties) and not context.former:
            continue
        path: Path = ("agreement", position, "parties")
        first: dict[str, int] = {}
        told: set[str] = set()
        for number, party in enumerate(parties):
            current = context.current(party)
            earlier = first.setdefault(current, number)
            if earlier != number and current not in told:
                told.add(current)
                yield Finding(
                    "MR402",
                    "error",
                    f"agreement '{agreement.id}' names the party '{party}' twice",
                    (*path, number),
                    record=agreement.id,
                    label="named again",
                    help="remove it, or name the party that was meant",
                    also=(Label("first named here", (*path, earlier)),),
                )


def acts_against_legal_nature(context: Context) -> Iterator[Finding]:
    """MR403: acts that bind on a text that does not, and the reverse."""
    for position, agreement in context.valid("agreement"):
        nature = agreement.legal_nature
        if nature not in ("binding", "non-binding"):
            continue
        for number, act in enumerate(agreement.actions):
            severity: Severity
            if nature == "non-binding" and act.action in _BINDING_ACTS:
                severity, what = "error", "binds, which a non-binding text cannot"
            elif nature == "binding" and act.action == "took-effect":
                severity, what = "warning", "is the word for non-binding texts"
            else:
                continue
            yield Finding(
                "MR403",
                severity,
                f"agreement '{agreement.id}' is {nature}, but its act '{act.action}' {what}",
                ("agreement", position, "actions", number, "action"),
                record=agreement.id,
                label=f"on a {nature} instrument",
                help="correct legal_nature, or use 'took-effect' for what does not bind and"
                " 'entered-into-force' for what does",
                also=(Label("its legal nature", ("agreement", position, "legal_nature")),),
            )


def onlookers_as_parties(context: Context) -> Iterator[Finding]:
    """MR404: parties that appear only as witness, observer or guest."""
    onlookers = _only_onlookers(context)
    for position, agreement in context.valid("agreement"):
        if not agreement.signatories and not (onlookers and agreement.initiatives):
            continue
        signed = {one.partner for one in agreement.signatories if one.role != "witness"}
        signed.update(act.partner for act in agreement.actions if act.partner)
        witnesses = {one.partner for one in agreement.signatories} - signed
        for number, party in enumerate(agreement.parties):
            if party in witnesses:
                role = "witness"
            elif party not in signed and len(agreement.parties) > 2:
                role = _role(party, agreement, onlookers)
            else:
                continue
            if role:
                yield Finding(
                    "MR404",
                    "error",
                    f"agreement '{agreement.id}' names '{party}' as a party, which appears only as"
                    f" {role}",
                    ("agreement", position, "parties", number),
                    record=agreement.id,
                    label=f"only {role}",
                    help="take it out of parties, or record its signature",
                )


def _only_onlookers(context: Context) -> dict[str, dict[str, str]]:
    """For each initiative, the partners that are only observers or guests in it."""
    found: dict[str, dict[str, str]] = {}
    for _, initiative in context.valid("initiative"):
        inside = {member.partner for member in initiative.members if member.role not in _ONLOOKERS}
        outside = {
            member.partner: member.role
            for member in initiative.members
            if member.role in _ONLOOKERS and member.partner not in inside
        }
        if outside:
            found[initiative.id] = outside
    return found


def _role(party: str, agreement: Agreement, onlookers: dict[str, dict[str, str]]) -> str:
    roles = [onlookers.get(initiative, {}).get(party) for initiative in agreement.initiatives]
    return next((role for role in roles if role), "") if all(roles) else ""


def groups_beside_members(context: Context) -> Iterator[Finding]:
    """MR410: a mineral and a group that holds it, both named."""
    groups: dict[str, frozenset[str]] = {}
    for position, agreement in context.valid("agreement"):
        named = agreement.minerals
        if len(named) < 2:
            continue
        for number, mineral in enumerate(named):
            if mineral not in groups:
                known = minerals().by_id(mineral)
                groups[mineral] = frozenset(minerals().groups_of(mineral) if known else ())
            if groups[mineral].isdisjoint(named):
                continue
            group = next(word for word in named if word in groups[mineral])
            path: Path = ("agreement", position, "minerals")
            yield Finding(
                "MR410",
                "warning",
                f"agreement '{agreement.id}' names '{mineral}' beside its group '{group}'",
                (*path, number),
                record=agreement.id,
                label=f"belongs to '{group}'",
                help="keep the one that the text names",
                also=(Label("the group", (*path, named.index(group))),),
            )
