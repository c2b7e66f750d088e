"""Items of arrays: append and remove, in the style in which the array is written.

One line or many, with or without a final comma, inline or as `[[record.key]]` blocks. Returns
edits for `edits.apply`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mineralreg.text.blocks import cut_blocks
from mineralreg.text.comments import read_piece
from mineralreg.text.edits import Edit, insert_lines, newline_of
from mineralreg.text.fields import set_key
from mineralreg.text.lexing import GAP, after
from mineralreg.text.lines import comments_above, comments_below, line_end, line_start
from mineralreg.text.printer import INDENT, Part, Piece, print_value
from mineralreg.text.render import render_block, render_value, to_piece
from mineralreg.text.scan import Path
from mineralreg.text.spans import SpanMap
from mineralreg.text.syntax import Node
from mineralreg.text.tables import find_node, find_table

_BEHIND = re.compile(r"[ \t]*(?:#[^\r\n]*)?")
"""What may stand behind an item on its line without being part of the next one."""


def append_item(spans: SpanMap, path: Path, value: object, order: Sequence[str] = ()) -> list[Edit]:
    """Append a value to the array at `path`.

    Args:
        spans: The text to change.
        path: The array. Where there is none, it is made, as with `fields.set_key`.
        value: The new item.
        order: Canonical order of the keys of the record that holds the array.

    Raises:
        KeyError: There is no such array and no table to hold it.
    """
    text, newline = spans.text, newline_of(spans.text)
    size = len(path) + 1
    numbers = [n for n in spans.blocks_under(path) if isinstance(spans.blocks[n].path[-1], int)]
    if any(len(spans.blocks[n].path) == size for n in numbers) and isinstance(value, Mapping):
        number = spans.blocks_under(path)[-1]
        names = [part for part in path if isinstance(part, str)]
        block = "\n" + render_block(names, value)
        at = comments_below(text, line_end(text, spans.extent(number).end))
        if text[at:].strip() and text[at] not in "\r\n":
            block += "\n"
        return [insert_lines(text, at, block, newline)]
    node = find_node(spans, path)
    if node is None or node.kind != "array":
        return set_key(spans, path[:-1], str(path[-1]), [value], order)
    new_part = Part(to_piece(value))
    house = _in_house_layout(spans, path, node, lambda parts: (*parts, new_part))
    return _append(text, node, value) if house is None else house


def _append(text: str, node: Node, value: object) -> list[Edit]:
    """Append a value to an array in a style of its own."""
    newline = newline_of(text)
    start = line_start(text, node.start)
    line = text[start : node.start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if not node.items:
        inside = text[node.start + 1 : node.end - 1]
        if not inside.strip():
            new = render_value([value], indent=indent, column=node.start - start)
            return [Edit(node.start, node.end, new.replace("\n", newline))]
        at = line_start(text, node.end - 1)
        new = render_value(value, indent=indent + INDENT)
        return [Edit(at, at, f"{indent}{INDENT}{new},\n".replace("\n", newline))]
    last = node.items[-1]
    lead = text[line_start(text, last.start) : last.start]
    behind = after(GAP, text, last.end)
    comma = text[behind] == ","
    if lead.strip(" \t"):
        new = render_value(value, inline=True)
        at = behind + 1 if comma else last.end
        return [Edit(at, at, f" {new}," if comma else f", {new}")]
    new = render_value(value, indent=lead).replace("\n", newline)
    edits = [] if comma else [Edit(last.end, last.end, ",")]
    at = after(_BEHIND, text, behind + 1 if comma else last.end)
    return [*edits, Edit(at, at, f"{newline}{lead}{new}{',' if comma else ''}")]


def remove_item(spans: SpanMap, path: Path) -> list[Edit]:
    """Remove one item of an array, with the comments directly above and behind it.

    Args:
        spans: The text to change.
        path: The array and the 0-based index.

    Raises:
        KeyError: There is no such item.
    """
    text, index = spans.text, path[-1]
    if edits := cut_blocks(spans, path):
        return edits
    node = find_node(spans, path[:-1])
    if node is None or not isinstance(index, int) or index >= len(node.items):
        raise KeyError(path)
    house = _in_house_layout(
        spans, path[:-1], node, lambda parts: parts[:index] + parts[index + 1 :]
    )
    if house is not None:
        return house
    item = node.items[index]
    behind = after(GAP, text, item.end)
    end = behind + 1 if text[behind] == "," else item.end
    start = line_start(text, item.start)
    rest = text[end : line_end(text, end)].strip()
    if not text[start : item.start].strip() and (not rest or rest.startswith("#")):
        floor = node.items[index - 1].end if index else node.start
        return [Edit(comments_above(text, start, floor), line_end(text, end), "")]
    if index:
        return [Edit(node.items[index - 1].end, item.end, "")]
    if len(node.items) > 1:
        return [Edit(item.start, node.items[1].start, "")]
    return [Edit(item.start, end, "")]


def _in_house_layout(
    spans: SpanMap,
    path: Path,
    node: Node,
    change: Callable[[tuple[Part, ...]], tuple[Part, ...]],
) -> list[Edit] | None:
    """An edit that keeps an array in the house layout; None if it is not in it now.

    An array that outgrows its line takes one line per item, and the other way round.
    """
    table = find_table(spans, path[:-1]) if isinstance(path[-1], str) else None
    if table is None:
        return None
    text, newline, inline = spans.text, newline_of(spans.text), table.node is not None
    start = line_start(text, node.start)
    line = text[start : node.start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]

    def printed(piece: Piece) -> str:
        value = print_value(piece, indent=indent, column=len(line), inline=inline)
        return value.replace("\r\n", "\n").replace("\n", newline)

    piece, old = read_piece(text, node), text[node.start : node.end]
    if printed(piece) != old:
        return None
    new = printed(replace(piece, parts=change(piece.parts)))
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return [Edit(node.start + same, node.end, new[same:])]
