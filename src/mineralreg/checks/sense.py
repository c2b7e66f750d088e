"""MR401 to MR410: parties, acts, minerals and relations that cannot be meant like this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from operator import getitem
from typing import Any

from mineralreg.checks.context import Context, Item
from mineralreg.checks.finding import Check, Finding, Path, quoted
from mineralreg.query.book import links
from mineralreg.reference.minerals import minerals
from mineralreg.reference.vocabulary import OBSERVERS

_ONE_PARTY_WILL_DO = ("proposed", "announced")
_OF_A_BLOC = (
    *("declaration", "framework", "joint-statement", "action-plan", "roadmap", "protocol"),
    "other",
)
_BLOC_ACTS = ("adopted", "announced", "endorsed")
"""What a bloc can do alone, and the kinds of paper that it makes so."""

_BINDING_ACTS = ("ratified", "acceded", "succeeded", "formally-confirmed", "entered-into-force")


@Check(
    "MR401",
    "too-few-parties",
    "error",
    title="an agreement with fewer than two parties",
    why="It takes two to agree. What is no more than announced may name one, and a bloc stands"
    " alone for what it adopts, announces or endorses: a declaration, framework, joint statement,"
    " action plan, roadmap, protocol or other paper. A memorandum has another side.",
    fix="Add the other party.",
    example='parties = ["peru"]\nactions = [{ action = "signed", date = 2026-02-04 }]',
    label="it takes two",
)
def too_few_parties(context: Context) -> Iterator[Finding]:
    blocs = {item.id for item in context.valid("partner") if item.record.kind == "bloc"}
    if context.broken:
        blocs |= {item.id for item in context.rows() if item.path in context.broken}
    for item in context.valid("agreement"):
        agreement = item.record
        count = len(agreement.parties)
        if count >= 2:
            continue
        alone = agreement.status in _ONE_PARTY_WILL_DO or (
            not blocs.isdisjoint(agreement.parties)
            and agreement.kind in _OF_A_BLOC
            and any(act.action in _BLOC_ACTS for act in agreement.actions)
        )
        if not (count and alone):
            how_many = "one party" if count else "no party"
            stands = "has" if agreement.status == "unknown" else f"is {agreement.status} with"
            yield too_few_parties.of(item, f"{{}} {stands} {how_many}", "parties")


@Check(
    "MR402",
    "repeated-party",
    "error",
    title="the same party twice",
    why="A party counts once, so the second was meant to be somebody else.",
    fix="Remove it, or name the party that was meant.",
    example='parties = ["peru", "peru"]',
    label="named again",
)
def repeated_party(context: Context) -> Iterator[Finding]:
    for item in context.valid("agreement"):
        parties = item.record.parties
        if len({*parties}) == len(parties):
            continue
        places: dict[str, list[int]] = {}
        for number, party in enumerate(parties):
            places.setdefault(party, []).append(number)
        for first, again in (some[:2] for some in places.values() if len(some) > 1):
            message = f"{{}} names the party '{parties[again]}' twice"
            also = item.label("first named here", "parties", first)
            yield repeated_party.of(item, message, "parties", again, also=also)


@Check(
    "MR403",
    "act-against-legal-nature",
    "error",
    title="an act that an instrument of this legal nature cannot have",
    why="Ratification, accession and entry into force are acts by which a state is bound (Vienna"
    " Convention on the Law of Treaties, article 2.1 b and 24); a non-binding text takes effect."
    " A warning for `took-effect` on a binding one.",
    fix="Correct legal_nature, or use 'took-effect' for what does not bind and 'entered-into-force'"
    " for what does.",
    example='legal_nature = "non-binding"\nactions = [{ action = "ratified", date = 2026-05-01 }]',
)
def act_against_legal_nature(context: Context) -> Iterator[Finding]:
    for item in context.valid("agreement"):
        nature = item.record.legal_nature
        for number, act in enumerate(item.record.actions):
            if nature == "non-binding" and act.action in _BINDING_ACTS:
                severity, what = "error", "binds, which a non-binding text cannot"
            elif nature == "binding" and act.action == "took-effect":
                severity, what = "warning", "is the word for non-binding texts"
            else:
                continue
            yield act_against_legal_nature.of(
                item,
                f"{{}} is {nature}, but its act '{act.action}' {what}",
                *("actions", number, "action"),
                severity=severity,
                label=f"on a {nature} instrument",
                also=item.label("its legal nature", "legal_nature"),
            )


@Check(
    "MR404",
    "onlooker-as-party",
    "error",
    title="a party that appears only as witness, observer or guest",
    why="A witness is not a signatory and attendance is not membership: who only watched is bound"
    " to nothing.",
    fix="Take it out of parties, or record its signature.",
    example='parties = ["united-states", "peru", "chile"]\n'
    'signatories = [{ partner = "chile", name = "…", role = "witness" }]',
)
def onlooker_as_party(context: Context) -> Iterator[Finding]:
    observers = _observers(context)
    for item in context.valid("agreement"):
        agreement = item.record
        if not agreement.signatories and not (observers and agreement.initiatives):
            continue
        wrote = [one.partner for one in agreement.signatories if one.role != "witness"]
        acted = [act.partner for act in agreement.actions if act.partner]
        signed = {*wrote, *acted}
        witnesses = {one.partner for one in agreement.signatories} - signed
        initiatives = sorted(agreement.initiatives)
        for number, party in enumerate(agreement.parties):
            role = "witness" if party in witnesses else ""
            if not role and party not in signed and len(agreement.parties) > 2:
                roles = [observers.get(one, {}).get(party, "") for one in initiatives]
                role = roles[0] if roles and all(roles) else ""
            if role:
                message = f"{{}} names '{party}' as a party, which appears only as {role}"
                label = f"only {role}"
                yield onlooker_as_party.of(item, message, "parties", number, label=label)


def _observers(context: Context) -> dict[str | None, dict[str, str]]:
    """For each initiative, the partners that are only observers or guests in it."""
    found: dict[str | None, dict[str, str]] = {}
    for item in context.valid("initiative"):
        members = item.record.members
        inside = {one.partner for one in members if one.role not in OBSERVERS}
        outside = {one.partner: one.role for one in members if one.partner not in inside}
        if outside:
            found[item.id] = outside
    return found


_MONTH = 31
"""Days within which two agreements of the same parties and kind are probably one."""

_LOOKED_BACK = 8
"""Neighbours in time that an agreement is compared with, so that thousands of alike ones do not
take hours."""


@Check(
    "MR407",
    "probable-duplicate",
    "warning",
    title="two agreements with the same parties and kind within a month",
    why="Two reports of one signature are easily recorded as two agreements.",
    fix="Merge them, or relate one to the other (distinct-from if nothing else joins them).",
    example='relations = [{ type = "distinct-from", agreement = "us-peru-2024" }]  # is missing',
    label="the same agreement?",
)
def probable_duplicate(context: Context) -> Iterator[Finding]:
    alike: dict[tuple[frozenset[str], str], list[Item]] = {}
    related: set[frozenset[str | None]] = set()
    for item in context.valid("agreement"):
        if len(item.record.parties) > 1:
            parties = frozenset(item.record.parties)
            alike.setdefault((parties, item.record.kind), []).append(item)
        for link in item.record.relations:
            related.add(frozenset((item.id, link.agreement)))
    for same in alike.values():
        if len(same) < 2:
            continue
        group = [(day, item) for item in same if (day := item.record.date) is not None]
        group.sort(key=lambda entry: (entry[0].sort_key, entry[1].position))
        for number, (day, item) in enumerate(group):
            for other_day, other in group[max(number - _LOOKED_BACK, 0) : number]:
                near = (day.earliest - other_day.latest).days <= _MONTH
                if near and frozenset((item.id, other.id)) not in related:
                    yield _duplicate(*sorted((item, other), key=lambda one: one.position))
                    break


def _duplicate(first: Item, second: Item) -> Finding:
    relation = f'{{ type = "distinct-from", agreement = "{first.id}" }}'
    return probable_duplicate.of(
        second,
        f"{{}} is probably '{first.id}' again: same parties, same kind, {second.record.date} and"
        f" {first.record.date}",
        "id",
        help=f"merge them, or add relations = [{relation}]",
        also=first.label("the other one", "id"),
    )


@Check(
    "MR408",
    "circular-relation",
    "error",
    title="a relation to itself, or a cycle of them",
    why="What supersedes, amends or belongs to another cannot also come before it; a partner"
    " cannot own itself.",
    fix="Remove the one that points the wrong way.",
    example='id = "us-peru-2026"\nrelations = [{ type = "amends", agreement = "us-peru-2026" }]',
    label="leads back to this record",
)
def circular_relation(context: Context) -> Iterator[Finding]:
    for kind, key, what in (
        ("agreement", "relations", "relations"),
        ("initiative", "predecessors", "predecessors"),
        ("partner", "parent", "parents"),
    ):
        edges: dict[tuple[str, str], Path] = {}
        for item, target, path, type in _pointers(context, kind, key):
            if item.id is not None and (type != "distinct-from" or item.id == target):
                edges.setdefault((item.id, target), (*item.path, *path))
        for cycle in cycles(edges):
            last = max(range(len(cycle)), key=lambda n: int(edges[cycle[n]][1]))
            path = edges[cycle[last]]
            start, *others = [one for one, _ in cycle[last:] + cycle[:last]]
            if others:
                dots = ["…"] if len(others) > 5 else []
                chain = " → ".join([start, *others[:5], *dots, start])
                message = f"the {what} of {kind} {quoted(start)} form a cycle: {chain}"
                yield circular_relation.at(path, message, record=start)
            else:
                message = f"{kind} {quoted(start)} is related to itself"
                yield circular_relation.at(path, message, record=start, label="itself")


def _pointers(context: Context, kind: str, key: str) -> Iterator[tuple[Item, str, Path, str]]:
    """What the records of a kind point to by a key, raw: from, to, the place, and the relation."""
    for item in context.rows(kind):
        for path, of, id in links({key: item.record[key]}) if key in item.record else ():
            if of == kind:
                table: Any = reduce(getitem, path[:-1], item.record)
                type = (
                    str(table.get("type")) if key == "relations" and isinstance(table, dict) else ""
                )
                yield item, context.current(id), path[:2], type


Edge = tuple[str, str]

_REPORTED = 100


def cycles(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    """Ways along edges from one id to another that lead back; loops of one id included.

    At most a hundred are reported, each without the edges that closed one before: the others show
    when these are mended.
    """
    left = dict.fromkeys(edges)
    for _ in range(_REPORTED):
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for start, end in left:
            sorter.add(end, start)
        try:
            sorter.prepare()
        except CycleError as error:
            cycle = list(pairwise(error.args[1]))
            yield cycle
            del left[cycle[-1]]
        else:
            return


@Check(
    "MR409",
    "one-sided-supersession",
    "warning",
    title="superseded without a successor, or a successor of one that is not superseded",
    why="The two halves of one fact: the act on the old agreement and the relation of the new one,"
    " or the end of an initiative and its place among the predecessors of another.",
    fix="Record the missing half.",
    example='actions = [{ action = "superseded", date = 2026-02-04 }]'
    "  # no record has supersedes to it",
    label="the other half is missing",
)
def one_sided_supersession(context: Context) -> Iterator[Finding]:
    for kind, key, relation, ends in (
        ("agreement", "relations", "supersedes", ("superseded",)),
        ("initiative", "predecessors", "", ("superseded", "ended")),
    ):
        heirs: dict[str | None, tuple[Item, Path]] = {}
        for heir, target, path, type in _pointers(context, kind, key):
            if type == relation:
                heirs.setdefault(target, (heir, path))
        for item in context.valid(kind):
            acts = [act.action for act in item.record.actions]
            if item.id in heirs:
                heir, path = heirs[item.id]
                on = heir.id is not None and "withdrawn" not in heir.record
                if on and not {*ends} & {*acts}:
                    yield _goes_on(item, "' or '".join(ends), heir, path)
            elif "superseded" in acts:
                yield _without_heir(item, acts.index("superseded"))


def _goes_on(item: Item, end: str, heir: Item, path: Path) -> Finding:
    does, what = "took over from", "the predecessor"
    if item.kind == "agreement":
        does, what = "supersedes", "the superseded agreement"
    message = f"{{}} {does} '{item.id}', which has no act '{end}'"
    help, also = f"add the act '{end}' to '{item.id}'", item.label(what, "id")
    return one_sided_supersession.of(heir, message, *path, help=help, also=also)


def _without_heir(item: Item, act: int) -> Finding:
    message = "{} was superseded, but none names it as predecessor"
    help = f"add '{item.id}' to the predecessors of what took over from it"
    if item.kind == "agreement":
        message = "{} was superseded, but no record supersedes it"
        relation = f'{{ type = "supersedes", agreement = "{item.id}" }}'
        help = f"add {relation} to the relations of its successor"
    return one_sided_supersession.of(item, message, "actions", act, label="by what?", help=help)


@Check(
    "MR410",
    "group-and-member",
    "warning",
    title="a mineral beside its own group",
    why="A question about the member finds the group too. Both together say twice what the text"
    " names once.",
    fix="Keep the one that the text names; suppress it where the text names both.",
    example='minerals = ["rare-earths", "neodymium"]',
)
def group_and_member(context: Context) -> Iterator[Finding]:
    table = minerals()
    groups = {mineral.id: frozenset(table.groups_of(mineral.id)) for mineral in table}
    all_groups = frozenset().union(*groups.values())
    for item in context.valid("agreement"):
        named = item.record.minerals
        for number, mineral in enumerate(() if all_groups.isdisjoint(named) else named):
            group = next((word for word in named if word in groups.get(mineral, ())), None)
            if group is not None:
                yield group_and_member.of(
                    item,
                    f"{{}} names '{mineral}' beside its group '{group}'",
                    *("minerals", number),
                    label=f"belongs to '{group}'",
                    also=item.label("the group", "minerals", named.index(group)),
                )
