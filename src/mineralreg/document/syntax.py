"""The syntax of a TOML text that a parser has accepted: tokens, values, entries, blocks, places.

Offsets only, no values: what a piece means is the parser's business, where it stands is this
module's. `SpanMap` finds the place of any path, such as `("agreement", 3, "parties", 1)`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

import tomli

if TYPE_CHECKING:
    from collections.abc import Sequence


class Span(NamedTuple):
    """A piece of text, from `start` up to but not including `end` (offsets in code points)."""

    start: int
    end: int


# Only classes of characters repeat possessively: Python 3.11.2 goes wrong where a group that does
# so fails half-way. What a group repeats begins differently each time, so nothing is tried twice.
_BASIC = r'"(?:[^"\\\n]++|\\.)*"'
_LITERAL = r"'[^'\n]*+'"
_LONG_BASIC = r'"""(?:"{0,2}(?:[^"\\]++|\\[\s\S]))*"{3,5}+'
_LONG_LITERAL = r"'''(?:'{0,2}[^']++)*'{3,5}+"
_STRING = rf"(?:{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL})"
_KEY = rf"(?:[A-Za-z0-9_\-. \t]++|{_BASIC}|{_LITERAL})+"
_GAP = r"(?:[ \t\r\n]++|#[^\n]*+)*"
_PLAIN = rf"""[^\[\]{{}}"'#]++|{_STRING}|#[^\n]*+"""


def _nested(depth: int) -> str:
    """Pattern of an array or inline table that holds at most `depth` further levels."""
    inner = _PLAIN if depth == 0 else rf"{_PLAIN}|{_nested(depth - 1)}"
    return rf"[\[{{](?:{inner})*[\]}}]"


_ENTRY = rf"""{_KEY}=[ \t]*+(?:{_STRING}|{_nested(4)}|[^\n#"'\[{{][^\n#]*+)"""

ENTRY = re.compile(
    rf"""([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+(?:{_STRING}|{_nested(4)}|[^\n#"'\[{{][^\n#]*+){_GAP}"""
)
"""One `key = value` with a bare key that nests at most five levels deep, and the gap behind it."""
GAP = re.compile(_GAP)
"""Blanks, line ends and comments between two pieces."""
ENTRIES = re.compile(rf"{_GAP}(?:{_ENTRY}{_GAP})*")
"""As many `key = value` entries as nest at most five levels deep, with the gaps around them."""
BLOCK = re.compile(rf"(\[\[?)({_KEY})\]\]?+({_GAP}(?:{_ENTRY}{_GAP})*)")
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


def entry_starts(text: str, position: int, stop: int) -> dict[str | int, list[int]]:
    """Where the entries between two offsets start, by the first name of their keys."""
    starts: dict[str | int, list[int]] = {}
    position = after(GAP, text, position)
    while position < stop:
        if entry := ENTRY.match(text, position):
            name, end = entry[1], entry.end()
        else:  # a quoted or dotted key, or deep nesting
            read = read_entry(text, position)
            name, end = read.names[0], after(GAP, text, read.end)
        starts.setdefault(name, []).append(position)
        position = end
    return starts


Path = tuple[str | int, ...]
"""Keys and 0-based list indexes that lead from the whole document to one value."""


class Block(NamedTuple):
    """A `[table]` or `[[array]]` header with the entries under it."""

    path: Path
    header: Span
    stop: int
    """Where the next header starts, or the text ends."""


def scan(text: str) -> list[Block]:
    """All blocks of a text, by one pattern match each."""
    blocks: list[Block] = []
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    counts: dict[Path, int] = {}
    path: Path = ()
    header = Span(0, 0)
    position = after(ENTRIES, text, 0)
    while True:
        while position < len(text) and text[position] != "[":
            position = after(ENTRIES, text, skip_entry(text, position))
        blocks.append(Block(path, header, position))
        if position >= len(text):
            return blocks
        found = BLOCK.match(text, position)
        if found is None:
            raise ValueError(f"no header at offset {position}")
        opening, raw = found[1], found[2]
        names = known.get((opening, raw))
        if names is None:
            names = known[opening, raw] = read_key(raw, 0)[0]
        path = ()
        for name in names[:-1]:
            path += (name,)
            if path in counts:
                path += (counts[path],)
        path += names[-1:]
        if opening == "[[":
            counts[path] = counts.get(path, -1) + 1
            path += (counts[path],)
        header = Span(position, found.start(3))
        position = found.end()


_STRETCH = 1 << 12


class Lines:
    """Lines of a text: 1-based, ended by LF; columns are 1-based and count code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before: list[int] = []
        """Number of line ends before each stretch."""

    def _counts(self) -> list[int]:
        if not self._before:
            total = 0
            for start in range(0, len(self.text) + 1, _STRETCH):
                self._before.append(total)
                total += self.text.count("\n", start, start + _STRETCH)
        return self._before

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; an offset past the end is taken as the end."""
        offset = min(max(offset, 0), len(self.text))
        stretch = offset // _STRETCH
        line = self._counts()[stretch] + self.text.count("\n", stretch * _STRETCH, offset)
        return line + 1, offset - self.text.rfind("\n", 0, offset)

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line.

        Raises:
            IndexError: There is no such line.
        """
        if line < 1:
            raise IndexError(f"no line {line}")
        if line == 1:
            return 0
        counts = self._counts()
        stretch = bisect_left(counts, line - 1) - 1
        at = stretch * _STRETCH - 1
        for _ in range(line - 1 - counts[stretch]):
            at = self.text.find("\n", at + 1)
            if at < 0:
                raise IndexError(f"no line {line}")
        return at + 1

    def line_text(self, line: int) -> str:
        """A line without its line end (LF or CRLF).

        Raises:
            IndexError: There is no such line.
        """
        start = self.line_start(line)
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].removesuffix("\r")


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset starts."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, behind its line end if it has one."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def comments_above(text: str, start: int, floor: int) -> int:
    """Start of the comment lines directly above the line that starts at `start`.

    None of them starts before `floor`; a line `#:schema` speaks of the file and is left out.
    """
    while start > floor:
        above = line_start(text, start - 1)
        line = text[above:start].lstrip(" \t")
        if above < floor or not line.startswith("#") or line.startswith("#:schema"):
            break
        start = above
    return start


def comments_below(text: str, start: int) -> int:
    """End of the comment lines that belong to what ends in the line before `start`.

    They stand directly below it and end at a blank line or the end of the text. Where something
    else follows without a blank line, they speak of that.
    """
    end = start
    while end < len(text):
        stop = line_end(text, end)
        line = text[end:stop].strip(" \t\r\n")
        if not line:
            return end
        if not line.startswith("#"):
            return start
        end = stop
    return end


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
        self._starts: dict[int, dict[str | int, list[int]]] = {}
        self._asked: dict[tuple[int, str | int], tuple[Entry, ...]] = {}
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
                found = self._descend(self._entries_of(number, path[shared]), path[shared:])
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

    def _entries_of(self, number: int, name: str | int) -> tuple[Entry, ...]:
        """The entries of a block whose keys begin with this name: no other value is read."""
        if number not in self._starts:
            if len(self._starts) >= _CACHED_BLOCKS:
                self._starts.clear()
                self._asked.clear()
                self._named.clear()
            block = self.blocks[number]
            self._starts[number] = entry_starts(self.text, block.header.end, block.stop)
        if (number, name) not in self._asked:
            starts = self._starts[number].get(name, ())
            self._asked[number, name] = tuple(read_entry(self.text, at) for at in starts)
        return self._asked[number, name]

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
