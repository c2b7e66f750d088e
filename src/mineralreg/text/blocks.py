"""Blocks as lines: how far a record reaches, and edits that remove or replace one whole.

Comments directly above a header belong to its block, and so do those directly below it when a
blank line or the end of the file follows.
"""

from __future__ import annotations

from mineralreg.text.edits import Edit, cut_lines, newline_of
from mineralreg.text.lexing import Span
from mineralreg.text.lines import comments_below, line_end, line_start
from mineralreg.text.scan import Path
from mineralreg.text.spans import SpanMap


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
