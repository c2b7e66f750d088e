"""A claim: a count that a source states, to be reconciled with what is recorded."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from mineralreg.records.fields import Many, PartialDate, Record, Slug, Text, Word, broken_rule
from mineralreg.reference import vocabulary

OneOrMany = Text | Many[Text]


class Selector(Record):
    """The records that a claim counts: the same fields as the filters of `list`.

    Several values of one field mean any of them; several fields, all of them.
    """

    country: OneOrMany | None = None
    """Countries and territories that are a party."""
    party: OneOrMany | None = None
    """Partners of any kind that are a party."""
    between: OneOrMany | None = None
    """Partners that are parties together, all of them."""
    status: OneOrMany | None = None
    """Status on the claim's day."""
    kind: OneOrMany | None = None
    """Kinds of agreement."""
    legal_nature: OneOrMany | None = None
    """Legal natures."""
    level: OneOrMany | None = None
    """Levels."""
    mineral: OneOrMany | None = None
    """Minerals and groups; a group finds its members."""
    topic: OneOrMany | None = None
    """Topics."""
    initiative: OneOrMany | None = None
    """Initiatives."""
    event: OneOrMany | None = None
    """Events."""
    region: OneOrMany | None = None
    """Regions (UN M49) in which a party lies."""
    source: OneOrMany | None = None
    """Sources that are cited."""
    since: PartialDate | None = None
    """No earlier than the first day of this date."""
    until: PartialDate | None = None
    """No later than the last day of this date."""
    search: OneOrMany | None = None
    """Words that the record's texts hold."""
    via_blocs: bool | None = None
    """Also what a country is party to through a bloc."""
    certain: bool | None = None
    """Without what a partial date leaves open."""
    withdrawn: bool | None = None
    """Also records that turned out wrong."""


class Counted(Record):
    """One agreement that may be among those a claim counts."""

    agreement: Slug
    """Id of the agreement."""
    confidence: Annotated[str, Word(vocabulary.CONFIDENCES)] = "certain"
    """How sure it is; `certain` and `likely` are counted."""
    note: Text | None = None
    """Why."""


class Claim(Record):
    """A count that a source states."""

    id: Slug
    """Unique over the whole file, never re-used."""
    former_ids: Many[Slug] = ()
    """Ids that this record had; they keep resolving."""
    statement: Text
    """What the source says, in the registry's own words."""
    count: int = Field(ge=0, le=1_000_000_000)
    """The number it states."""
    unit: Annotated[str, Word(vocabulary.CLAIM_UNITS)]
    """What is counted."""
    as_of: PartialDate
    """The day that the number speaks of; what came later is not counted."""
    selector: Selector | None = None
    """The records it counts."""
    names: Many[Slug] = ()
    """Partner ids of those that the source itself lists."""
    members: Many[Counted] = ()
    """The agreements it counts, where no selector can say it."""
    counts_host: bool = False
    """For participants: is the host counted?"""
    counts_blocs: bool = False
    """For participants: are blocs counted?"""
    expect: Annotated[str, Word(vocabulary.EXPECTATIONS)] = "match"
    """The verdict that the maintainers expect of `reconcile`."""
    explanation: Text | None = None
    """Why it does not add up, or how it does."""
    sources: Many[Slug]
    """Source ids."""
    notes: Text | None = None
    """Remarks in the registry's own words."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""

    @model_validator(mode="after")
    def _countable(self) -> Claim:
        if self.expect != "unknowable":
            if self.unit == "other":
                raise broken_rule(
                    "word_combination",
                    'a claim with unit = "other" needs expect = "unknowable"',
                    key="unit",
                    todo='write expect = "unknowable", or another unit',
                )
            if self.selector is None and not self.members:
                raise broken_rule(
                    "missing_choice", 'a claim needs selector, members, or expect = "unknowable"'
                )
        return self
