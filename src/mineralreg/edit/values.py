"""From what people type, or programs and tables send, to the values that a record holds.

One reader takes everything: texts from options, answers and cells, short forms such as
`signed 2026-02-04 @ Lima`, and finished values from JSON and TOML. Names become ids, full dates
bare TOML dates; what is wrong is collected, so that all of it can be reported together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from mineralreg.dates import DateError, PartialDate
from mineralreg.edit.fields import ACTS, FIELDS, NEW_SOURCE, PLACE, Field, field_of, keys
from mineralreg.errors import UsageError, article
from mineralreg.query.names import did_you_mean, shown, word
from mineralreg.records.status import time_order
from mineralreg.reference.spelling import fold, nearest
from mineralreg.reference.vocabulary import (
    ACTION_STATUS,
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    SLUG_LENGTH,
    SLUG_PATTERN,
    URL_PATTERN,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mineralreg.edit.lookup import Names, Table

REFERENCES = frozenset(
    {
        *("partner", "source", "agreement", "event", "initiative"),
        *("mineral", "topic", "country code"),
    }
)
"""What a field can refer to: records, and words of the reference tables."""

_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FORCE = ("entered-into-force", "took-effect")


class Reader:
    """Reads records; what is wrong is given to `report` with its key, or raised without one.

    `report` is also told the number of the item of a list that is wrong, else None.
    """

    def __init__(
        self, names: Names, report: Callable[[str, int | None, UsageError], None] | None = None
    ) -> None:
        self._names = names
        self._report = report

    def record(self, kind: str, given: Mapping[str, Any]) -> Table:
        """The record that options, answers, a row or an object describe.

        Args:
            kind: Kind of the record.
            given: Values by key of the field, by the acts of `ACTS`, or `PLACE`. What is None or
                empty was not given.
        """
        found: Table = {}
        for field in FIELDS[kind]:
            value: Any = None
            if field.key == "actions":
                value = self._acts(kind, field, given)
            elif not _blank(given.get(field.key)):
                value = self._caught(field.key, field, given[field.key])
            if value is not None and value != []:
                found[field.key] = value
        return found

    def value(self, field: Field, given: Any) -> Any:
        """The value of a field: of a list from one value or several, each once.

        Raises:
            UsageError: It is not such a value; the message says what to write.
        """
        if field.key == "selector" or (field.parts and not field.many):
            return self._table(field, given)
        if not field.many:
            return self._one(field, given)
        items = given if isinstance(given, list | tuple) else [given]
        made = [self._one(field, item) for item in items]
        return made if field.parts else list(dict.fromkeys(made))

    def _caught(self, key: str, field: Field, given: Any) -> Any:
        """The value of a field, or what of it can be read."""
        if self._report is None:
            return self.value(field, given)
        if not field.many or not isinstance(given, list | tuple):
            try:
                return self.value(field, given)
            except UsageError as error:
                self._report(key, None, error)
                return None
        made = []
        for number, item in enumerate(given):
            try:
                made.append(self._one(field, item))
            except UsageError as error:
                self._report(key, number, error)
        return made if field.parts else list(dict.fromkeys(made))

    def _one(self, field: Field, given: Any) -> Any:
        if isinstance(given, Mapping) and field.parts:
            return self._parts(field, given)
        if isinstance(given, str):
            return self._short(field, given) if field.parts else read(field, given, self._names)
        if field.holds == "date" and not isinstance(given, Mapping | list):
            return _date_of(field.key, given)
        if isinstance(given, Mapping | list) or isinstance(given, bool) != (
            field.holds == "true or false"
        ):
            raise UsageError(f"{field.key} takes {_wanted(field)}, not {_what(given)}")
        if not isinstance(given, bool) and field.holds not in ("whole number", "number"):
            raise UsageError(f"{field.key} takes {_wanted(field)}, not {_what(given)}")
        return given

    def _parts(self, field: Field, given: Mapping[str, Any]) -> Table:
        """A table of a list from a table; keys that the model does not know are refused."""
        found: Table = {}
        for key in given:
            if field_of(field.parts, key) is None and given[key] is not None:
                near = nearest(key, {name: name for name in keys(field.parts)})
                otherwise = f"it has {', '.join(keys(field.parts))}"
                raise UsageError(
                    f"{field.key} has no key {shown(key)}", help=did_you_mean(near, otherwise)
                )
        for part in field.parts:
            if not _blank(given.get(part.key)):
                found[part.key] = self.value(part, given[part.key])
        return found

    def _acts(self, kind: str, field: Field, given: Mapping[str, Any]) -> list[Table] | None:
        """Acts as given, with those that have an option of their own in time order among them."""
        acts: list[Table] = []
        for action in ACTS.get(kind, ()):
            if not _blank(given.get(action)):
                part = Field(action, "date")
                day = self._caught(action, part, given[action])
                acts += [{"action": action, "date": day}] if day else []
        place = given.get(PLACE)
        short = bool(acts)
        if not _blank(place) and kind in ACTS:
            if not acts and not any(given.get(action) for action in ACTS[kind]):
                error = UsageError(
                    "--place says where an act took place, and there is none",
                    help=f"give --{ACTS[kind][-1]} DATE as well, or --action",
                )
                if self._report is None:
                    raise error
                self._report(PLACE, None, error)
            acts = [{**act, "place": str(place).strip()} for act in acts]
        more = given.get("actions")
        if not _blank(more):
            texts = [more] if isinstance(more, str) else more or ()
            short = short or any(isinstance(one, str) for one in texts)
            acts += self._caught("actions", field, more) or []
        return (in_order(acts) if short else acts) or None

    def act(self, kind: str, action: str, given: Mapping[str, Any]) -> Table:
        """An act from its action and what was given of its other fields.

        Raises:
            UsageError: A value or name is not understood.
        """
        if not action.strip():
            raise UsageError(
                "an act begins with its action", help="such as: signed 2026-02-04 @ Lima"
            )
        field = field_of(FIELDS[kind], "actions")
        assert field is not None  # callers name a kind that has acts
        return self._parts(field, {**given, "action": action})

    def _short(self, field: Field, text: str) -> Table:
        """A table of a list from its short form."""
        if field.key == "actions":
            head, _, place = text.partition("@")
            words = head.split()
            day = words.pop() if words and words[-1][:1].isdigit() else None
            if not words:
                raise UsageError(
                    f"{shown(text)} names no act", help="write it as: signed 2026-02-04 @ Lima"
                )
            return self._parts(
                field, {"action": " ".join(words), "date": day, "place": place.strip()}
            )
        if not field.flag:
            raise UsageError(
                f"{field.key} has no short form",
                help=f"bring it in with TOML or JSON: tables with {', '.join(keys(field.parts))}",
            )
        first, second = field.parts[:2]
        if field.key == "relations":
            head, _, tail = text.strip().replace(":", " ", 1).partition(" ")
            if not tail.strip():
                raise UsageError(
                    f"{shown(text)} is not a relation", help="write it as: implements us-peru-2026"
                )
        else:
            head, colon, tail = text.rpartition(":")
            if not colon:
                head, tail = text, ""
        return self._parts(field, {first.key: head, second.key: tail})

    def _table(self, field: Field, given: Any) -> Table:
        """A table from `KEY=VALUE` texts, or from a table; a key again means any of its values.

        In a selector one value stands without brackets.
        """
        selector = field.key == "selector"
        found: Table = {}
        for key, value in self._pairs(field, given):
            part = field_of(field.parts, key.strip().lstrip("-").replace("-", "_"))
            if part is None:
                what = "filter" if selector else "key"
                near = nearest(key, {name: name for name in keys(field.parts)})
                raise UsageError(
                    f"{field.key} has no {what} {shown(key)}",
                    help=did_you_mean(near, f"choose from: {', '.join(keys(field.parts))}"),
                )
            if _blank(value):
                continue
            if not part.many:
                found[part.key] = self._one(part, value)
                continue
            items = value if isinstance(value, list | tuple) else [value]
            made = [self._one(part, item) for item in items]
            before = found.get(part.key, [])
            made = [*(before if isinstance(before, list) else [before]), *made]
            alone = selector and len(made) == 1 and not isinstance(value, list | tuple)
            found[part.key] = made[0] if alone else made
        return {key: found[key] for key in keys(field.parts) if key in found}

    def _pairs(self, field: Field, given: Any) -> Iterable[tuple[str, Any]]:
        if isinstance(given, Mapping):
            return given.items()
        pairs = []
        for text in given if isinstance(given, list | tuple) else [given]:
            key, equals, value = str(text).partition("=")
            if not equals:
                form = "FILTER=VALUE" if field.key == "selector" else "FIELD=VALUE"
                raise UsageError(
                    f"{shown(str(text))} is not of the form {form}",
                    help=f"write {form} with one of {', '.join(keys(field.parts))}",
                )
            pairs.append((key, value))
        return pairs


def missing(kind: str, given: Mapping[str, Any]) -> list[Field]:
    """The fields that a record needs and that were not given."""
    lacking = [field for field in FIELDS[kind] if field.needed and not given.get(field.key)]
    if any(given.get(f"source_{key}") for key in NEW_SOURCE):
        lacking = [field for field in lacking if field.key != "sources"]
    if kind == "partner" and not given.get("iso"):
        lacking += [field for field in FIELDS[kind] if field.key in ("kind", "name")]
        lacking = [field for field in lacking if not given.get(field.key)]
    if kind == "event" and not given.get("date") and not (given.get("start") and given.get("end")):
        lacking += [field for field in FIELDS[kind] if field.key == "date"]
    return lacking


def read(field: Field, text: str, names: Names) -> Any:
    """One value of a field from text; of a list, one item.

    Raises:
        UsageError: It is not such a value; the message says what to write.
    """
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(f"{field.key}: {shown(text)} is damaged: it was read in a wrong encoding")
    if not text.strip():
        raise UsageError(f"{field.key} is blank", help="a blank is not a fact: leave it out")
    if field.holds == "text":
        return text
    text = text.strip()
    if field.holds in REFERENCES:
        return names.resolve(field.holds, text)
    if field.holds == "word":
        return word(text, field.words, "action" if field.key == "action" else field.key)
    if field.holds == "date":
        return _date_of(field.key, text)
    if field.holds in ("whole number", "number"):
        return _number(field, text)
    if field.holds == "true or false":
        if text.lower() not in _YES:
            raise UsageError(f"{field.key} is true or false, not {shown(text)}")
        return _YES[text.lower()]
    if field.holds in _FORMS:
        pattern, what, form = _FORMS[field.holds]
        if not re.fullmatch(pattern, text) or (field.holds == "id" and len(text) > SLUG_LENGTH):
            raise UsageError(f"{shown(text)} is not {what}", help=form)
    return text


_FORMS = {
    "address": (URL_PATTERN, "a web address", "write it whole: https://host/page"),
    "id": (
        SLUG_PATTERN,
        "an id",
        "an id is lower-case words joined by hyphens: us-peru-2026",
    ),
    "language": (LANGUAGE_PATTERN, "a language tag", "write it as in BCP 47: es, pt-BR"),
    "duration": (DURATION_PATTERN, "a duration", "write it as in ISO 8601: P5Y, P6M"),
}


def in_order(acts: Sequence[Table]) -> list[Table]:
    """Acts in time order, see `records.status.time_order`, but force behind the signature.

    An instrument may be in force from a day before it was signed.
    """
    dates = [PartialDate.coerce(act["date"]) if "date" in act else None for act in acts]
    order = time_order(dates)
    signed = [n for n in order if ACTION_STATUS.get(str(acts[n].get("action"))) == "signed"]
    if signed:
        early = order[: order.index(signed[0])]
        late = [n for n in early if acts[n].get("action") in _FORCE]
        order = [n for n in order if n not in late]
        place = order.index(signed[0]) + 1
        order[place:place] = late
    return [acts[position] for position in order]


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [], {})


def _date_of(key: str, value: Any) -> str | date:
    """A partial date: a full day as a date, which TOML writes bare, all else as text."""
    if isinstance(value, str):
        value = value.strip()
    try:
        parsed = PartialDate.coerce(value)
    except DateError as error:
        if help := _date_help(value):
            raise UsageError(
                f"{key}: {shown(str(value))} leaves open which is the day and which the month"
                if " or " in help
                else f"{key}: {shown(str(value))} is not a date in a known form",
                help=help,
            ) from None
        raise UsageError(f"{key}: {error.message}") from None
    return parsed.earliest if _FULL_DATE.fullmatch(parsed.text) else parsed.text


_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)


def _date_help(value: object) -> str | None:
    """How to write a date with day, month and year in another order: both ways when both can be."""
    found = _DAY_FIRST.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    one, two, year = (int(part) for part in found.groups())
    ways = []
    for month, day in dict.fromkeys(((two, one), (one, two))):
        if 1 <= month <= 12 and 1 <= day <= 31:
            ways.append(f"{year}-{month:02}-{day:02}")
    return f"write {' or '.join(ways)}" if ways else None


def _number(field: Field, text: str) -> int | float:
    if re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        return int(text)
    if field.holds == "number" and re.fullmatch(r"[+-]?\d{1,18}\.\d{1,18}", text, re.ASCII):
        return float(text)
    what = "a whole number" if field.holds == "whole number" else "a number"
    raise UsageError(f"{field.key} is {what}, not {shown(text)}", help="write digits only: 11")


def _wanted(field: Field) -> str:
    if field.parts:
        return f"a table with {', '.join(keys(field.parts))}"
    if field.holds == "word":
        return "a word: " + ", ".join(field.words)
    what = {"true or false": "true or false"}.get(field.holds, "")
    return what or f"{article(field.holds)} {field.holds}"


def _what(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list) else shown(str(value))


def folded_key(text: str) -> str:
    """A heading or key as headings are compared."""
    return fold(text.replace("_", " ").replace("-", " "))
