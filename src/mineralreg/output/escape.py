"""Text from records must not control the terminal, a spreadsheet or the layout of lines.

Control and bidirectional characters are shown as escapes (`\\x1b`, `\\u202e`); for formats of one
line a record, a tab or a line end inside a value is a blank. Data formats keep the data.
"""

from __future__ import annotations

import re

_BLANKS = {9: " ", 10: " ", 11: " ", 12: " ", 13: " ", 0x85: " ", 0x2028: " ", 0x2029: " "}

HOSTILE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and line feed, delete
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # bidirectional controls, line ends
    "\ufeff\ufff9-\ufffb\ud800-\udfff"  # byte-order mark, annotations, lone surrogates
    "\U000e0000-\U000e007f"  # tags
)
"""Invisible characters that a terminal may obey: Unicode's Cc and Cf except joiners."""

_HOSTILE = f"[{HOSTILE}]"  # compiled on first use: most runs need none

FORMULA_STARTS = "=+-@\t\n\r＝＋－＠"
"""First characters that make spreadsheets run a cell (OWASP, CSV Injection)."""


def visible(text: str) -> str:
    """Control and bidirectional characters as escapes; line feeds and tabs stay."""
    return text if text.isprintable() else re.sub(_HOSTILE, _escape, text)


def one_line(text: str) -> str:
    """The same on one line: tabs and line ends become blanks."""
    return text if text.isprintable() else re.sub(_HOSTILE, _escape, text.translate(_BLANKS))


def blank_separators(text: str) -> str:
    """Tabs and line ends as blanks, all else as it is (for TSV)."""
    return text if text.isprintable() else text.translate(_BLANKS)


def json_visible(text: str) -> str:
    """JSON text with the invisible characters inside its strings as JSON escapes."""
    return text if text.isprintable() else re.sub(_HOSTILE, _json_escape, text)


def harmless_cell(text: str) -> str:
    """A cell that a spreadsheet does not run: an apostrophe stands before a formula."""
    return f"'{text}" if text[:1] and text[0] in FORMULA_STARTS else text


def cut(text: str, width: int) -> str:
    """Text cut to a number of terminal columns, with an ellipsis."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…" if width > 0 else ""


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    from json import dumps

    return dumps(match[0])[1:-1]
