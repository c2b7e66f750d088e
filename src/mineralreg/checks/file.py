"""MR0xx: what is wrong with the file before its data is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Place
from mineralreg.document.syntax import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.document.content import DocumentError
    from mineralreg.document.document import Document

_LABELS = {"MR001": "not readable", "MR002": "the parser stopped here"}


def unreadable(error: DocumentError, name: str) -> Finding:
    """MR001 and MR002: the finding that a failure to read or parse a file amounts to."""
    place = None
    if error.line is not None:
        column = error.column or 1
        place = Place(error.line, column, error.line, column + 1)
    return Finding(
        error.code,
        "error",
        error.message,
        label=_LABELS[error.code],
        help=error.help,
        place=place,
        file=name,
    )


def byte_order_mark(document: Document) -> Iterator[Finding]:
    """MR004: a byte-order mark at the start of the file."""
    if document.has_bom:
        yield Finding(
            "MR004",
            "warning",
            "the file starts with a byte-order mark",
            label="an invisible character stands before this",
            help="save the file as UTF-8 without a byte-order mark",
            place=Place(1, 1, 1, 1),
        )


def mixed_line_ends(document: Document) -> Iterator[Finding]:
    """MR004: both LF and CRLF end lines; shown at the first line with the rarer one."""
    if not document.mixed_newlines:
        return
    text = document.text
    if document.newline == "\n":
        at, rare = text.index("\r\n"), "CRLF"
    else:
        at, rare = text.index("\n"), "LF"
        while text[at - 1 : at] == "\r":
            at = text.index("\n", at + 1)
    line, column = Lines(text).line_column(at)
    yield Finding(
        "MR004",
        "warning",
        "the file mixes LF and CRLF line ends",
        label=f"the first line that ends with {rare}",
        help="save the file with one kind of line end",
        place=Place(line, column, line, column),
    )
