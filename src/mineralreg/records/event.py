"""An event: a meeting at which agreements were made; attending it is not joining anything."""

from __future__ import annotations

from pydantic import model_validator

from mineralreg.records.fields import Many, PartialDate, Record, Slug, Text, broken_rule
from mineralreg.records.parts import Variant


class Event(Record):
    """A meeting, on one day or from `start` to `end`."""

    id: Slug
    """Unique over the whole file, never re-used."""
    former_ids: Many[Slug] = ()
    """Ids that this record had; they keep resolving."""
    name: Text
    """Full name."""
    aliases: Many[Text] = ()
    """Other names that sources use."""
    date: PartialDate | None = None
    """The day, for an event of one day."""
    start: PartialDate | None = None
    """First day."""
    end: PartialDate | None = None
    """Last day."""
    place: Text | None = None
    """Where."""
    hosts: Many[Slug] = ()
    """Partner ids of the hosts."""
    participants: Many[Slug] = ()
    """Partner ids of those who took part, the hosts not among them."""
    sources: Many[Slug]
    """Source ids."""
    variants: Many[Variant] = ()
    """Where sources disagree."""
    notes: Text | None = None
    """Remarks in the registry's own words."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""

    @model_validator(mode="after")
    def _dated(self) -> Event:
        if self.date is None and (self.start is None or self.end is None):
            raise broken_rule("missing_choice", "an event needs date, or start and end")
        return self

    @property
    def first_day(self) -> PartialDate | None:
        """`date`, else `start`."""
        return self.date or self.start

    @property
    def last_day(self) -> PartialDate | None:
        """`end`, else `date`."""
        return self.end or self.date
