"""The canonical order and layout of a whole registry file, with every comment kept.

Head of the file, keys in front of all headers, then the records by kind, in the order they have
within it. Only what is not in this form already is taken apart and printed anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mineralreg.text.canonical import CanonicalForms
from mineralreg.text.comments import Section, gap_lines, split_gap, to_section, trimmed
from mineralreg.text.lines import Lines
from mineralreg.text.order import KINDS, KeyOrder
from mineralreg.text.printer import print_entry
from mineralreg.text.spans import SpanMap

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
