"""How messages name records, parts of records, and values.

Everything here takes the raw data, because half of the findings are about records that no model
accepts.
"""

from __future__ import annotations

from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from mineralreg.checks.finding import Path

_PARTS = {
    "actions": "act",
    "signatories": "signatory",
    "amounts": "amount",
    "bodies": "body",
    "relations": "relation",
    "variants": "variant",
    "members": "member",
}
_SHOWN = 60
_MANY = 2_000


def record_id(data: dict[str, Any], path: Path) -> str | None:
    """The id of the record that a path leads into, as the file has it, or None."""
    record = _record(data, path)
    found = record.get("id") if isinstance(record, dict) else None
    return found if isinstance(found, str) else None


def subject(data: dict[str, Any], path: Path) -> str:
    """The table that a path leads to, in words: `act 2 of agreement 'us-peru-2026'`."""
    if not path:
        return "the file"
    if path == ("registry",):
        return "the [registry] table"
    if len(path) < 2 or not isinstance(path[1], int):
        return f"'{path[0]}'"
    found = record_id(data, path)
    name = f"{path[0]} {quoted(found)}" if found else f"{path[0]} number {path[1] + 1}"
    if len(path) >= 4 and isinstance(path[3], int):
        return f"{_PARTS.get(str(path[2]), str(path[2]))} {path[3] + 1} of {name}"
    if len(path) >= 3:
        return f"the {path[2]} of {name}"
    return name


def quoted(value: object) -> str:
    """A value as messages show it: in quotes when it is text, cut when it is long."""
    text = str(value)
    if len(text) > _SHOWN:
        text = text[: _SHOWN - 1] + "…"
    return f"'{text}'" if isinstance(value, str) else text


def type_name(value: object) -> str:
    """What TOML calls a value, with its article."""
    if isinstance(value, bool):
        return "true or false"
    for kind, name in (
        (str, "a text"),
        (int, "a whole number"),
        (float, "a number with a fraction"),
        (datetime, "a date with a time"),
        (date, "a date"),
        (time, "a time"),
        (list, "a list"),
        (dict, "a table"),
    ):
        if isinstance(value, kind):
            return name
    return "nothing"


def nearest(word: str, words: Collection[str]) -> str | None:
    """The known word that a mistaken one was most probably meant to be, or None.

    It is only ever proposed, never taken.
    """
    if len(word) > _SHOWN * 2:
        return None
    word = word.strip().lower().replace("_", "-").replace(" ", "-")
    near: Collection[str] = words
    if len(words) > _MANY:
        letters = set(word)
        near = [
            known
            for known in words
            if abs(len(known) - len(word)) <= 2 and len(letters.symmetric_difference(known)) <= 4
        ][:_MANY]
    found = get_close_matches(word, near, n=1, cutoff=0.7)
    if not found and "_" not in word:
        found = get_close_matches(word.replace("-", "_"), near, n=1, cutoff=0.7)
    return found[0] if found else None


def did_you_mean(word: str, words: Collection[str]) -> str | None:
    """A question that names the nearest known word, or None."""
    found = nearest(word, words)
    return f"did you mean '{found}'?" if found else None


def _record(data: dict[str, Any], path: Path) -> object:
    if len(path) < 2 or not isinstance(path[1], int):
        return None
    records = data.get(str(path[0]))
    if not isinstance(records, list) or path[1] >= len(records):
        return None
    return records[path[1]]
