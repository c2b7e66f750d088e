"""The field types that all records share: slugs, texts, addresses, words, and tuples of them.

Constraints run inside pydantic's core wherever they can: a registry of 100,000 agreements has
millions of strings, and a Python call for each would be most of the loading time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError, core_schema

from mineralreg.dates import PartialDate
from mineralreg.reference.forms import (
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    SLUG_LENGTH,
    SLUG_PATTERN,
    TEXT_PATTERN,
    URL_PATTERN,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

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

__all__ = [
    "Duration",
    "Language",
    "Many",
    "PartialDate",
    "Record",
    "Slug",
    "Text",
    "Url",
    "Word",
    "broken_rule",
]


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
