"""MR401 to MR404 and MR410: parties, acts and minerals that cannot be meant like this."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Check, Finding, Label, Path, Severity, quoted
from mineralreg.checks.references import circles
from mineralreg.reference.minerals import minerals
from mineralreg.reference.vocabulary import STATUS_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.dates import PartialDate
    from mineralreg.records.models import Action, Agreement


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


_MONTH = 31
_LOOKED_BACK = 8
"""Neighbours in time that an agreement is compared with, so that thousands of alike ones do not
take hours."""

Edges = dict[tuple[str, str], Path]
"""From one id to another, with the place that says so."""


def probable_duplicates(context: Context) -> Iterator[Finding]:
    """MR407: same parties, same kind, at most a month apart, and nothing relates the two."""
    alike: dict[tuple[frozenset[str], str], list[tuple[int, Agreement]]] = {}
    for position, agreement in context.valid("agreement"):
        if len(agreement.parties) > 1:
            parties = frozenset(agreement.parties)
            if context.former:
                parties = frozenset(map(context.current, parties))
            alike.setdefault((parties, agreement.kind), []).append((position, agreement))
    for same in alike.values():
        if len(same) < 2:
            continue
        group = [(day, *one) for one in same if (day := one[1].date) is not None]
        group.sort(key=lambda item: (item[0].sort_key, item[1]))
        for number, (day, position, agreement) in enumerate(group):
            for other_day, other_position, other in group[max(number - _LOOKED_BACK, 0) : number]:
                if (day.earliest - other_day.latest).days > _MONTH:
                    continue
                if _related(agreement, other, context) or _related(other, agreement, context):
                    continue
                one, two = (position, agreement), (other_position, other)
                yield _duplicate(*((one, two) if position < other_position else (two, one)))
                break


def _related(one: Agreement, other: Agreement, context: Context) -> bool:
    return any(context.current(link.agreement) == other.id for link in one.relations)


def _duplicate(first: tuple[int, Agreement], second: tuple[int, Agreement]) -> Finding:
    return Finding(
        "MR407",
        "warning",
        f"agreement '{second[1].id}' is probably '{first[1].id}' again: same parties, same kind,"
        f" {second[1].date} and {first[1].date}",
        ("agreement", second[0], "id"),
        record=second[1].id,
        label="the same agreement?",
        help='merge them, or add relations = [{ type = "distinct-from", agreement ='
        f' "{first[1].id}" }}]',
        also=(Label("the other one", ("agreement", first[0], "id")),),
    )


def circular_relations(context: Context) -> Iterator[Finding]:
    """MR408: relations, predecessors and parents that lead back to where they began."""
    for what, kind, edges in (
        ("relations", "agreement", _relation_edges(context)),
        ("predecessors", "initiative", _predecessor_edges(context)),
        ("parents", "partner", _parent_edges(context)),
    ):
        for circle in circles(edges):
            path = max((edges[edge] for edge in circle), key=lambda path: int(path[1]))
            ids = [edge[0] for edge in circle]
            start = next(edge[0] for edge in circle if edges[edge] == path)
            ids = ids[ids.index(start) :] + ids[: ids.index(start)]
            if len(ids) == 1:
                message = f"{kind} {quoted(start)} is related to itself"
                label = "itself"
            else:
                chain = " → ".join(ids[:6] + (["…"] if len(ids) > 6 else []) + [start])
                message = f"the {what} of {kind} {quoted(start)} go round in a circle: {chain}"
                label = "leads back to this record"
            yield Finding(
                "MR408",
                "error",
                message,
                path,
                record=start,
                label=label,
                help="remove the one that points the wrong way",
            )


def _relation_edges(context: Context) -> Edges:
    found: Edges = {}
    for position, row in enumerate(context.rows("agreement")):
        for number, link in enumerate(_tables(row.get("relations"))):
            target = link.get("agreement")
            if isinstance(row.get("id"), str) and isinstance(target, str):
                edge = row["id"], context.current(target)
                if link.get("type") != "distinct-from" or edge[0] == edge[1]:
                    found.setdefault(edge, ("agreement", position, "relations", number))
    return found


def _predecessor_edges(context: Context) -> Edges:
    found: Edges = {}
    for position, row in enumerate(context.rows("initiative")):
        targets = row.get("predecessors")
        for number, target in enumerate(targets if isinstance(targets, list) else ()):
            if isinstance(row.get("id"), str) and isinstance(target, str):
                path: Path = ("initiative", position, "predecessors", number)
                found.setdefault((row["id"], context.current(target)), path)
    return found


def _parent_edges(context: Context) -> Edges:
    found: Edges = {}
    for position, row in enumerate(context.rows("partner")):
        if isinstance(row.get("id"), str) and isinstance(row.get("parent"), str):
            edge = row["id"], context.current(row["parent"])
            found.setdefault(edge, ("partner", position, "parent"))
    return found


def one_sided_supersession(context: Context) -> Iterator[Finding]:
    """MR409: superseded without a successor, or a successor of what is not superseded."""
    successors: dict[str, Path] = {}
    for position, row in enumerate(context.rows("agreement")):
        for number, link in enumerate(_tables(row.get("relations"))):
            if link.get("type") == "supersedes" and isinstance(link.get("agreement"), str):
                path: Path = ("agreement", position, "relations", number)
                successors.setdefault(context.current(link["agreement"]), path)
    for position, agreement in context.valid("agreement"):
        act = next((n for n, a in enumerate(agreement.actions) if a.action == "superseded"), None)
        successor = successors.get(agreement.id)
        if act is not None and successor is None:
            yield Finding(
                "MR409",
                "warning",
                f"agreement '{agreement.id}' was superseded, but no record supersedes it",
                ("agreement", position, "actions", act),
                record=agreement.id,
                label="by what?",
                help='add { type = "supersedes", agreement = "' + agreement.id + '" } to the'
                " relations of its successor",
            )
        elif act is None and successor is not None:
            row = context.rows("agreement")[int(successor[1])]
            if "withdrawn" in row:
                continue
            yield Finding(
                "MR409",
                "warning",
                f"agreement {quoted(row.get('id', '?'))} supersedes '{agreement.id}', which has no"
                " act 'superseded'",
                successor,
                record=row.get("id") if isinstance(row.get("id"), str) else None,
                label="the other half is missing",
                help=f"add the act 'superseded' to '{agreement.id}'",
                also=(Label("the superseded agreement", ("agreement", position, "id")),),
            )


def one_sided_succession(context: Context) -> Iterator[Finding]:
    """MR409: an initiative superseded by none, or taken over without an end of its own."""
    heirs = {predecessor: path for (_, predecessor), path in _predecessor_edges(context).items()}
    for position, initiative in context.valid("initiative"):
        acts = [act.action for act in initiative.actions]
        place = heirs.get(initiative.id)
        if "superseded" in acts and place is None:
            yield Finding(
                "MR409",
                "warning",
                f"initiative '{initiative.id}' was superseded, but none names it as predecessor",
                ("initiative", position, "actions", acts.index("superseded")),
                record=initiative.id,
                label="by what?",
                help=f"add '{initiative.id}' to the predecessors of what took over from it",
            )
        elif place is not None and not {"superseded", "ended"} & set(acts):
            heir = context.rows("initiative")[int(place[1])]["id"]
            yield Finding(
                "MR409",
                "warning",
                f"initiative '{heir}' took over from '{initiative.id}', which has no act"
                " 'superseded' or 'ended'",
                place,
                record=heir,
                label="the other half is missing",
                help=f"add the act 'superseded' or 'ended' to '{initiative.id}'",
                also=(Label("the predecessor", ("initiative", position, "id")),),
            )


def _tables(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    return [item if isinstance(item, dict) else {} for item in value]


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


SENSE = (
    Check(
        "MR401",
        "too-few-parties",
        "error",
        "an agreement with fewer than two parties",
        "It takes two to agree. What is no more than announced may name one, and a bloc stands"
        " alone for what it adopts, announces or endorses: a declaration, framework, joint"
        " statement, action plan, roadmap, protocol or other paper. A memorandum has another side.",
        "Add the other party.",
        'parties = ["peru"]\nactions = [{ action = "signed", date = 2026-02-04 }]',
    ),
    Check(
        "MR402",
        "repeated-party",
        "error",
        "the same party twice",
        "A party counts once, so the second was meant to be somebody else.",
        "Remove the second, or name the party that was meant.",
        'parties = ["peru", "peru"]',
    ),
    Check(
        "MR403",
        "act-against-legal-nature",
        "error",
        "an act that an instrument of this legal nature cannot have",
        "Ratification, accession and entry into force are acts by which a state is bound (Vienna"
        " Convention on the Law of Treaties, article 2.1 b and 24); a non-binding text takes"
        " effect. A warning for `took-effect` on a binding one.",
        "Correct legal_nature, or use took-effect in place of entered-into-force.",
        'legal_nature = "non-binding"\nactions = [{ action = "ratified", date = 2026-05-01 }]',
    ),
    Check(
        "MR404",
        "onlooker-as-party",
        "error",
        "a party that appears only as witness, observer or guest",
        "A witness is not a signatory and attendance is not membership: who only watched is bound"
        " to nothing.",
        "Take it out of parties, or record its signature.",
        'parties = ["united-states", "peru", "chile"]\n'
        'signatories = [{ partner = "chile", name = "…", role = "witness" }]',
    ),
    Check(
        "MR405",
        "thin-sourcing",
        "warning",
        "an agreement that was signed or went further, as one publisher alone says",
        "One publisher can be wrong, however often it says so. An info when a source is official,"
        ' or when text_status is "not-found" and checked lies at most a year before as_of.',
        "Look for the text or a statement by a party; where there is none, write text_status ="
        ' "not-found" with the day in checked.',
        'sources = ["gestion-2026-02-04"]\nactions = [{ action = "signed", date = 2026-02-04 }]',
    ),
    Check(
        "MR406",
        "no-source",
        "error",
        "no source at all",
        "Every fact says where it comes from; a record without a source cannot be checked.",
        "Cite a source, on the record or on each of its acts and members.",
        "sources = []",
    ),
    Check(
        "MR407",
        "probable-duplicate",
        "warning",
        "two agreements with the same parties and kind within a month",
        "Two reports of one signature are easily recorded as two agreements.",
        "Merge them, or relate one to the other (distinct-from if nothing else joins them).",
        'relations = [{ type = "distinct-from", agreement = "us-peru-2024" }]  # is missing',
    ),
    Check(
        "MR408",
        "circular-relation",
        "error",
        "a relation to itself, or a circle of them",
        "What supersedes, amends or belongs to another cannot also come before it; a partner"
        " cannot own itself.",
        "Remove the relation that points the wrong way.",
        'id = "us-peru-2026"\nrelations = [{ type = "amends", agreement = "us-peru-2026" }]',
    ),
    Check(
        "MR409",
        "one-sided-supersession",
        "warning",
        "superseded without a successor, or a successor of one that is not superseded",
        "The two halves of one fact: the act on the old agreement and the relation of the new one,"
        " or the end of an initiative and its place among the predecessors of another.",
        "Record the missing half.",
        'actions = [{ action = "superseded", date = 2026-02-04 }]'
        "  # no record has supersedes to it",
    ),
    Check(
        "MR410",
        "group-and-member",
        "warning",
        "a mineral beside its own group",
        "A question about the member finds the group too. Both together say twice what the text"
        " names once.",
        "Keep the one that the text names; suppress it where the text names both.",
        'minerals = ["rare-earths", "neodymium"]',
    ),
    Check(
        "MR411",
        "unexplained-variant",
        "warning",
        "sources disagree and no note says why the recorded value was taken",
        "A reader cannot judge a choice that is not explained.",
        "Add a note to the variant, or notes to the record.",
        'variants = [{ field = "signed", value = "2026-02-05", sources = ["spg-2026"] }]',
    ),
    Check(
        "MR412",
        "unsourced-legal-nature",
        "info",
        "a legal nature without a source of its own",
        "Whether an instrument binds is the most contested fact about it, so it wants its own"
        " source.",
        "Name who says so in field_sources.",
        'legal_nature = "non-binding"',
    ),
    Check(
        "MR413",
        "status-in-notes",
        "info",
        "notes that say what became of a record while its acts do not",
        "The status follows from the acts, so what only the notes say is found by no question.",
        "Record the act, with its date and source.",
        'notes = "It was ratified in May."  # no act says so',
    ),
    Check(
        "MR414",
        "date-of-publication",
        "warning",
        "an act dated by the day of its report, while another source of the record is older",
        "Who finds no day in a report easily takes the day of the report. An older source shows"
        " that something had happened by then. What a party itself published that day is left out.",
        "Look in the older source for the day, or keep only the month or year.",
        'sources = ["andina-2026-02-01"]\n'
        'actions = [{ action = "signed", date = 2026-02-04, sources = ["gestion-2026-02-04"] }]',
    ),
)
