"""Whole files in canonical layout: how a text is brought into it, and where it leaves it.

Head of the file, keys in front of all headers, then the records by kind, in the order they have
within it. Patterns tell quickly which blocks need no printing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, dropwhile
from operator import not_
from typing import Any

import tomli

from mineralreg.document.document import newline_of
from mineralreg.document.layout import INDENT, KINDS, WIDTH, KeyOrder, print_block, to_block
from mineralreg.document.syntax import Block, SpanMap, line_end

_KEY = r"[A-Za-z0-9_-]++"
_TIME = r"(?:\d{4}-\d\d-\d\d[Tt])?\d\d:\d\d(?!:)"
_STRING = r'"[^"\\\n]*+(?:"|(?:\\[^ex][^"\\\n]*+)+")'
_SIMPLE = rf"""(?:{_STRING}(?!")|'[^'\n]*+'(?!')|(?!{_TIME})[^\s,\[\]{{}}"'#]++)"""
_LONG = r'''(?:"""(?:"{0,2}(?:[^"\\]++|\\[^ex]))*"{3,5}+)'''
_FLAT = rf"\[(?:{_SIMPLE}(?:, {_SIMPLE})*)?\]"
_INNER = rf"{_KEY} = (?:{_SIMPLE}|{_FLAT})"
_TABLE = rf"\{{(?: {_INNER}(?:, {_INNER})* )?\}}"
_BEHIND = r"(?:  #[^\n]*+(?<=\S))?"
_TABLES = rf"\[\n(?:{INDENT}{_TABLE},{_BEHIND}\n)+\]"
_TEXTS = rf"\[\n(?:{INDENT}{_STRING},\n)+\]"
_FITS = rf"(?=[^\n]{{0,{WIDTH}}}\n)"
_IS_TOO_LONG = rf"(?=(?:[^\n]|\n{INDENT}){{{WIDTH + 2}}})"  # as if on one line, with a last comma
_BODY = (
    rf"\n(?:{_KEY} = (?:{_SIMPLE}|{_LONG}|{_TABLES}|{_TABLE}){_BEHIND}\n"
    rf"|{_FITS}{_KEY} = {_FLAT}{_BEHIND}\n|{_IS_TOO_LONG}{_KEY} = {_TEXTS}\n)*"
    r"(?:\n(?=[\[#])|\Z)"
)
_TOP = re.compile(r"(?:#:schema [^\n]*\S\n)?schema_version = \d\n(?:\n(?=[\[#])|\Z)")
_BLOCK = re.compile(rf"(?:#(?!:)(?:[^\n]*\S)?\n)*\[\[?([a-z]+)\]\]?{_BODY}")


class CanonicalForms:
    """What is surely in canonical layout; no means that it is not known.

    Patterns tell it of the text, and what the text parses to of the order of its keys.
    """

    def __init__(self, data: Mapping[str, Any], order: KeyOrder) -> None:
        self._data = data
        self._order = order
        self._sure = 0
        """Up to where a text is in canonical layout but for the order of keys."""

    def hold(self, text: str, block: Block) -> bool:
        """Whether a block is, up to the next header or the end."""
        if block.stop > self._sure or not text.endswith("\n\n", 0, block.stop):
            found = _BLOCK.match(text, block.header.start)
            if found is None or found.end() != block.stop:
                return False
        table: Any = self._data
        for part in block.path:
            table = table[part]
        return self._ordered(str(block.path[0]), [table])

    def beginning(self, text: str) -> tuple[int, int]:
        """With how many blocks a text begins that are, in canonical order, and where they end.

        It is 0 where not even what stands in front of all headers is.
        """
        left, found = [*KINDS], _TOP.match(text)
        first, ordered = -1, 0
        while found and found.end() > self._sure:
            self._sure = found.end()
            first += 1
            found = _BLOCK.match(text, self._sure)
            if found and found[1] in left:
                if found[1] != left[0] or not first:
                    left = left[left.index(found[1]) :]
                    ordered = first + self._in_order(found[1])
                if first < ordered:
                    continue
            break
        return max(first, 0), self._sure

    def _in_order(self, kind: str) -> int:
        """With how many tables a kind begins that are in order."""
        tables = _tables(self._data.get(kind))
        if self._ordered(kind, tables):
            return len(tables)
        return next(n for n, one in enumerate(tables) if not self._ordered(kind, [one]))

    def _ordered(self, path: str, tables: list[Mapping[str, Any]]) -> bool:
        """Whether the keys of tables are listed and stand in order, and those of tables in them."""
        if path not in self._order:
            return False
        seen = {*map(tuple, tables)}
        if any(keys != tuple([key for key in self._order[path] if key in keys]) for keys in seen):
            return False
        inner = [key for key in set().union(*seen) if f"{path}.{key}" in self._order]
        return all(
            self._ordered(f"{path}.{key}", [*chain(*(_tables(t[key]) for t in tables if key in t))])
            for key in inner
        )


def _tables(value: Any) -> list[Mapping[str, Any]]:
    """The tables that a value is, or holds as a list."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


_OWN_LINE = re.compile(r"\n[ \t]*#")
"""A comment on a line of its own (or what looks like one in a string)."""


def format_text(text: str, order: KeyOrder, data: Mapping[str, Any] | None = None) -> str:
    """A TOML text in canonical layout; it parses to the same data and holds the same comments.

    Kinds of records that have no place in the layout follow in the order in which they first
    appear. Lines end as most of them do. The text has no byte-order mark.
    """
    plain = text.replace("\r\n", "\n")
    forms = CanonicalForms(tomli.loads(plain) if data is None else data, order)
    spans = SpanMap(plain)
    result = "".join(_sections(spans, forms, order, _arranged(spans, order)))
    return result.replace("\n", newline_of(text))


def first_difference(spans: SpanMap, data: Mapping[str, Any], order: KeyOrder) -> int | None:
    """Where a text leaves the canonical layout: offset of a line, or None when it never does.

    Stops there, and so is quick. Line ends are not looked at: LF and CRLF count as the same.
    """
    plain = spans.text.replace("\r\n", "\n")
    forms = CanonicalForms(data, order)
    first, position = forms.beginning(plain)
    if position == len(plain):
        return None
    known = spans if len(spans.text) == len(plain) else SpanMap(plain)
    numbers = _arranged(known, order)
    if numbers[:first] != [*range(1, first + 1)]:
        first, position = 0, 0
    for piece in _sections(known, forms, order, numbers[first:], whole=not position):
        if not plain.startswith(piece, position):
            pairs = zip(piece, plain[position : position + len(piece)], strict=False)
            position = next((position + n for n, (a, b) in enumerate(pairs) if a != b), len(plain))
            break
        position += len(piece)
    else:
        if position == len(plain):
            return None
    return spans.line_start(plain.count("\n", 0, min(position, len(plain) - 1)) + 1)


def _sections(
    spans: SpanMap,
    forms: CanonicalForms,
    order: KeyOrder,
    numbers: Iterable[int],
    *,
    whole: bool = True,
) -> Iterator[str]:
    """The parts of the formatted text, which has LF line ends, one after another.

    It is made of the blocks with these numbers, with what stands in front of them if `whole`.
    """
    text = spans.text
    head, attached, first = _head(spans)

    def comments(number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return comments_behind(spans, number) if number or spans.entries(0) else ((), first)

    gap = ""
    if whole and head:
        yield head + "\n"
        gap = "" if head.startswith("#:schema") and "\n" not in head else "\n"
    top = print_block(to_block(spans, 0, order, attached, comments(0)[0])) if whole else ""
    if top:
        yield f"{gap}{top}\n"
    gap = "\n" if whole and (head or top) else ""
    for number in numbers:
        block = spans.blocks[number]
        lead = comments(number - 1)[1]
        if forms.hold(text, block):
            body = text[block.header.start : block.stop].rstrip("\n")
            printed = "\n".join([*lead, body])
        else:
            printed = print_block(to_block(spans, number, order, lead, comments(number)[0]))
        yield f"{gap}{printed}\n"
        gap = "\n"
    if foot := "\n".join(comments(len(spans.blocks) - 1)[1]).rstrip("\n"):
        yield f"{gap}{foot}\n"


def _arranged(spans: SpanMap, order: KeyOrder) -> list[int]:
    """Numbers of all blocks with a header, in canonical order."""
    rank: dict[str | int, int] = {kind: number for number, kind in enumerate(KINDS)}
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


def comments_behind(spans: SpanMap, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Comment lines behind a block: those that belong to it, and those in front of the next."""
    text, block = spans.text, spans.blocks[number]
    quick = text.rfind("\n\n", block.header.end, block.stop)
    if quick == block.stop - 2 and not _OWN_LINE.search(text, block.header.end, quick):
        return (), ()
    lines = _gap_lines(text[line_end(text, spans.extent(number).end) : block.stop])
    if "" not in lines:
        return ((), tuple(lines)) if block.stop < len(text) else (tuple(lines), ())
    blank = lines.index("")
    return tuple(lines[:blank]), tuple(dropwhile(not_, lines[blank:]))


def _gap_lines(gap: str) -> list[str]:
    """Lines of a gap: comments, and one empty line for each row of blank ones."""
    lines: list[str] = []
    *whole, last = gap.split("\n")
    for line in map(str.strip, [*whole, last] if last.strip() else whole):
        if line or not lines or lines[-1]:
            lines.append(line)
    return lines


def _head(spans: SpanMap) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The head of the file, and the comments directly above its first entry or first header."""
    entries = spans.entries(0)
    lines = _gap_lines(spans.text[: entries[0].start if entries else spans.blocks[0].stop])
    schema = [line for line in lines if line.startswith("#:schema")]
    others = list(dropwhile(not_, (line for line in lines if not line.startswith("#:schema"))))
    last = max((n for n, line in enumerate(others) if not line), default=-1)
    above = tuple(others[last + 1 :])
    parts = "\n".join(schema), "\n".join(others[: max(last, 0)])
    head = "\n\n".join(filter(None, parts))
    return (head, (), above) if len(spans.blocks) > 1 and not entries else (head, above, ())
