"""The canonical layout of values and records, with every comment kept.

What is written is TOML 1.0: a comment inside an inline table goes above its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import tomli_w

from mineralreg.document.syntax import Entry, Node, Path, SpanMap, read_key
from mineralreg.reference.vocabulary import RECORD_KINDS

WIDTH = 100
"""Columns that an array may fill before it takes one line per item."""
INDENT = "    "
KINDS = ("registry", *RECORD_KINDS)
"""Canonical order of the tables of a file."""

KeyOrder = Mapping[str, Sequence[str]]
"""Canonical order of keys by dotted path of the table: `agreement`, `agreement.actions`, and ``
for the keys in front of all headers. Keys that are not listed follow in the order they have."""


class Keys(NamedTuple):
    """The keys of the table with these names, and their order."""

    order: KeyOrder
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: Path, order: KeyOrder) -> Keys:
        """The keys of the table that a path leads to."""
        return cls(order, tuple(part for part in path if isinstance(part, str)))

    def below(self, *names: str) -> Keys:
        """The keys of a table in this one."""
        return Keys(self.order, (*self.names, *names))


_AS_GIVEN = Keys({})


class Item(NamedTuple):
    """A value as it is to be printed, in an array, as an entry of a table or under a header."""

    kind: str
    """`scalar`, `array` or `table`; `block` for a table under a header, `blocks` for sub-tables."""
    text: str = ""
    """A scalar, as it is to be written."""
    items: tuple[Item, ...] = ()
    """Items of an array, entries of a table, or the blocks of a key; in a block they come last."""
    opening: str = ""
    """Comment on the line of the opening bracket, or of the header."""
    closing: tuple[str, ...] = ()
    """Comment lines in front of the closing bracket, or behind the last entry of a block."""
    names: tuple[str, ...] = ()
    """Names of the (dotted) key; none for an item of an array. Of a block those in its record."""
    key: str = ""
    """The key, or the header, as it is written; none for the keys in front of all headers."""
    above: tuple[str, ...] = ()
    """Comment lines in front of it; an empty one above a header stands for a blank line."""
    behind: str = ""
    """Comment on its last line."""


# From values and records to text.


def print_item(item: Item, indent: str = "", comma: str = "") -> str:
    """Text of a `key = value`, or of an item of an array, with its comments, as whole lines."""
    inside = _comments_in(item) if item.kind == "table" else ()
    label = indent + (f"{item.key} = " if item.key else "")
    value = print_value(item, indent=indent, column=len(label) + len(comma))
    behind = f"  {item.behind}" if item.behind else ""
    lines = [indent + comment for comment in (*item.above, *inside)]
    return "\n".join([*lines, f"{label}{value}{comma}{behind}"])


def print_value(item: Item, *, indent: str = "", column: int = 0) -> str:
    """Text of a value alone, without a final line end; lines end with LF.

    The line that it starts on has an indentation, and so many columns of it are taken. Comments in
    an inline table are left out; see `print_item`.
    """
    if item.kind != "array":
        return _flat(item)
    if _is_simple(item) and column + len(line := _flat(item)) <= WIDTH:
        return line
    deeper = indent + INDENT
    lines = ["[" + (f"  {item.opening}" if item.opening else "")]
    lines += [print_item(inner, deeper, ",") for inner in item.items]
    lines += [deeper + comment for comment in item.closing]
    return "\n".join([*lines, indent + "]"])


def _comments_in(item: Item) -> Iterator[str]:
    """All comments inside a value, which go above it where it is an inline table."""
    if item.opening:
        yield item.opening
    for inner in item.items:
        yield from inner.above
        yield from _comments_in(inner)
        if inner.behind:
            yield inner.behind
    yield from item.closing


def _flat(item: Item) -> str:
    """Text of a value on one line (but for text of several lines), without its comments."""
    if item.kind == "scalar":
        return item.text
    inner = ", ".join((f"{one.key} = " if one.key else "") + _flat(one) for one in item.items)
    if item.kind == "array":
        return f"[{inner}]"
    return f"{{ {inner} }}" if inner else "{}"


def _is_simple(item: Item) -> bool:
    """Whether an array (or an item of one) may stand on one line: no tables, comments, long text.

    It looks at each part once. To print the parts as they would stand alone instead would take
    twice as long with every level of nesting.
    """
    if item.kind == "scalar":
        return "\n" not in item.text
    return not (item.kind == "table" or item.opening or item.closing) and all(
        not (inner.above or inner.behind) and _is_simple(inner) for inner in item.items
    )


def print_block(block: Item) -> str:
    """Text of a block and of those in it, without a final line end."""
    if not block.key and not block.items:
        return "\n".join([*block.above, *block.closing])
    lines = [*block.above, block.key + f"  {block.opening}".rstrip()] if block.key else []
    lines += [print_item(item) for item in block.items if item.kind != "blocks"]
    inner = [one for item in block.items if item.kind == "blocks" for one in item.items]
    return "\n\n".join(["\n".join([*lines, *block.closing]), *map(print_block, inner)])


def render_block(
    kind: str | Sequence[str], record: Mapping[str, object], order: KeyOrder = _AS_GIVEN.order
) -> str:
    """A record as a `[[kind]]`, or the `[registry]`, as a block that ends with LF like its lines.

    The kind is the key of the array of tables, or the keys that lead to it. None and other values
    without a form in TOML are a TypeError.
    """
    keys = Keys(order, (kind,) if isinstance(kind, str) else tuple(kind))
    return print_block(new_block(record, keys)) + "\n"


def new_block(record: Mapping[str, object], keys: Keys) -> Item:
    """A `[[table]]`, or the `[registry]`, that is not in the file yet."""
    header = f"[[{'.'.join(map(render_key, keys.names))}]]"
    header = header[1:-1] if keys.names == KINDS[:1] else header
    items = [new_item(key, value, keys) for key, value in record.items()]
    return Item("block", items=in_order(items, keys), names=keys.names[1:], key=header)


def new_item(key: str, value: object, keys: Keys) -> Item:
    """An entry for a value that is not in the file yet; text with line ends takes several."""
    item = to_item(value, keys.below(key), lines=True)
    return item._replace(names=(key,), key=render_key(key))


def render_key(key: str) -> str:
    """A key, between quotes where it needs them."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else render_scalar(key)


def render_scalar(value: object, *, lines: bool = False) -> str:
    """Text, a number, a truth value, a date or a time as TOML."""
    lines = lines and isinstance(value, str) and "\n" in value and "\r" not in value
    return tomli_w.dumps({"v": value}, multiline_strings=lines)[len("v = ") : -1]


def to_item(value: object, keys: Keys = _AS_GIVEN, *, lines: bool = False) -> Item:
    """A parsed value as what the printer takes; with `lines`, text may take several."""
    if isinstance(value, Mapping):
        entries = [
            to_item(inner, keys.below(key))._replace(names=(key,), key=render_key(key))
            for key, inner in value.items()
        ]
        return Item("table", items=in_order(entries, keys))
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return Item("array", items=tuple(to_item(inner, keys) for inner in value))
    return Item("scalar", render_scalar(value, lines=lines))


# From the text of a file to values and sections.

_COMMENT_OR_END = re.compile(r"#[^\n]*|\n")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(e)|[\s\S])")
_NO_SECONDS = re.compile(r"((?:\d{4}-\d\d-\d\d[Tt ])?\d\d:\d\d)((?:[Zz]|[+-]\d\d:\d\d)?)")
_MAX_DEPTH = 40
"""Values that nest deeper are left as they are written."""


def to_block(
    spans: SpanMap, number: int, order: KeyOrder, lead: tuple[str, ...], tail: tuple[str, ...]
) -> Item:
    """One block with its entries in canonical order, between the comments around it."""
    text, block = spans.text, spans.blocks[number]
    keys = Keys.of(block.path, order)
    things, stop = spans.entries(number), block.stop
    comment, items, _ = _with_comments(text, things, block.header.end, stop, keys, 0)
    if not number:
        items[:1] = [item._replace(above=lead) for item in items[:1]]
    header = _bare_header(text[slice(*block.header)]) if number else ""
    return Item("block", "", in_order(items, keys), comment, tail, keys.names[1:], header, lead)


def own_lines(text: str, start: int, stop: int) -> list[str]:
    """Comments between two offsets that have nothing but comments and blanks between them."""
    found = _COMMENT_OR_END.findall(text, start, stop)
    return [comment.rstrip() for comment in found if comment != "\n"]


def in_order(items: Sequence[Item], keys: Keys) -> tuple[Item, ...]:
    """Entries of a table in canonical order, and behind them the blocks in it."""
    order = keys.order.get(".".join(keys.names), ())
    rank = {key: number for number, key in enumerate(order)}

    def place(item: Item) -> tuple[bool, int]:
        return item.kind == "blocks", rank.get(item.names[0], len(rank))

    return tuple(sorted(items, key=place))


def _bare_header(header: str) -> str:
    """A header without blanks around its keys."""
    width = 2 if header.startswith("[[") else 1
    _, keys, _ = read_key(header, width)
    key = ".".join(_plain(header[start:end]) for start, end in keys)
    return "[" * width + key + "]" * width


def _with_comments(
    text: str, things: Sequence[Node | Entry], start: int, stop: int, keys: Keys, depth: int
) -> tuple[str, list[Item], tuple[str, ...]]:
    """Entries or items between two offsets, with the comments in front of and behind them all."""
    stops = [*(thing.start for thing in things), stop]
    opening, above = _same_line_and_others(text, start, stops[0])
    items: list[Item] = []
    for thing, end in zip(things, stops[1:], strict=True):
        behind, others = _same_line_and_others(text, thing.end, end)
        if isinstance(thing, Entry):
            key = ".".join(_plain(text[slice(*span)]) for span in thing.keys)
            item = _read(text, thing.value, keys.below(*thing.names), depth)
            item = item._replace(names=thing.names, key=key, above=above, behind=behind)
        else:
            item = _read(text, thing, keys, depth)._replace(above=above, behind=behind)
        items.append(item)
        above = others
    return opening, items, above


def _read(text: str, node: Node, keys: Keys, depth: int) -> Item:
    """A value with all comments in it."""
    if node.kind == "scalar":
        return Item("scalar", _plain(text[slice(*node.span)]))
    if depth > _MAX_DEPTH:
        return Item("scalar", text[slice(*node.span)])
    things, inside = node.items or node.entries, (node.start + 1, node.end - 1)
    opening, items, closing = _with_comments(text, things, *inside, keys, depth + 1)
    done = in_order(items, keys) if node.entries else tuple(items)
    return Item(node.kind, items=done, opening=opening, closing=closing)


def _same_line_and_others(text: str, start: int, stop: int) -> tuple[str, tuple[str, ...]]:
    """The comment on the line of `start`, and those on the lines below it."""
    found = own_lines(text, start, stop)
    if not found or "\n" in text[start : text.find("#", start)]:
        return "", tuple(found)
    return found[0], tuple(found[1:])


def _plain(scalar: str) -> str:
    r"""A scalar or key without what only TOML 1.1 has: `\\e`, `\\x41`, a time without seconds."""
    if scalar[:1] == '"' and "\\" in scalar:
        return _ESCAPE.sub(
            lambda found: f"\\u00{found[1]}" if found[1] else "\\u001b" if found[2] else found[0],
            scalar,
        )
    if scalar[2:3] == ":" or scalar[13:14] == ":":
        found = _NO_SECONDS.fullmatch(scalar)
        return f"{found[1]}:00{found[2]}" if found else scalar
    return scalar
