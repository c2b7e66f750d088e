"""An initiative: a forum, plan, fund or corridor that agreements belong to and partners join."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from mineralreg.records.fields import Many, Slug, Text, Word, broken_rule
from mineralreg.records.parts import Amount, InitiativeAction, Membership, Variant
from mineralreg.records.standing import Standing
from mineralreg.reference import vocabulary


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
