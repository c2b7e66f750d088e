"""Where records name other records, read from the raw data so that broken records count too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.finding import Path


class Link(NamedTuple):
    """One mention of a record.

    Attributes:
        path: Path to the mention, from the record.
        kind: The kind of record that is meant.
        id: What is written.
    """

    path: Path
    kind: str
    id: str


LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (),
    "partner": (),
    "agreement": (
        ("parties", "partner"),
        ("initiatives", "initiative"),
        ("sources", "source"),
    ),
    "initiative": (("predecessors", "initiative"), ("sources", "source")),
    "event": (("hosts", "partner"), ("participants", "partner"), ("sources", "source")),
    "claim": (("names", "partner"), ("sources", "source")),
}
"""Keys of a record that hold a list of ids, with the kind that they name."""

SINGLE: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (),
    "partner": (("parent", "partner"),),
    "agreement": (("event", "event"), ("depositary", "partner")),
    "initiative": (),
    "event": (),
    "claim": (),
}
"""Keys of a record that hold one id."""

_SOURCED = (("sources", "source"),)
PARTS: dict[str, tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = {
    "actions": (_SOURCED, (("partner", "partner"),)),
    "signatories": ((), (("partner", "partner"),)),
    "amounts": (_SOURCED, ()),
    "bodies": (_SOURCED, (("partner", "partner"),)),
    "relations": ((), (("agreement", "agreement"),)),
    "variants": (_SOURCED, ()),
}
"""Tables inside records: their keys with a list of ids, and those with one."""

PARTS_OF: dict[str, dict[str, Any]] = {
    "source": {},
    "partner": {},
    "agreement": PARTS,
    "initiative": {
        **{key: PARTS[key] for key in ("actions", "amounts", "variants")},
        "members": (_SOURCED, (("partner", "partner"),)),
    },
    "event": {"variants": PARTS["variants"]},
    "claim": {"members": ((), (("agreement", "agreement"),))},
}
"""The tables inside each kind of record."""

LISTS_IN: dict[str, tuple[tuple[str, str], ...]] = {"agreement": (("field_sources", "source"),)}
"""Keys of a record that hold a table of lists of ids."""


def links(kind: str, row: dict[str, Any]) -> Iterator[Link]:
    """Every mention of another record in one raw record, whatever else is wrong with it."""
    yield from _of_table(row, LISTS[kind], SINGLE[kind], ())
    for key, meant in LISTS_IN.get(kind, ()):
        table = row.get(key)
        if isinstance(table, dict):
            yield from _of_table(table, tuple((inner, meant) for inner in table), (), (key,))
    for key, (lists, single) in PARTS_OF[kind].items():
        parts = row.get(key)
        if isinstance(parts, list):
            for number, part in enumerate(parts):
                if isinstance(part, dict):
                    yield from _of_table(part, lists, single, (key, number))


def _of_table(
    table: dict[str, Any],
    lists: tuple[tuple[str, str], ...],
    single: tuple[tuple[str, str], ...],
    path: Path,
) -> Iterator[Link]:
    for key, kind in lists:
        found = table.get(key)
        if isinstance(found, list):
            for number, item in enumerate(found):
                if isinstance(item, str):
                    yield Link((*path, key, number), kind, item)
    for key, kind in single:
        found = table.get(key)
        if isinstance(found, str):
            yield Link((*path, key), kind, found)
