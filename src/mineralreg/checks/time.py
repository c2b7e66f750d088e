"""MR304 to MR308: memberships and events in time, and days that look made up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.checks.finding import Finding, Label, Path
from mineralreg.reference.vocabulary import ENDED_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mineralreg.checks.context import Context
    from mineralreg.dates import PartialDate
    from mineralreg.records.models import Initiative, Membership

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
