"""From pydantic's errors to findings, one for each mistake.

Pydantic speaks of inputs and types; a finding names the record, the key and what to write
(`mistakes.py`). Errors that say the same thing twice (the branches of a union) become one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks.finding import (
    At,
    Check,
    Finding,
    Path,
    did_you_mean,
    nearest,
    quoted,
    record_id,
    subject,
    type_name,
)
from mineralreg.records.schema import key_order
from mineralreg.reference.vocabulary import (
    ACTION_NOUNS,
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    SLUG_LENGTH,
    SLUG_PATTERN,
    URL_PATTERN,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic_core import ErrorDetails

    from mineralreg.checks.finding import Finding, Path


def data_path(error: ErrorDetails, data: dict[str, Any]) -> Path:
    """The path in the data that an error is about, without the names of union branches."""
    path: list[str | int] = []
    value: object = data
    for part in error["loc"]:
        if isinstance(value, dict) and isinstance(part, str):
            if part not in value and error["type"] != "missing":
                break
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif isinstance(value, list):
            continue  # the name of the branch that reads a list
        else:
            break
        path.append(part)
    return tuple(path)


def table_path(path: Path) -> Path:
    """The path of the table that holds the value (or the list of the item) at a path."""
    end = len(path)
    while end and isinstance(path[end - 1], int):
        end -= 1
    return path[: max(end - 1, 0)]


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the table may have which holds the value at a path."""
    names = ".".join(part for part in table_path(path) if isinstance(part, str))
    return key_order().get(names, ())


def meant_key(path: Path) -> str | None:
    """The known key that the unknown one at the end of a path was probably meant to be."""
    return nearest(str(path[-1]), [key for key in keys_at(path) if key != path[-1]])


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


_UNIONS = ("selector", "amounts")
"""Keys under which models leave a choice of types, which pydantic reports branch by branch."""


def shape_findings(errors: Iterable[ErrorDetails], data: dict[str, Any]) -> list[Finding]:
    """The findings that pydantic's errors about this data amount to.

    Texts that are no slug where a record is referred to are left out: no record has such an id,
    so the checks of references tell them, with the record that was probably meant. A key that is
    missing only because it is misspelt is one mistake, told at the misspelt key.
    """
    found: dict[tuple[str, Path], Finding] = {}
    unions: dict[Path, Finding] = {}
    missing: list[tuple[Path, Finding]] = []
    misspelt: set[Path] = set()
    for error in errors:
        path = data_path(error, data)
        finding = told(Mistake(error, path, data))
        if finding is None:
            continue
        if error["type"] == "missing":
            missing.append((path, finding))
        elif len(path) > 3 and path[2] in _UNIONS and finding.code == "MR103":
            unions[path] = finding
        else:
            found.setdefault((finding.code, path), finding)
            if finding.code == "MR101" and (meant := meant_key(path)):
                misspelt.add((*path[:-1], meant))
    for path, finding in unions.items():
        if not any(other[: len(path)] == path for other in unions if other != path):
            found.setdefault((finding.code, path), finding)
    for path, finding in missing:
        if path not in misspelt:
            found.setdefault((finding.message, path), finding)
    return list(found.values())


SHAPE = (
    Check(
        "MR101",
        "unknown-key",
        "error",
        "a key that this table does not have",
        "A misspelt key would be a fact that nobody ever reads, so tables are closed.",
        "Correct the key; the nearest known one is named where there is one.",
        'sorces = ["andina-2026"]',
    ),
    Check(
        "MR102",
        "missing-key",
        "error",
        "a required key is missing",
        "Some keys make the record what it is: an agreement without parties, or an act that does"
        " not say what was done, tells nothing.",
        "Add the key. If no source states it, the record does not belong in the registry yet.",
        '[[agreement]]\nid = "us-peru-2026"\n# no title',
    ),
    Check(
        "MR103",
        "wrong-type",
        "error",
        "a value of the wrong type, or a number out of range",
        "Values are never converted silently: a number read as a date, or a single text read as a"
        " list of letters, would be a wrong fact.",
        "Write the value in the type that the message names.",
        'parties = "peru"',
    ),
    Check(
        "MR104",
        "unknown-word",
        "error",
        "a word that the vocabulary does not have",
        "Filters, counts and exports rely on a closed vocabulary; two spellings of one kind would"
        " be two kinds. A claim about another unit is also told here when it expects a number.",
        "Use a word of the vocabulary; `mineralreg schema` lists them all.",
        'kind = "memorandums"',
    ),
    Check(
        "MR105",
        "invalid-id",
        "error",
        "an id that is no slug",
        "Ids stand in addresses, file names and commands: lower-case ASCII letters and digits in"
        " words joined by single hyphens, at most 64 characters.",
        "Rewrite the id in that form; the message proposes one.",
        'id = "US Peru 2026"',
    ),
    Check(
        "MR106",
        "invalid-date-form",
        "error",
        "a date in a form that is not accepted",
        "Dates are bare TOML dates or the subset of EDTF (ISO 8601-2, levels 0 and 1) that"
        " registries need. A bare year is a number to TOML, and a time of day would need a zone.",
        'Write 2026-02-04 without quotes, or "2026-02" or "2026" in quotes; "?" marks an'
        ' uncertain date, "~" an approximate one and "%" both.',
        'date = "4 February 2026"',
    ),
    Check(
        "MR107",
        "no-such-day",
        "error",
        "a day or month that the calendar does not have",
        "The form is right but the Gregorian calendar has no such day, so a figure is wrong.",
        "Look the date up in the source again.",
        'date = "2026-02-30"',
    ),
    Check(
        "MR108",
        "invalid-address",
        "error",
        "an address that is not http or https",
        "Readers follow the address to check a fact. It needs http:// or https://, a host, and no"
        " blank.",
        "Copy the address from the browser's address bar.",
        'url = "www.gob.pe/noticias"',
    ),
    Check(
        "MR109",
        "empty-text",
        "error",
        "text that is empty or blank",
        "A blank is not a fact. A key that is left out means that no source states it.",
        "Write the text, or leave the key out.",
        'notes = ""',
    ),
)
