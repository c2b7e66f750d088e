"""Status and date from the acts that the index holds, for the few records of which a look-up in
the table `state` cannot tell them: those with an act that may or may not have come by a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.dates import PartialDate
from mineralreg.records.status import date_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class Act(NamedTuple):
    """What the derivation needs of an act; `records.status.ActLike`."""

    action: str
    date: PartialDate | None
    partner: str | None


class Derived(NamedTuple):
    """What follows from acts: `status`, and the two dates as written."""

    status: str
    since: PartialDate | None
    date: PartialDate | None


def derive(acts: Iterable[tuple[str, str | None, str | None]]) -> Derived:
    """Status, its date and the record's date after some acts.

    Args:
        acts: Action, date as written and acting partner of each act, in file order.
    """
    read = [
        Act(action, PartialDate.parse(date) if date else None, partner)
        for action, date, partner in acts
    ]
    state = state_of(read)
    return Derived(state.status, state.since, date_of(read))
