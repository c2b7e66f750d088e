"""MR0xx: the file itself."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

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
