"""The blocks of a text that tomli has accepted: every header and how far its entries reach.

One pattern match a block, so that a file of any size is cut into blocks before one is read closely.
"""

from __future__ import annotations

from typing import NamedTuple

from mineralreg.text.lexing import BLOCK, ENTRIES, Span, after, read_key, skip_entry

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
