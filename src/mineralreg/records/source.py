"""A source: a page or paper that states facts which records cite."""

from __future__ import annotations

from typing import Annotated

from mineralreg.records.fields import Language, Many, PartialDate, Record, Slug, Text, Url, Word
from mineralreg.reference import vocabulary


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
