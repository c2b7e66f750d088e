"""A quick test for blocks that are in the house layout already.

Most blocks of a registry are, and `validate` looks at all of them each time. A block that this
test does not know for sure (one with comments, say) is printed anew and compared, which is slower.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mineralreg.text.order import KeyOrder
from mineralreg.text.printer import INDENT, WIDTH
from mineralreg.text.scan import Block

_KEY = r"[A-Za-z0-9_-]++"
_SIMPLE = r"""(?:"(?:[^"\\\n]++|\\.)*+"(?!")|'[^'\n]*+'(?!')|[^\s,\[\]{}"'#]++)"""
_LONG = r'''(?:"""(?:[^"\\]++|\\[\s\S]|""?+(?!"))*+"{3,5}+)'''
_FLAT = rf"\[(?:{_SIMPLE}(?:, {_SIMPLE})*+)?+\]"
_INNER = rf"{_KEY} = (?:{_SIMPLE}|{_FLAT})"
_TABLE = rf"\{{(?: {_INNER}(?:, {_INNER})*+ )?+\}}"
_LINES = rf"\[\n(?:{INDENT}{_TABLE},\n)++\]"
_BODY = re.compile(
    rf"\n(?:{_KEY} = (?:{_SIMPLE}|{_LONG}|{_LINES}|{_TABLE})\n"
    rf"|(?=[^\n]{{0,{WIDTH}}}\n){_KEY} = {_FLAT}\n)*+(?:\n(?=\[)|\Z)"
)
_KEYS = re.compile(rf"^({_KEY}) = (\[\n|\{{)?", re.MULTILINE)
_INNER_KEYS = re.compile(rf"[{{,] ({_KEY}) = ")


class CanonicalForms:
    """What blocks in the house layout look like under one order of keys."""

    def __init__(self, order: KeyOrder) -> None:
        self._ranks: dict[str, Mapping[str, int]] = {
            path: {key: rank for rank, key in enumerate(keys)} for path, keys in order.items()
        }

    def hold(self, text: str, block: Block) -> bool:
        """Whether a block is surely in the house layout, up to the next header or the end.

        No means that it is not known. Keys that seem to stand in a string can only lead to no.
        """
        kind = block.path[0]
        header = f"[[{kind}]]" if len(block.path) == 2 else f"[{kind}]"
        start = block.header.start
        if len(block.path) > 2 or kind not in self._ranks or not text.startswith(header, start):
            return False
        found = _BODY.match(text, start + len(header))
        if found is None or found.end() != block.stop:
            return False
        keys = _KEYS.findall(text, start, block.stop)
        if not _in_order([key for key, _ in keys], self._ranks[str(kind)]):
            return False
        return all(
            self._inner_in_order(text, block, f"{kind}.{key}") for key, opener in keys if opener
        )

    def _inner_in_order(self, text: str, block: Block, path: str) -> bool:
        """Whether the keys of the inline tables of one entry are in order."""
        if path not in self._ranks:
            return True
        key = path.rpartition(".")[2]
        at = text.find(f"\n{key} = ", block.header.end, block.stop) + 1
        many = text.startswith("[\n", at + len(key) + 3)
        stop = text.find("\n]" if many else "\n", at, block.stop)
        lines = text[at:stop].split("\n")[1 if many else 0 :]
        return all(_in_order(_INNER_KEYS.findall(line), self._ranks[path]) for line in lines)


def _in_order(keys: list[str], rank: Mapping[str, int]) -> bool:
    """Whether all keys are listed and stand in the listed order."""
    try:
        ranks = [rank[key] for key in keys]
    except KeyError:
        return False
    return ranks == sorted(ranks)
