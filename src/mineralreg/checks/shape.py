"""MR1xx: from pydantic's errors to findings, one for each mistake.

Pydantic speaks of inputs and types; a finding names the record, the key and what to write. Errors
that say the same thing twice (the branches of a union) become one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.checks.finding import (
    Check,
    Finding,
    Path,
    nearest_word,
    quoted,
    record_id,
    subject,
    suggestion,
    type_name,
)
from mineralreg.records.schema import key_order
from mineralreg.reference.vocabulary import (
    ACTION_NOUNS,
    DURATION_PATTERN,
    LANGUAGE_PATTERN,
    SLUG_LENGTH,
    SLUG_PATTERN,
    TEXT_PATTERN,
    URL_PATTERN,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic_core import ErrorDetails


unknown_schema_version = Check(
    "MR003",
    "unknown-schema-version",
    "error",
    title="schema_version is missing or unknown",
    why="The number says which rules the file follows. Without it a later program could read the"
    " file under rules that its writers did not know.",
    fix="Write schema_version = 1 as the first line of the file.",
    example="schema_version = 2",
)
unknown_key = Check(
    "MR101",
    "unknown-key",
    "error",
    title="a key that this table does not have",
    why="A misspelt key would be a fact that nobody ever reads, so tables are closed.",
    fix="Correct the key; the nearest known one is named where there is one.",
    example='sorces = ["andina-2026"]',
)
missing_key = Check(
    "MR102",
    "missing-key",
    "error",
    title="a required key is missing",
    why="Some keys make the record what it is: an agreement without parties, or an act that does"
    " not say what was done, tells nothing.",
    fix="Add the key. If no source states it, the record does not belong in the registry yet.",
    example='[[agreement]]\nid = "us-peru-2026"\n# no title',
)
wrong_type = Check(
    "MR103",
    "wrong-type",
    "error",
    title="a value of the wrong type, or a number out of range",
    why="Values are never converted silently: a number read as a date, or a single text read as a"
    " list of letters, would be a wrong fact.",
    fix="Write the value in the type that the message names.",
    example='parties = "peru"',
)
unknown_word = Check(
    "MR104",
    "unknown-word",
    "error",
    title="a word that the vocabulary does not have",
    why="Filters, counts and exports rely on a closed vocabulary; two spellings of one kind would"
    " be two kinds. A claim about another unit is also reported here when it expects a number.",
    fix="Use a word of the vocabulary; `mineralreg schema` lists them all.",
    example='kind = "memorandums"',
)
invalid_id = Check(
    "MR105",
    "invalid-id",
    "error",
    title="an id that is not a slug",
    why="Ids stand in addresses, file names and commands: lower-case ASCII letters and digits in"
    " words joined by single hyphens, at most 64 characters.",
    fix="Rewrite the id in that form; the message proposes one.",
    example='id = "US Peru 2026"',
)
invalid_date_form = Check(
    "MR106",
    "invalid-date-form",
    "error",
    title="a date in a form that is not accepted",
    why="Dates are bare TOML dates or the subset of EDTF (ISO 8601-2, levels 0 and 1) that"
    " registries need. A bare year is a number to TOML, and a time of day would need a zone.",
    fix='Write 2026-02-04 without quotes, or "2026-02" or "2026" in quotes; "?" marks an'
    ' uncertain date, "~" an approximate one and "%" both.',
    example='date = "4 February 2026"',
)
no_such_day = Check(
    "MR107",
    "no-such-day",
    "error",
    title="a day or month that the calendar does not have",
    why="The form is right but the Gregorian calendar has no such day, so a figure is wrong.",
    fix="Look the date up in the source again.",
    example='date = "2026-02-30"',
)
invalid_address = Check(
    "MR108",
    "invalid-address",
    "error",
    title="an address that is not http or https",
    why="Readers follow the address to check a fact. It needs http:// or https://, a host, and no"
    " blank.",
    fix="Copy the address from the browser's address bar.",
    example='url = "www.gob.pe/noticias"',
)
empty_text = Check(
    "MR109",
    "empty-text",
    "error",
    title="text that is empty or blank",
    why="A blank is not a fact. A key that is left out means that no source states it.",
    fix="Write the text, or leave the key out.",
    example='notes = ""',
)

_WANTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list in square brackets",
    "model_type": "a table",
    "dict_type": "a table",
}
_UNIONS = ("selector", "amounts")
"""Keys under which models leave a choice of types, which pydantic reports branch by branch."""


def shape_findings(errors: Iterable[ErrorDetails], data: dict[str, Any]) -> list[Finding]:
    """The findings that pydantic's errors about this data amount to.

    Texts that are no slug where a record is referred to are left out: no record has such an id,
    so the checks of references report them, with the record that was probably meant. A key that is
    missing only because it is misspelt is one mistake, reported at the misspelt key.
    """
    found: dict[tuple[str, Path], Finding] = {}
    unions: dict[Path, Finding] = {}
    missing: list[tuple[Path, Finding]] = []
    misspelt: set[Path] = set()
    for error in errors:
        path = data_path(error, data)
        finding = to_finding(ShapeError(error, path, data))
        if finding is None:
            continue
        if error["type"] == "missing":
            missing.append((path, finding))
        elif len(path) > 3 and path[2] in _UNIONS and finding.code == "MR103":
            unions[path] = finding
        else:
            found.setdefault((finding.code, path), finding)
            if finding.code == "MR101" and (meant := _meant_key(path)):
                misspelt.add((*path[:-1], meant))
    for path, finding in unions.items():
        if not any(other[: len(path)] == path for other in unions if other != path):
            found.setdefault((finding.code, path), finding)
    for path, finding in missing:
        if path not in misspelt:
            found.setdefault((finding.message, path), finding)
    return list(found.values())


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


class ShapeError(NamedTuple):
    """One of pydantic's errors, its place in the data, and the data."""

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
        return subject(self.data, _table_path(self.path))

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
        self, check: Check, message: str, label: str, help: str, path: Path | None = None
    ) -> Finding:
        """A finding in the record that the error is in, at its place unless another is named."""
        record = record_id(self.data, self.path)
        at = "key" if check is unknown_key else "value"
        where = self.path if path is None else path
        return check.at(where, message, record=record, label=label, help=help, at=at)


def to_finding(error: ShapeError) -> Finding | None:
    """The finding that an error amounts to, or None when another check reports it."""
    if error.path == ("schema_version",):
        return _version(error)
    kind = error.error["type"]
    return _BY_TYPE.get(kind, _wrong_type if kind in _WANTED else _out_of_range)(error)


def _table_path(path: Path) -> Path:
    """The path of the table that holds the value (or the list of the item) at a path."""
    end = len(path)
    while end and isinstance(path[end - 1], int):
        end -= 1
    return path[: max(end - 1, 0)]


def _keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the table may have which holds the value at a path."""
    names = ".".join(part for part in _table_path(path) if isinstance(part, str))
    return key_order().get(names, ())


def _meant_key(path: Path) -> str | None:
    """The known key that the unknown one at the end of a path was probably meant to be."""
    return nearest_word(str(path[-1]), [key for key in _keys_at(path) if key != path[-1]])


def _version(error: ShapeError) -> Finding:
    missing = error.error["type"] == "missing"
    what = "no schema_version" if missing else f"schema_version {quoted(error.value)}"
    return error.finding(
        unknown_schema_version,
        f"the file has {what}" + ("" if missing else ", which is unknown here"),
        "not a version that this program knows",
        "write schema_version = 1 as the first line",
        () if missing else error.path,
    )


def _missing_key(error: ShapeError) -> Finding:
    return error.finding(
        missing_key,
        f"{error.owner} has no '{error.key}'",
        f"'{error.key}' is missing",
        f"add the key '{error.key}'",
        error.path[:-1],
    )


def _unknown_key(error: ShapeError) -> Finding:
    meant = _meant_key(error.path)
    known = ", ".join(sorted(_keys_at(error.path)))
    return error.finding(
        unknown_key,
        f"{error.owner} has an unknown key {quoted(error.key)}",
        "no such key here",
        f"did you mean '{meant}'?" if meant else f"known keys are {known}",
    )


def _unknown_word(error: ShapeError) -> Finding:
    value = error.value
    if not isinstance(value, str):
        return _of_wrong_type(error, "a text in quotes")
    words = re.findall(r"'([^']+)'", str(error.context.get("expected", "")))
    meant = value
    if error.key == "action":
        meant = ACTION_NOUNS.get("-".join(value.lower().split()), value)
    return error.finding(
        unknown_word,
        f"{error.owner} has the unknown {error.key} {quoted(value)}",
        f"not a word for '{error.key}'",
        suggestion(meant, words) or f"known words are {', '.join(words)}",
    )


def _wrong_type(error: ShapeError) -> Finding:
    kind = error.error["type"]
    if "selector" in error.path and len(error.path) == 4 and kind != "bool_type":
        return _of_wrong_type(error, "a text in quotes, or a list of them,")
    return _of_wrong_type(error, _WANTED[kind])


def _of_wrong_type(error: ShapeError, wanted: str) -> Finding:
    what = type_name(error.value)
    return error.finding(
        wrong_type,
        f"{error.owner} has {what} in '{error.key}' where {wanted} belongs",
        f"this is {what}",
        f"write {wanted.strip(',')}",
    )


_BY_PATTERN = {
    URL_PATTERN: (
        invalid_address,
        "{owner} has no valid address in '{key}': {value}",
        "not an http or https address",
        "write the whole address, with https:// and without blanks",
    ),
    DURATION_PATTERN: (
        invalid_date_form,
        "{owner}: in '{key}', {value} is not a duration",
        "not an accepted form",
        'write "P5Y" for five years, "P6M" for six months or "P90D" for 90 days (ISO 8601)',
    ),
    LANGUAGE_PATTERN: (
        unknown_word,
        "{owner} has the unknown language {value}",
        "not a language tag",
        'write the code of ISO 639, such as "en", "zh" or "pt-BR" (BCP 47)',
    ),
    TEXT_PATTERN: (
        empty_text,
        "{owner} has a blank '{key}'",
        "empty",
        "write the text, or leave the key out: a blank is not a fact",
    ),
}


def _bad_text(error: ShapeError) -> Finding | None:
    pattern, value = error.context.get("pattern", SLUG_PATTERN), quoted(error.value)
    if pattern != SLUG_PATTERN:
        check, message, label, help = _BY_PATTERN[pattern]
        message = message.format(owner=error.owner, key=error.key, value=value)
        return error.finding(check, message, label, help)
    if error.key not in ("id", "former_ids"):
        return None
    wanted = f"lower-case words joined by hyphens, at most {SLUG_LENGTH} characters"
    help = f"write {as_slug(error.value)!r}: {wanted}"
    return error.finding(invalid_id, f"{value} cannot be an id", "not a slug", help)


def as_slug(text: object) -> str:
    """The slug nearest to a text."""
    from mineralreg.reference.spelling import fold

    words = re.findall(r"[a-z0-9]+", fold(str(text)[:200]))
    return "-".join(words)[:SLUG_LENGTH].strip("-") or "an-id"


def _no_date(error: ShapeError) -> Finding:
    what, _, todo = error.reason.partition(": ")
    form = error.error["type"] == "date_form"
    return error.finding(
        invalid_date_form if form else no_such_day,
        f"{error.owner}: in '{error.key}', {what}",
        "not an accepted form" if form else "no such day",
        todo or "look the date up in the source again",
    )


def _missing_choice(error: ShapeError) -> Finding:
    owner = subject(error.data, error.path)
    said = f"{owner} lacks a key: {error.reason}"
    return error.finding(missing_key, said, "a key is missing", "add what the message names")


def _word_combination(error: ShapeError) -> Finding:
    owner = subject(error.data, error.path)
    return error.finding(
        unknown_word,
        f"{owner} has words that do not go together: {error.reason}",
        "needs another word",
        str(error.context["todo"]),
        (*error.path, str(error.context["key"])),
    )


def _out_of_range(error: ShapeError) -> Finding:
    return error.finding(
        wrong_type,
        f"{error.owner} has a '{error.key}' out of range: {quoted(error.value)}",
        "out of range",
        error.reason.replace("Input should be", "write a number"),
    )


_BY_TYPE: dict[str, Callable[[ShapeError], Finding | None]] = {
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
our own (`records.models`); any other is about a number out of range."""
