"""From what people type, or programs and tables send, to the values that a record holds.

One reader takes everything: texts from options, answers and cells, short forms such as
`signed 2026-02-04 @ Lima`, and finished values from JSON and TOML. Names become ids, full dates
bare TOML dates; what is wrong is reported by key, so that all of it can be told together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from mineralreg.checks.time import FORCE
from mineralreg.dates import FORMS, DateError, PartialDate
from mineralreg.edit.fields import ACTS, FIELDS, PLACE, SOURCE, inputs, singular
from mineralreg.edit.lookup import Names, Table
from mineralreg.errors import UsageError, article
from mineralreg.query.names import damaged, decoded, did_you_mean, each, shown, word
from mineralreg.records.schema import Field
from mineralreg.records.status import time_order
from mineralreg.reference.spelling import fold, nearest
from mineralreg.reference.vocabulary import (
    ACTION_STATUS,
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    RECORD_KINDS,
    SLUG_LENGTH,
    SLUG_PATTERN,
    URL_PATTERN,
)

_REFERENCES = (*RECORD_KINDS, "mineral", "topic", "country code")
_NUMBERS = ("whole number", "number")
_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_TYPED = "2026-02-04, 2026-02 or 2026, with ? behind it for uncertain, ~ approximate, % both"
"""The forms of a date outside a file of TOML."""

_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d\d?)\2(\d\d?)(?:[T ][\d:.]+Z?)?", re.ASCII)
_MONTHS = (
    *("january enero janvier janeiro", "february febrero fevrier fevereiro"),
    *("march marzo mars marco", "april abril avril", "may mayo mai maio", "june junio juin junho"),
    *("july julio juillet julho", "august agosto aout", "september septiembre septembre setembro"),
    *("october octubre octobre outubro", "november noviembre novembre novembro"),
    "december diciembre decembre dezembro",
)
_SHORT = {
    "actions": (r"(\D+?)(?:\s+(\d[^@]*?))?\s*(?:@\s*(.*))?", "signed 2026-02-04 @ Lima"),
    "relations": (r"([^\s:]+)[\s:]+(.+)", "implements us-peru-2026"),
    "members": (r"(.+?)(?:\s*:\s*([^:]*))?", "Peru: chair"),
}
"""The short forms of tables in a list, whose groups are their first keys, and an example."""

Report: TypeAlias = Callable[[str, int | None, UsageError], None]
"""Takes a key, the number of the wrong item where the value is a list, and what is wrong."""


def _raise(_key: str, _number: int | None, error: UsageError) -> None:
    raise error


class Reader:
    """Reads records. What is wrong is given to `report`, which raises it unless told otherwise."""

    def __init__(self, names: Names, report: Report = _raise) -> None:
        self.names = names
        self._report = report

    def record(self, kind: str, given: Mapping[str, Any]) -> Table:
        """The record that values by key describe (`fields.inputs`); a blank one was not given."""
        found: Table = {}
        for key, field in inputs(kind).items():
            if not blank(given.get(key)) and not key.startswith(SOURCE):
                found[key] = self.value(field, given[key])
        if kind in ACTS:
            found["actions"] = self._acts(kind, found, given)
        return {key: found[key] for key in FIELDS[kind] if found.get(key) not in (None, [])}

    def value(self, field: Field, given: Any, report: Report | None = None) -> Any:
        """The value of a field, or what of it can be read; of a list from one value or several."""
        many = field.many and isinstance(given, list | tuple)
        made: list[Any] = []
        for number, item in enumerate(given) if many else [(None, given)]:
            parted = field.many and not field.parts and field.holds != "text"
            parted = parted and isinstance(item, str) and "," in item  # as a name may be itself
            try:
                made += (
                    each(item, partial(self._one, field)) if parted else [self._one(field, item)]
                )
            except UsageError as error:
                if parted:
                    more = "write several values with ';' between them"
                    error.help = f"{error.help}; {more}" if error.help else more
                (report or self._report)(field.key, number, error)
        if not field.many:
            return made[0] if made else None
        return made if field.parts else list(dict.fromkeys(made))

    def _one(self, field: Field, given: Any) -> Any:
        if field.parts and (not field.many or isinstance(given, str | Mapping)):
            return self._table(field, given)
        if isinstance(given, bool) and field.holds == "word":
            given = "yes" if given else "no"
        if isinstance(given, str):
            return read(field, given, self.names)
        what = "a table" if isinstance(given, Mapping) else "a list"
        if not isinstance(given, Mapping | list):
            if field.holds == "date":
                return _date_of(field.key, given)
            if field.holds in (("true or false",) if isinstance(given, bool) else _NUMBERS):
                return given
            what = shown(str(given))
        raise UsageError(f"{field.key} takes {_wanted(field)}, not {what}")

    def _table(self, field: Field, given: Any) -> Table:
        """A table; a key again means any of its values.

        In a selector one value stands without brackets.
        """
        found: Table = {}
        wrong: list[UsageError] = []
        for key, value in _pairs(field, given):
            part = field.parts.get(key.strip().lstrip("-").replace("-", "_"))
            if part is None:
                near = nearest(key, {name: name for name in field.parts})
                raise UsageError(
                    f"{field.key} has no {_unit(field)} {shown(key)}",
                    help=did_you_mean(near, f"it has {', '.join(field.parts)}"),
                )
            if blank(value):
                continue
            made = self.value(part, value, lambda _key, _number, error: wrong.append(error))
            if part.many:
                before = found.get(part.key, [])
                made = [*(before if isinstance(before, list) else [before]), *made]
                if field.key == "selector" and len(made) == 1 and not isinstance(value, list):
                    (made,) = made
            found[part.key] = made
        if len(wrong) > 1:
            raise UsageError("; ".join(": ".join(filter(None, (e.message, e.help))) for e in wrong))
        if wrong:
            raise wrong[0]
        return {key: found[key] for key in field.parts if key in found}

    def _acts(self, kind: str, found: Table, given: Mapping[str, Any]) -> list[Table]:
        """Acts as given, with those that were given by their date in time order among them."""
        dated = [action for action in ACTS[kind] if found.get(action)]
        place = found.get(PLACE)
        if place and not any(given.get(action) for action in ACTS[kind]):
            error = UsageError(
                f"{shown(place)} says where an act took place, and there is none",
                help=f"say when it was {ACTS[kind][-1]} as well, or name another act",
            )
            self._report(PLACE, None, error)
        at = {"place": place.strip()} if place else {}
        acts = [{"action": action, "date": found[action], **at} for action in dated]
        acts += found.get("actions") or ()
        more = given.get("actions") or ()
        typed = isinstance(more, str) or any(isinstance(one, str) for one in more)
        return in_order(acts) if dated or typed else acts


def _pairs(field: Field, given: Any) -> Iterator[tuple[str, Any]]:
    """What a table, the short form of one in a list, or `KEY=VALUE` texts say, by key."""
    known = ", ".join(field.parts)
    if isinstance(given, Mapping):
        yield from given.items()
    elif field.many:
        if field.key not in _SHORT:
            help = f"bring it in with TOML or JSON: tables with {known}"
            raise UsageError(f"{field.key} has no short form", help=help)
        pattern, example = _SHORT[field.key]
        found = re.fullmatch(pattern, given.strip(), re.DOTALL)
        if found is None:
            what = f"{article(field.key)} {singular(field.key)}"
            raise UsageError(f"{shown(given)} is not {what}", help=f"write it as: {example}")
        yield from zip(field.parts, found.groups(), strict=False)
    else:
        for text in given if isinstance(given, list | tuple) else [given]:
            key, equals, value = str(text).partition("=")
            if not equals:
                form = f"{_unit(field).upper()}=VALUE"
                help = f"write {form} with one of {known}"
                raise UsageError(f"{shown(str(text))} is not of the form {form}", help=help)
            yield key, value


def _unit(field: Field) -> str:
    return "filter" if field.key == "selector" else "key"


def read(field: Field, text: str, names: Names) -> Any:
    """One value of a field from text; of a list, one item."""
    text = decoded(text)
    if damaged(text):
        raise UsageError(f"{field.key}: {shown(text)} is damaged: it was read in a wrong encoding")
    if not text.strip():
        raise UsageError(f"{field.key} is blank", help="a blank is not a fact: leave it out")
    if field.holds == "text":
        return text
    text = text.strip()
    if field.holds in _REFERENCES:
        return names.resolve(field.holds, text)
    if field.holds == "word":
        return word(text, field.words, field.key.replace("_", " "))
    if field.holds == "date":
        return _date_of(field.key, text)
    if field.holds == "true or false":
        if text.lower() not in _YES:
            raise UsageError(f"{field.key} is true or false, not {shown(text)}")
        return _YES[text.lower()]
    pattern, what, form = _FORMS[field.holds]
    if not re.fullmatch(pattern, text) or (field.holds == "id" and len(text) > SLUG_LENGTH):
        raise UsageError(f"{shown(text)} is not {what}", help=form)
    if field.holds in _NUMBERS:
        return float(text) if "." in text else int(text)
    return text


_FORMS = {
    "address": (URL_PATTERN, "a web address", "write it whole: https://host/page"),
    "id": (SLUG_PATTERN, "an id", "write lower-case words joined by hyphens: us-peru-2026"),
    "language": (LANGUAGE_PATTERN, "a language tag", "write it as in BCP 47: es, pt-BR"),
    "whole number": (r"[+-]?[0-9]{1,18}", "a whole number", "write digits only: 11"),
    "number": (r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", "a number", "write digits only: 11.5"),
    "duration": (DURATION_PATTERN, "a duration", "write it as in ISO 8601: P5Y, P6M"),
}


def in_order(acts: Sequence[Table]) -> list[Table]:
    """Acts in time order, see `records.status.time_order`, but force behind the signature.

    An instrument may be in force from a day before it was signed.
    """
    order = time_order([PartialDate.of(act.get("date")) for act in acts])
    signed = [n for n in order if ACTION_STATUS.get(str(acts[n].get("action"))) == "signed"]
    before = order[: order.index(signed[0])] if signed else []
    early = [n for n in before if acts[n].get("action") in FORCE]
    rest = [n for n in order if n not in early]
    behind = rest.index(signed[0]) + 1 if early else 0
    return [acts[n] for n in (*rest[:behind], *early, *rest[behind:])]


def blank(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [], {})


def _date_of(key: str, value: Any) -> str | date:
    """A partial date: a full day as a date, which TOML writes bare, all else as text."""
    if isinstance(value, int) and len(str(value)) == 8:
        value = str(value)
    if isinstance(value, str):
        value = in_digits(value.strip())
    try:
        parsed = PartialDate.coerce(value)
    except DateError as error:
        ways = _ways(value) if isinstance(value, str) else []
        if not ways:
            raise UsageError(f"{key}: {error.message.replace(FORMS, _TYPED)}") from None
        why = "leaves open which is the day and which the month"
        why = why if len(ways) > 1 else "is not a date in a known form"
        help = f"write {' or '.join(ways)}"
        raise UsageError(f"{key}: {shown(value)} {why}", help=help) from None
    whole = parsed.precision == "day" and not parsed.qualifier
    return parsed.earliest if whole else parsed.text


def in_digits(text: str) -> str:
    """A date whose month is a word, `4 February 2026` or `marzo de 2026`, as `YYYY-MM-DD`.

    English, Spanish, French and Portuguese, months whole or shortened; other texts stay.
    """
    words = [part for part in fold(text).split() if part not in ("of", "de", "del", "do")]
    numbers = [re.sub(r"(?<=\d)(st|nd|rd|th|er|o)$", "", part) for part in words]
    numbers = [part for part in numbers if re.fullmatch("[0-9]{1,4}", part)]
    months = [month_of(part) for part in words if not part[0].isdigit()]
    years = [part for part in numbers if len(part) == 4]
    days = [part.zfill(2) for part in numbers if int(part) < 32]
    parts = len(months), len(years), len(words) - len(days)
    if parts != (1, 1, 2) or not months[0] or len(days) > 1:
        return text
    mark = text[-1] if text[-1] in "?~%" else ""
    return "-".join([years[0], f"{months[0]:02}", *days]) + mark


def month_of(word: str) -> int | None:
    """The number of the month that a word or its first three letters name, else None."""
    begins = re.compile(rf"\b{re.escape(fold(word))}")
    found = [number for number, names in enumerate(_MONTHS, 1) if begins.search(names)]
    return found[0] if len(found) == 1 and len(word) > 2 else None


def _ways(text: str) -> list[str]:
    """How to write a date in digits of another form: both ways when two days can be meant."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.group(1, 3, 4))
        orders = [(month, day)]
    elif found := _DAY_FIRST.fullmatch(text):
        one, two, year = (int(part) for part in found.groups())
        orders = [*dict.fromkeys(((two, one), (one, two)))]
    else:
        return []
    days = [(month, day) for month, day in orders if 1 <= month <= 12 and 1 <= day <= 31]
    ways = [f"{year}-{month:02}-{day:02}" for month, day in days]
    return [way for way in ways if way != text]


def _wanted(field: Field) -> str:
    if field.parts:
        return f"a table with {', '.join(field.parts)}"
    if field.holds == "word":
        return "a word: " + ", ".join(field.words)
    if field.holds == "true or false":
        return field.holds
    return f"{article(field.holds)} {field.holds}"
