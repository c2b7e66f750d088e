"""Values and blocks together with their comments, ready to be printed again.

Decides which comment belongs to what: on the line of a thing, it speaks of that thing; on lines of
its own, of what follows; below a block and in front of a blank line, of the block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mineralreg.text.lexing import read_key
from mineralreg.text.lines import line_end
from mineralreg.text.order import KeyOrder
from mineralreg.text.printer import Part, Piece
from mineralreg.text.spans import SpanMap
from mineralreg.text.syntax import Entry, Node

_COMMENT_OR_END = re.compile(r"#[^\n]*|\n")
_REST_OF_LINE = re.compile(r"[ \t]*(#[^\n]*)?")
_MAX_DEPTH = 40
"""Values that nest deeper are left as they are written."""


@dataclass(frozen=True, slots=True)
class Section:
    """A block as it is to be printed."""

    lead: tuple[str, ...]
    """Comment lines in front of the header; an empty one stands for a blank line."""
    header: str
    """The header with its comment; empty for the keys in front of all headers."""
    parts: tuple[Part, ...]
    tail: tuple[str, ...]
    """Comment lines behind the last entry."""


def to_section(
    spans: SpanMap, number: int, order: KeyOrder, lead: tuple[str, ...], tail: tuple[str, ...]
) -> Section:
    """One block with its entries in canonical order."""
    text, block = spans.text, spans.blocks[number]
    names = tuple(part for part in block.path if isinstance(part, str))
    header, at = "", block.header.end
    if number:
        comment, at = _behind(text, at)
        header = _bare_header(text[block.header.start : block.header.end])
        header += f"  {comment}" if comment else ""
    parts = []
    for position, entry in enumerate(spans.entries(number)):
        above = tuple(own_lines(text, at, entry.start))
        if not number and not position:
            above = lead
        comment, at = _behind(text, entry.end)
        parts.append(_to_part(text, entry, names, order, above, comment, 0))
    return Section(lead, header, _sorted(parts, spans.entries(number), names, order), tail)


def own_lines(text: str, start: int, stop: int) -> list[str]:
    """Comments between two offsets that have nothing but comments and blanks between them."""
    found = _COMMENT_OR_END.findall(text, start, stop)
    return [comment.rstrip() for comment in found if comment != "\n"]


def split_gap(text: str, start: int, stop: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Comment lines behind a block: those that belong to it, and those in front of the next.

    Args:
        text: The text.
        start: Behind the block's last entry (or header) and the comment on its line.
        stop: Where the next header starts, or the text ends.
    """
    lines = gap_lines(text[line_end(text, start) : stop])
    blank = lines.index("") if "" in lines else None
    if blank is None:
        return ((), tuple(lines)) if stop < len(text) else (tuple(lines), ())
    return tuple(lines[:blank]), trimmed(lines[blank:])


def gap_lines(gap: str) -> list[str]:
    """Lines of a gap: comments, and one empty line for each row of blank ones."""
    lines: list[str] = []
    *whole, last = gap.split("\n")
    for line in map(str.strip, [*whole, last] if last.strip() else whole):
        if line or not lines or lines[-1]:
            lines.append(line)
    return lines


def trimmed(lines: list[str]) -> tuple[str, ...]:
    """Lines without empty ones at the start, and without any when there is no comment."""
    while lines and not lines[0]:
        lines = lines[1:]
    return tuple(lines)


def _behind(text: str, offset: int) -> tuple[str, int]:
    """The comment on the rest of a line, and where it ends."""
    found = _REST_OF_LINE.match(text, offset)
    assert found is not None
    return (found[1] or "").rstrip(), found.end()


def _bare_header(header: str) -> str:
    """A header without blanks around its keys."""
    width = 2 if header.startswith("[[") else 1
    _, keys, _ = read_key(header, width)
    key = ".".join(header[start:end] for start, end in keys)
    return "[" * width + key + "]" * width


def _to_part(
    text: str,
    entry: Entry,
    names: tuple[str, ...],
    order: KeyOrder,
    above: tuple[str, ...],
    behind: str,
    depth: int,
) -> Part:
    key = ".".join(text[start:end] for start, end in entry.keys)
    return Part(
        _to_piece(text, entry.value, (*names, *entry.names), order, depth), key, above, behind
    )


def _sorted(
    parts: Sequence[Part], entries: Sequence[Entry], names: tuple[str, ...], order: KeyOrder
) -> tuple[Part, ...]:
    keys = order.get(".".join(names))
    if not keys:
        return tuple(parts)
    rank = {key: number for number, key in enumerate(keys)}
    ranked = sorted(range(len(parts)), key=lambda n: rank.get(entries[n].names[0], len(rank)))
    return tuple(parts[n] for n in ranked)


def read_piece(text: str, node: Node) -> Piece:
    """A value as it is written, with all comments in it, its keys in the order they have."""
    return _to_piece(text, node, (), {}, 0)


def _to_piece(text: str, node: Node, names: tuple[str, ...], order: KeyOrder, depth: int) -> Piece:
    """A value with all comments in it."""
    if node.kind == "scalar" or depth > _MAX_DEPTH:
        return Piece("scalar", text[node.start : node.end])
    things: Sequence[Node | Entry] = node.items or node.entries
    stops = [*(thing.start for thing in things), node.end - 1]
    opening, above = _same_line_and_others(text, node.start + 1, stops[0])
    parts: list[Part] = []
    for thing, stop in zip(things, stops[1:], strict=True):
        behind, others = _same_line_and_others(text, thing.end, stop)
        if isinstance(thing, Entry):
            part = _to_part(text, thing, names, order, above, behind, depth + 1)
        else:
            part = Part(_to_piece(text, thing, names, order, depth + 1), "", above, behind)
        parts.append(part)
        above = others
    done = _sorted(parts, node.entries, names, order) if node.entries else tuple(parts)
    return Piece(node.kind, parts=done, opening=opening, closing=above)


def _same_line_and_others(text: str, start: int, stop: int) -> tuple[str, tuple[str, ...]]:
    """The comment on the line of `start`, and those on the lines below it."""
    found = _COMMENT_OR_END.findall(text, start, stop)
    if found and found[0] != "\n":
        return found[0].rstrip(), tuple(c.rstrip() for c in found[1:] if c != "\n")
    return "", tuple(c.rstrip() for c in found if c != "\n")
