"""MR407 to MR409: how agreements stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.circles import circles
from mineralreg.checks.finding import Finding, Label, Path
from mineralreg.checks.naming import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context
    from mineralreg.records.models import Agreement

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
