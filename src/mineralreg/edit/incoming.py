"""Records that come from a program or a file: TOML, JSON or JSON Lines, told apart by the content.

What is read is only taken apart here; names, ids and checks come later, for all records together.
"""

from __future__ import annotations

import json
from typing import Any

from mineralreg.document.document import parse
from mineralreg.edit.lookup import Table
from mineralreg.errors import UsageError
from mineralreg.reference.vocabulary import RECORD_KINDS

Incoming = list[tuple[str, Table]]
"""Records with their kinds, in the order in which they came."""

_COMPUTED = {
    "agreement": ("status", "status_since", "date"),
    "initiative": ("status", "status_since", "date"),
}
"""Keys that the program works out and writes into its JSON; they are never stored."""


def read_incoming(kind: str, raw: bytes, name: str) -> Incoming:
    """Take apart what came from a file or a pipe.

    Args:
        kind: Kind of the records that do not say theirs.
        raw: UTF-8 text: JSON Lines with a record a line; one JSON object or array of records; a
            JSON object or TOML with lists of records under their kinds; or TOML with one record.
        name: What messages call it.

    Raises:
        UsageError: It is none of these, or holds no record.
        DocumentError: It is TOML with a mistake.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{name} is not UTF-8", help="save it as UTF-8") from None
    start = text.lstrip()
    looks_like_json = start.startswith("{") or (
        start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]")
    )
    found = _from_json(kind, text, name) if looks_like_json else _from_toml(kind, text, name)
    if not found:
        raise UsageError(
            f"{name} holds no record", help=f"`mineralreg add --template {kind}` shows one"
        )
    return found


def _from_toml(kind: str, text: str, name: str) -> Incoming:
    return _sorted_out(kind, parse(text, name), name)


def _from_json(kind: str, text: str, name: str) -> Incoming:
    try:
        return _sorted_out(kind, _loads(text), name)
    except json.JSONDecodeError as whole:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not whole.msg.startswith("Extra data"):
            raise _wrong(name, whole.lineno, whole) from None
    found: Incoming = []
    for number, line in lines:
        try:
            found += _sorted_out(kind, _loads(line), name)
        except json.JSONDecodeError as error:
            raise _wrong(name, number, error) from None
    return found


def _sorted_out(kind: str, value: Any, name: str) -> Incoming:
    if isinstance(value, list):
        return [one for item in value for one in _sorted_out(kind, item, name)]
    if not isinstance(value, dict):
        raise UsageError(f"{name}: a record is wanted, not {value!r:.60}")
    value = {key: inner for key, inner in value.items() if key != "schema_version"}
    if value and all(_holds_records(key, inner) for key, inner in value.items()):
        return [
            (key, _stored(key, record))
            for key, rows in value.items()
            for record in (rows if isinstance(rows, list) else [rows])
        ]
    return [(kind, _stored(kind, value))] if value else []


def _holds_records(key: str, value: object) -> bool:
    rows = value if isinstance(value, list) else [value]
    return key in RECORD_KINDS and all(isinstance(row, dict) for row in rows)


def _stored(kind: str, record: Table) -> Table:
    """The record without nulls and without what is never stored."""
    computed = _COMPUTED.get(kind, ())
    return {
        key: _without_nulls(value)
        for key, value in record.items()
        if key not in computed and value is not None
    }


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError) as error:
        reason = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
        raise UsageError(f"the JSON cannot be read: {reason}") from None


def _once(pairs: list[tuple[str, Any]]) -> Table:
    """A JSON object; a key that is set twice is a mistake, not the last value."""
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise UsageError(f"the key {twice!r} is set twice in one JSON object")
    return table


def _wrong(name: str, line: int, error: json.JSONDecodeError) -> UsageError:
    return UsageError(
        f"{name} is not JSON: line {line}, column {error.colno}: {error.msg[:1].lower()}"
        f"{error.msg[1:]}",
        help="one JSON object a line, one object or array, or TOML with [[kind]] blocks",
    )
