"""The record kinds of a registry file: every field with its type, its reference and its meaning.

A field is described once, here and in `parts.py`: `schema.py` reads keys, order, references,
vocabularies and descriptions off these models for the checks, the writing commands, the JSON Schema
and the docs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from pydantic import AfterValidator, Field, computed_field, model_validator
from pydantic_core import PydanticCustomError

from mineralreg.dates import PartialDate
from mineralreg.records.parts import (
    Action,
    Aliases,
    Amount,
    Body,
    Choice,
    Counted,
    CountryCode,
    EventId,
    InitiativeAction,
    InitiativeId,
    Language,
    Many,
    Membership,
    MineralId,
    Notes,
    OneOf,
    PartnerId,
    Record,
    Relation,
    Selector,
    Signatory,
    Slug,
    SourceId,
    Sources,
    Term,
    Text,
    TopicId,
    Url,
    Variant,
    Withdrawn,
    optional,
    rule_error,
)
from mineralreg.records.status import State, date_of, last_of, states
from mineralreg.reference import vocabulary
from mineralreg.reference.countries import Country, countries


class Identified(Record):
    """Base of the records that others name by their ids."""

    id: Slug = Field(description="Unique in the file, and never reused.")
    former_ids: Many[Slug] = Field((), description="Former ids of this record; they still resolve.")


class Source(Identified):
    """A page or paper that states facts."""

    title: Text = Field(description="The title of the page or paper.")
    authors: Many[Text] = Field(
        (), description="Who wrote it, as a list of references has it: `Pérez, Juan`."
    )
    publisher: Text = Field(description="Who published it.")
    kind: Annotated[str, OneOf(vocabulary.SOURCE_KINDS)] = Field(description="Type of publisher.")
    published: PartialDate | None = optional("Date on the page; absent when it shows none.")
    url: Url | None = optional("Address of the page.")
    via: Text | None = optional("Where an official text was read, when not at its publisher.")
    archive_url: Url | None = optional("Address of an archived copy.")
    retrieved: PartialDate | None = optional("Day on which it was read.")
    read: Annotated[str, OneOf(vocabulary.READINGS)] | None = optional(
        "How much of it has been read."
    )
    language: Language | None = optional("The language that it is written in, as a BCP 47 tag.")
    notes: Notes = None
    withdrawn: Withdrawn = None


class Partner(Choice, Identified):
    """A party, member, host or participant."""

    alternatives = (("kind", "name"), ("iso",))

    iso: CountryCode | None = optional(
        "ISO 3166-1 alpha-3 code; name and region then come from the reference table."
    )
    kind: Annotated[str, OneOf(vocabulary.PARTNER_KINDS)] | None = optional(
        "Type of partner; a record with `iso` is a country unless it says otherwise."
    )
    name: Text | None = optional("Name, required without `iso`.")
    aliases: Aliases = ()
    parent: PartnerId | None = optional(
        "The partner it belongs to: the state of a province, the owner of a company."
    )
    notes: Notes = None
    withdrawn: Withdrawn = None

    @cached_property
    def country(self) -> Country | None:
        """The entry of the reference table that `iso` points to."""
        return None if self.iso is None else countries().by_alpha3(self.iso)

    @property
    def display_name(self) -> str:
        """The name to show: the record's own, else the reference table's, else the id."""
        return self.name or (self.country.name if self.country else self.id)

    @property
    def display_kind(self) -> str:
        """The kind with its default filled in."""
        return self.kind or (self.country.kind if self.country else "country")


class Standing(Identified):
    """A record with acts; its models say which acts they can be."""

    if TYPE_CHECKING:  # declared by each model, at its own place among the keys
        actions: tuple[Action, ...]

    @cached_property
    def history(self) -> list[State]:
        """The states that its acts brought, in time order."""
        return states(self.actions)

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated properties
    @property
    def status(self) -> str:
        """Status after all recorded acts, a word of the vocabulary of its kind."""
        return last_of(self.history).status

    @computed_field  # type: ignore[prop-decorator]  # see above
    @property
    def status_since(self) -> PartialDate | None:
        """Date of the act that brought the status."""
        return last_of(self.history).since

    @computed_field  # type: ignore[prop-decorator]  # see above
    @cached_property
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

    title: Text = Field(
        description="Title of the instrument, quoted or descriptive as `title_status` says."
    )
    title_status: Annotated[str, OneOf(vocabulary.TITLE_STATUSES)] = Field(
        "descriptive", description="`official` when a source quotes it, else `descriptive`."
    )
    kind: Annotated[str, OneOf(vocabulary.AGREEMENT_KINDS)] = Field(
        description="Type of instrument, as the sources call it."
    )
    legal_nature: Annotated[str, OneOf(vocabulary.LEGAL_NATURES)] = Field(
        "not-stated", description="Whether it is legally binding, according to a source."
    )
    field_sources: dict[FieldName, Many[SourceId]] = Field(
        default_factory=dict,
        description="Sources of single fields, where they are not those of the whole record.",
    )
    level: Annotated[str, OneOf(vocabulary.LEVELS)] = Field(
        "intergovernmental", description="Level at which the parties act."
    )
    parties: Many[PartnerId] = Field(description="Partners that made it, by id.")
    minerals: Many[MineralId] = Field((), description="Minerals that it names, by id.")
    topics: Many[TopicId] = Field((), description="Topics that it covers, by id.")
    event: EventId | None = optional("Event at which it was signed or announced.")
    initiatives: Many[InitiativeId] = Field((), description="Initiatives it belongs to.")
    sources: Sources
    actions: Many[Action] = Field((), description="What happened to it, and when.")
    signatories: Many[Signatory] = Field((), description="Who signed it.")
    amounts: Many[Amount] = Field((), description="Sums it names.")
    contested: Text | None = optional("Who denies that it exists or was agreed.")
    text_url: Url | None = optional("Address of the instrument's own text, at a party.")
    text_status: Annotated[str, OneOf(vocabulary.TEXT_STATUSES)] | None = optional(
        "Whether its text is `published`, `unpublished` as a source says, or"
        " `not-found`, looked for until the day `checked`."
    )
    languages: Many[Language] = Field(
        (), description="Languages of the authentic texts, as BCP 47 tags."
    )
    term: Term | None = optional("How long it runs.")
    depositary: PartnerId | None = optional("Partner with which the original is deposited.")
    series: Many[Text] = Field((), description="Where it is published, such as `TIAS 23-328`.")
    bodies: Many[Body] = Field((), description="Bodies that carry it out.")
    checked: PartialDate | None = optional(
        "Day on which the record was last compared with its sources."
    )
    relations: Many[Relation] = Field((), description="How it relates to other agreements.")
    variants: Many[Variant] = Field((), description="Where sources disagree.")
    notes: Notes = None
    withdrawn: Withdrawn = None

    @model_validator(mode="after")
    def _text_found_or_not(self) -> Agreement:
        if self.text_url is not None and self.text_status in ("unpublished", "not-found"):
            raise rule_error(
                "word_combination",
                f'text_status = "{self.text_status}" does not go with a text_url',
                key="text_status",
                todo='write text_status = "published", or remove text_url',
            )
        if self.text_status == "not-found" and self.checked is None:
            raise rule_error(
                "missing_choice",
                'text_status = "not-found" needs checked, the day until which it was looked for',
                key="text_status",
            )
        return self


@cache
def sourced_fields() -> tuple[str, ...]:
    """The keys that `field_sources` may have, in canonical order."""
    return tuple(name for name in Agreement.model_fields if name not in ("id", "field_sources"))


class Initiative(Standing):
    """A forum, partnership, plan, stockpile, consortium, corridor, task force or fund."""

    name: Text = Field(description="Full name.")
    acronym: Text | None = optional("Short name.")
    aliases: Aliases = ()
    kind: Annotated[str, OneOf(vocabulary.INITIATIVE_KINDS)] = Field(description="What it is.")
    predecessors: Many[InitiativeId] = Field((), description="Initiatives that it took over from.")
    sources: Sources = ()
    actions: Many[InitiativeAction] = Field((), description="What happened to it, and when.")
    members: Many[Membership] = Field(
        (), description="Who belongs to it, in which role, from when to when."
    )
    amounts: Many[Amount] = Field((), description="Sums it names.")
    variants: Many[Variant] = Field((), description="Where sources disagree.")
    notes: Notes = None
    withdrawn: Withdrawn = None

    @model_validator(mode="after")
    def _sourced(self) -> Initiative:
        if "sources" not in self.model_fields_set:
            cited = [part.sources for part in self.actions]
            cited += [part.sources for part in self.members]
            if not cited or not all(cited):
                raise rule_error(
                    "missing_choice",
                    "an initiative needs sources, or sources on each act and member",
                )
        return self


class Event(Choice, Identified):
    """A meeting, on one day or from `start` to `end`."""

    alternatives = (("date",), ("start", "end"))

    name: Text = Field(description="Full name.")
    aliases: Aliases = ()
    date: PartialDate | None = optional("The day, for an event of one day.")
    start: PartialDate | None = optional("First day.")
    end: PartialDate | None = optional("Last day.")
    place: Text | None = optional("Where.")
    hosts: Many[PartnerId] = Field((), description="Partners that hosted it, by id.")
    participants: Many[PartnerId] = Field(
        (), description="Partners that took part, by id, the hosts not among them."
    )
    sources: Sources
    variants: Many[Variant] = Field((), description="Where sources disagree.")
    notes: Notes = None
    withdrawn: Withdrawn = None


class Claim(Identified):
    """A count that a source states."""

    statement: Text = Field(description="What the source says, in the registry's own words.")
    count: int = Field(ge=0, le=1_000_000_000, description="The number it states.")
    unit: Annotated[str, OneOf(vocabulary.CLAIM_UNITS)] = Field(description="What it counts.")
    as_of: PartialDate = Field(
        description="The day that the number refers to; what came later is not counted."
    )
    selector: Selector | None = optional("The records it counts.")
    names: Many[PartnerId] = Field((), description="Partners that the source itself lists, by id.")
    members: Many[Counted] = Field(
        (), description="The agreements it counts, where no selector can describe them."
    )
    counts_host: bool = Field(False, description="For participants: whether the host is counted.")
    counts_blocs: bool = Field(False, description="For participants: whether blocs are counted.")
    expect: Annotated[str, OneOf(vocabulary.EXPECTATIONS)] = Field(
        "match", description="The verdict that the maintainers expect of `reconcile`."
    )
    explanation: Text | None = optional("Why it does not add up, or how it does.")
    sources: Sources
    notes: Notes = None
    withdrawn: Withdrawn = None

    @model_validator(mode="after")
    def _countable(self) -> Claim:
        if self.expect != "unknowable":
            if self.unit == "other":
                raise rule_error(
                    "word_combination",
                    'a claim with unit = "other" needs expect = "unknowable"',
                    key="unit",
                    todo='write expect = "unknowable", or another unit',
                )
            if self.selector is None and not self.members:
                raise rule_error(
                    "missing_choice", 'a claim needs selector, members, or expect = "unknowable"'
                )
        return self


AnyRecord: TypeAlias = Source | Partner | Agreement | Initiative | Event | Claim

MODELS: dict[str, type[AnyRecord]] = dict(
    zip(vocabulary.RECORD_KINDS, get_args(AnyRecord), strict=True)
)
"""The model of each record kind, in canonical order."""


class Header(Record):
    """The `[registry]` table: what this registry is."""

    title: Text | None = optional("Name of the registry.")
    version: Text | None = optional("Calendar version of the data, such as `2026.11.24`.")
    as_of: PartialDate | None = optional("Facts were looked for up to this day.")
    license: Text | None = optional("SPDX expression for the data.")
    scope: Text | None = optional("What is in and what is not.")


class Registry(Record):
    """A registry file: header and records, each kind in file order."""

    schema_version: Literal[1] = Field(description="Version of the format.")
    registry: Header = Field(default_factory=Header, description="What this registry is.")
    source: Many[Source] = Field((), description="Sources.")
    partner: Many[Partner] = Field((), description="Partners.")
    agreement: Many[Agreement] = Field((), description="Agreements.")
    initiative: Many[Initiative] = Field((), description="Initiatives.")
    event: Many[Event] = Field((), description="Events.")
    claim: Many[Claim] = Field((), description="Claims.")

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position among its kind, in canonical order."""
        for kind in MODELS:
            for position, record in enumerate(getattr(self, kind)):
                yield kind, position, record

    @cached_property
    def by_id(self) -> dict[str, AnyRecord]:
        """Every record by its id and by its former ids."""
        records = [record for _, _, record in self.records()]
        formers = ((former, one) for one in reversed(records) for former in one.former_ids)
        return {**dict(formers), **{record.id: record for record in records}}

    @property
    def as_of(self) -> PartialDate | None:
        """Facts were looked for up to this day."""
        return self.registry.as_of
