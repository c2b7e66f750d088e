"""The smallest pieces of TOML, for text that a parser has already accepted.

Nothing here checks syntax: the patterns only find where a piece ends. All repeats are possessive,
so that a pattern runs in linear time and keeps no state per step, even in a string of 5 MB.
Grammar: TOML 1.0 and 1.1, https://toml.io/en/v1.1.0.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import tomli


class Span(NamedTuple):
    """A piece of text, from `start` up to but not including `end` (offsets in code points)."""

    start: int
    end: int


_BASIC = r'"(?:[^"\\\n]++|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_LONG_BASIC = r'"""(?:[^"\\]++|\\[\s\S]|""?+(?!"))*+"{3,5}+'
_LONG_LITERAL = r"'''(?:[^']++|''?+(?!'))*+'{3,5}+"
_STRING = rf"(?:{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL})"
_KEY = rf"(?:[A-Za-z0-9_\-. \t]++|{_BASIC}|{_LITERAL})++"
_GAP = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_PLAIN = rf"""[^\[\]{{}}"'#]++|{_STRING}|#[^\n]*+"""


def _nested(depth: int) -> str:
    """Pattern of an array or inline table that holds at most `depth` further levels."""
    inner = _PLAIN if depth == 0 else rf"{_PLAIN}|{_nested(depth - 1)}"
    return rf"[\[{{](?:{inner})*+[\]}}]"


_ENTRY = rf"""{_KEY}=[ \t]*+(?:{_STRING}|{_nested(4)}|[^\n#"'\[{{][^\n#]*+)"""

GAP = re.compile(_GAP)
"""Blanks, line ends and comments between two pieces."""
ENTRIES = re.compile(rf"{_GAP}(?:{_ENTRY}{_GAP})*+")
"""As many `key = value` entries as nest at most five levels deep, with the gaps around them."""
BLOCK = re.compile(rf"(\[\[?)({_KEY})\]\]?+({_GAP}(?:{_ENTRY}{_GAP})*+)")
"""A header and the entries under it."""
SCALAR = re.compile(rf"{_STRING}|\d{{4}}-\d\d-\d\d[ ]\d\d:[^\s,\]}}#]*+|[^\s,\]}}#]++")
"""A value that is no array and no inline table."""
NAME = re.compile(rf"([A-Za-z0-9_-]++)|{_BASIC}|{_LITERAL}")
BLANKS = re.compile(r"[ \t]*+")
PIECE = re.compile(rf"""{_PLAIN}|[\[\]{{}}"']""")
"""A run without brackets, a string, a comment, or one bracket (or a stray quote)."""


def after(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where `pattern` ends when matched at `position`; `position` itself if it does not match."""
    found = pattern.match(text, position)
    return found.end() if found else position


def read_key(text: str, position: int) -> tuple[tuple[str, ...], tuple[Span, ...], int]:
    """Names of the (dotted) key at `position`, their places, and where the key ends."""
    names: list[str] = []
    spans: list[Span] = []
    while True:
        found = NAME.match(text, after(BLANKS, text, position))
        if found is None:
            raise ValueError(f"no key at offset {position}")
        raw = found[0]
        names.append(raw if found[1] else str(tomli.loads(f"v = {raw}")["v"]))
        spans.append(Span(*found.span()))
        position = after(BLANKS, text, found.end())
        if not text.startswith(".", position):
            return tuple(names), tuple(spans), found.end()
        position += 1


def skip_entry(text: str, position: int) -> int:
    """Where the `key = value` at `position` ends, for an array or inline table of any depth."""
    _, _, position = read_key(text, position)
    position = after(BLANKS, text, text.index("=", position) + 1)
    depth = 0
    while found := PIECE.match(text, position):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        position = found.end()
        if depth == 0:
            return position
    raise ValueError(f"unbalanced brackets before offset {position}")
