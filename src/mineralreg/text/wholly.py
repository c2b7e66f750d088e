"""Whether a whole file is surely in the house layout, told by a few long pattern matches.

`validate` asks this of every file each time, and nearly all files are. The pattern of a kind of
record has its keys in canonical order, so that one match runs over thousands of records. A file
that this test does not know for sure (one with comments inside, for example) is
formatted and compared instead, which takes four times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mineralreg.text.printer import INDENT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mineralreg.text.order import KeyOrder

_SIMPLE = r"""(?:"(?:[^"\\\n]++|\\.)*+"(?!")|'[^'\n]*+'(?!')|[^\s,\[\]{}"'#]++)"""
_FLAT = rf"\[(?:{_SIMPLE}(?:, {_SIMPLE})*+)?+\]"
_TEXTS = rf"\[\n(?:{INDENT}\"(?:[^\"\\\n]++|\\.)*+\",\n)++\]"
_LINE = rf"(?=[^\n]{{0,{WIDTH}}}\n)"
_OPENING = f' = [\n{INDENT}"'
_ABOVE = r"(?:# (?:[^\s]++(?: ++(?=[^\s]))?+)++\n)*+"
_PLAIN = re.compile(r"[a-z_]+")
_HEAD = re.compile(r"(?:#:schema [^\n]*+\n)?+")


def surely_canonical(text: str, order: KeyOrder, kinds: Sequence[str]) -> bool:
    """Whether `fmt` would surely leave a file as it is. No means that it is not known.

    Args:
        text: What tomli has accepted, without a byte-order mark.
        order: Canonical order of keys per table.
        kinds: Canonical order of the kinds, as `layout.KINDS`.
    """
    if not text.endswith("\n") or text.endswith("\n\n"):
        return False
    position = _end(_HEAD, text, 0)
    listed = tuple((key, tuple(order.get(key, ()))) for key in order)
    for pattern in _patterns(listed, tuple(kinds)):
        position = _end(pattern, text, position)
    return position == len(text) and _long_enough(text)


def _long_enough(text: str) -> bool:
    """Whether all arrays of a text a line would be too long for one line."""
    at = text.find(_OPENING)
    while at >= 0:
        end = text.index("\n]", at)
        items = text[at + len(_OPENING) - 1 : end].split(f",\n{INDENT}")
        start = text.rindex("\n", 0, at) + 1
        length = at - start + len(" = []") + sum(map(len, items)) - 1 + 2 * (len(items) - 1)
        if length <= WIDTH:
            return False
        at = text.find(_OPENING, end)
    return True


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


@lru_cache(maxsize=4)
def _patterns(
    order: tuple[tuple[str, tuple[str, ...]], ...], kinds: tuple[str, ...]
) -> tuple[re.Pattern[str], ...]:
    """The keys in front of all headers, then the records of each kind."""
    table = dict(order)
    found = [rf"(?:{_entries(table, '', skip=kinds)})"]
    for kind in kinds:
        header = rf"\[{kind}\]" if kind == "registry" else rf"\[\[{kind}\]\]"
        found.append(rf"(?:\n{_ABOVE}{header}\n{_entries(table, kind)})*+")
    return tuple(re.compile(pattern) for pattern in found)


def _entries(table: dict[str, tuple[str, ...]], path: str, skip: Iterable[str] = ()) -> str:
    """Lines `key = value`, each key at most once and in order."""
    parts = []
    for key in table.get(path, ()):
        if key in skip or not _PLAIN.fullmatch(key):
            continue
        inner = f"{path}.{key}"
        if inner in table:
            one = _inline(table[inner])
            value = rf"(?:\[\n(?:{INDENT}{one},\n)++\]|{one}|\[\])"
            parts.append(rf"(?:{key} = {value}\n)?+")
        else:
            parts.append(rf"(?:{_LINE}{key} = {_FLAT}\n|{key} = (?:{_SIMPLE}|{_TEXTS})\n)?+")
    return "".join(parts)


def _inline(keys: Iterable[str]) -> str:
    """An inline table on one line, each key at most once and in order."""
    value = rf"(?:{_SIMPLE}|{_FLAT})"
    entries = "".join(rf"(?:{key} = {value}(?:, (?=[a-z])|(?= \}})))?+" for key in keys)
    return rf"\{{ (?=[a-z]){entries} \}}"
