"""The entries of one table, in whatever way the table is written.

A table can be a block under a header, an inline table, or nothing but dotted keys; an edit has to
know which, and where the table's own entries stand.
"""

from __future__ import annotations

from typing import NamedTuple

from mineralreg.text.scan import Path
from mineralreg.text.spans import SpanMap
from mineralreg.text.syntax import Entry, Node


class Table(NamedTuple):
    """A table as it is written."""

    entries: tuple[Entry, ...]
    """Entries that make up the table; of dotted keys those that begin with its name."""
    depth: int
    """How many parts of each entry's key lead to the table (0 unless it is made by dotted keys)."""
    number: int
    """Block that the entries stand in."""
    node: Node | None
    """The inline table that holds the entries, or None when they take lines of their own."""

    def named(self, key: str) -> tuple[Entry, ...]:
        """Entries that set this key of the table, or something under it."""
        return tuple(entry for entry in self.entries if entry.names[self.depth] == key)


def find_table(spans: SpanMap, path: Path) -> Table | None:
    """The table at `path`, or None when there is none or only headers of its sub-tables name it."""
    for length in range(len(path), -1, -1):
        for number in spans.blocks_under(path[:length]) if length else [0]:
            block = spans.blocks[number]
            if block.path == path[:length]:
                table = Table(spans.entries(number), 0, number, None)
                found = _descend(table, path[length:])
                if found or length:
                    return found if isinstance(found, Table) else None
    return None


def find_node(spans: SpanMap, path: Path) -> Node | None:
    """The value at `path`, if it is written as a value and not by headers or dotted keys."""
    for length in range(len(path) - 1, -1, -1):
        for number in spans.blocks_under(path[:length]) if length else [0]:
            if spans.blocks[number].path == path[:length]:
                found = _descend(Table(spans.entries(number), 0, number, None), path[length:])
                if isinstance(found, Table):
                    return found.node if found.depth == 0 else None
                if found:
                    return found
    return None


def _descend(table: Table, path: Path) -> Table | Node | None:
    """What stands at `path` relative to a table: a table, or any other value."""
    while path:
        part, path = path[0], path[1:]
        same = table.named(part) if isinstance(part, str) else ()
        if not same:
            return None
        if len(same[0].names) > table.depth + 1:
            table = Table(same, table.depth + 1, table.number, table.node)
            continue
        node = same[0].value
        while path and node.kind == "array":
            index, path = path[0], path[1:]
            if not isinstance(index, int) or index >= len(node.items):
                return None
            node = node.items[index]
        if node.kind != "table":
            return None if path else node
        table = Table(node.entries, 0, table.number, node)
    return table
