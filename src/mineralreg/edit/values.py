"""From what people type or a program sends to the value that a field holds.

Texts come from options, answers and assignments; finished values from JSON and TOML. Both end as
what TOML has a form for, with names turned into ids and full dates bare.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mineralreg.dates import DateError, PartialDate
from mineralreg.document.splice import Edit, apply
from mineralreg.document.syntax import SpanMap
from mineralreg.edit import fields
from mineralreg.edit.lookup import Table, word_of
from mineralreg.errors import UsageError
from mineralreg.reference.vocabulary import SLUG_LENGTH, SLUG_PATTERN, URL_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mineralreg.edit.fields import Field
    from mineralreg.edit.lookup import Names


_REFERENCES = {
    fields.PARTNER,
    fields.SOURCE,
    fields.AGREEMENT,
    fields.EVENT,
    fields.INITIATIVE,
    fields.MINERAL,
    fields.TOPIC,
    fields.COUNTRY_CODE,
}
_YES = {"true": True, "yes": True, "false": False, "no": False}
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read(field: Field, text: str, names: Names) -> Any:
    """One value of a field from text.

    Args:
        field: The field; of a list, one item is read.
        text: As typed.
        names: What names mean.

    Raises:
        UsageError: It is no such value; the message says what to write.
    """
    text = text.strip()
    if not text:
        raise UsageError(f"{field.key} is blank", help="a blank is no fact: leave it out instead")
    if field.holds in _REFERENCES:
        return names.resolve(field.holds, text)
    if field.holds == fields.WORD:
        return word_of(text, field.words, f"a word for {field.key}")
    if field.holds == fields.DATE:
        return read_date(field.key, text)
    if field.holds == fields.WHOLE:
        return _whole(field.key, text)
    if field.holds == fields.FLAG:
        if text.lower() not in _YES:
            raise UsageError(f"{field.key} is true or false, not {text!r}")
        return _YES[text.lower()]
    if field.holds == fields.URL and not re.fullmatch(URL_PATTERN, text):
        raise UsageError(f"{text!r} is no web address", help="write it whole: https://host/page")
    if field.holds == fields.SLUG and not (
        re.fullmatch(SLUG_PATTERN, text) and len(text) <= SLUG_LENGTH
    ):
        raise UsageError(
            f"{text!r} is no id", help="an id is lower-case words joined by hyphens: us-peru-2026"
        )
    return text


def read_date(key: str, text: str) -> str | date:
    """A partial date from text: a full day as a date, which TOML writes bare, all else as text.

    Raises:
        UsageError: It is no date; the message says what to write.
    """
    try:
        parsed = PartialDate.parse(text)
    except DateError as error:
        raise UsageError(f"{key}: {error.message}") from None
    return parsed.earliest if _FULL_DATE.fullmatch(text) else parsed.text


def settle(row: tuple[Field, ...], record: Table, names: Names) -> Table:
    """A record from a program or a file, with names resolved, in the order of the model.

    Keys that the model does not know stay, at the end, and values of a wrong type stay as they
    are: the checks say what is wrong with them. A null is no fact, so the key is left out.

    Args:
        row: The fields of the record or table.
        record: Its keys and values.
        names: What names mean.

    Raises:
        UsageError: A name means nothing, or more than one thing.
    """
    known = {field.key: field for field in row}
    order = [*known, *(key for key in record if key not in known)]
    return {
        key: _settled(known.get(key), record[key], names)
        for key in order
        if record.get(key) is not None
    }


def _settled(field: Field | None, value: Any, names: Names) -> Any:
    if field is None:
        return value
    if isinstance(value, list | tuple):
        return [_settled(field, item, names) for item in value]
    if isinstance(value, dict) and field.parts:
        return settle(field.parts, value, names)
    if isinstance(value, str):
        if field.holds in _REFERENCES and value.strip():
            return names.resolve(field.holds, value)
        if field.holds == fields.DATE and _FULL_DATE.fullmatch(value):
            return _bare(value)
    return value


def _bare(text: str) -> str | date:
    """A full date as TOML writes it without quotes; a day that does not exist stays text."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return text


def _whole(key: str, text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise UsageError(f"{key} is a whole number, not {text!r}", help="write digits only: 11")
    return int(text)


def in_steps(text: str, steps: Iterable[Callable[[SpanMap], list[Edit]]]) -> tuple[Edit, ...]:
    """One edit that does what the steps do one after another, or none if they do nothing.

    Args:
        text: The text to change.
        steps: Each plans its edits against the text after the steps before it.
    """
    new = text
    for step in steps:
        new = apply(new, step(SpanMap(new)))
    return between(text, new)


def between(old: str, new: str) -> tuple[Edit, ...]:
    """The smallest single edit that turns one text into the other."""
    if old == new:
        return ()
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    return (Edit(start, len(old) - end, new[start : len(new) - end]),)


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from the start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
