"""Status follows from dated acts; nobody types it.

One function turns the acts of a record into the states it went through. The models show the last
of them, the index keeps them all, so that a question about any day is a look-up.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple, Protocol

from mineralreg.dates import PartialDate
from mineralreg.reference import vocabulary


class ActLike(Protocol):
    """What the derivation needs of an act."""

    @property
    def action(self) -> str:
        """What happened."""

    @property
    def date(self) -> PartialDate | None:
        """When, if that is stated."""

    @property
    def partner(self) -> str | None:
        """The party whose own act it is."""


class State(NamedTuple):
    """A status, the date of the act that brought it, and the position of that act in `actions`."""

    status: str
    since: PartialDate | None
    act: int


def in_order(acts: Sequence[ActLike]) -> list[int]:
    """Positions of the acts in time order; see `time_order`."""
    return time_order([act.date for act in acts])


def time_order(dates: Sequence[PartialDate | None]) -> list[int]:
    """Positions of acts with these dates in time order.

    Acts are ordered by the first day their date can be, but one of which the date leaves the order
    open stays behind what it is written behind. An act without a date stays behind the act it is
    written behind; acts of one day stay in the order of the file.
    """
    known = [day for day in dates if day is not None]
    for one, other in pairwise(known):
        if one.latest > other.earliest:
            break
    else:
        return list(range(len(dates)))
    keys: list[tuple[date, int]] = []
    taken: list[date] = []
    last = date.min
    for position, day in enumerate(dates):
        if day is not None:
            before = bisect_right(taken, day.latest)
            last = max(day.earliest, taken[before - 1]) if before else day.earliest
            insort(taken, last)
        keys.append((last, position))
    return [position for _, position in sorted(keys)]


def states(acts: Sequence[ActLike]) -> list[State]:
    """Every state that acts, in file order, bring in time order.

    A party's own act (one with `partner`) does not change the status of the whole. An act lower on
    the way to force than what was already reached (an announcement after the signature) changes
    nothing. `resumed` brings back the status before the suspension.
    """
    found: list[State] = []
    rank = vocabulary.STATUS_RANK
    current = before = "unknown"
    for position in in_order(acts):
        act = acts[position]
        if act.partner is not None:
            continue
        status = vocabulary.INITIATIVE_ACTION_STATUS.get(act.action)
        if act.action == "resumed" and current == "suspended":
            status = before
        if status is None or rank.get(status, len(rank)) < rank.get(current, -1):
            continue
        if status == "suspended" and current != "suspended":
            before = current
        if status != current:
            found.append(State(status, act.date, position))
            current = status
    return found


def state_of(acts: Sequence[ActLike]) -> State:
    """The state after all acts."""
    return last_of(states(acts))


def last_of(passed: Sequence[State]) -> State:
    """The state after those that a record passed through; unknown when there is none."""
    return passed[-1] if passed else State("unknown", None, -1)


def date_of(acts: Sequence[ActLike]) -> PartialDate | None:
    """The date of a record: the day it was signed, else announced, else its first dated act.

    An initiative has no signature as a rule, so its date is that of its launch.
    """
    ordered = [acts[position] for position in in_order(acts)]
    for wanted in ("signed", "launched", "announced"):
        for act in ordered:
            if act.action == wanted and act.date is not None:
                return act.date
    return next((act.date for act in ordered if act.date is not None), None)
