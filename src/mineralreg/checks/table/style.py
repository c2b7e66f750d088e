"""MR9xx: form that does not change what is said."""

from __future__ import annotations

from mineralreg.checks.table.check import Check

STYLE = (
    Check(
        "MR901",
        "not-canonical",
        "warning",
        "the file is not in canonical form",
        "One order and one layout keep reviews to what really changed.",
        "Run `mineralreg fmt`.",
        'id="us-peru-2026"   # no blanks around the equals sign',
    ),
    Check(
        "MR902",
        "untidy-text",
        "warning",
        "text that is not NFC, has stray blanks, control characters or mojibake",
        "Two texts that look alike should be alike: searches and comparisons go by code points"
        " (Unicode Standard Annex 15 for NFC). Mojibake is UTF-8 that was read as Latin-1.",
        "Rewrite the text; the message says what is wrong with it.",
        'place = "Washington,  D.C. "',
    ),
    Check(
        "MR903",
        "formula-text",
        "warning",
        "text that a spreadsheet would run as a formula",
        "A cell that begins with =, +, - or @ is executed by spreadsheets that open a CSV export"
        " (OWASP: CSV injection).",
        "Begin the text with a letter, or put it in quotation marks.",
        'title = "=HYPERLINK(…)"',
    ),
    Check(
        "MR904",
        "unused-suppression",
        "warning",
        "a suppression that suppresses nothing",
        "What it excused was mended, or it stands at the wrong place or names the wrong code.",
        "Remove the comment, or move it to the line or above the record that it is meant for.",
        "# mineralreg: ignore[MR405] no second source yet",
    ),
)
