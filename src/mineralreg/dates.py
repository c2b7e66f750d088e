"""Dates that say no more than their source does: a year, a month or a day, perhaps uncertain.

The forms are the subset of EDTF (ISO 8601-2:2019, levels 0 and 1) that registries need. Comparison
is three-valued, because "2025" is neither before nor after 2025-06-01. Standard library only.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

Answer = Literal["yes", "no", "maybe"]
Precision = Literal["year", "month", "day"]

FORMS = '2026-02-04 (no quotes), "2026-02" or "2026", with "?" uncertain, "~" approximate, "%" both'
PATTERN = r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)"
SCHEMA_PATTERN = f"^{PATTERN}$".replace("(?:", "(")
_FORM = re.compile(PATTERN, re.ASCII)


class DateError(ValueError):
    """A text that is not a partial date.

    Its form is wrong (MR106), or there is no such day (MR107). The message says what is
    wrong and what to write.
    """

    def __init__(self, message: str, *, form: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.form = form


class PartialDate:
    """A year, month or day with an optional EDTF qualifier; immutable and hashable."""

    __slots__ = ("earliest", "latest", "qualifier", "text")

    text: str
    """The date as written, such as `2026-02` or `2025?`."""
    earliest: date
    """The first day it can be."""
    latest: date
    """The last day it can be."""
    qualifier: str
    """`""`, `"?"` (uncertain), `"~"` (approximate) or `"%"` (both): a mark for readers. EDTF gives
    it no width, so it does not widen the range of days."""

    def __init__(self, text: str, earliest: date, latest: date, qualifier: str = "") -> None:
        keep = object.__setattr__
        keep(self, "text", text)
        keep(self, "earliest", earliest)
        keep(self, "latest", latest)
        keep(self, "qualifier", qualifier)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"PartialDate is immutable, cannot set {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        return PartialDate, (self.text, self.earliest, self.latest, self.qualifier)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with an optional `?`, `~` or `%`.

        Raises:
            DateError: The text has another form, or names a day that does not exist.
        """
        return _parse(text)

    @classmethod
    def coerce(cls, value: object) -> PartialDate:
        """Read a value as TOML gives it: a bare date or a string.

        Raises:
            DateError: Anything else, with what to write instead.
        """
        if type(value) is date:
            text = value.isoformat()
            return cls(text, value, value) if value.year < 9999 else _parse(text)
        if isinstance(value, str):
            return _parse(value)
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime):
            raise DateError(f"a date without a time is wanted: write {FORMS}")
        if isinstance(value, int) and not isinstance(value, bool):
            raise DateError(f'a bare number is not a date: write "{value}" in quotes')
        raise DateError(f"a date is wanted: write {FORMS}")

    @classmethod
    def of(cls, value: object) -> PartialDate | None:
        """The date that a value is, as `coerce` reads it, or None."""
        try:
            return cls.coerce(value)
        except DateError:
            return None

    @property
    def precision(self) -> Precision:
        """How much is stated: `year`, `month` or `day`."""
        length = len(self.text) - len(self.qualifier)
        return "day" if length > 7 else "month" if length > 4 else "year"

    def before(self, other: PartialDate) -> Answer:
        """Is this date before the other one?"""
        if self.latest < other.earliest:
            return "yes"
        return "maybe" if self.earliest < other.latest else "no"

    def after(self, other: PartialDate) -> Answer:
        """Is this date after the other one?"""
        return other.before(self)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def sort_key(self) -> tuple[date, date]:
        """Order for lists: by the first day it can be, then the shorter range."""
        return self.earliest, self.latest

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import PydanticCustomError, core_schema

        known = lru_cache(maxsize=20_000)(cls.coerce)  # a few days are most dates of a registry

        def read(value: object) -> PartialDate:
            try:
                return known(value) if type(value) in (str, date) else cls.coerce(value)
            except DateError as error:
                kind = "date_form" if error.form else "date_day"
                raise PydanticCustomError(kind, "{reason}", {"reason": error.message}) from None

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        partial = {"type": "string", "pattern": SCHEMA_PATTERN}
        return {"description": f"A partial date: {FORMS}.", "anyOf": [whole, partial]}


@lru_cache(maxsize=20_000)
def _parse(text: str) -> PartialDate:
    match = _FORM.fullmatch(text)
    if match is None:
        raise DateError(f"{text[:20]!r} is not a date in a known form: write {FORMS}")
    year = int(match[1])
    if year in (0, 9999):
        raise DateError(f"the year {match[1]} stands for 'unknown': leave the date out instead")
    try:
        earliest = latest = date(year, int(match[2] or 1), int(match[3] or 1))
        if match[3] is None:
            ends = match[2] in (None, "12")
            behind = date(year + 1, 1, 1) if ends else date(year, earliest.month + 1, 1)
            latest = behind - timedelta(days=1)
    except ValueError:
        raise DateError(f"there is no day or month {text!r} in the calendar", form=False) from None
    return PartialDate(text, earliest, latest, match[4])
