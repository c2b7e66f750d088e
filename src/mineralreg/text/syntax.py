"""Entries and values of one block as a small tree of places, for text a parser has accepted.

The tree holds offsets only, no values: what a piece means is the parser's business, where it
stands is this module's.
"""

from __future__ import annotations

from typing import NamedTuple

from mineralreg.text.lexing import BLANKS, GAP, SCALAR, Span, after, read_key


class Node(NamedTuple):
    """A value: its place, its kind, and its parts when it is an array or an inline table."""

    start: int
    end: int
    kind: str
    """`scalar`, `array` or `table`."""
    items: tuple[Node, ...] = ()
    """Values of an array, in order."""
    entries: tuple[Entry, ...] = ()
    """Entries of an inline table, in order."""

    @property
    def span(self) -> Span:
        """From the first to behind the last character of the value."""
        return Span(self.start, self.end)


class Entry(NamedTuple):
    """One `key = value`: the names of the (dotted) key, their places, and the value."""

    names: tuple[str, ...]
    keys: tuple[Span, ...]
    value: Node

    @property
    def start(self) -> int:
        """Offset of the key."""
        return self.keys[0].start

    @property
    def end(self) -> int:
        """Offset behind the value."""
        return self.value.end


def read_value(text: str, position: int) -> Node:
    """The value that starts at `position`. Takes one level of recursion per level of nesting."""
    opener = text[position]
    if opener not in "[{":
        return Node(position, after(SCALAR, text, position), "scalar")
    closer = "]" if opener == "[" else "}"
    items: list[Node] = []
    entries: list[Entry] = []
    at = after(GAP, text, position + 1)
    while text[at] != closer:
        if opener == "[":
            items.append(read_value(text, at))
            at = items[-1].end
        else:
            names, keys, at = read_key(text, at)
            at = after(BLANKS, text, after(BLANKS, text, at) + 1)
            entries.append(Entry(names, keys, read_value(text, at)))
            at = entries[-1].value.end
        at = after(GAP, text, at)
        if text[at] == ",":
            at = after(GAP, text, at + 1)
    kind = "array" if opener == "[" else "table"
    return Node(position, at + 1, kind, tuple(items), tuple(entries))


def read_entry(text: str, position: int) -> Entry:
    """The entry whose key starts at `position`."""
    names, keys, at = read_key(text, position)
    at = after(BLANKS, text, after(BLANKS, text, at) + 1)
    return Entry(names, keys, read_value(text, at))


def read_entries(text: str, position: int, stop: int) -> tuple[Entry, ...]:
    """All entries between two offsets."""
    entries: list[Entry] = []
    position = after(GAP, text, position)
    while position < stop:
        entries.append(read_entry(text, position))
        position = after(GAP, text, entries[-1].end)
    return tuple(entries)
