"""Changes to a registry file as text: the door to everything that edits records, keys and items.

Each function plans against one text and returns edits for `apply`; several plans against the same
text can be applied together. What no edit covers stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import isnan
from typing import Any, NamedTuple

import tomli

from mineralreg.document.layout import (
    INDENT,
    KINDS,
    Part,
    Piece,
    print_entry,
    print_value,
    read_piece,
    render_block,
    render_key,
    render_value,
    to_piece,
)
from mineralreg.document.syntax import (
    GAP,
    Entry,
    Node,
    Path,
    Span,
    SpanMap,
    Table,
    after,
    comments_above,
    comments_below,
    find_node,
    find_table,
    line_end,
    line_start,
)


class Edit(NamedTuple):
    """Replace the text from `start` up to `end` (offsets in code points) by `replacement`."""

    start: int
    end: int
    replacement: str


class SpliceError(Exception):
    """Edits that overlap, or that would not give what was intended. Nothing was written."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits; those that insert at one place keep their order.

    Raises:
        SpliceError: Two edits overlap, or one lies outside the text.
    """
    pieces: list[str] = []
    done = 0
    for start, end, replacement in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= start <= end <= len(text):
            raise SpliceError(f"edit of {start} to {end} overlaps another or leaves the text")
        pieces += [text[done:start], replacement]
        done = end
    return "".join([*pieces, text[done:]])


def verify(old: str, new: str, edits: Iterable[Edit], intended: dict[str, Any]) -> None:
    """Prove that `new` is `old` with these edits and nothing else, and parses to what is intended.

    Raises:
        SpliceError: It is not, or does not.
    """
    verify_text(old, new, edits)
    verify_meaning(new, intended)


def verify_meaning(new: str, intended: dict[str, Any]) -> None:
    """Prove that a text parses to what is intended.

    Raises:
        SpliceError: It does not.
    """
    try:
        found = tomli.loads(new)
    except (ValueError, RecursionError) as error:
        raise SpliceError(f"the changed text does not parse: {error}") from None
    if not same(found, intended):
        raise SpliceError("the changed text does not say what was intended")


def verify_text(old: str, new: str, edits: Iterable[Edit]) -> None:
    """Prove that `new` is `old` with these edits and nothing else.

    Raises:
        SpliceError: It is not.
    """
    kept, position, shift = list(edits), 0, 0
    for start, end, replacement in sorted(kept, key=lambda edit: (edit.start, edit.end)):
        if old[position:start] != new[position + shift : start + shift]:
            raise SpliceError(f"the text before offset {start} changed")
        if not new.startswith(replacement, start + shift):
            raise SpliceError(f"the text at offset {start} is not what was to be written")
        position, shift = end, shift + len(replacement) - (end - start)
    if old[position:] != new[position + shift :]:
        raise SpliceError(f"the text behind offset {position} changed")


def same(one: Any, other: Any) -> bool:
    """Whether two parsed values are equal in value and type (1 is not true, NaN is NaN)."""
    pairs = [(one, other)]
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        pairs = [(one[key], other[key]) for key in one]
    for left, right in pairs:
        if isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            if not all(_plainly(a, b) or _exactly(a, b) for a, b in zip(left, right, strict=True)):
                return False
        elif not (_plainly(left, right) or _exactly(left, right)):
            return False
    return True


def _plainly(one: Any, other: Any) -> bool:
    """Whether two values are surely the same; quick, and no means that it is not known."""
    return bool(one == other) and repr(one) == repr(other)


def _exactly(one: Any, other: Any) -> bool:
    pairs = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if left.keys() != right.keys():
                return False
            pairs += [(left[key], right[key]) for key in left]
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif left != right and not (isinstance(left, float) and isnan(left) and isnan(right)):
            return False
    return True


def newline_of(text: str) -> str:
    """The line end that most lines of a text have, LF or CRLF; LF where there is none."""
    crlf = text.count("\r\n")
    return "\r\n" if crlf > text.count("\n") - crlf else "\n"


def cut_lines(text: str, start: int, end: int) -> Edit:
    """Remove whole lines; at the end of a text without a final line end, none is left either."""
    if end == len(text) and start > 0 and not text.endswith("\n"):
        start -= 2 if text[:start].endswith("\r\n") else 1
    return Edit(start, end, "")


def insert_lines(text: str, at: int, lines: str, newline: str) -> Edit:
    """Insert whole lines (which end with LF) at the start of a line or the end of the text.

    Where the text has no final line end, it has none afterwards.
    """
    lines = lines.replace("\n", newline)
    if at == len(text) and text and not text.endswith("\n"):
        lines = newline + lines.removesuffix(newline)
    return Edit(at, at, lines)


def block_span(spans: SpanMap, path: Path, *, comments: bool = True) -> Span:
    """The lines of a record up to its last sub-table that directly follows, with line end.

    Args:
        spans: The text.
        path: A record under headers of its own.
        comments: Whether the comments above and below it are part of it.

    Raises:
        KeyError: There is no such record, or it is not under a header of its own.
    """
    runs = _runs(spans, path)
    if not runs:
        raise KeyError(path)
    first, last = runs[0]
    if comments:
        return Span(spans.extent(first).lead, block_end(spans, last))
    start = line_start(spans.text, spans.blocks[first].header.start)
    return Span(start, line_end(spans.text, spans.extent(last).end))


def replace_block(spans: SpanMap, path: Path, block: str, *, comments: bool = False) -> list[Edit]:
    """Replace a record by a rendered block (which ends with LF).

    Args:
        spans: The text to change.
        path: The record.
        block: What replaces it, sub-tables included.
        comments: Whether the comments above and below it are replaced as well.

    Raises:
        KeyError: There is no such record, or it is not under a header of its own.
    """
    text = spans.text
    start, end = block_span(spans, path, comments=comments)
    block = block.replace("\r\n", "\n").replace("\n", newline_of(text))
    if not text[start:end].endswith("\n"):
        block = block.removesuffix("\n").removesuffix("\r")
    edits = [Edit(start, end, block)]
    for first, last in _runs(spans, path)[1:]:
        edits.append(cut_lines(text, spans.extent(first).lead, block_end(spans, last)))
    return edits


def cut_blocks(spans: SpanMap, path: Path) -> list[Edit]:
    """Remove all blocks at or under `path`, with their comments and one gap; none, if none."""
    text = spans.text
    edits = []
    for first, last in _runs(spans, path):
        start, end = spans.extent(first).lead, block_end(spans, last)
        after = end
        while after < len(text) and not text[after : line_end(text, after)].strip():
            after = line_end(text, after)
        if after == len(text):
            start = len(text[:start].rstrip("\r\n \t"))
            start = line_end(text, start) if start else 0
            edits.append(cut_lines(text, start, after))
        else:
            gap = text[line_start(text, start - 1) : start] if start else ""
            edits.append(Edit(start, end if gap.strip() else after, ""))
    return edits


def block_end(spans: SpanMap, number: int) -> int:
    """End of the lines of a block and of the comments directly below that belong to it."""
    return comments_below(spans.text, line_end(spans.text, spans.extent(number).end))


def _runs(spans: SpanMap, path: Path) -> list[tuple[int, int]]:
    """First and last number of each row of neighbouring blocks that make up one record."""
    runs: list[tuple[int, int]] = []
    for number in spans.blocks_under(path):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def set_key(
    spans: SpanMap, path: Path, key: str, value: object, order: Sequence[str] = ()
) -> list[Edit]:
    """Set one key of the table at `path`; see `set_keys`."""
    return set_keys(spans, path, {key: value}, order)


def set_keys(
    spans: SpanMap, path: Path, values: Mapping[str, object], order: Sequence[str] = ()
) -> list[Edit]:
    """Set keys of the table at `path`.

    Args:
        spans: The text to change.
        path: The record, or a table in it; () for the keys in front of all headers.
        values: New values; a table or array of tables is written inline.
        order: Keys of such a table in canonical order. A new key goes behind the last one that
            comes before it there; one that is not listed goes to the end.

    Raises:
        KeyError: There is no such table.
    """
    table = find_table(spans, path)
    if table is None:
        raise KeyError(path)
    edits: list[Edit] = []
    for key in sorted(values, key=lambda name: _rank(name, order)):
        node = find_node(spans, (*path, key))
        if node is not None and len(table.named(key)) == 1:
            edits.append(_replace(spans, node, values[key], inline=table.node is not None))
            continue
        if table.node is not None and table.named(key):
            entry = f"{_name(spans.text, table, key)} = {render_value(values[key], inline=True)}"
            edits.append(_cut_inline(spans.text, table.node, table.named(key), entry))
            continue
        old = unset_key(spans, path, key) if spans.find((*path, key)) else []
        edits += _merged(spans.text, old, _insert(spans, table, key, values[key], order))
    return edits


def unset_key(spans: SpanMap, path: Path, key: str) -> list[Edit]:
    """Remove a key of the table at `path`, with the comments directly above and behind it.

    Raises:
        KeyError: There is no such key.
    """
    text = spans.text
    edits = cut_blocks(spans, (*path, key))
    table = find_table(spans, path)
    gone = table.named(key) if table else ()
    if table and table.node and gone:
        edits.append(_cut_inline(text, table.node, gone))
    elif table:
        edits += [_cut_entry(spans, table, entry) for entry in gone]
    if not edits:
        raise KeyError((*path, key))
    return edits


def _rank(key: str, order: Sequence[str]) -> int:
    return order.index(key) if key in order else len(order)


def _replace(spans: SpanMap, node: Node, value: object, *, inline: bool) -> Edit:
    start = line_start(spans.text, node.start)
    line = spans.text[start : node.start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    new = render_value(value, indent=indent, column=node.start - start, inline=inline)
    return Edit(node.start, node.end, new.replace("\n", newline_of(spans.text)))


def _merged(text: str, cuts: list[Edit], new: Edit) -> list[Edit]:
    """Both, also where a cut at the end of a text without a final line end reaches over `new`."""
    for cut in cuts:
        if cut.start < new.start <= cut.end:
            line = text[cut.start : new.start] + new.replacement.rstrip("\r\n")
            if text.endswith("\n", cut.start, cut.end):
                line += newline_of(text)
            return [*(other for other in cuts if other is not cut), Edit(cut.start, cut.end, line)]
    return [*cuts, new]


def _insert(spans: SpanMap, table: Table, key: str, value: object, order: Sequence[str]) -> Edit:
    """Insert a key that the table does not have (or that other edits remove)."""
    text = spans.text
    name = _name(text, table, key)
    rank = _rank(key, order)
    others = [entry for entry in table.entries if entry.names[table.depth] != key]
    above = [e for e in others if _rank(e.names[table.depth], order) <= rank]
    behind = max(above, key=lambda e: (_rank(e.names[table.depth], order), e.start), default=None)
    if table.node is not None:
        return _insert_inline(text, table, f"{name} = {render_value(value, inline=True)}", behind)
    if behind is None and table.depth:
        at = line_start(text, table.entries[0].start)
    elif behind is not None:
        at = line_end(text, behind.end)
    elif table.number:
        at = line_end(text, spans.blocks[table.number].header.end)
    else:
        at = _head_end(spans)
    indent = ""
    if near := behind or (others[0] if others else None):
        line = text[line_start(text, near.start) : near.start]
        indent = line if not line.strip(" \t") else ""
    entry = print_entry(Part(to_piece(value, top=True), name), indent=indent)
    return insert_lines(text, at, f"{entry}\n", newline_of(text))


def _name(text: str, table: Table, key: str) -> str:
    """A key of a table as an entry is to name it, with the keys in front that lead to the table."""
    name = render_key(key)
    if table.depth:
        keys = table.entries[0].keys[: table.depth]
        name = text[keys[0].start : keys[-1].end] + "." + name
    return name


def _head_end(spans: SpanMap) -> int:
    """Where the first key of a file goes: in front of the first entry or block, else the end."""
    if entries := spans.entries(0):
        return line_start(spans.text, entries[0].start)
    return spans.extent(1).lead if len(spans.blocks) > 1 else len(spans.text)


def _insert_inline(text: str, table: Table, entry: str, behind: Entry | None) -> Edit:
    assert table.node is not None
    if behind is not None:
        return Edit(behind.end, behind.end, f", {entry}")
    if table.entries:
        return Edit(table.entries[0].start, table.entries[0].start, f"{entry}, ")
    inside = text[table.node.start + 1 : table.node.end - 1]
    end = table.node.end - 1 if not inside.strip() else table.node.start + 1
    return Edit(table.node.start + 1, end, f" {entry} ")


def _cut_entry(spans: SpanMap, table: Table, entry: Entry) -> Edit:
    text = spans.text
    previous = [e.end for e in spans.entries(table.number) if e.end <= entry.start]
    floor = previous[-1] if previous else spans.blocks[table.number].header.end
    start = comments_above(text, line_start(text, entry.start), floor)
    return cut_lines(text, start, line_end(text, entry.end))


def _cut_inline(text: str, node: Node, gone: tuple[Entry, ...], instead: str = "") -> Edit:
    """Rewrite what is between the braces with one entry, or none, in the place of some."""
    kept = [
        instead if entry == gone[0] else text[entry.start : entry.end]
        for entry in node.entries
        if entry not in gone or (entry == gone[0] and instead)
    ]
    return Edit(node.start, node.end, f"{{ {', '.join(kept)} }}" if kept else "{}")


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


def insert_block(spans: SpanMap, kind: str, block: str, kinds: Sequence[str] = KINDS) -> list[Edit]:
    """Insert a rendered block behind the last one of its kind.

    Where there is none yet, it goes behind the last kind that comes before it in `kinds`, or
    before everything but the head of the file. In a file that holds its records of this kind as
    one array of inline tables, the record joins them.

    Args:
        spans: The text to change.
        kind: Key of the array of tables.
        block: The block, which starts with its header, or comments above it, and ends with LF.
        kinds: Canonical order of kinds; one that is not among them goes to the end of the file.
    """
    text, newline = spans.text, newline_of(spans.text)
    blocks = spans.blocks
    if kind not in {block.path[0] for block in blocks[1:]} and spans.find((kind,)):
        edits: list[Edit] = []
        for record in tomli.loads(block)[kind]:
            edits += append_item(spans, (kind,), record)
        return edits
    last: dict[str | int, int] = {block.path[0]: n for n, block in enumerate(blocks) if block.path}
    before = kinds[: kinds.index(kind)] if kind in kinds else tuple(last)
    anchor = max(last.get(kind, 0), 0) or max((last.get(name, 0) for name in before), default=0)
    if anchor or spans.entries(0):
        at = block_end(spans, anchor)
    else:
        at = spans.extent(1).lead if len(blocks) > 1 else len(text)
    if text[:at].strip() and not text[:at].endswith(("\n\n", "\n\r\n")):
        block = "\n" + block
    if text[at:].strip() and text[at] not in "\r\n":
        block += "\n"
    return [insert_lines(text, at, block, newline)]


def remove_block(spans: SpanMap, path: Path) -> list[Edit]:
    """Remove a record with its sub-tables, the comments that belong to it, and one gap.

    Raises:
        KeyError: There is no such record.
    """
    if edits := cut_blocks(spans, path):
        return edits
    if isinstance(path[-1], int):
        return remove_item(spans, path)
    raise KeyError(path)
