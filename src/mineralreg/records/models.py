"""The whole file as one typed value, with look-ups by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    computed_field,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from mineralreg.dates import PartialDate
from mineralreg.records.status import date_of, state_of
from mineralreg.reference import vocabulary
from mineralreg.reference.vocabulary import (
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    SLUG_LENGTH,
    SLUG_PATTERN,
    TEXT_PATTERN,
    URL_PATTERN,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import GetCoreSchemaHandler

    from mineralreg.reference.countries import Country


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=SLUG_LENGTH)]
"""An id: lower-case ASCII words joined by hyphens, at most 64 characters (MR105)."""

Text = Annotated[str, StringConstraints(pattern=TEXT_PATTERN)]
"""Text with at least one visible character (MR109)."""

Url = Annotated[str, StringConstraints(pattern=URL_PATTERN)]
"""An http or https address with a host and no blank (MR108)."""

Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""A BCP 47 language tag such as `es` or `pt-BR` (MR104)."""

Duration = Annotated[str, StringConstraints(pattern=DURATION_PATTERN)]
"""An ISO 8601 duration such as `P5Y` or `P6M` (MR106)."""

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A TOML array, held as a tuple so that records stay immutable."""


class Word:
    """Marks a string field as one word of a vocabulary (MR104).

    Args:
        words: The table from `mineralreg.reference.vocabulary`.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.words))


def broken_rule(kind: str, reason: str, **more: str) -> PydanticCustomError:
    """The error of a rule between several fields.

    Args:
        kind: `missing_choice` (MR102) or `word_combination` (MR104).
        reason: What is wanted, in a sentence without a final stop.
        more: The `key` that is wrong, and for `word_combination` what is `todo`.
    """
    return PydanticCustomError(kind, "{reason}", {"reason": reason, **more})


class Record(BaseModel):
    """Base of every table: frozen, strict, and closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
    )


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


class Partner(Record):
    """A party, member, host or participant."""

    id: Slug
    """Unique over the whole file, never re-used."""
    former_ids: Many[Slug] = ()
    """Ids that this record had; they keep resolving."""
    iso: Text | None = None
    """ISO 3166-1 alpha-3 code; name and region then come from the reference table."""
    kind: Annotated[str, Word(vocabulary.PARTNER_KINDS)] | None = None
    """What it is; a record with `iso` is a country unless it says otherwise."""
    name: Text | None = None
    """Name, required without `iso`."""
    aliases: Many[Text] = ()
    """Other names that people use."""
    parent: Slug | None = None
    """The partner it belongs to: the state of a province, the owner of a company."""
    notes: Text | None = None
    """Remarks."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""

    @model_validator(mode="after")
    def _known_or_named(self) -> Partner:
        if self.iso is None and (self.kind is None or self.name is None):
            lacking = " and ".join(key for key in ("kind", "name") if getattr(self, key) is None)
            raise broken_rule(
                "missing_choice",
                f"a partner needs iso, or kind and name; this one has no {lacking}",
            )
        return self

    @cached_property
    def country(self) -> Country | None:
        """The entry of the reference table that `iso` points to."""
        if self.iso is None:
            return None
        from mineralreg.reference.countries import countries

        return countries().by_alpha3(self.iso)

    @property
    def display_name(self) -> str:
        """The name to show: the record's own, else the reference table's, else the id."""
        return self.name or (self.country.name if self.country else self.id)

    @property
    def display_kind(self) -> str:
        """The kind with its default filled in."""
        return self.kind or (self.country.kind if self.country else "country")


class Source(Record):
    """A page or paper that states facts."""

    id: Slug
    """Unique over the whole file, never re-used."""
    former_ids: Many[Slug] = ()
    """Ids that this record had; they keep resolving."""
    title: Text
    """The title of the page or paper."""
    publisher: Text
    """Who published it."""
    kind: Annotated[str, Word(vocabulary.SOURCE_KINDS)]
    """Whose word it is."""
    published: PartialDate | None = None
    """Date on the page; absent when it shows none."""
    url: Url | None = None
    """Address of the page."""
    via: Text | None = None
    """Where an official text was read, when not at its publisher."""
    archive_url: Url | None = None
    """Address of an archived copy."""
    retrieved: PartialDate | None = None
    """Day on which it was read."""
    read: Annotated[str, Word(vocabulary.READINGS)] | None = None
    """How much of it somebody has read."""
    language: Language | None = None
    """The language that it is written in, as a BCP 47 tag."""
    notes: Text | None = None
    """Remarks."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""


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


class Standing(Record):
    """A record with acts; its models say which acts they can be."""

    if TYPE_CHECKING:  # declared by each model, at its own place among the keys
        actions: tuple[Action, ...]

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated properties
    @property
    def status(self) -> str:
        """Status after all recorded acts, a word of the vocabulary of its kind."""
        return state_of(self.actions).status

    @computed_field  # type: ignore[prop-decorator]  # see above
    @property
    def status_since(self) -> PartialDate | None:
        """Date of the act that brought the status."""
        return state_of(self.actions).since

    @computed_field  # type: ignore[prop-decorator]  # see above
    @property
    def date(self) -> PartialDate | None:
        """The day it was signed or launched, else announced, else its first dated act."""
        return date_of(self.actions)


def _of_agreement(key: str) -> str:
    if key not in sourced_fields():
        raise PydanticCustomError("extra_forbidden", "no field of an agreement")
    return key


FieldName = Annotated[str, AfterValidator(_of_agreement)]


class Agreement(Standing):
    """One instrument between parties."""

    id: Slug
    """Unique over the whole file, never re-used."""
    former_ids: Many[Slug] = ()
    """Ids that this record had; they keep resolving."""
    title: Text
    """Title of the instrument, quoted or descriptive as `title_status` says."""
    title_status: Annotated[str, Word(vocabulary.TITLE_STATUSES)] = "descriptive"
    """`official` when a source quotes it, else `descriptive`."""
    kind: Annotated[str, Word(vocabulary.AGREEMENT_KINDS)]
    """The instrument's kind, in the sources' word."""
    legal_nature: Annotated[str, Word(vocabulary.LEGAL_NATURES)] = "not-stated"
    """Whether it binds, as a source says."""
    field_sources: dict[FieldName, Many[Slug]] = Field(default_factory=dict)
    """For single fields of this record, the sources that say what stands there."""
    level: Annotated[str, Word(vocabulary.LEVELS)] = "intergovernmental"
    """Who stands on the two sides."""
    parties: Many[Slug]
    """Partner ids."""
    minerals: Many[Text] = ()
    """Ids of the mineral vocabulary."""
    topics: Many[Text] = ()
    """Ids of the topic vocabulary."""
    event: Slug | None = None
    """Event at which it was signed or announced."""
    initiatives: Many[Slug] = ()
    """Initiatives it belongs to."""
    sources: Many[Slug]
    """Source ids for the record as a whole."""
    actions: Many[Action] = ()
    """What happened to it, and when."""
    signatories: Many[Signatory] = ()
    """Who put the name to it."""
    amounts: Many[Amount] = ()
    """Sums it names."""
    contested: Text | None = None
    """Who denies that it exists or was agreed."""
    text_url: Url | None = None
    """Address of the instrument's own text, at a party."""
    text_status: Annotated[str, Word(vocabulary.TEXT_STATUSES)] | None = None
    """Whether the text is published; `unpublished` when a source says that it is not, `not-found`
    when it was looked for until the day `checked`."""
    languages: Many[Language] = ()
    """Languages of the authentic texts, as BCP 47 tags."""
    term: Term | None = None
    """How long it runs."""
    depositary: Slug | None = None
    """Partner with which the original is deposited."""
    series: Many[Text] = ()
    """Where it is printed, such as `TIAS 23-328`."""
    bodies: Many[Body] = ()
    """Who carries it out."""
    checked: PartialDate | None = None
    """Day on which the record was last compared with its sources."""
    relations: Many[Relation] = ()
    """How it stands to other agreements."""
    variants: Many[Variant] = ()
    """Where sources disagree."""
    notes: Text | None = None
    """Remarks in the registry's own words."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""

    @model_validator(mode="after")
    def _text_found_or_not(self) -> Agreement:
        if self.text_url is not None and self.text_status in ("unpublished", "not-found"):
            raise broken_rule(
                "word_combination",
                f'text_status = "{self.text_status}" does not go with a text_url',
                key="text_status",
                todo='write text_status = "published", or remove text_url',
            )
        if self.text_status == "not-found" and self.checked is None:
            raise broken_rule(
                "missing_choice",
                'text_status = "not-found" needs checked, the day until which it was looked for',
                key="text_status",
            )
        return self


def sourced_fields() -> tuple[str, ...]:
    """The keys that `field_sources` may have, in canonical order."""
    return tuple(name for name in Agreement.model_fields if name not in ("id", "field_sources"))


class Initiative(Standing):
    """A forum, partnership, plan, stockpile, consortium, corridor, task force or fund."""

    id: Slug
    """Unique over the whole file, never re-used."""
    former_ids: Many[Slug] = ()
    """Ids that this record had; they keep resolving."""
    name: Text
    """Full name."""
    acronym: Text | None = None
    """Short name."""
    aliases: Many[Text] = ()
    """Other names that sources use."""
    kind: Annotated[str, Word(vocabulary.INITIATIVE_KINDS)]
    """What it is."""
    predecessors: Many[Slug] = ()
    """Initiatives that it took over from."""
    sources: Many[Slug] = ()
    """Source ids for the record as a whole."""
    actions: Many[InitiativeAction] = ()
    """What happened to it, and when."""
    members: Many[Membership] = ()
    """Who belongs to it, in which role, from when to when."""
    amounts: Many[Amount] = ()
    """Sums it names."""
    variants: Many[Variant] = ()
    """Where sources disagree."""
    notes: Text | None = None
    """Remarks in the registry's own words."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""

    @model_validator(mode="after")
    def _sourced(self) -> Initiative:
        if "sources" not in self.model_fields_set:
            cited = [part.sources for part in self.actions]
            cited += [part.sources for part in self.members]
            if not cited or not all(cited):
                raise broken_rule(
                    "missing_choice",
                    "an initiative needs sources, or sources on each act and member",
                )
        return self


AnyRecord: TypeAlias = Source | Partner | Agreement | Initiative | Event | Claim

MODELS: dict[str, type[AnyRecord]] = {
    "source": Source,
    "partner": Partner,
    "agreement": Agreement,
    "initiative": Initiative,
    "event": Event,
    "claim": Claim,
}
"""The model of each record kind, in canonical order."""


class Header(Record):
    """The `[registry]` table: what this registry is."""

    title: Text | None = None
    """Name of the registry."""
    version: Text | None = None
    """Calendar version of the data, such as `2026.11.24`."""
    as_of: PartialDate | None = None
    """Facts were looked for up to this day."""
    license: Text | None = None
    """SPDX expression for the data."""
    scope: Text | None = None
    """What is in and what is not."""


class Registry(Record):
    """A registry file: header and records, each kind in file order."""

    schema_version: Literal[1]
    """Version of the format."""
    registry: Header = Field(default_factory=Header)
    """What this registry is."""
    source: Many[Source] = ()
    """Sources."""
    partner: Many[Partner] = ()
    """Partners."""
    agreement: Many[Agreement] = ()
    """Agreements."""
    initiative: Many[Initiative] = ()
    """Initiatives."""
    event: Many[Event] = ()
    """Events."""
    claim: Many[Claim] = ()
    """Claims."""

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position among its kind, in canonical order."""
        for kind in MODELS:
            for position, record in enumerate(getattr(self, kind)):
                yield kind, position, record

    @cached_property
    def _by_id(self) -> dict[str, AnyRecord]:
        found: dict[str, AnyRecord] = {}
        for _, _, record in self.records():
            for former in record.former_ids:
                found.setdefault(former, record)
        found.update({record.id: record for _, _, record in self.records()})
        return found

    def get(self, id: str) -> AnyRecord | None:
        """The record with this id or former id, or None."""
        return self._by_id.get(id)

    def __getitem__(self, id: str) -> AnyRecord:
        """The record with this id or former id.

        Raises:
            KeyError: No record has it.
        """
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """All agreements, in file order."""
        return self.agreement

    @property
    def partners(self) -> tuple[Partner, ...]:
        """All partners, in file order."""
        return self.partner

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        """All initiatives, in file order."""
        return self.initiative

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, in file order."""
        return self.event

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in file order."""
        return self.source

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in file order."""
        return self.claim

    @property
    def as_of(self) -> PartialDate | None:
        """Facts were looked for up to this day."""
        return self.registry.as_of
