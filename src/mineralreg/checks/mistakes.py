"""What to say of each kind of error that pydantic knows: MR003 and MR101 to MR109."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks.finding import At, Finding, Path
from mineralreg.checks.naming import did_you_mean, quoted, record_id, subject, type_name
from mineralreg.checks.paths import keys_at, meant_key, table_path
from mineralreg.reference.vocabulary import (
    ACTION_NOUNS,
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    SLUG_LENGTH,
    SLUG_PATTERN,
    URL_PATTERN,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

_WANTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list in square brackets",
    "model_type": "a table",
    "dict_type": "a table",
}
_IDS = ("id", "former_ids")


class Mistake(NamedTuple):
    """One of pydantic's errors, with what is needed to speak of it.

    Attributes:
        error: The error.
        path: Where it is in the data.
        data: The data.
    """

    error: ErrorDetails
    path: Path
    data: dict[str, Any]

    @property
    def value(self) -> object:
        """What the file has there."""
        return self.error["input"]

    @property
    def owner(self) -> str:
        """The table that it is in, in words."""
        return subject(self.data, table_path(self.path))

    @property
    def key(self) -> str:
        """The key that it is about."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def context(self) -> dict[str, Any]:
        """What pydantic says beside: the pattern, the known words, our own reason."""
        return self.error.get("ctx", {})

    @property
    def reason(self) -> str:
        """What is wrong, in our own words where a rule of ours was broken."""
        return str(self.context.get("reason", self.error["msg"]))

    def finding(
        self,
        code: str,
        message: str,
        label: str,
        help: str | None,
        *,
        path: Path | None = None,
        at: At = "value",
    ) -> Finding:
        """An error in the record that the mistake is in, at its place unless another is named."""
        place = self.path if path is None else path
        return Finding(
            code, "error", message, place, at, record_id(self.data, self.path), label, help
        )


def told(mistake: Mistake) -> Finding | None:
    """The finding that a mistake amounts to, or None when another check tells it."""
    if mistake.path == ("schema_version",):
        return _version(mistake)
    kind = mistake.error["type"]
    return _TELLERS.get(kind, _wrong_type if kind in _WANTED else _out_of_range)(mistake)


def _version(mistake: Mistake) -> Finding:
    missing = mistake.error["type"] == "missing"
    what = "no schema_version" if missing else f"schema_version {quoted(mistake.value)}"
    return mistake.finding(
        "MR003",
        f"the file has {what}" + ("" if missing else ", which is unknown here"),
        "not a version that this program knows",
        "write schema_version = 1 as the first line",
        path=() if missing else mistake.path,
    )


def _missing_key(mistake: Mistake) -> Finding:
    return mistake.finding(
        "MR102",
        f"{mistake.owner} has no '{mistake.key}'",
        f"'{mistake.key}' is missing",
        f"add the key '{mistake.key}'",
        path=mistake.path[:-1],
    )


def _unknown_key(mistake: Mistake) -> Finding:
    meant = meant_key(mistake.path)
    known = ", ".join(sorted(keys_at(mistake.path)))
    return mistake.finding(
        "MR101",
        f"{mistake.owner} has an unknown key {quoted(mistake.key)}",
        "no such key here",
        f"did you mean '{meant}'?" if meant else f"known keys are {known}",
        at="key",
    )


def _unknown_word(mistake: Mistake) -> Finding:
    value = mistake.value
    if not isinstance(value, str):
        return _of_wrong_type(mistake, "a text in quotes")
    words = re.findall(r"'([^']+)'", str(mistake.context.get("expected", "")))
    return mistake.finding(
        "MR104",
        f"{mistake.owner} has the unknown {mistake.key} {quoted(value)}",
        f"not a word for '{mistake.key}'",
        did_you_mean(_verb(value) if mistake.key == "action" else value, words)
        or f"known words are {', '.join(words)}",
    )


def _verb(noun: str) -> str:
    """The word for an act that is named by its noun, or what is given."""
    return ACTION_NOUNS.get("-".join(noun.lower().split()), noun)


def _wrong_type(mistake: Mistake) -> Finding:
    kind = mistake.error["type"]
    in_selector = "selector" in mistake.path and len(mistake.path) == 4
    if in_selector and kind != "bool_type":
        return _of_wrong_type(mistake, "a text in quotes, or a list of them,")
    return _of_wrong_type(mistake, _WANTED[kind])


def _of_wrong_type(mistake: Mistake, wanted: str) -> Finding:
    what = type_name(mistake.value)
    return mistake.finding(
        "MR103",
        f"{mistake.owner} has {what} in '{mistake.key}' where {wanted} belongs",
        f"this is {what}",
        f"write {wanted.strip(',')}",
    )


def _bad_text(mistake: Mistake) -> Finding | None:
    pattern = mistake.context.get("pattern", SLUG_PATTERN)
    if pattern == SLUG_PATTERN:
        return _no_slug(mistake) if mistake.key in _IDS else None
    if pattern == URL_PATTERN:
        return mistake.finding(
            "MR108",
            f"{mistake.owner} has no valid address in '{mistake.key}': {quoted(mistake.value)}",
            "not an http or https address",
            "write the whole address, with https:// and without blanks",
        )
    if pattern == DURATION_PATTERN:
        return mistake.finding(
            "MR106",
            f"{mistake.owner}: in '{mistake.key}', {quoted(mistake.value)} is not a duration",
            "not an accepted form",
            'write "P5Y" for five years, "P6M" for six months or "P90D" for 90 days (ISO 8601)',
        )
    if pattern == LANGUAGE_PATTERN:
        return mistake.finding(
            "MR104",
            f"{mistake.owner} has the unknown language {quoted(mistake.value)}",
            "not a language tag",
            'write the code of ISO 639, such as "en", "zh" or "pt-BR" (BCP 47)',
        )
    return mistake.finding(
        "MR109",
        f"{mistake.owner} has a blank '{mistake.key}'",
        "empty",
        "write the text, or leave the key out: a blank is not a fact",
    )


def _no_slug(mistake: Mistake) -> Finding:
    return mistake.finding(
        "MR105",
        f"{quoted(mistake.value)} cannot be an id",
        "not a slug",
        f"write {as_slug(mistake.value)!r}: lower-case words joined by hyphens, at most"
        f" {SLUG_LENGTH} characters",
    )


def as_slug(text: object) -> str:
    """The slug nearest to a text."""
    from mineralreg.reference.spelling import fold

    words = re.findall(r"[a-z0-9]+", fold(str(text)[:200]))
    return "-".join(words)[:SLUG_LENGTH].strip("-") or "an-id"


def _no_date(mistake: Mistake) -> Finding:
    what, _, todo = mistake.reason.partition(": ")
    form = mistake.error["type"] == "date_form"
    return mistake.finding(
        "MR106" if form else "MR107",
        f"{mistake.owner}: in '{mistake.key}', {what}",
        "not an accepted form" if form else "no such day",
        todo or "look the date up in the source again",
    )


def _missing_choice(mistake: Mistake) -> Finding:
    return mistake.finding(
        "MR102",
        f"{subject(mistake.data, mistake.path)} lacks a key: {mistake.reason}",
        "a key is missing",
        "add what the message names",
    )


def _word_combination(mistake: Mistake) -> Finding:
    return mistake.finding(
        "MR104",
        f"{subject(mistake.data, mistake.path)} has words that do not go together:"
        f" {mistake.reason}",
        "needs another word",
        str(mistake.context["todo"]),
        path=(*mistake.path, str(mistake.context["key"])),
    )


def _out_of_range(mistake: Mistake) -> Finding:
    return mistake.finding(
        "MR103",
        f"{mistake.owner} has a '{mistake.key}' out of range: {quoted(mistake.value)}",
        "out of range",
        mistake.reason.replace("Input should be", "write a number"),
    )


_TELLERS: dict[str, Callable[[Mistake], Finding | None]] = {
    "missing": _missing_key,
    "extra_forbidden": _unknown_key,
    "literal_error": _unknown_word,
    "string_pattern_mismatch": _bad_text,
    "string_too_long": _bad_text,
    "date_form": _no_date,
    "date_day": _no_date,
    "missing_choice": _missing_choice,
    "word_combination": _word_combination,
}
"""Types of pydantic's errors (https://docs.pydantic.dev/latest/errors/validation_errors/) and of
our own (`records.fields`); any other is about a number out of range."""
