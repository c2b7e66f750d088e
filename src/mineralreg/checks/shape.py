"""MR1xx: from pydantic's errors to findings, one for each mistake.

Pydantic speaks of inputs and types; a finding names the record, the key and what to write. Errors
that say the same thing twice (the branches of a union) become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

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
from mineralreg.reference import vocabulary
from mineralreg.reference.spelling import fold

unknown_schema_version = Check(
    "MR003",
    "unknown-schema-version",
    "error",
    title="schema_version is missing or unknown",
    why="The number says which rules the file follows. Without it a later program could read the"
    " file under rules that its writers did not know.",
    fix="Write schema_version = 1 as the first line.",
    example="schema_version = 2",
    label="not a version that this program knows",
)
unknown_key = Check(
    "MR101",
    "unknown-key",
    "error",
    title="a key that this table does not have",
    why="A misspelt key would be a fact that nobody ever reads, so tables are closed.",
    fix="Correct the key; the nearest known one is named where there is one.",
    example='sorces = ["andina-2026"]',
    label="no such key here",
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
    label="a key is missing",
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
    label="needs another word",
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
    label="not a slug",
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
    label="not an accepted form",
)
no_such_day = Check(
    "MR107",
    "no-such-day",
    "error",
    title="a day or month that the calendar does not have",
    why="The form is right but the Gregorian calendar has no such day, so a figure is wrong.",
    fix="Look the date up in the source again.",
    example='date = "2026-02-30"',
    label="no such day",
)
invalid_address = Check(
    "MR108",
    "invalid-address",
    "error",
    title="an address that is not http or https",
    why="Readers follow the address to check a fact. It needs http:// or https://, a host, and no"
    " blank.",
    fix="Copy the whole address from the browser, with https:// and without blanks.",
    example='url = "www.gob.pe/noticias"',
    label="not an http or https address",
)
empty_text = Check(
    "MR109",
    "empty-text",
    "error",
    title="text that is empty or blank",
    why="A blank is not a fact. A key that is left out means that no source states it.",
    fix="Write the text, or leave the key out.",
    example='notes = ""',
    label="empty",
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
_TEXTS = "a text in quotes, or a list of them,"
_UNIONS = ("selector", "amounts")
"""Keys under which models leave a choice of types, which pydantic reports branch by branch."""


def shape_findings(errors: Iterable[ErrorDetails], data: dict[str, Any]) -> list[Finding]:
    """The findings that pydantic's errors about this data amount to.

    Texts that are no slug where a record is referred to are left out: no record has such an id,
    so the checks of references report them, with the record that was probably meant. A key that is
    missing only because it is misspelt is one mistake, reported at the misspelt key.
    """
    found: dict[tuple[str, Path], Finding] = {}
    for error in errors:
        path = data_path(error, data)
        if finding := to_finding(ShapeError(error, path, data)):
            missing = error["type"] == "missing"  # a schema_version, too
            found[missing_key.code if missing else finding.code, path] = finding
    unknown = [path for code, path in found if code == unknown_key.code]
    branches = {path for _, path in found if len(path) > 3 and path[2] in _UNIONS}
    read_on = {path[:-1] for path in branches}  # by another branch, which says more
    for path in unknown:
        found.pop((missing_key.code, (*path[:-1], _meant_key(path) or "")), None)
    for path in read_on & branches:
        found.pop((wrong_type.code, path), None)
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

    def finding(self, check: Check, message: str, path: Path | None = None, **more: Any) -> Finding:
        """A finding in the record that the error is in, at its place unless another is named."""
        where = self.path if path is None else path
        return check.at(where, message, record=record_id(self.data, self.path), **more)


def to_finding(error: ShapeError) -> Finding | None:
    """The finding that an error amounts to, or None when another check reports it.

    The types are pydantic's (https://docs.pydantic.dev/latest/errors/validation_errors/) and our
    own (`records.models`); one that is not named here is about a number out of range.
    """
    owner, key, path = error.owner, error.key, error.path
    kind = error.error["type"]
    if path == ("schema_version",):
        if kind == "missing":
            return error.finding(unknown_schema_version, "the file has no schema_version", ())
        message = f"the file has schema_version {quoted(error.value)}, which is unknown here"
        return error.finding(unknown_schema_version, message)
    match kind:
        case "missing":
            more = {"label": f"'{key}' is missing", "help": f"add the key '{key}'"}
            return error.finding(missing_key, f"{owner} has no '{key}'", path[:-1], **more)
        case "missing_choice":
            message = f"{subject(error.data, path)} lacks a key: {error.reason}"
            return error.finding(missing_key, message, help="add what the message names")
        case "extra_forbidden":
            meant = _meant_key(path)
            known = ", ".join(sorted(_keys_at(path)))
            help = f"did you mean '{meant}'?" if meant else f"known keys are {known}"
            message = f"{owner} has an unknown key {quoted(key)}"
            return error.finding(unknown_key, message, help=help, at="key")
        case "literal_error":
            return _unknown_word(error)
        case "word_combination":
            message = f"{subject(error.data, path)} has words that do not go together"
            at, todo = (*path, str(error.context["key"])), str(error.context["todo"])
            return error.finding(unknown_word, f"{message}: {error.reason}", at, help=todo)
        case "string_pattern_mismatch" | "string_too_long":
            return _bad_text(error)
        case "date_form" | "date_day":
            what, _, todo = error.reason.partition(": ")
            check = invalid_date_form if kind == "date_form" else no_such_day
            return error.finding(check, f"{owner}: in '{key}', {what}", help=todo or check.help)
        case _ if kind in _WANTED:
            listed = "selector" in path and len(path) == 4 and kind != "bool_type"
            return _wrong_type(error, _TEXTS if listed else _WANTED[kind])
        case _:
            message = f"{owner} has a '{key}' out of range: {quoted(error.value)}"
            help = error.reason.replace("Input should be", "write a number")
            return error.finding(wrong_type, message, label="out of range", help=help)


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


def _unknown_word(error: ShapeError) -> Finding:
    value, key = error.value, error.key
    if not isinstance(value, str):
        return _wrong_type(error, "a text in quotes")
    words = re.findall(r"'([^']+)'", str(error.context.get("expected", "")))
    noun = "-".join(value.lower().split()) if key == "action" else ""
    meant = vocabulary.ACTION_NOUNS.get(noun, value)
    return error.finding(
        unknown_word,
        f"{error.owner} has the unknown {key} {quoted(value)}",
        label=f"not a word for '{key}'",
        help=suggestion(meant, words) or f"known words are {', '.join(words)}",
    )


def _wrong_type(error: ShapeError, wanted: str) -> Finding:
    what = type_name(error.value)
    message = f"{error.owner} has {what} in '{error.key}' where {wanted} belongs"
    help = f"write {wanted.strip(',')}"
    return error.finding(wrong_type, message, label=f"this is {what}", help=help)


def _bad_text(error: ShapeError) -> Finding | None:
    owner, key, value = error.owner, error.key, quoted(error.value)
    match error.context.get("pattern"):
        case vocabulary.URL_PATTERN:
            message = f"{owner} has no valid address in '{key}': {value}"
            return error.finding(invalid_address, message)
        case vocabulary.TEXT_PATTERN:
            return error.finding(empty_text, f"{owner} has a blank '{key}'")
        case vocabulary.DURATION_PATTERN:
            help = 'write "P5Y" for five years, "P6M" for six months or "P90D" for 90 days'
            message = f"{owner}: in '{key}', {value} is not a duration"
            return error.finding(invalid_date_form, message, help=f"{help} (ISO 8601)")
        case vocabulary.LANGUAGE_PATTERN:
            help = 'write the code of ISO 639, such as "en", "zh" or "pt-BR" (BCP 47)'
            message = f"{owner} has the unknown language {value}"
            return error.finding(unknown_word, message, label="not a language tag", help=help)
    if key not in ("id", "former_ids"):
        return None
    words = re.findall(r"[a-z0-9]+", fold(str(error.value)[:200]))
    slug = "-".join(words)[: vocabulary.SLUG_LENGTH].strip("-") or "an-id"
    wanted = f"lower-case words joined by hyphens, at most {vocabulary.SLUG_LENGTH} characters"
    return error.finding(invalid_id, f"{value} cannot be an id", help=f"write {slug!r}: {wanted}")
