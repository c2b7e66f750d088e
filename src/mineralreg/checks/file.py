"""MR0xx: what is wrong with the file before its data is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import START, Check, Finding, Place
from mineralreg.document.syntax import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context
    from mineralreg.document.content import DocumentError

unreadable_file = Check(
    "MR001",
    "unreadable-file",
    "error",
    title="the file cannot be read, or is not UTF-8",
    why="TOML is UTF-8 text by its definition. A folder, a pipe, a file without read permission or"
    " one in another encoding holds no registry; nothing else can be checked.",
    fix="Check the path and its permissions, and save the file as UTF-8.",
    example="$ mineralreg validate no-such-file.toml",
)
invalid_toml = Check(
    "MR002",
    "invalid-toml",
    "error",
    title="the file is not valid TOML",
    why="The parser stopped here, so nothing behind this place was read. Nesting and numbers that"
    " are beyond the parser's limits count as well.",
    fix="Correct the syntax at the place shown and run validate again.",
    example='title = "no closing quote',
)
unknown_schema_version = Check(
    "MR003",
    "unknown-schema-version",
    "error",
    title="schema_version is missing or unknown",
    why="The number says which rules the file follows. Without it a later program could read the"
    " file under rules that its writers did not know.",
    fix="Write schema_version = 1 as the first line of the file.",
    example="schema_version = 2",
)


def unreadable(error: DocumentError, name: str) -> Finding:
    """MR001 and MR002: the finding that a failure to read or parse a file amounts to."""
    place, column = START, error.column or 1
    if error.line is not None:
        place = Place(error.line, column, error.line, column + 1)
    check, label = unreadable_file, "not readable"
    if error.code == "MR002":
        check, label = invalid_toml, "the parser stopped here"
    return check.at((), error.message, label=label, help=error.help, place=place, file=name)


@Check(
    "MR004",
    "byte-order-mark-or-mixed-line-ends",
    "warning",
    title="the file starts with a byte-order mark, or mixes LF and CRLF",
    why="Both are invisible in most editors and make whole files differ in a review. TOML allows"
    " either line end but nobody mixes them on purpose.",
    fix="Save the file without a byte-order mark and with one kind of line end.",
    example="(a file whose first bytes are EF BB BF)",
)
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
