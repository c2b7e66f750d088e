"""MR3xx: acts, memberships and events in time, and days that look made up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from mineralreg.checks.context import Context, Item
from mineralreg.checks.finding import Check, Finding, Path
from mineralreg.dates import PartialDate
from mineralreg.records.parts import Action, Membership
from mineralreg.records.status import in_order
from mineralreg.reference.vocabulary import DERIVED_KINDS, ENDED_STATUSES, INITIATIVE_ACTION_STATUS

_BEFORE_SIGNATURE = ("unknown", "proposed", "announced", "negotiating", "concluded", "active")
_BEFORE_FORCE = ("signed", "provisionally-applied", "active")
FORCE = ("entered-into-force", "took-effect")
"""Acts that bring an instrument into force or effect, which it may say of a day before them."""
_IN_FORCE = ("in-force", "in-effect")
_NEVER_FIRST = (*FORCE, "resumed")
"""What `_why_not` can object to in an act with none before it; most records have one act."""

Acts = tuple[Action, ...]


def acts_in_time(context: Context) -> Iterator[Finding]:
    """MR301 to MR303: the acts of each record, as they are written and by their dates."""
    for item in context.valid(*DERIVED_KINDS):
        acts: Acts = item.record.actions
        if len(acts) == 1 and acts[0].action not in _NEVER_FIRST:
            continue
        order = in_order(acts)
        yield from _out_of_order(item, acts)
        yield from _after_the_end(item, acts, order)
        yield from _impossible(item, acts, order)


acts_out_of_order = Check(
    "MR301",
    "acts-out-of-order",
    "error",
    title="acts that are written in another order than their dates",
    why="Acts are written in the order in which they happened, which is also what gives an act"
    " without a date its place. A warning where partial dates leave the order open, and where an"
    " instrument is in force or takes effect from a day before its signature.",
    fix="Move the act, or correct its date; suppress the warning where the text says so.",
    example='actions = [\n    { action = "signed", date = 2026-02-04 },\n'
    '    { action = "announced", date = 2026-01-10 },\n]',
    find=acts_in_time,
)


def _out_of_order(item: Item, acts: Acts) -> Iterator[Finding]:
    latest = 0
    for number, act in enumerate(acts):
        day, before = act.date, acts[latest].date
        if day is None:
            continue
        if before is None or day.earliest >= before.earliest:
            latest = number
            continue
        definite = day.before(before) == "yes"
        back = definite and act.action in FORCE and _signed(acts[:number])
        help = "write acts in the order in which they happened, or correct a date"
        if back:
            help = (
                "if the instrument says that it applies from that day, suppress this with that"
                " reason; else correct a date"
            )
        yield acts_out_of_order.of(
            item,
            f"{{}}: act {number + 1} ({act.action}, {day}) {'is' if definite else 'may be'} dated"
            f" before act {latest + 1} ({acts[latest].action}, {before})",
            *("actions", number, "date"),
            severity="error" if definite and not back else "warning",
            label="earlier than an act before it" if definite else "the order is open",
            help=help,
            also=item.label("written before it", "actions", latest, "date"),
        )


act_after_the_end = Check(
    "MR302",
    "act-after-the-end",
    "error",
    title="an act after the agreement or initiative had ended",
    why="What is superseded, expired, terminated, lapsed or ended cannot be signed or ratified any"
    " more (Vienna Convention on the Law of Treaties, articles 54 to 59 and 70).",
    fix="Correct the dates, or record the new instrument as one of its own.",
    example='actions = [\n    { action = "expired", date = 2025 },\n'
    '    { action = "signed", date = 2026-02-04 },\n]',
    label="after the end",
    find=acts_in_time,
)


def _after_the_end(item: Item, acts: Acts, order: list[int]) -> Iterator[Finding]:
    end = -1
    for number in order:
        act, last = acts[number], acts[end]
        if end < 0:
            if act.partner is None and _brings(act) in ENDED_STATUSES:
                end = number
        elif act.action == "relaunched" and last.action == "ended":
            end = -1
        elif not (last.date and act.date and last.date.before(act.date) == "maybe"):
            was = "was" if last.action in ("superseded", "terminated") else "had"
            what = f"act {number + 1} ({act.action})"
            message = f"{{}} {was} {last.action}, but {what} comes after that"
            also = item.label("the end", "actions", end)
            yield act_after_the_end.of(item, message, "actions", number, also=also)


illegal_step = Check(
    "MR303",
    "illegal-step",
    "error",
    title="a step between two statuses that cannot be",
    why="Signature comes after nothing, a proposal, an announcement or negotiations; force or"
    " effect after signature or provisional application; resumption only after suspension. A step"
    " is illegal only when no order of the dates makes it right.",
    fix="Add the act that lies between, as far as a source states it, or correct the word.",
    example='actions = [\n    { action = "announced", date = 2026-01 },\n'
    '    { action = "entered-into-force", date = 2026-02 },\n]',
    label="not possible at this point",
    find=acts_in_time,
)


def _impossible(item: Item, acts: Acts, order: list[int]) -> Iterator[Finding]:
    wrong = dict(_objections(acts, order))
    if wrong and order != sorted(order):  # MR301 reports the order
        wrong = {n: why for n, why in _objections(acts, sorted(order)) if n in wrong}
    for number, reason in wrong.items():
        act = acts[number]
        more = {}
        if act.action in FORCE and _signed(acts[number:]):
            more["help"] = (
                "correct a date; if the instrument says that it applies from a day before its"
                " signature, write this act behind the signature"
            )
        message = f"{{}} cannot have the act '{act.action}' here: {reason}"
        yield illegal_step.of(item, message, "actions", number, "action", **more)


def _objections(acts: Acts, order: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The acts that cannot follow those before them in this order, with the reason."""
    current, before, signed = "unknown", "unknown", False
    for number in order:
        act = acts[number]
        if act.partner is not None:
            continue
        if reason := _why_not(act, current, acts, signed=signed):
            yield number, reason
        brings = _brings(act)
        signed = signed or brings == "signed"
        if act.action == "resumed":
            current = before if current == "suspended" else current
            continue
        if act.action == "suspended" and current != "suspended":
            before = current
        current = brings or current


def _why_not(act: Action, current: str, acts: Acts, *, signed: bool) -> str | None:
    if current in ENDED_STATUSES:
        return None  # MR302 says it
    if act.action == "signed" and current not in _BEFORE_SIGNATURE:
        if current in _IN_FORCE and not signed:
            return None  # the force before it is what is reported
        return f"it is {current} already"
    if act.action in FORCE and current not in _BEFORE_FORCE:
        if current not in (*_IN_FORCE, "suspended") and any(
            other.date and act.date and other.date.after(act.date) != "yes"
            for other in acts
            if _brings(other) == "signed"
        ):
            return None
        if current == "unknown":
            return "no signature or provisional application is recorded before it"
        return f"it was {current}, neither signed nor provisionally applied"
    if act.action == "resumed" and current != "suspended":
        return "it was not suspended"
    return None


def _signed(acts: Acts) -> bool:
    return any(_brings(act) == "signed" for act in acts)


def _brings(act: Action) -> str | None:
    return INITIATIVE_ACTION_STATUS.get(act.action)


@Check(
    "MR304",
    "ends-before-it-starts",
    "error",
    title="a membership or event that ends before it starts",
    why="One of the two dates is wrong, and both would be shown as facts.",
    fix="Look both dates up in the source.",
    example="start = 2026-02-05\nend = 2026-02-04",
    label="before the start",
)
def ends_before_it_starts(context: Context) -> Iterator[Finding]:
    for item, path, days in _stretches(context):
        (start, first), (end, last) = days.items()
        if first and last and last.before(first) == "yes":
            who = f"{_part(item, path)} of {{}}" if path else "{}"
            message = f"{who} ends on {last}, before it starts on {first}"
            also = item.label("the start", *path, start)
            yield ends_before_it_starts.of(item, message, *path, end, also=also)


Days = dict[str, PartialDate | None]


def _stretches(context: Context) -> Iterator[tuple[Item, Path, Days]]:
    """The memberships and events: their path in the record, the first day and the last."""
    for item in context.valid("initiative"):
        for number, one in enumerate(item.record.members):
            yield item, ("members", number), {"from": one.from_, "to": one.to}
    for item in context.valid("event"):
        yield item, (), {"start": item.record.start, "end": item.record.end}


def _part(item: Item, path: Path) -> str:
    """The act or member of a record that a path leads into, or its key, in words."""
    if len(path) == 1:
        return f"the {path[0]}"
    part = getattr(item.record, str(path[0]))[path[1]]
    if path[0] == "members":
        return f"member {int(path[1]) + 1} ({part.partner})"
    return f"act {int(path[1]) + 1} ({part.action})"


@Check(
    "MR305",
    "overlapping-memberships",
    "warning",
    title="two memberships of one partner in one role at the same time",
    why="A partner would be counted twice, or one of the entries was meant for somebody else.",
    fix="Merge the two, or give the first its last day.",
    example='members = [\n    { partner = "peru", from = 2024 },\n'
    '    { partner = "peru", from = 2025 },\n]',
    label="overlaps with an earlier entry",
)
def overlapping_memberships(context: Context) -> Iterator[Finding]:
    for item in context.valid("initiative"):
        same: dict[tuple[str, str], list[tuple[int, Membership]]] = {}
        for number, one in enumerate(item.record.members):
            same.setdefault((one.partner, one.role), []).append((number, one))
        for (partner, role), terms in same.items():
            for number, other in _overlaps(terms) if len(terms) > 1 else ():
                message = f"{{}} has '{partner}' as {role} twice at the same time"
                also = item.label("the earlier entry", "members", other)
                yield overlapping_memberships.of(item, message, "members", number, also=also)


def _overlaps(terms: list[tuple[int, Membership]]) -> Iterator[tuple[int, int]]:
    """Entries that surely overlap with one written earlier, or have its dates, with that one.

    Of the days that are taken only the last owner is kept, so that thousands of entries are quick.
    """
    taken: list[tuple[date, date, int]] = []
    dates: dict[tuple[PartialDate | None, PartialDate | None], int] = {}
    for number, one in terms:
        other = dates.setdefault((one.from_, one.to), number)
        start = one.from_.latest if one.from_ else date.min
        end = one.to.earliest if one.to else date.max
        if start < end:
            first = bisect_right(taken, start, key=lambda days: days[1])
            behind = bisect_left(taken, end, key=lambda days: days[0])
            hit = taken[first:behind]
            left = [(hit[0][0], start, hit[0][2])] if hit and hit[0][0] < start else []
            right = [(end, hit[-1][1], hit[-1][2])] if hit and hit[-1][1] > end else []
            taken[first:behind] = [*left, (start, end, number), *right]
            other = hit[0][2] if hit and other == number else other
        if other != number:
            yield number, other


@Check(
    "MR306",
    "membership-outside-life",
    "warning",
    title="a membership before the initiative began or after it ended",
    why="One can only belong to what exists.",
    fix="Correct the date, or the initiative's acts.",
    example='actions = [{ action = "launched", date = 2026-02-04 }]\n'
    'members = [{ partner = "peru", from = 2025 }]',
    label="outside its life",
)
def membership_outside_life(context: Context) -> Iterator[Finding]:
    for item in context.valid("initiative"):
        initiative = item.record
        dated = [act.date for act in initiative.actions if act.date is not None]
        begin = min(dated, key=lambda day: day.sort_key, default=None)
        end = initiative.status_since if initiative.status in ENDED_STATUSES else None
        for number, member in enumerate(initiative.members):
            for key, day in (("from", member.from_), ("to", member.to)):
                if day and begin and day.before(begin) == "yes":
                    what = f"before the initiative's first act on {begin}"
                elif day and end and day.after(end) == "yes":
                    what = f"after the initiative had ended on {end}"
                else:
                    continue
                path = ("members", number)
                message = f"{_part(item, path)} of {{}} has a date {what}"
                yield membership_outside_life.of(item, message, *path, key)
                break


def odd_days(context: Context) -> Iterator[Finding]:
    """MR307 and MR308, for every date of an act, a membership or an event."""
    as_of = context.registry.as_of if context.registry else None
    latest, today = as_of.latest if as_of else None, context.today
    if as_of and today and as_of.earliest > today:
        message = f"the registry's as_of {as_of} is after {today}"
        yield after_as_of.at(("registry", "as_of"), message, help="correct the date")
    limit = min((day for day in (latest, today) if day), default=date.max)
    label, bound = after_as_of.label, f"today, {today}"
    if limit == latest:
        label, bound = "later than facts were looked for", f"the registry's as_of {latest}"
    for item, path, day in _dates(context):
        if day.text.endswith(("-01-01", "-12-31")):
            message = f"{_part(item, path)} of {{}} is dated {day}, to the day"
            help = f'write "{day.text[:4]}" if only the year is stated'
            yield suspicious_day.of(item, message, *path, help=help)
        if day.earliest > limit:
            message = f"{_part(item, path)} of {{}} is dated {day}, after {bound}"
            yield after_as_of.of(item, message, *path, label=label)


def _dates(context: Context) -> Iterator[tuple[Item, Path, PartialDate]]:
    """Every date of an act, membership or event, with its path in the record."""
    for item in context.valid(*DERIVED_KINDS):
        for number, act in enumerate(item.record.actions):
            if act.date is not None:
                yield item, ("actions", number, "date"), act.date
    for item in context.valid("event"):
        if item.record.date is not None:
            yield item, ("date",), item.record.date
    for item, path, days in _stretches(context):
        for key, day in days.items():
            if day is not None:
                yield item, (*path, key), day


suspicious_day = Check(
    "MR307",
    "suspicious-day",
    "warning",
    title="1 January or 31 December to the day",
    why="Such days often come from a program that had only the year. Never fill in a day to have"
    " one.",
    fix="Write only the year in quotes, or suppress the warning where a source states the day.",
    example="date = 2026-01-01",
    label="does a source state this day?",
    find=odd_days,
)
after_as_of = Check(
    "MR308",
    "after-as-of",
    "warning",
    title="an act, membership or event after the registry's as_of",
    why="as_of says up to which day facts were looked for; what comes later is either planned or"
    " the header was not brought up to date. With --today also what lies in the future.",
    fix="Bring as_of up to date, or correct the date.",
    example="[registry]\nas_of = 2026-02-01\n# … an act on 2026-02-04",
    label="in the future",
    find=odd_days,
)
