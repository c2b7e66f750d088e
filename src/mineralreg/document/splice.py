"""Changes to a registry file as text: one record at a time comes, goes, or is printed anew.

Each function plans against one text and returns edits for `apply`; several plans against the same
text can be applied together. A record that changes comes out in canonical layout with the comments
in it; what no edit covers stays as it is, byte for byte. What is not there under a header of its
own is a KeyError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isnan
from typing import Any, NamedTuple

import tomli

from mineralreg.document.canonical import comments_behind
from mineralreg.document.document import newline_of
from mineralreg.document.layout import (
    KINDS,
    Item,
    KeyOrder,
    Keys,
    in_order,
    new_block,
    new_item,
    own_lines,
    print_block,
    print_item,
    render_key,
    to_block,
    to_item,
)
from mineralreg.document.syntax import Path, Span, SpanMap, line_end, line_start

Table = Mapping[str, Any]


class Edit(NamedTuple):
    """Replace the text from `start` up to `end` (offsets in code points) by `replacement`."""

    start: int
    end: int
    replacement: str


class SpliceError(Exception):
    """Edits that overlap, or that would not give what was intended. Nothing was written."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, which must not overlap; those at one place keep their order."""
    pieces: list[str] = []
    done = 0
    for start, end, replacement in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= start <= end <= len(text):
            raise SpliceError(f"edit of {start} to {end} overlaps another or leaves the text")
        pieces += [text[done:start], replacement]
        done = end
    return "".join([*pieces, text[done:]])


def verify(text: str, intended: Table) -> None:
    """Prove that a changed text parses to what is intended, or raise a SpliceError."""
    try:
        found = tomli.loads(text)
    except (ValueError, RecursionError) as error:
        raise SpliceError(f"the changed text does not parse: {error}") from None
    if not same(found, intended):
        raise SpliceError("the changed text does not say what was intended")


def same(one: Any, other: Any) -> bool:
    """Whether two parsed values are equal in value and type (1 is not true, NaN is NaN)."""
    if one == other and repr(one) == repr(other):  # quick; unequal says nothing yet
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(map(same, one.values(), map(other.get, one)))
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other or (isinstance(one, float) and isnan(one) and isnan(other)))


# Records that change.


def put(spans: SpanMap, path: Path, before: Table, record: Table, order: KeyOrder) -> list[Edit]:
    """Print a record, or the `[registry]` table, anew with other values and the comments in it.

    The comments above its header and below its last line are not part of it and stay. Records that
    are written as one array have no headers; see `put_value`.
    """
    text, runs = spans.text, _runs(spans, path)
    if spans.blocks[runs[0][0]].path != path:
        raise KeyError(path)
    first, last = runs[0]
    start = line_start(text, spans.blocks[first].header.start)
    end = line_end(text, spans.extent(last).end)
    old = _record(spans, path, order, {run[0] for run in runs}, last)
    new = print_block(_with_value(old, before, record, Keys.of(path, order))) + "\n"
    return [_replaced(text, start, end, new), *_cut_runs(spans, runs[1:])]


def put_value(spans: SpanMap, key: str, before: Any, value: Any, order: KeyOrder) -> list[Edit]:
    """Print a value in front of all headers anew: records that are written as one array."""
    text = spans.text
    entries = [entry for entry in spans.entries(0) if entry.names[0] == key]
    if not entries:
        raise KeyError(key)
    items = [item for item in to_block(spans, 0, order, (), ()).items if item.names[0] == key]
    (item,) = _with_keys(items, {key: before}, {key: value}, Keys(order))
    above = tuple(one.behind for one in items[1:] if one.behind)  # of dotted keys that go
    new = print_item(item._replace(above=above, behind=""))
    edits = [_replaced(text, entries[0].start, entries[0].end, new)]
    for entry in entries[1:]:
        edits.append(_cut_lines(text, line_start(text, entry.start), line_end(text, entry.end)))
    return edits


def put_text(spans: SpanMap, path: Path, block: str) -> list[Edit]:
    """Replace a record, with its sub-tables and the comments above and below it, by a text."""
    edit = _replaced(spans.text, *record_span(spans, path), block)
    return [edit, *_cut_runs(spans, _runs(spans, path)[1:])]


def _replaced(text: str, start: int, end: int, new: str) -> Edit:
    """Put a piece in the place of one, with the line ends of the text, the final one too."""
    newline = newline_of(text)
    new = new.replace("\r\n", "\n").replace("\n", newline)
    return Edit(start, end, new if text[start:end].endswith("\n") else new.removesuffix(newline))


def insert(spans: SpanMap, kind: str, block: str) -> list[Edit]:
    """Insert rendered blocks of one kind behind the last one of their kind.

    Where there is none yet, they go behind the last kind that comes before it, or before
    everything but the head of the file; a kind without a place in the layout goes to the end. The
    blocks start with a header, or comments above it, and end with LF.
    """
    text, blocks = spans.text, spans.blocks
    last: dict[str | int, int] = {block.path[0]: n for n, block in enumerate(blocks) if block.path}
    before = KINDS[: KINDS.index(kind)] if kind in KINDS else tuple(last)
    anchor = max(last.get(kind, 0), 0) or max((last.get(name, 0) for name in before), default=0)
    if anchor or spans.entries(0):
        at = _block_end(spans, anchor)
    else:
        at = spans.extent(1).lead if len(blocks) > 1 else len(text)
    if text[:at].strip() and not text[:at].endswith(("\n\n", "\n\r\n")):
        block = "\n" + block
    if text[at:].strip() and text[at] not in "\r\n":
        block += "\n"
    newline = newline_of(text)
    block = block.replace("\n", newline)
    if at == len(text) and text and not text.endswith("\n"):
        block = newline + block.removesuffix(newline)
    return [Edit(at, at, block)]


def remove(spans: SpanMap, path: Path) -> list[Edit]:
    """Remove a record with its sub-tables, the comments that belong to it, and one gap."""
    return _cut_runs(spans, _runs(spans, path))


def record_span(spans: SpanMap, path: Path) -> Span:
    """The lines of a record with its comments, up to its last sub-table that directly follows."""
    first, last = _runs(spans, path)[0]
    return Span(spans.extent(first).lead, _block_end(spans, last))


def _runs(spans: SpanMap, path: Path) -> list[tuple[int, int]]:
    """First and last number of each row of neighbouring blocks that make up one record."""
    runs: list[tuple[int, int]] = []
    for number in spans.blocks_under(path):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    if not runs:
        raise KeyError(path)
    return runs


def _cut_runs(spans: SpanMap, runs: Iterable[tuple[int, int]]) -> list[Edit]:
    """Remove blocks with their comments and one gap."""
    text = spans.text
    edits = []
    for first, last in runs:
        start, end = spans.extent(first).lead, _block_end(spans, last)
        after = end
        while after < len(text) and not text[after : line_end(text, after)].strip():
            after = line_end(text, after)
        if after == len(text):
            start = len(text[:start].rstrip("\r\n \t"))
            start = line_end(text, start) if start else 0
            edits.append(_cut_lines(text, start, after))
        else:
            gap = text[line_start(text, start - 1) : start] if start else ""
            edits.append(Edit(start, end if gap.strip() else after, ""))
    return edits


def _cut_lines(text: str, start: int, end: int) -> Edit:
    """Remove whole lines; at the end of a text without a final line end, none is left either."""
    if end == len(text) and start > 0 and not text.endswith("\n"):
        start -= 2 if text[:start].endswith("\r\n") else 1
    return Edit(start, end, "")


def _block_end(spans: SpanMap, number: int) -> int:
    """End of the lines of a block and of the comments directly below that belong to it."""
    text = spans.text
    end = line_end(text, spans.extent(number).end)
    for _ in comments_behind(spans, number)[0]:
        end = line_end(text, end)
    return end


def _record(spans: SpanMap, path: Path, order: KeyOrder, starts: set[int], last: int) -> Item:
    """A record with its sub-tables, by the keys that hold them, and the comments between them.

    What stands around the place where it begins, up to the `last` block, stays as it is. Above
    other blocks that begin a row of them (`starts`) stands another record.
    """
    text = spans.text
    parts: dict[tuple[str, ...], list[Item]] = {}
    for number in spans.blocks_under(path):
        extent = spans.extent(number)
        above = comments_behind(spans, number - 1)[1]
        if number in starts:
            above = tuple(own_lines(text, extent.lead, line_start(text, extent.header.start)))
        behind = comments_behind(spans, number)[0] if number != last else ()
        block = to_block(spans, number, order, above, behind)
        parts.setdefault(block.names[:1], []).append(block)
    (main,) = parts.pop(())
    inner = [
        Item("blocks", items=tuple(blocks), names=key, key=render_key(*key))
        for key, blocks in parts.items()
    ]
    items = in_order((*main.items, *inner), Keys.of(path, order))
    return main._replace(items=items, above=())


# New values among the comments of the old ones.


def _with_keys(items: Sequence[Item], before: Table, table: Table, keys: Keys) -> tuple[Item, ...]:
    """Entries of a table that says something else, in canonical order."""
    made: list[Item] = []
    for key, value in table.items():
        old = [item for item in items if item.names[0] == key]
        if old and same(before.get(key), value):
            made += old
        elif len(old) == 1 and len(old[0].names) == 1:
            made.append(_with_value(old[0], before.get(key), value, keys.below(key)))
        else:  # new, or dotted keys, which become one inline table
            above = [line for item in old for line in (*item.above, item.behind) if line]
            made.append(new_item(key, value, keys)._replace(above=tuple(above)))
    return in_order(made, keys)


def _with_value(old: Item, before: Any, value: Any, keys: Keys) -> Item:
    """A new value in the place of one, with the comments of those of its parts that stay."""
    if same(before, value):
        return old
    make: Callable[..., Item] = to_item
    held = old.kind != "scalar"
    if old.kind == "blocks":  # hold one table or several, unless one has blocks of its own
        make, tables = new_block, value if isinstance(value, list) else [value]
        flat = all(block.names == old.names for block in old.items)
        held = flat and bool(tables) and all(isinstance(table, dict) for table in tables)
    if held and isinstance(before, list) and isinstance(value, list):
        items = []
        for one, was in zip(value, _partners(before, value), strict=True):
            if was is None:
                items.append(make(one, keys))
            else:
                items.append(_with_value(old.items[was], before[was], one, keys))
        return old._replace(items=tuple(items))
    if held and isinstance(before, dict) and isinstance(value, dict):
        if old.kind == "blocks":
            return old._replace(items=(_with_value(old.items[0], before, value, keys),))
        return old._replace(items=_with_keys(old.items, before, value, keys))
    new = to_item(value, keys, lines=len(keys.names) < 3)
    return new._replace(names=old.names, key=old.key, above=old.above, behind=old.behind)


def _partners(before: Sequence[Any], value: Sequence[Any]) -> list[int | None]:
    """For each item of a new list the number of the old item that it is, or was."""
    places: dict[str, list[int]] = {}
    for number, item in enumerate(before):
        places.setdefault(repr(item), []).append(number)
    found: list[int | None] = []
    for item in value:
        equal = places.get(repr(item))
        found.append(equal.pop(0) if equal else None)
    if len(before) == len(value):  # an item that changed in its place
        free = {number for numbers in places.values() for number in numbers}
        for place, was in enumerate(found):
            if was is None and place in free and isinstance(value[place], dict):
                found[place] = place
    return found
