"""From pydantic's errors to findings: the one place that knows both.

Pydantic speaks of inputs and types; a finding names the record, the key and what to write. Errors
that say the same thing twice (the branches of a union) become one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import At, Finding, Path
from mineralreg.checks.naming import did_you_mean, nearest, quoted, record_id, subject, type_name
from mineralreg.records.order import key_order
from mineralreg.reference.forms import SLUG_LENGTH, SLUG_PATTERN, URL_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_UNIONS = ("selector", "amounts")
"""Keys under which models leave a choice of types, which pydantic reports branch by branch."""
_DATE_LABELS = {"MR106": "not an accepted form", "MR107": "no such day"}


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
        finding = _finding(error, path, data)
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


def meant_key(path: Path) -> str | None:
    """The known key that the unknown one at the end of a path was probably meant to be."""
    return nearest(str(path[-1]), [key for key in _keys(path) if key != path[-1]])


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


def _finding(error: ErrorDetails, path: Path, data: dict[str, Any]) -> Finding | None:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    owner = subject(data, table_path(path))
    key = next((part for part in reversed(path) if isinstance(part, str)), "")

    def make(
        code: str, message: str, label: str = "", help: str | None = None, at: At = "value"
    ) -> Finding:
        return Finding(code, "error", message, path, at, record_id(data, path), label, help)

    if path == ("schema_version",):
        what = "no schema_version" if kind == "missing" else f"schema_version {quoted(value)}"
        return Finding(
            "MR003",
            "error",
            f"the file has {what}" + ("" if kind == "missing" else ", which is unknown here"),
            () if kind == "missing" else path,
            label="not a version that this program knows",
            help="write schema_version = 1 as the first line",
        )
    if kind == "missing":
        return Finding(
            "MR102",
            "error",
            f"{owner} has no '{key}'",
            path[:-1],
            record=record_id(data, path),
            label=f"'{key}' is missing",
            help=f"add the key '{key}'",
        )
    if kind == "extra_forbidden":
        meant = meant_key(path)
        known = ", ".join(sorted(_keys(path)))
        return make(
            "MR101",
            f"{owner} has an unknown key {quoted(key)}",
            "no such key here",
            f"did you mean '{meant}'?" if meant else f"known keys are {known}",
            "key",
        )
    if kind == "literal_error":
        words = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        if isinstance(value, str):
            return make(
                "MR104",
                f"{owner} has the unknown {key} {quoted(value)}",
                f"not a word for '{key}'",
                did_you_mean(value, words) or f"known words are {', '.join(words)}",
            )
        return make("MR103", *_wrong_type(owner, key, value, "a text in quotes"))
    if kind in _WANTED:
        wanted = _WANTED[kind]
        if "selector" in path and len(path) == 4 and kind != "bool_type":
            wanted = "a text in quotes, or a list of them,"
        return make("MR103", *_wrong_type(owner, key, value, wanted))
    if kind in ("string_pattern_mismatch", "string_too_long"):
        pattern = context.get("pattern", SLUG_PATTERN)
        if pattern == SLUG_PATTERN:
            if key not in _IDS:
                return None
            return make(
                "MR105",
                f"{quoted(value)} cannot be an id",
                "not a slug",
                f"write {as_slug(value)!r}: lower-case words joined by hyphens, at most"
                f" {SLUG_LENGTH} characters",
            )
        if pattern == URL_PATTERN:
            return make(
                "MR108",
                f"{owner} has no valid address in '{key}': {quoted(value)}",
                "not an http or https address",
                "write the whole address, with https:// and without blanks",
            )
        return make(
            "MR109",
            f"{owner} has a blank '{key}'",
            "empty",
            "write the text, or leave the key out: a blank is not a fact",
        )
    reason = str(context.get("reason", error["msg"]))
    if kind in ("date_form", "date_day"):
        what, _, todo = reason.partition(": ")
        code = "MR106" if kind == "date_form" else "MR107"
        todo = todo or "look the date up in the source again"
        return make(code, f"{owner}: in '{key}', {what}", _DATE_LABELS[code], todo)
    if kind == "missing_choice":
        return Finding(
            "MR102",
            "error",
            f"{subject(data, path)} lacks a key: {reason}",
            path,
            record=record_id(data, path),
            label="a key is missing",
            help="add what the message names",
        )
    if kind == "word_combination":
        return Finding(
            "MR104",
            "error",
            f"{subject(data, path)} has words that do not go together: {reason}",
            (*path, "unit"),
            record=record_id(data, path),
            label="needs another word",
            help='write expect = "unknowable", or another unit',
        )
    return make(
        "MR103",
        f"{owner} has a '{key}' out of range: {quoted(value)}",
        "out of range",
        reason.replace("Input should be", "write a number"),
    )


def _wrong_type(owner: str, key: str, value: object, wanted: str) -> tuple[str, str, str]:
    what = type_name(value)
    return (
        f"{owner} has {what} in '{key}' where {wanted} belongs",
        f"this is {what}",
        f"write {wanted.strip(',')}",
    )


def as_slug(text: object) -> str:
    """The slug nearest to a text."""
    from mineralreg.reference.folding import fold

    words = re.findall(r"[a-z0-9]+", fold(str(text)[:200]))
    return "-".join(words)[:SLUG_LENGTH].strip("-") or "an-id"


def _keys(path: Path) -> tuple[str, ...]:
    """The keys that the table may have which holds the value at a path."""
    names = ".".join(part for part in table_path(path) if isinstance(part, str))
    return key_order().get(names, ())


def table_path(path: Path) -> Path:
    """The path of the table that holds the value (or the list of the item) at a path."""
    end = len(path)
    while end and isinstance(path[end - 1], int):
        end -= 1
    return path[: max(end - 1, 0)]
