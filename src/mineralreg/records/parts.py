"""The tables inside records: acts, signatories, amounts, relations, variants, memberships.

They have no ids of their own; `sources` in them narrows the record's sources to those that say it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from mineralreg.records.fields import (
    Duration,
    Many,
    PartialDate,
    Record,
    Slug,
    Text,
    Word,
    broken_rule,
)
from mineralreg.reference import vocabulary

LIMIT = 10**18
"""Numbers beyond this, either way, are mistakes; SQLite's integers hold a little more."""


class Action(Record):
    """A dated act on an agreement; without `partner` it is everybody's."""

    action: Annotated[str, Word(vocabulary.AGREEMENT_ACTIONS)]
    """What happened, in the words of the UN Treaty Collection glossary where it has one."""
    date: PartialDate | None = None
    """Local date at the place of the act; absent when no source states it."""
    place: Text | None = None
    """Where, as the sources name it."""
    partner: Slug | None = None
    """The party whose own act this is, such as a ratification."""
    sources: Many[Slug] = ()
    """Sources of this act; empty means the record's."""
    note: Text | None = None
    """A remark on this act."""


class InitiativeAction(Action):
    """A dated act on an initiative; it can also be launched, relaunched and ended."""

    action: Annotated[str, Word(vocabulary.INITIATIVE_ACTIONS)]
    """What happened."""


class Signatory(Record):
    """Who put the name to an agreement, or witnessed it, for which party."""

    partner: Slug
    """The party that this person or body acted for."""
    name: Text | None = None
    """The person, as the sources write the name."""
    office: Text | None = None
    """The office held that day."""
    body: Text | None = None
    """The ministry, agency or company that signed for the party."""
    role: Annotated[str, Word(vocabulary.SIGNATORY_ROLES)] = "signatory"
    """`signatory`, or `witness`, who is none."""

    @model_validator(mode="after")
    def _somebody(self) -> Signatory:
        if self.name is None and self.body is None:
            raise broken_rule("missing_choice", "a signatory needs name, body or both")
        return self


class Amount(Record):
    """A sum of money or a quantity that an agreement names."""

    value: (
        Annotated[int, Field(ge=-LIMIT, le=LIMIT)]
        | Annotated[float, Field(ge=-LIMIT, le=LIMIT, allow_inf_nan=False)]
    )
    """The number."""
    unit: Text
    """What is counted, such as `USD billion` or `tonnes a year`."""
    qualifier: Text | None = None
    """Such as `up to` or `about`."""
    what: Text | None = None
    """What it is for."""
    sources: Many[Slug] = ()
    """Sources of this amount; empty means the record's."""


class Term(Record):
    """How long an agreement runs, and how that ends or is renewed."""

    duration: Duration | None = None
    """How long it runs from its entry into force, such as `P5Y`."""
    renewal: Annotated[str, Word(vocabulary.RENEWALS)] | None = None
    """Whether it is renewed when that time is over."""
    notice: Duration | None = None
    """How long before its end a party gives notice, such as `P6M`."""
    until: PartialDate | None = None
    """Last day, where the text or a source names it."""

    @model_validator(mode="after")
    def _stated(self) -> Term:
        if not self.model_fields_set:
            raise broken_rule("missing_choice", "a term needs duration, renewal, notice or until")
        return self


class Body(Record):
    """Who carries an agreement out: a committee, working group or office."""

    name: Text
    """Its name, as the sources write it."""
    partner: Slug | None = None
    """The partner that it belongs to; absent for a joint body."""
    sources: Many[Slug] = ()
    """Sources of this body; empty means the record's."""


class Relation(Record):
    """How one agreement stands to another."""

    type: Annotated[str, Word(vocabulary.RELATION_TYPES)]
    """The relation, read from this record to the other."""
    agreement: Slug
    """Id of the other agreement."""


class Variant(Record):
    """A value that some sources give and the record does not take."""

    field: Text
    """What they disagree on: a key of the record, or an action such as `signed` for its date."""
    value: Text
    """The other value, as text."""
    sources: Many[Slug] = ()
    """Who says so."""
    note: Text | None = None
    """Why the record does not follow them, if that is known."""


class Membership(Record):
    """A partner's part in an initiative for a time. Attendance is not membership."""

    partner: Slug
    """The member."""
    role: Annotated[str, Word(vocabulary.MEMBER_ROLES)] = "member"
    """In which role."""
    from_: PartialDate | None = Field(default=None, alias="from")
    """First day; absent when no source states it."""
    to: PartialDate | None = None
    """Last day; absent while it lasts or when no source states it."""
    sources: Many[Slug] = ()
    """Sources of this membership; empty means the record's."""
    note: Text | None = None
    """A remark on this membership."""
