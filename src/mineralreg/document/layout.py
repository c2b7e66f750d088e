"""The canonical order and layout of a whole registry file, with every comment kept.

Head of the file, keys in front of all headers, then the records by kind, in the order they have
within it. Only what is not in this form already is taken apart and printed anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import tomli_w

from mineralreg.document.syntax import Block, Entry, Lines, Node, SpanMap, line_end, read_key

WIDTH = 100
"""Columns that an array may fill before it takes one line per item."""
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that is to be printed."""

    kind: str
    """`scalar`, `array` or `table`."""
    text: str = ""
    """A scalar, as it is to be written."""
    parts: tuple[Part, ...] = ()
    """Items of an array, or entries of an inline table."""
    opening: str = ""
    """Comment on the line of the opening bracket."""
    closing: tuple[str, ...] = ()
    """Comment lines in front of the closing bracket."""


@dataclass(frozen=True, slots=True)
class Part:
    """An item or entry with its comments."""

    value: Piece
    key: str = ""
    above: tuple[str, ...] = ()
    """Comment lines in front of it."""
    behind: str = ""
    """Comment on its last line."""


def print_value(piece: Piece, *, indent: str = "", column: int = 0, inline: bool = False) -> str:
    """Text of a value, without a final line end; lines end with LF.

    Args:
        piece: What to print.
        indent: Indentation of the line that the value starts on.
        column: How many columns of that line are taken.
        inline: Whether the value is inside an inline table, which should stay on one line.
    """
    if piece.kind == "scalar":
        return piece.text
    table = piece.kind == "table"
    if (table or inline) and not _own_comments(piece):
        flat = ", ".join(
            _label(part) + print_value(part.value, indent=indent, inline=True)
            for part in piece.parts
        )
        if table:
            return f"{{ {flat} }}" if flat else "{}"
        return f"[{flat}]"
    line = None if table or inline else _one_line(piece)
    if line is not None and column + len(line) <= WIDTH:
        return line
    deeper = indent + INDENT
    lines = [("{" if table else "[") + (f"  {piece.opening}" if piece.opening else "")]
    for part in piece.parts:
        lines += [deeper + comment for comment in part.above]
        label = deeper + _label(part)
        value = print_value(part.value, indent=deeper, column=len(label) + 1)
        lines.append(f"{label}{value}," + (f"  {part.behind}" if part.behind else ""))
    lines += [deeper + comment for comment in piece.closing]
    return "\n".join([*lines, indent + ("}" if table else "]")])


def _one_line(piece: Piece) -> str | None:
    """Text of an array on one line, or of a scalar; None when a part needs lines of its own.

    It looks at each part once. To print the parts as they would stand alone instead would take
    twice as long with every level of nesting.
    """
    if piece.kind == "scalar":
        return None if "\n" in piece.text else piece.text
    if _own_comments(piece) or _wants_lines(piece):
        return None
    parts = [_one_line(part.value) for part in piece.parts]
    return None if None in parts else f"[{', '.join(part for part in parts if part)}]"


def print_entry(part: Part, *, indent: str = "") -> str:
    """Text of a `key = value` with its comments, without a final line end."""
    label = indent + _label(part)
    value = print_value(part.value, indent=indent, column=len(label))
    behind = f"  {part.behind}" if part.behind else ""
    return "\n".join([*(indent + comment for comment in part.above), label + value + behind])


def _label(part: Part) -> str:
    return f"{part.key} = " if part.key else ""


def _own_comments(piece: Piece) -> bool:
    return bool(piece.opening or piece.closing) or any(
        part.above or part.behind for part in piece.parts
    )


def _wants_lines(piece: Piece) -> bool:
    """Whether an array holds a table, which then stands on a line of its own."""
    return any(part.value.kind == "table" for part in piece.parts)


_BARE = re.compile(r"[A-Za-z0-9_-]+")


def render_block(
    kind: str | Sequence[str],
    record: Mapping[str, object],
    *,
    single: bool = False,
    newline: str = "\n",
) -> str:
    """A record as a `[[kind]]` block that ends with a line end.

    Args:
        kind: Key of the array of tables, or the keys that lead to it.
        record: Keys and values in the order in which they are to stand. Values are text, numbers,
            truth values, dates and times, and lists and tables of these.
        single: Write a `[kind]` table instead.
        newline: Line end, LF or CRLF.

    Raises:
        TypeError: A value has no form in TOML (None, for example).
    """
    names = [kind] if isinstance(kind, str) else kind
    header = ".".join(map(render_key, names))
    lines = [f"[{header}]" if single else f"[[{header}]]"]
    lines += [render_entry(key, value) for key, value in record.items()]
    return "".join(f"{line}\n" for line in lines).replace("\n", newline)


def render_entry(key: str, value: object, *, indent: str = "") -> str:
    """A `key = value` line, or lines, without a final line end; lines end with LF."""
    return print_entry(Part(to_piece(value, top=True), render_key(key)), indent=indent)


def render_value(value: object, *, indent: str = "", column: int = 0, inline: bool = False) -> str:
    """A value as TOML; lines end with LF.

    Args:
        value: As in `render_block`.
        indent: Indentation of the line that the value starts on.
        column: How many columns of that line are taken.
        inline: Whether it stands inside an inline table or array: then text keeps to one line.
    """
    piece = to_piece(value, top=not inline)
    return print_value(piece, indent=indent, column=column, inline=inline)


def render_key(key: str) -> str:
    """A key, between quotes where it needs them."""
    return key if _BARE.fullmatch(key) else render_scalar(key)


def render_scalar(value: object, *, lines: bool = False) -> str:
    """Text, a number, a truth value, a date or a time as TOML.

    Args:
        value: What to write.
        lines: Whether text that holds line ends may take several lines.

    Raises:
        TypeError: It is none of these.
    """
    lines = lines and isinstance(value, str) and "\n" in value and "\r" not in value
    return tomli_w.dumps({"v": value}, multiline_strings=lines)[len("v = ") : -1]


def to_piece(value: object, *, top: bool = False) -> Piece:
    """A value as what the printer takes; text with line ends is split only at the top."""
    if isinstance(value, Mapping):
        return Piece(
            "table",
            parts=tuple(Part(to_piece(item), render_key(key)) for key, item in value.items()),
        )
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return Piece("array", parts=tuple(Part(to_piece(item)) for item in value))
    return Piece("scalar", render_scalar(value, lines=top))


KINDS = ("registry", "source", "partner", "agreement", "initiative", "event", "claim")
"""Canonical order of the record kinds in a file."""

KeyOrder = Mapping[str, Sequence[str]]
"""Canonical order of keys by dotted path of the table: `agreement`, `agreement.actions`, and ``
for the keys in front of all headers. Keys that are not listed follow in the order they have."""


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


_KEY = r"[A-Za-z0-9_-]++"
_SIMPLE = r"""(?:"(?:[^"\\\n]++|\\.)*+"(?!")|'[^'\n]*+'(?!')|[^\s,\[\]{}"'#]++)"""
_LONG = r'''(?:"""(?:[^"\\]++|\\[\s\S]|""?+(?!"))*+"{3,5}+)'''
_FLAT = rf"\[(?:{_SIMPLE}(?:, {_SIMPLE})*+)?+\]"
_INNER = rf"{_KEY} = (?:{_SIMPLE}|{_FLAT})"
_TABLE = rf"\{{(?: {_INNER}(?:, {_INNER})*+ )?+\}}"
_LINES = rf"\[\n(?:{INDENT}{_TABLE},\n)++\]"
_BODY = re.compile(
    rf"\n(?:{_KEY} = (?:{_SIMPLE}|{_LONG}|{_LINES}|{_TABLE})\n"
    rf"|(?=[^\n]{{0,{WIDTH}}}\n){_KEY} = {_FLAT}\n)*+(?:\n(?=\[)|\Z)"
)
_KEYS = re.compile(rf"^({_KEY}) = (\[\n|\{{)?", re.MULTILINE)
_INNER_KEYS = re.compile(rf"[{{,] ({_KEY}) = ")


class CanonicalForms:
    """What blocks in the house layout look like under one order of keys."""

    def __init__(self, order: KeyOrder) -> None:
        self._ranks: dict[str, Mapping[str, int]] = {
            path: {key: rank for rank, key in enumerate(keys)} for path, keys in order.items()
        }

    def hold(self, text: str, block: Block) -> bool:
        """Whether a block is surely in the house layout, up to the next header or the end.

        No means that it is not known. Keys that seem to stand in a string can only lead to no.
        """
        kind = block.path[0]
        header = f"[[{kind}]]" if len(block.path) == 2 else f"[{kind}]"
        start = block.header.start
        if len(block.path) > 2 or kind not in self._ranks or not text.startswith(header, start):
            return False
        found = _BODY.match(text, start + len(header))
        if found is None or found.end() != block.stop:
            return False
        keys = _KEYS.findall(text, start, block.stop)
        if not _in_order([key for key, _ in keys], self._ranks[str(kind)]):
            return False
        return all(
            self._inner_in_order(text, block, f"{kind}.{key}") for key, opener in keys if opener
        )

    def _inner_in_order(self, text: str, block: Block, path: str) -> bool:
        """Whether the keys of the inline tables of one entry are in order."""
        if path not in self._ranks:
            return True
        key = path.rpartition(".")[2]
        at = text.find(f"\n{key} = ", block.header.end, block.stop) + 1
        many = text.startswith("[\n", at + len(key) + 3)
        stop = text.find("\n]" if many else "\n", at, block.stop)
        lines = text[at:stop].split("\n")[1 if many else 0 :]
        return all(_in_order(_INNER_KEYS.findall(line), self._ranks[path]) for line in lines)


def _in_order(keys: list[str], rank: Mapping[str, int]) -> bool:
    """Whether all keys are listed and stand in the listed order."""
    try:
        ranks = [rank[key] for key in keys]
    except KeyError:
        return False
    return ranks == sorted(ranks)


_OWN_LINE = re.compile(r"\n[ \t]*#")
"""A comment on a line of its own (or what looks like one in a string)."""


def format_text(
    text: str, order: KeyOrder, *, kinds: Sequence[str] = KINDS, newline: str = "\n"
) -> str:
    """A TOML text in the house layout; it parses to the same data and holds the same comments.

    Args:
        text: What tomli has accepted, without a byte-order mark.
        order: Canonical order of keys per table.
        kinds: Canonical order of kinds; others follow in the order in which they first appear.
        newline: Line end of the result, LF or CRLF.
    """
    result = "".join(_pieces(text.replace("\r\n", "\n"), order, kinds))
    return result.replace("\n", newline) if newline != "\n" else result


def first_difference(text: str, order: KeyOrder, *, kinds: Sequence[str] = KINDS) -> int | None:
    """Where a text leaves the house layout: offset of a line, or None when it never does.

    Stops there, and so is quick. Line ends are not looked at: LF and CRLF count as the same.
    """
    plain = text.replace("\r\n", "\n")
    position = 0
    for piece in _pieces(plain, order, kinds):
        if not plain.startswith(piece, position):
            pairs = zip(piece, plain[position : position + len(piece)], strict=False)
            position = next((position + n for n, (a, b) in enumerate(pairs) if a != b), len(plain))
            break
        position += len(piece)
    else:
        if position == len(plain):
            return None
    line = plain.count("\n", 0, min(position, len(plain) - 1)) + 1
    return Lines(text).line_start(line)


def _pieces(plain: str, order: KeyOrder, kinds: Sequence[str]) -> Iterator[str]:
    """The parts of the formatted text, which has LF line ends, one after another."""
    spans = SpanMap(plain)
    forms = CanonicalForms(order)
    comments = _Comments(spans)
    head = comments.head
    if head:
        yield head + "\n"
    gap = "\n" if head else ""
    section = to_section(spans, 0, order, comments.attached, comments.tail(0))
    if first := _printed(section):
        schema_only = head.startswith("#:schema") and "\n" not in head
        yield f"{'' if schema_only else gap}{first}\n"
        gap = "\n"
    for number in _arranged(spans, order, kinds):
        block = spans.blocks[number]
        lead = comments.lead(number)
        if forms.hold(plain, block):
            body = plain[block.header.start : block.stop].rstrip("\n")
            printed = "\n".join([*lead, body])
        else:
            printed = _printed(to_section(spans, number, order, lead, comments.tail(number)))
        yield f"{gap}{printed}\n"
        gap = "\n"
    if foot := comments.foot:
        yield f"{gap}{foot}\n"


def _arranged(spans: SpanMap, order: KeyOrder, kinds: Sequence[str]) -> list[int]:
    """Numbers of all blocks with a header, in canonical order."""
    rank: dict[str | int, int] = {kind: number for number, kind in enumerate(kinds)}
    records: dict[tuple[str | int, ...], int] = {}
    keys: list[tuple[int, int, int, int]] = []
    for number, block in enumerate(spans.blocks[1:], 1):
        path = block.path
        kind = rank.setdefault(path[0], len(rank))
        size = 2 if len(path) > 1 and isinstance(path[1], int) else 1
        record = records.setdefault(path[:size], len(records))
        sub = -1
        if len(path) > size:
            names = order.get(str(path[0]), ())
            sub = names.index(path[size]) if path[size] in names else len(names)
        keys.append((kind, record, sub, number))
    return [key[-1] for key in sorted(keys)]


class _Comments:
    """Comments around the blocks of a text, each looked up when it is asked for."""

    def __init__(self, spans: SpanMap) -> None:
        self._spans = spans
        entries = spans.entries(0)
        self._bare = len(spans.blocks) > 1 and not entries
        """Whether the file begins with a header, so that what stands above it is the head."""
        stop = entries[0].start if entries else spans.blocks[0].stop
        self.head, above = _split_head(spans.text[:stop])
        self.attached: tuple[str, ...] = () if self._bare else above
        """Comment lines directly above the first entry of a file that begins with one."""
        self._first = above

    def lead(self, number: int) -> tuple[str, ...]:
        """Comment lines in front of a header."""
        if number == 1 and self._bare:
            return self._first
        return self._gap(number - 1)[1]

    def tail(self, number: int) -> tuple[str, ...]:
        """Comment lines directly behind a block."""
        return self._gap(number)[0] if number or self._spans.entries(0) else ()

    @property
    def foot(self) -> str:
        """Comment lines at the end of the file that belong to no block."""
        last = len(self._spans.blocks) - 1
        some = last or self._spans.entries(0)
        return "\n".join(self._gap(last)[1]).rstrip("\n") if some else ""

    def _gap(self, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        text, block = self._spans.text, self._spans.blocks[number]
        quick = text.rfind("\n\n", block.header.end, block.stop)
        if quick == block.stop - 2 and not _OWN_LINE.search(text, block.header.end, quick):
            return (), ()
        entries = self._spans.entries(number)
        return split_gap(text, entries[-1].end if entries else block.header.end, block.stop)


def _split_head(gap: str) -> tuple[str, tuple[str, ...]]:
    """Head of the file, and the comment lines directly above what comes first."""
    lines = gap_lines(gap)
    schema = [line for line in lines if line.startswith("#:schema")]
    others = list(trimmed([line for line in lines if not line.startswith("#:schema")]))
    last = max((n for n, line in enumerate(others) if not line), default=-1)
    attached = tuple(others[last + 1 :])
    head = "\n".join(others[: max(last, 0)])
    return "\n\n".join(part for part in ("\n".join(schema), head) if part), attached


def _printed(section: Section) -> str:
    """Text of a block, without a final line end."""
    if not section.header and not section.parts:
        return "\n".join([*section.lead, *section.tail])
    lines = [*section.lead, section.header] if section.header else []
    return "\n".join([*lines, *map(print_entry, section.parts), *section.tail])
