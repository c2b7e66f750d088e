"""MR0xx: what is wrong with the file before its data is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import START, Finding, Place
from mineralreg.checks.register import CHECKS
from mineralreg.document.syntax import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context
    from mineralreg.document.content import DocumentError

unreadable_file = CHECKS["MR001"]
invalid_toml = CHECKS["MR002"]
unknown_schema_version = CHECKS["MR003"]


def unreadable(error: DocumentError, name: str) -> Finding:
    """MR001 and MR002: the finding that a failure to read or parse a file amounts to."""
    place, column = START, error.column or 1
    if error.line is not None:
        place = Place(error.line, column, error.line, column + 1)
    check, label = unreadable_file, "not readable"
    if error.code == "MR002":
        check, label = invalid_toml, "the parser stopped here"
    return check.at((), error.message, label=label, help=error.help, place=place, file=name)


@CHECKS["MR004"]
def mixed_marks(context: Context) -> Iterator[Finding]:
    """A byte-order mark, or both line ends, shown at the first line with the rarer one."""
    document, text = context.document, context.document.text
    if document.has_bom:
        yield mixed_marks.at(
            (),
            "the file starts with a byte-order mark",
            label="an invisible character stands before this",
            help="save the file as UTF-8 without a byte-order mark",
            place=START,
        )
    if not document.mixed_newlines:
        return
    if document.newline == "\n":
        at, rare = text.index("\r\n"), "CRLF"
    else:
        at, rare = text.index("\n"), "LF"
        while text[at - 1 : at] == "\r":
            at = text.index("\n", at + 1)
    line, column = Lines(text).line_column(at)
    yield mixed_marks.at(
        (),
        "the file mixes LF and CRLF line ends",
        label=f"the first line that ends with {rare}",
        help="save the file with one kind of line end",
        place=Place(line, column, line, column),
    )
