"""Makes a file with broken records loadable, so that the rest of it can be checked all the same.

What is broken is taken out and remembered; what is required is filled in. Such records are only
ever looked at by checks: one that reads a key which was broken says nothing about that record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.paths import data_path, meant_key
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

Key = tuple[str, int]
"""A record by its kind and its position among its kind."""

_FILL: dict[str, dict[str, Any]] = {
    "source": {"title": "?", "publisher": "?", "kind": "press"},
    "partner": {},
    "agreement": {"title": "?", "kind": "other", "parties": [], "sources": []},
    "initiative": {"name": "?", "kind": "forum"},
    "event": {"name": "?", "sources": []},
    "claim": {"statement": "?", "count": 0, "unit": "other", "as_of": "2000", "sources": []},
}
_CHOICE: dict[str, dict[str, Any]] = {
    "partner": {"kind": "organisation", "name": "?", "iso": None},
    "initiative": {"sources": [], "actions": None, "members": None},
    "event": {"date": "2000", "start": None, "end": None},
    "claim": {"expect": "unknowable", "unit": None, "selector": None, "members": None},
}
"""Keys of which a record needs one or the other, with what to fill in."""


class Lost:
    """What was taken out of broken records.

    Attributes:
        keys: Top-level keys that were broken, by record.
        kinds: Record kinds whose whole array is unreadable.
        header: Keys of `[registry]` that were broken.
    """

    def __init__(self) -> None:
        self.keys: dict[Key, set[str]] = {}
        self.kinds: set[str] = set()
        self.header: set[str] = set()

    def of(self, kind: str, position: int) -> set[str]:
        """The keys that one record lost."""
        return self.keys.get((kind, position), set())


def repaired(data: dict[str, Any], errors: Iterable[ErrorDetails], lost: Lost) -> dict[str, Any]:
    """A copy of the data without what the errors are about; `lost` is added to."""
    for error in errors:
        _note(error, data, lost)
    copy: dict[str, Any] = {
        key: list(value) if isinstance(value, list) else value
        for key, value in data.items()
        if key in ("registry", *RECORD_KINDS) and key not in lost.kinds
    }
    copy["schema_version"] = 1
    header = copy.get("registry")
    copy["registry"] = (
        {key: value for key, value in header.items() if key not in lost.header}
        if isinstance(header, dict)
        else {}
    )
    for (kind, position), keys in lost.keys.items():
        if kind in copy:
            copy[kind][position] = _mended(kind, position, copy[kind][position], keys)
    return copy


def _note(error: ErrorDetails, data: dict[str, Any], lost: Lost) -> None:
    path = data_path(error, data)
    if len(path) == 1 and path[0] in RECORD_KINDS:
        lost.kinds.add(str(path[0]))
    elif len(path) == 2 and path[0] == "registry":
        lost.header.add(str(path[1]))
    if len(path) < 2 or not isinstance(path[1], int):
        return
    kind = str(path[0])
    keys = lost.keys.setdefault((kind, path[1]), set())
    if len(path) == 2:
        keys.update(_CHOICE.get(kind, ()))
        if key := error.get("ctx", {}).get("key"):  # of a rule between two fields
            keys.add(key)
    else:
        keys.add(str(path[2]))
        if error["type"] == "extra_forbidden" and len(path) == 3 and (meant := meant_key(path)):
            keys.add(meant)


def _mended(kind: str, position: int, record: object, keys: set[str]) -> dict[str, Any]:
    whole = {**record} if isinstance(record, dict) else {}
    for key in keys:
        whole.pop(key, None)
    identity = whole.get("id")
    if not isinstance(identity, str) or "id" in keys:
        whole["id"] = f"{kind}-{position}-without-id"
    choice = _CHOICE.get(kind, {})
    if keys & set(choice):
        for key, value in choice.items():
            if value is not None:
                whole[key] = value
    return {**_FILL[kind], **whole}
