"""MR301 to MR303: the order of acts, and the steps between statuses that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Label, Path
from mineralreg.records.status import in_order
from mineralreg.reference.vocabulary import ENDED_STATUSES, INITIATIVE_ACTION_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.dates import PartialDate
    from mineralreg.records.models import Action, Agreement, Initiative

_BEFORE_SIGNATURE = ("unknown", "proposed", "announced", "negotiating", "concluded", "active")
_BEFORE_FORCE = ("signed", "provisionally-applied", "active")
_FORCE = ("entered-into-force", "took-effect")
_IN_FORCE = ("in-force", "in-effect")
_NEVER_FIRST = (*_FORCE, "resumed")
"""What `_why_not` can object to in an act with none before it; most records have one act."""


def acts_out_of_order(context: Context) -> Iterator[Finding]:
    """MR301: acts that are not written in the order of their dates."""
    for kind, position, record in _with_acts(context, "MR301"):
        latest: tuple[int, PartialDate] | None = None
        for number, act in enumerate(record.actions):
            date = act.date
            if date is None:
                continue
            if latest is None or date.earliest >= latest[1].earliest:
                latest = number, date
                continue
            definite = date.before(latest[1]) == "yes"
            how = "is dated before" if definite else "may be dated before"
            back = definite and act.action in _FORCE and _signed(record.actions[:number])
            yield Finding(
                "MR301",
                "error" if definite and not back else "warning",
                f"{kind} '{record.id}': act {number + 1} ({act.action}, {date}) {how} act"
                f" {latest[0] + 1} ({record.actions[latest[0]].action}, {latest[1]})",
                (kind, position, "actions", number, "date"),
                record=record.id,
                label="earlier than an act before it" if definite else "the order is open",
                help="if the instrument says that it applies from that day, suppress this with"
                " that reason; else correct a date"
                if back
                else "write acts in the order in which they happened, or correct a date",
                also=(Label("written before it", (kind, position, "actions", latest[0], "date")),),
            )


def acts_after_the_end(context: Context) -> Iterator[Finding]:
    """MR302: acts of what had ended by then."""
    for kind, position, record in _with_acts(context, "MR302"):
        acts, end = record.actions, -1
        for number in in_order(acts):
            act = acts[number]
            if end < 0:
                if act.partner is None and _brings(act) in ENDED_STATUSES:
                    end = number
                continue
            if act.action == "relaunched" and acts[end].action == "ended":
                end = -1
                continue
            ended, date = acts[end].date, act.date
            if ended and date and ended.before(date) == "maybe":
                continue
            yield Finding(
                "MR302",
                "error",
                f"{kind} '{record.id}' {_past(acts[end].action)}, but act {number + 1}"
                f" ({act.action}) comes after that",
                (kind, position, "actions", number),
                record=record.id,
                label="after the end",
                help="correct the dates, or record the new instrument as one of its own",
                also=(Label("the end", (kind, position, "actions", end)),),
            )


def illegal_steps(context: Context) -> Iterator[Finding]:
    """MR303: acts that cannot follow the status before them."""
    for kind, position, record in _with_acts(context, "MR303"):
        acts = record.actions
        if len(acts) == 1 and acts[0].action not in _NEVER_FIRST:
            continue
        order, written = in_order(acts), range(len(acts))
        wrong = dict(_objections(acts, order))
        if wrong and order != list(written):  # MR301 tells of the order
            wrong = {n: why for n, why in _objections(acts, written) if n in wrong}
        for number, reason in wrong.items():
            late = acts[number].action in _FORCE and _signed(acts[number:])
            yield _illegal(kind, position, record.id, number, acts[number], reason, late=late)


def _objections(acts: tuple[Action, ...], order: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The acts that cannot follow those before them in this order, with the reason."""
    current, before, signed = "unknown", "unknown", False
    for number in order:
        act = acts[number]
        if act.partner is not None:
            continue
        reason = _why_not(act, current, acts, signed=signed)
        if reason:
            yield number, reason
        signed = signed or _brings(act) == "signed"
        if act.action == "resumed":
            current = before if current == "suspended" else current
            continue
        if act.action == "suspended" and current != "suspended":
            before = current
        current = _brings(act) or current


def _why_not(act: Action, current: str, acts: tuple[Action, ...], *, signed: bool) -> str | None:
    if current in ENDED_STATUSES:
        return None  # MR302 says it
    if act.action == "signed" and current not in _BEFORE_SIGNATURE:
        if current in _IN_FORCE and not signed:
            return None  # the force before it is what is told
        return f"it is {current} already"
    if act.action in _FORCE and current not in _BEFORE_FORCE:
        if current not in (*_IN_FORCE, "suspended") and any(
            _may_precede(other, act) for other in acts if _brings(other) == "signed"
        ):
            return None
        if current == "unknown":
            return "no signature or provisional application is recorded before it"
        return f"it was {current}, neither signed nor provisionally applied"
    if act.action == "resumed" and current != "suspended":
        return "it was not suspended"
    return None


def _may_precede(one: Action, other: Action) -> bool:
    return bool(one.date and other.date and one.date.after(other.date) != "yes")


def _signed(acts: tuple[Action, ...]) -> bool:
    return any(_brings(act) == "signed" for act in acts)


def _illegal(
    kind: str, position: int, id: str, number: int, act: Action, reason: str, *, late: bool
) -> Finding:
    path: Path = (kind, position, "actions", number, "action")
    return Finding(
        "MR303",
        "error",
        f"{kind} '{id}' cannot have the act '{act.action}' here: {reason}",
        path,
        record=id,
        label="not possible at this point",
        help="correct a date; if the instrument says that it applies from a day before its"
        " signature, write this act behind the signature"
        if late
        else "add the act that lies between, as far as a source states it, or correct the word",
    )


def _with_acts(context: Context, code: str) -> Iterator[tuple[str, int, Agreement | Initiative]]:
    for position, agreement in context.valid("agreement"):
        if len(agreement.actions) > (code != "MR303"):
            yield "agreement", position, agreement
    for position, initiative in context.valid("initiative"):
        if initiative.actions:
            yield "initiative", position, initiative


def _brings(act: Action) -> str | None:
    return INITIATIVE_ACTION_STATUS.get(act.action)


def _past(action: str) -> str:
    return f"{'was' if action in ('superseded', 'terminated') else 'had'} {action}"
