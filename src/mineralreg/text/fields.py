"""Single keys: set or unset a key of a record or of any table in it, touching nothing else.

A value that exists is replaced where it stands, so its comment stays; a new key takes its place in
the canonical order. Returns edits for `edits.apply`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mineralreg.text.blocks import cut_blocks
from mineralreg.text.edits import Edit, cut_lines, insert_lines, newline_of
from mineralreg.text.lines import comments_above, line_end, line_start
from mineralreg.text.printer import Part, print_entry
from mineralreg.text.render import render_key, render_value, to_piece
from mineralreg.text.scan import Path
from mineralreg.text.spans import SpanMap
from mineralreg.text.syntax import Entry, Node
from mineralreg.text.tables import Table, find_node, find_table


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
