"""What records are made of: the types of their keys, and the tables inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator
from pydantic_core import PydanticCustomError, core_schema

from mineralreg.dates import PartialDate
from mineralreg.reference import vocabulary
from mineralreg.reference.filters import HELP, takes


class Holds(NamedTuple):
    """Marks what a text is or names, in the words of `schema.Field.holds`."""

    what: str


class OneOf(NamedTuple):
    """Marks a text as one word of a vocabulary (MR104)."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.words))


def rule_error(kind: str, reason: str, **more: str) -> PydanticCustomError:
    """The error of a rule between several fields.

    Args:
        kind: `missing_choice` (MR102) or `word_combination` (MR104).
        reason: What is wanted, in a sentence without a final stop.
        more: The `key` that is wrong, and for `word_combination` what is `todo`.
    """
    return PydanticCustomError(kind, "{reason}", {"reason": reason, **more})


def optional(description: str) -> Any:
    """A field that may be absent."""
    return Field(None, description=description)


T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A TOML array, held as a tuple so that records stay immutable."""

_Slug = StringConstraints(pattern=vocabulary.SLUG_PATTERN, max_length=vocabulary.SLUG_LENGTH)
Slug = Annotated[str, _Slug, Holds("id")]
"""Lower-case ASCII words joined by hyphens, at most 64 characters (MR105)."""
PartnerId = Annotated[str, _Slug, Holds("partner")]
SourceId = Annotated[str, _Slug, Holds("source")]
AgreementId = Annotated[str, _Slug, Holds("agreement")]
InitiativeId = Annotated[str, _Slug, Holds("initiative")]
EventId = Annotated[str, _Slug, Holds("event")]

_Text = StringConstraints(pattern=vocabulary.TEXT_PATTERN)
Text = Annotated[str, _Text, Holds("text")]
"""Text with at least one visible character (MR109)."""
OneOrMany = Text | Many[Text]
MineralId = Annotated[str, _Text, Holds("mineral")]
TopicId = Annotated[str, _Text, Holds("topic")]
CountryCode = Annotated[str, _Text, Holds("country code")]

Url = Annotated[str, StringConstraints(pattern=vocabulary.URL_PATTERN), Holds("address")]
"""An http or https address with a host and no blank (MR108)."""
Language = Annotated[str, StringConstraints(pattern=vocabulary.LANGUAGE_PATTERN), Holds("language")]
"""A BCP 47 language tag such as `es` or `pt-BR` (MR104)."""
Duration = Annotated[str, StringConstraints(pattern=vocabulary.DURATION_PATTERN), Holds("duration")]
"""An ISO 8601 duration such as `P5Y` or `P6M` (MR106)."""

Aliases = Annotated[Many[Text], Field(description="Other names that sources use.")]
Sources = Annotated[Many[SourceId], Field(description="Sources of the record as a whole, by id.")]
OwnSources = Annotated[
    Many[SourceId], Field(description="Sources of this item; empty means the record's.")
]
Notes = Annotated[Text | None, Field(description="Remarks in the registry's own words.")]
Withdrawn = Annotated[
    Text | None,
    Field(description="Why the record was withdrawn; it is kept but no longer listed."),
]


class Record(BaseModel):
    """Base of every table: frozen, strict, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Choice(Record):
    """Base of a table that must have one of several sets of keys."""

    alternatives: ClassVar[tuple[tuple[str, ...], ...]]
    """The sets; a dialogue asks for the first."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        lacking = [
            [key for key in keys if getattr(self, key) is None] for keys in self.alternatives
        ]
        if all(lacking):
            ways = [" and ".join(keys) for keys in self.alternatives]
            mark = ", or " if any(len(keys) > 1 for keys in self.alternatives) else " or "
            reason = f"it needs {mark.join((', '.join(ways[:-1]), ways[-1]))}"
            for keys, missing in zip(self.alternatives, lacking, strict=True):
                if len(missing) < len(keys):
                    reason += f"; it has no {' and '.join(missing)}"
            raise rule_error("missing_choice", reason)
        return self


LIMIT = 10**18
"""Numbers beyond this, either way, are mistakes; SQLite's integers hold a little more."""


class Action(Record):
    """A dated act on an agreement; without `partner` it is everybody's."""

    action: Annotated[str, OneOf(vocabulary.AGREEMENT_ACTIONS)] = Field(
        description="What happened, in the UN Treaty Collection's words where it has one."
    )
    date: PartialDate | None = optional(
        "Local date at the place of the act; absent when no source states it."
    )
    place: Text | None = optional("Where, as the sources name it.")
    partner: PartnerId | None = optional("The party whose own act this is, such as a ratification.")
    sources: OwnSources = ()
    note: Text | None = optional("A remark on this act.")


class InitiativeAction(Action):
    """A dated act on an initiative; it can also be launched, relaunched and ended."""

    action: Annotated[str, OneOf(vocabulary.INITIATIVE_ACTIONS)] = Field(
        description="What happened."
    )


class Signatory(Choice):
    """Who put the name to an agreement, or witnessed it, for which party."""

    alternatives = (("name",), ("body",))

    partner: PartnerId = Field(description="The party that this person or body acted for.")
    name: Text | None = optional("The person, as the sources write the name.")
    office: Text | None = optional("The office held that day.")
    body: Text | None = optional("The ministry, agency or company that signed for the party.")
    role: Annotated[str, OneOf(vocabulary.SIGNATORY_ROLES)] = Field(
        "signatory", description="`signatory`, or `witness` for someone who is not one."
    )


class Amount(Record):
    """A sum of money or a quantity that an agreement names."""

    value: (
        Annotated[int, Field(ge=-LIMIT, le=LIMIT)]
        | Annotated[float, Field(ge=-LIMIT, le=LIMIT, allow_inf_nan=False)]
    ) = Field(description="The number.")
    unit: Text = Field(description="What is counted, such as `USD billion` or `tonnes a year`.")
    qualifier: Text | None = optional("Such as `up to` or `about`.")
    what: Text | None = optional("What it is for.")
    sources: OwnSources = ()


class Term(Choice):
    """How long an agreement runs, and how that ends or is renewed."""

    alternatives = (("duration",), ("renewal",), ("notice",), ("until",))

    duration: Duration | None = optional(
        "How long it runs from its entry into force, such as `P5Y`."
    )
    renewal: Annotated[str, OneOf(vocabulary.RENEWALS)] | None = optional(
        "Whether it is renewed when its term ends."
    )
    notice: Duration | None = optional(
        "How long in advance a party must give notice, such as `P6M`."
    )
    until: PartialDate | None = optional("Last day, where the text or a source names it.")


class Body(Record):
    """Who carries an agreement out: a committee, working group or office."""

    name: Text = Field(description="Its name, as the sources write it.")
    partner: PartnerId | None = optional("The partner that it belongs to; absent for a joint body.")
    sources: OwnSources = ()


class Relation(Record):
    """How one agreement stands to another."""

    type: Annotated[str, OneOf(tuple(vocabulary.RELATIONS))] = Field(
        description="How this record relates to the other."
    )
    agreement: AgreementId = Field(description="Id of the other agreement.")


class Variant(Record):
    """A value that some sources give and the record does not take."""

    field: Text = Field(
        description="What they disagree on: a key, or an action such as `signed` for its date."
    )
    value: Text = Field(description="The other value, as text.")
    sources: Many[SourceId] = Field((), description="Who says so.")
    note: Text | None = optional("Why the record does not follow them, if that is known.")


class Membership(Record):
    """A partner's part in an initiative for a time. Attendance is not membership."""

    partner: PartnerId = Field(description="The member.")
    role: Annotated[str, OneOf(vocabulary.MEMBER_ROLES)] = Field("member", description="Its role.")
    from_: PartialDate | None = Field(
        default=None, alias="from", description="First day; absent when no source states it."
    )
    to: PartialDate | None = optional(
        "Last day; absent while it lasts or when no source states it."
    )
    sources: OwnSources = ()
    note: Text | None = optional("A remark on this membership.")


_VALUES: dict[str, Any] = {
    "many": OneOrMany | None,
    "one": PartialDate | None,
    "flag": bool | None,
}
_OF_QUESTIONS = ("counterpart", "signatory", "as_of")
"""Filters that no claim counts by; its day is a key of its own."""

if TYPE_CHECKING:
    Selector = Record
else:
    Selector = create_model(
        "Selector",
        __base__=Record,
        __doc__="The records that a claim counts: the same fields as the filters of `list`.\n\n"
        "Several values of one field mean any of them; several fields, all of them.",
        **{
            name: (_VALUES[takes(name)], optional(help))
            for name, (_, help) in HELP.items()
            if name not in _OF_QUESTIONS
        },
    )


class Counted(Record):
    """One agreement that may be among those a claim counts."""

    agreement: AgreementId = Field(description="Id of the agreement.")
    confidence: Annotated[str, OneOf(vocabulary.CONFIDENCES)] = Field(
        "certain", description="How certain it is; `certain` and `likely` are counted."
    )
    note: Text | None = optional("Why.")
