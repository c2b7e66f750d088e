"""MR0xx: what is wrong with the file before its data is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Check, Finding, Place
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


FILE = (
    Check(
        "MR001",
        "unreadable-file",
        "error",
        "the file cannot be read, or is not UTF-8",
        "TOML is UTF-8 text by its definition. A folder, a pipe, a file without read permission or"
        " one in another encoding holds no registry; nothing else can be checked.",
        "Check the path and its permissions, and save the file as UTF-8.",
        "$ mineralreg validate no-such-file.toml",
    ),
    Check(
        "MR002",
        "invalid-toml",
        "error",
        "the file is not valid TOML",
        "The parser stopped here, so nothing behind this place was read. Nesting and numbers that"
        " are beyond the parser's limits count as well.",
        "Correct the syntax at the place shown and run validate again.",
        'title = "no closing quote',
    ),
    Check(
        "MR003",
        "unknown-schema-version",
        "error",
        "schema_version is missing or unknown",
        "The number says which rules the file follows. Without it a later program could read the"
        " file under rules that its writers did not know.",
        "Write schema_version = 1 as the first line of the file.",
        "schema_version = 2",
    ),
    Check(
        "MR004",
        "byte-order-mark-or-mixed-line-ends",
        "warning",
        "the file starts with a byte-order mark, or mixes LF and CRLF",
        "Both are invisible in most editors and make whole files differ in a review. TOML allows"
        " either line end but nobody mixes them on purpose.",
        "Save the file without a byte-order mark and with one kind of line end.",
        "(a file whose first bytes are EF BB BF)",
    ),
)
