"""A partner: a country, bloc, agency, company or other body that takes part in something."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import model_validator

from mineralreg.records.fields import Many, Record, Slug, Text, Word, broken_rule
from mineralreg.reference import vocabulary

if TYPE_CHECKING:
    from mineralreg.reference.places import Country


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
        from mineralreg.reference import countries

        return countries().by_alpha3(self.iso)

    @property
    def display_name(self) -> str:
        """The name to show: the record's own, else the reference table's, else the id."""
        return self.name or (self.country.name if self.country else self.id)

    @property
    def display_kind(self) -> str:
        """The kind with its default filled in."""
        return self.kind or (self.country.kind if self.country else "country")
