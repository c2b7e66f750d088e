"""An agreement: one instrument between parties, with its acts and sources."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mineralreg.records.fields import (
    Language,
    Many,
    PartialDate,
    Slug,
    Text,
    Url,
    Word,
    broken_rule,
)
from mineralreg.records.parts import Action, Amount, Body, Relation, Signatory, Term, Variant
from mineralreg.records.standing import Standing
from mineralreg.reference import vocabulary


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
