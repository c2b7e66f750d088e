"""MR304 to MR308: memberships and events in time, and days that look made up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.checks.finding import Check, Finding, Label, Path
from mineralreg.records.status import in_order
from mineralreg.reference.vocabulary import ENDED_STATUSES, INITIATIVE_ACTION_STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.dates import PartialDate
    from mineralreg.records.models import Action, Agreement, Initiative, Membership


_SUSPICIOUS = ("-01-01", "-12-31")


def ends_before_start(context: Context) -> Iterator[Finding]:
    """MR304: memberships and events that end before they start."""
    for position, initiative in context.valid("initiative"):
        for number, member in enumerate(initiative.members):
            if member.from_ and member.to and member.to.before(member.from_) == "yes":
                yield _backwards(
                    f"member {number + 1} ({member.partner}) of initiative '{initiative.id}'",
                    ("initiative", position, "members", number),
                    initiative.id,
                    ("from", member.from_),
                    ("to", member.to),
                )
    for position, event in context.valid("event"):
        if event.start and event.end and event.end.before(event.start) == "yes":
            yield _backwards(
                f"event '{event.id}'",
                ("event", position),
                event.id,
                ("start", event.start),
                ("end", event.end),
            )


def _backwards(
    who: str, path: Path, id: str, first: tuple[str, PartialDate], last: tuple[str, PartialDate]
) -> Finding:
    return Finding(
        "MR304",
        "error",
        f"{who} ends on {last[1]}, before it starts on {first[1]}",
        (*path, last[0]),
        record=id,
        label="before the start",
        help="look both dates up in the source",
        also=(Label("the start", (*path, first[0])),),
    )


def overlapping_memberships(context: Context) -> Iterator[Finding]:
    """MR305: one partner in one role twice at the same time."""
    for position, initiative in context.valid("initiative"):
        seen: dict[tuple[str, str], list[int]] = {}
        for number, member in enumerate(initiative.members):
            others = seen.setdefault((member.partner, member.role), [])
            other = next((o for o in others if _overlap(initiative.members[o], member)), None)
            others.append(number)
            if other is None:
                continue
            path: Path = ("initiative", position, "members")
            yield Finding(
                "MR305",
                "warning",
                f"initiative '{initiative.id}' has '{member.partner}' as {member.role} twice at"
                " the same time",
                (*path, number),
                record=initiative.id,
                label="overlaps with an earlier entry",
                help="merge the two, or give the first its last day",
                also=(Label("the earlier entry", (*path, other)),),
            )


def _overlap(one: Membership, other: Membership) -> bool:
    start = max(_days(one)[0], _days(other)[0])
    end = min(_days(one)[1], _days(other)[1])
    return start < end or (one.from_, one.to) == (other.from_, other.to)


def _days(member: Membership) -> tuple[date, date]:
    """The days on which the membership surely lasted."""
    return (
        member.from_.latest if member.from_ else date.min,
        member.to.earliest if member.to else date.max,
    )


def memberships_outside_life(context: Context) -> Iterator[Finding]:
    """MR306: memberships before an initiative began or after it ended."""
    for position, initiative in context.valid("initiative"):
        begin, end = _life(initiative)
        for number, member in enumerate(initiative.members):
            for key, day in (("from", member.from_), ("to", member.to)):
                if day is None:
                    continue
                if begin and day.before(begin) == "yes":
                    what = f"before the initiative's first act on {begin}"
                elif end and day.after(end) == "yes":
                    what = f"after the initiative had ended on {end}"
                else:
                    continue
                yield Finding(
                    "MR306",
                    "warning",
                    f"member {number + 1} ({member.partner}) of initiative '{initiative.id}' has a"
                    f" date {what}",
                    ("initiative", position, "members", number, key),
                    record=initiative.id,
                    label="outside its life",
                    help="correct the date, or the initiative's acts",
                )
                break


def _life(initiative: Initiative) -> tuple[PartialDate | None, PartialDate | None]:
    dated = [act.date for act in initiative.actions if act.date is not None]
    begin = min(dated, key=lambda day: day.sort_key, default=None)
    return begin, initiative.status_since if initiative.status in ENDED_STATUSES else None


class Dated(NamedTuple):
    """A date of an act, a membership or an event."""

    kind: str
    id: str
    path: Path
    what: str
    day: PartialDate


def suspicious_days(context: Context) -> Iterator[Finding]:
    """MR307: 1 January and 31 December to the day."""
    for dated in _dates(context, lambda day: day.text.endswith(_SUSPICIOUS)):
        yield Finding(
            "MR307",
            "warning",
            f"{dated.what} of {dated.kind} '{dated.id}' is dated {dated.day}, to the day",
            dated.path,
            record=dated.id,
            label="does a source state this day?",
            help=f'write "{dated.day.text[:4]}" if only the year is stated',
        )


def dates_after_as_of(context: Context) -> Iterator[Finding]:
    """MR308: what happened after the registry's `as_of`, or after `today` if that is given."""
    header = context.registry.registry if context.registry else None
    as_of = header.as_of.latest if header and header.as_of else None
    today = context.today
    if as_of and today and header and header.as_of and header.as_of.earliest > today:
        yield Finding(
            "MR308",
            "warning",
            f"the registry's as_of {header.as_of} is after {today}",
            ("registry", "as_of"),
            label="in the future",
            help="correct the date",
        )
    limit = min((day for day in (as_of, today) if day), default=None)
    if limit is None:
        return
    for dated in _dates(context, lambda day: day.earliest > limit):
        what = f"the registry's as_of {as_of}" if limit == as_of else f"today, {today}"
        yield Finding(
            "MR308",
            "warning",
            f"{dated.what} of {dated.kind} '{dated.id}' is dated {dated.day}, after {what}",
            dated.path,
            record=dated.id,
            label="later than facts were looked for" if limit == as_of else "in the future",
            help="bring as_of up to date, or correct the date",
        )


def _dates(context: Context, wanted: Callable[[PartialDate], bool]) -> Iterator[Dated]:
    """Every date of an act, membership or event that is wanted."""
    for kind in ("agreement", "initiative"):
        for position, record in context.valid(kind):
            for number, act in enumerate(record.actions):
                if act.date is not None and wanted(act.date):
                    path: Path = (kind, position, "actions", number, "date")
                    yield Dated(kind, record.id, path, f"act {number + 1} ({act.action})", act.date)
    for position, initiative in context.valid("initiative"):
        for number, member in enumerate(initiative.members):
            for key, day in (("from", member.from_), ("to", member.to)):
                if day is not None and wanted(day):
                    path = ("initiative", position, "members", number, key)
                    what = f"member {number + 1} ({member.partner})"
                    yield Dated("initiative", initiative.id, path, what, day)
    for position, event in context.valid("event"):
        for key in ("date", "start", "end"):
            day = getattr(event, key)
            if day is not None and wanted(day):
                yield Dated("event", event.id, ("event", position, key), f"the {key}", day)


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


TIME = (
    Check(
        "MR301",
        "acts-out-of-order",
        "error",
        "acts that are written in another order than their dates",
        "Acts are written in the order in which they happened, which is also what gives an act"
        " without a date its place. A warning where partial dates leave the order open, and where"
        " an instrument is in force or takes effect from a day before its signature.",
        "Move the act, or correct its date; suppress the warning where the text says so.",
        'actions = [\n    { action = "signed", date = 2026-02-04 },\n'
        '    { action = "announced", date = 2026-01-10 },\n]',
    ),
    Check(
        "MR302",
        "act-after-the-end",
        "error",
        "an act after the agreement or initiative had ended",
        "What is superseded, expired, terminated, lapsed or ended cannot be signed or ratified"
        " any more (Vienna Convention on the Law of Treaties, articles 54 to 59 and 70).",
        "Correct the dates, or record the new instrument as an agreement of its own.",
        'actions = [\n    { action = "expired", date = 2025 },\n'
        '    { action = "signed", date = 2026-02-04 },\n]',
    ),
    Check(
        "MR303",
        "illegal-step",
        "error",
        "a step between two statuses that cannot be",
        "Signature comes after nothing, a proposal, an announcement or negotiations; force or"
        " effect after signature or provisional application; resumption only after suspension."
        " A step is illegal only when no order of the dates makes it right.",
        "Add the act that lies between, as far as a source states it, or correct the word.",
        'actions = [\n    { action = "announced", date = 2026-01 },\n'
        '    { action = "entered-into-force", date = 2026-02 },\n]',
    ),
    Check(
        "MR304",
        "ends-before-it-starts",
        "error",
        "a membership or event that ends before it starts",
        "One of the two dates is wrong, and both would be shown as facts.",
        "Look both dates up in the source again.",
        "start = 2026-02-05\nend = 2026-02-04",
    ),
    Check(
        "MR305",
        "overlapping-memberships",
        "warning",
        "two memberships of one partner in one role at the same time",
        "A partner would be counted twice, or one of the entries was meant for somebody else.",
        "Merge the two, or give the first its last day.",
        'members = [\n    { partner = "peru", from = 2024 },\n'
        '    { partner = "peru", from = 2025 },\n]',
    ),
    Check(
        "MR306",
        "membership-outside-life",
        "warning",
        "a membership before the initiative began or after it ended",
        "One can only belong to what exists.",
        "Correct the date, or the initiative's acts.",
        'actions = [{ action = "launched", date = 2026-02-04 }]\n'
        'members = [{ partner = "peru", from = 2025 }]',
    ),
    Check(
        "MR307",
        "suspicious-day",
        "warning",
        "1 January or 31 December to the day",
        "Such days often come from a program that had only the year. Never fill in a day to have"
        " one.",
        "Write only the year in quotes, or suppress the warning where a source states the day.",
        "date = 2026-01-01",
    ),
    Check(
        "MR308",
        "after-as-of",
        "warning",
        "an act, membership or event after the registry's as_of",
        "as_of says up to which day facts were looked for; what comes later is either planned or"
        " the header was not brought up to date. With --today also what lies in the future.",
        "Bring as_of up to date, or correct the date.",
        "[registry]\nas_of = 2026-02-01\n# … an act on 2026-02-04",
    ),
)
