"""An agreement: one instrument between parties, with its acts and sources."""

from __future__ import annotations

from typing import Annotated

from mineralreg.records.fields import Many, Slug, Text, Word
from mineralreg.records.parts import Action, Amount, Relation, Signatory, Variant
from mineralreg.records.standing import Standing
from mineralreg.reference import vocabulary


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
    legal_nature_sources: Many[Slug] = ()
    """Who says so."""
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
    relations: Many[Relation] = ()
    """How it stands to other agreements."""
    variants: Many[Variant] = ()
    """Where sources disagree."""
    notes: Text | None = None
    """Remarks in the registry's own words."""
    withdrawn: Text | None = None
    """Why the record turned out wrong; it is kept, but no longer listed."""
