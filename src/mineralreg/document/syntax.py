"""The syntax of a TOML text that a parser has accepted: tokens, values, entries, blocks, places.

Offsets only, no values: what a piece means is the parser's business, where it stands is this
module's. `SpanMap` finds the place of any path, such as `("agreement", 3, "parties", 1)`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import tomli


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

GAP = re.compile(_GAP)
"""Blanks, line ends and comments between two pieces."""
_GAPS = " \t\r\n#"
ENTRIES = re.compile(rf"{_GAP}(?:{_ENTRY}{_GAP})*")
"""As many `key = value` entries as nest at most five levels deep, with the gaps around them."""
HEADER = re.compile(rf"(\[\[?)({_KEY})\]\]?+")
_LINE_WITH_BRACKET = re.compile(
    r"\n[ \t]*+(?=\[(\[?(?!(?:true|false|inf|nan)\b)[A-Za-z_][A-Za-z0-9_.-]*+\])?)"
)
"""Of a bare header it has a group."""
SCALAR = re.compile(rf"{_STRING}|\d{{4}}-\d\d-\d\d[ ]\d\d:[^\s,\]}}#]*+|[^\s,\]}}#]++")
"""A value that is no array and no inline table."""
NAME = re.compile(rf"([A-Za-z0-9_-]++)|{_BASIC}|{_LITERAL}")
_BARE_ENTRY = re.compile(r"([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+")
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
    at = position + 1
    while text[at] != closer:
        if text[at] in _GAPS:
            at = after(GAP, text, at)
        elif text[at] == ",":
            at += 1
        elif opener == "[":
            items.append(read_value(text, at))
            at = items[-1].end
        else:
            entries.append(read_entry(text, at))
            at = entries[-1].end
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


Path = tuple[str | int, ...]
"""Keys and 0-based list indexes that lead from the whole document to one value."""


class Block(NamedTuple):
    """A `[table]` or `[[array]]` header with the entries under it."""

    path: Path
    header: Span
    stop: int
    """Where the next header starts, or the text ends."""


def scan(text: str, long: bool) -> list[Block]:
    """All blocks of a text, which may have texts of several lines (`has_long`)."""
    blocks: list[Block] = []
    known: dict[str, tuple[tuple[str, ...], bool, int]] = {}
    counts: dict[Path, int] = {}
    path: Path = ()
    header, stop, bare = Span(0, 0), _end_of_entries(text, 0), ""
    while True:
        blocks.append(Block(path, header, stop))
        if stop == len(text):
            return blocks
        if not bare or bare not in known:
            found = HEADER.match(text, stop)
            if found is None:
                raise ValueError(f"no header at offset {stop}")
            known[bare] = read_key(found[2], 0)[0], found[1] == "[[", len(found[0])
        names, listed, length = known[bare]
        path = ()
        for name in names[:-1]:
            path += (name,)
            if path in counts:
                path += (counts[path],)
        path += names[-1:]
        if listed:
            counts[path] = counts.get(path, -1) + 1
            path += (counts[path],)
        start = stop + length
        header, line = Span(stop, start), _LINE_WITH_BRACKET.search(text, start)
        stop, bare = (line.end(), line[1] or "") if line else (len(text), "")
        # A line that begins with a bare word between brackets can only be a header, or lie in a
        # text of several lines.
        if line and (not bare or (long and has_long(text, start, stop))):
            end = _end_of_entries(text, start)
            stop, bare = end, bare if end == stop else ""


def has_long(text: str, start: int, stop: int) -> bool:
    """Whether a text of several lines may begin between two offsets."""
    return text.find('"""', start, stop) >= 0 or text.find("'''", start, stop) >= 0


def _end_of_entries(text: str, position: int) -> int:
    """Where the entries from `position` on end."""
    position = after(ENTRIES, text, position)
    while position < len(text) and text[position] != "[":
        position = after(ENTRIES, text, skip_entry(text, position))
    return position


_STRETCH = 1 << 10


class Lines:
    """Lines of a text: 1-based, ended by LF; columns are 1-based and count code points."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _before(self) -> list[int]:
        """How many line ends stand before each stretch of the text."""
        starts = range(0, len(self.text), _STRETCH)
        counts = (self.text.count("\n", start, start + _STRETCH) for start in starts)
        return list(accumulate(counts, initial=0))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; an offset past the end is taken as the end."""
        offset = min(max(offset, 0), len(self.text))
        stretch = offset // _STRETCH
        line = self._before[stretch] + self.text.count("\n", stretch * _STRETCH, offset)
        return line + 1, offset - self.text.rfind("\n", 0, offset)

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line.

        Raises:
            IndexError: There is no such line.
        """
        if not 0 < line <= self._before[-1] + 1:
            raise IndexError(f"no line {line}")
        stretch = max(bisect_left(self._before, line - 1) - 1, 0)
        start = stretch * _STRETCH
        for _ in range(line - 1 - self._before[stretch]):
            start = self.text.index("\n", start) + 1
        return start

    def line_text(self, line: int) -> str:
        """A line without its line end (LF or CRLF)."""
        start = self.line_start(line)
        return self.text[start : line_end(self.text, start)].removesuffix("\n").removesuffix("\r")


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


_KEPT = 512
"""Records whose places, and single entries whose values, are remembered at a time."""


class SpanMap(Lines):
    """Places of everything in one text that tomli has accepted."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._read: dict[int, tuple[Entry, ...]] = {}
        self._known: dict[Path, dict[Path, Place]] = {}
        self._single: dict[Path, Entry | None] = {}

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks in file order; the first has the path () and holds what precedes them."""
        return scan(self.text, self._long)

    @cached_property
    def _long(self) -> bool:
        return has_long(self.text, 0, len(self.text))

    @cached_property
    def _records(self) -> dict[Path, list[int]]:
        """Numbers of the blocks of each record, and those of each kind's first under its name."""
        numbers: dict[Path, list[int]] = {}
        for number, block in enumerate(self.blocks):
            numbers.setdefault(_record_of(block.path), []).append(number)
            numbers.setdefault(block.path[:1], [number])
        return numbers

    def blocks_under(self, path: Path) -> list[int]:
        """Numbers of the blocks whose path begins with `path`, in file order."""
        blocks = self.blocks
        near = self._records.get(_record_of(path), []) if len(path) > 1 else range(len(blocks))
        return [n for n in near if blocks[n].path[: len(path)] == path]

    def entries(self, number: int) -> tuple[Entry, ...]:
        """Entries of one block, by the block's number."""
        if number not in self._read:
            if len(self._read) >= _KEPT:
                self._read.clear()
            block = self.blocks[number]
            self._read[number] = read_entries(self.text, block.header.end, block.stop)
        return self._read[number]

    def find(self, path: Path) -> Place | None:
        """Where `path` stands, or None when the file does not hold it.

        First the one entry of a record is read that may hold it, then the record, then what
        stands in front of all headers.
        """
        if len(path) > 2:
            if path[:3] not in self._single:
                if len(self._single) >= _KEPT:
                    self._single.clear()
                self._single[path[:3]] = self._entry(path[:2], path[2])
            entry = self._single[path[:3]]
            if entry and (place := _place_in(entry, path[3:])):
                return place
        for size in range(min(len(path), 2), 0, -1):
            owner = path[:size]
            places = self._known.get(owner)
            if places is None:
                if len(self._known) >= _KEPT:
                    self._known.clear()
                places = self._known[owner] = self._places(owner)
            if path in places:
                return places[path]
        return self._front.get(path)

    @cached_property
    def _front(self) -> dict[Path, Place]:
        """Places in front of all headers, where a whole registry may stand."""
        return self._places(())

    def locate(self, path: Path, *, key: bool = False) -> Span:
        """The value at `path` (or its key), else the nearest enclosing thing that exists."""
        for length in range(len(path), 0, -1):
            place = self.find(path[:length])
            if place:
                return place.key if key and length == len(path) else place.value
        return Span(0, 0)

    def extent(self, number: int) -> Extent:
        """How far the block with this number reaches."""
        block = self.blocks[number]
        floor = self._end(number - 1) if number else 0
        lead = comments_above(self.text, line_start(self.text, block.header.start), floor)
        return Extent(lead, block.header, self._end(number))

    def _end(self, number: int) -> int:
        entries = self.entries(number)
        return entries[-1].end if entries else self.blocks[number].header.end

    def _places(self, owner: Path) -> dict[Path, Place]:
        """Places in a record, or in front of all headers."""
        places: dict[Path, Place] = {}
        for number in self._records.get(owner, ()):
            block = self.blocks[number]
            self._add_header(places, block)
            for entry in self.entries(number):
                _add_entry(places, block.path, entry)
        return places

    def _entry(self, record: Path, name: str | int) -> Entry | None:
        """The entry with a bare key at the start of a line, without reading those before it."""
        text, numbers = self.text, self._records.get(record)
        if numbers is None:
            return None
        block = self.blocks[numbers[0]]
        at = text.find(f"\n{name}", block.header.end, block.stop) + 1
        key = _BARE_ENTRY.match(text, at) if at and block.path == record else None
        if key is None or key[1] != name or not self._begins_entry(block.header.end, at):
            return None
        return Entry((key[1],), (Span(*key.span(1)),), read_value(text, key.end()))

    def _begins_entry(self, start: int, at: int) -> bool:
        """Whether entries from `start` on end before the line of `at`, which begins with a key.

        A line that does not may lie in a text of several lines, or behind a comma or bracket.
        """
        text = self.text
        last = text[line_start(text, at - 1) : at - 1]
        if (
            last[-1:] in ("", "\r", " ", "\t", ",", "{")
            or "#" in last
            or (self._long and has_long(text, start, at))
        ):
            return ENTRIES.fullmatch(text, start, at) is not None
        return True

    def _add_header(self, places: dict[Path, Place], block: Block) -> None:
        """Note the places of the tables that a header names, at its end or on the way."""
        if not block.path:
            return
        width = 2 if self.text.startswith("[[", block.header.start) else 1
        _, keys, _ = read_key(self.text, block.header.start + width)
        name = -1
        for size, part in enumerate(block.path, 1):
            name += isinstance(part, str)
            path, key = block.path[:size], keys[name]
            whole = name == len(keys) - 1 and block.path[: size + 1] in (path, (*path, 0))
            places.setdefault(path, Place(key, block.header if whole else key))


def _place_in(entry: Entry, path: Path) -> Place | None:
    """Where a path stands in the value of an entry, as far as no dotted key is on the way."""
    key: Span | None = entry.keys[-1]
    node = entry.value
    for part in path:
        if isinstance(part, int):
            if part >= len(node.items):
                return None
            key, node = None, node.items[part]
        else:
            found = next((one for one in node.entries if one.names == (part,)), None)
            if found is None:
                return None
            key, node = found.keys[0], found.value
    return Place(key or node.span, node.span)


def _add_entry(places: dict[Path, Place], table: Path, entry: Entry) -> None:
    """Note the places of an entry of a table, and of all in it."""
    for size, key in enumerate(entry.keys[:-1], 1):
        places.setdefault((*table, *entry.names[:size]), Place(key, key))
    path = (*table, *entry.names)
    places[path] = Place(entry.keys[-1], entry.value.span)
    _add_inside(places, path, entry.value)


def _add_inside(places: dict[Path, Place], path: Path, node: Node) -> None:
    for number, item in enumerate(node.items):
        places[*path, number] = Place(item.span, item.span)
        if item.kind != "scalar":
            _add_inside(places, (*path, number), item)
    for entry in node.entries:
        _add_entry(places, path, entry)


def _record_of(path: Path) -> Path:
    """Blocks are filed by record: `("agreement", 3)` for arrays of tables, else the first key."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]
