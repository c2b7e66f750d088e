"""From any path in the parsed data to its place in the file.

Checks speak of paths such as `("agreement", 3, "parties", 1)`; this module finds them afterwards.
One quick pass finds the blocks, and only the blocks that are asked about are read closely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.text.lexing import Span, read_key
from mineralreg.text.lines import Lines, comments_above, line_start
from mineralreg.text.scan import Block, Path, scan
from mineralreg.text.syntax import Entry, read_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

_CACHED_BLOCKS = 512
_FEW = 32
"""Entries that are looked through one by one; a table with more gets an index of its keys."""


class Place(NamedTuple):
    """Where a value and the key that names it stand.

    A table that only headers or dotted keys make has no text of its own: its value is the header,
    or the part of the key that names it. An item of an array is its own key.
    """

    key: Span
    value: Span


class Extent(NamedTuple):
    """How far a block reaches."""

    lead: int
    """Start of the comment lines directly above the header, or of the header's own line."""
    header: Span
    end: int
    """Behind the last entry, without a comment that follows it."""


class SpanMap:
    """Places of everything in one text that tomli has accepted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self._read: dict[int, tuple[Entry, ...]] = {}
        self._named: dict[int, tuple[tuple[Entry, ...], dict[str, list[Entry]]]] = {}
        self._blocks: list[Block] | None = None
        self._groups: dict[Path, list[int]] = {}
        self._first: dict[str | int, int] = {}

    @property
    def blocks(self) -> list[Block]:
        """All blocks in file order; the first has the path () and holds what precedes them."""
        if self._blocks is None:
            self._blocks = scan(self.text)
            for number, block in enumerate(self._blocks):
                self._groups.setdefault(_group(block.path), []).append(number)
                if block.path:
                    self._first.setdefault(block.path[0], number)
        return self._blocks

    def blocks_under(self, path: Path) -> list[int]:
        """Numbers of the blocks whose path begins with `path`, in file order."""
        blocks = self.blocks
        near = self._groups.get(_group(path), []) if len(path) > 1 else range(len(blocks))
        return [n for n in near if blocks[n].path[: len(path)] == path]

    def entries(self, number: int) -> tuple[Entry, ...]:
        """Entries of one block, by the block's number."""
        if number not in self._read:
            if len(self._read) >= _CACHED_BLOCKS:
                self._read.clear()
                self._named.clear()
            block = self.blocks[number]
            self._read[number] = read_entries(self.text, block.header.end, block.stop)
        return self._read[number]

    def find(self, path: Path) -> Place | None:
        """Where `path` stands, or None when the file does not hold it."""
        if not path:
            return Place(Span(0, 0), Span(0, 0))
        blocks = self.blocks
        near = [0] if len(path) == 1 or not isinstance(path[1], int) else []
        near += self._groups.get(_group(path), [])
        near += [0, *self._groups.get(path[:1], [])] if len(path) > 1 else []
        if len(path) == 1 and path[0] in self._first:
            near.append(self._first[path[0]])
        best: tuple[int, Place] | None = None
        for number in dict.fromkeys(near):
            block = blocks[number]
            shared = _shared(block.path, path)
            if best and best[0] >= shared:
                continue
            if shared == len(path):
                found: Place | None = self._header_place(block, path)
            elif shared == len(block.path):
                found = self._descend(self.entries(number), path[shared:])
            else:
                found = None
            if found:
                best = (shared, found)
                if block.path == path:
                    break
        return best[1] if best else None

    def locate(self, path: Path, *, key: bool = False) -> Span:
        """The value at `path` (or its key), else the nearest enclosing thing that exists."""
        for length in range(len(path), 0, -1):
            place = self.find(path[:length])
            if place:
                return place.key if key and length == len(path) else place.value
        return Span(0, 0)

    def block(self, path: Path) -> Extent:
        """How far the block with this path reaches, without its sub-tables.

        Raises:
            KeyError: No header makes this table.
        """
        blocks = self.blocks
        for number in self._groups.get(_group(path), []):
            if blocks[number].path == path:
                return self.extent(number)
        raise KeyError(path)

    def extent(self, number: int) -> Extent:
        """How far the block with this number reaches."""
        block = self.blocks[number]
        floor = self._end(number - 1) if number else 0
        lead = comments_above(self.text, line_start(self.text, block.header.start), floor)
        return Extent(lead, block.header, self._end(number))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, 1-based; columns count code points."""
        return self.lines.line_column(offset)

    def line_text(self, line: int) -> str:
        """One line (1-based) without its line end."""
        return self.lines.line_text(line)

    def _descend(self, entries: tuple[Entry, ...], path: Path) -> Place | None:
        """Where `path`, relative to a table, stands among the table's entries."""
        place: Place | None = None
        while path:
            for entry in self._candidates(entries, path[0]):
                shared = _shared(entry.names, path)
                if shared == len(path):
                    key = entry.keys[shared - 1]
                    return Place(key, entry.value.span if shared == len(entry.names) else key)
                if shared == len(entry.names):
                    break
            else:
                return None
            node, path = entry.value, path[shared:]
            while path and node.kind == "array":
                index = path[0]
                if not isinstance(index, int) or index >= len(node.items):
                    return None
                node, path = node.items[index], path[1:]
                place = Place(node.span, node.span)
            entries = node.entries
        return place

    def _candidates(self, entries: tuple[Entry, ...], name: str | int) -> Sequence[Entry]:
        """The entries whose key begins with this name, or all of them when they are few."""
        if len(entries) <= _FEW:
            return entries
        if (
            id(entries) not in self._named
        ):  # kept beside its index, so that the number stays its own
            index: dict[str, list[Entry]] = {}
            for entry in entries:
                index.setdefault(entry.names[0], []).append(entry)
            self._named[id(entries)] = (entries, index)
        return self._named[id(entries)][1].get(name, ()) if isinstance(name, str) else ()

    def _end(self, number: int) -> int:
        entries = self.entries(number)
        return entries[-1].end if entries else self.blocks[number].header.end

    def _header_place(self, block: Block, path: Path) -> Place:
        """Place of a table that a header names, at its end or on the way."""
        opening = block.header.start + (2 if self.text.startswith("[[", block.header.start) else 1)
        _, spans, _ = read_key(self.text, opening)
        names = sum(isinstance(part, str) for part in path)
        key = spans[names - 1]
        whole = names == len(spans) and block.path[: len(path) + 1] in (path, (*path, 0))
        return Place(key, block.header if whole else key)


def _group(path: Path) -> Path:
    """Blocks are filed by record: `("agreement", 3)` for arrays of tables, else the first key."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _shared(left: Path, right: Path) -> int:
    """How many parts two paths have in common from the start."""
    for number, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return number
    return min(len(left), len(right))
