"""Where and why a parser gave up, in cases that its own message does not tell.

Deep nesting and giant integers end the parser without a place, and the end of a file is no good
place for a bracket that was never closed. Only runs on text that was refused.
"""

from __future__ import annotations

import re
import sys
from ast import literal_eval

import tomli

from mineralreg.document.syntax import PIECE, Lines

_MAX_NESTING = 400
"""Levels of arrays and inline tables that tomli accepts."""
_MAX_KEY_PARTS = 1000
"""Parts of a dotted key that tomli accepts."""
_LONG_KEY = re.compile(rf"(?:[^\s.=\[\]#]++[ \t]*+\.[ \t]*+){{{_MAX_KEY_PARTS},}}")
_QUOTES = "\"'"
_KEY_TUPLE = re.compile(r"\(['\"].*\)")
_ENTRY_START = re.compile(r"([ \t]*)[^\s=#][^=#]*=")

_REMEDIES = {
    "Cannot overwrite a value": "the key is set twice in this table; remove one of the two",
    "Cannot declare": "the table is defined twice; merge the two, or use [[…]] for a list",
    "Duplicate inline table key": "the key is set twice in this table; remove one of the two",
    "Invalid date or datetime": "write a day of the calendar as YYYY-MM-DD",
    "Invalid value": "put text between double quotes; true, false, numbers and dates go without",
    "Unescaped '\\' in a string": "write \\\\ for a backslash, or put the text in single quotes",
    "Invalid hex value": "after \\u there are four hexadecimal digits, after \\U eight",
    "Expected '=' after a key": "write key = value, one to a line",
    "Invalid statement": "a line is key = value, a [header], or a comment after #",
    "Invalid initial character": "a key is letters, digits, - and _, or stands between quotes",
    "Illegal character": "close the string on its line, or use three quotes for several lines",
    "Unclosed array": "separate the values with commas and close the array with ]",
    "Unclosed inline table": "separate the entries with commas and close the table with }",
    "Unterminated string": "close the string with the quotes that it starts with",
    "Expected newline or end of document": "begin a new line here, or put text between quotes",
}


def syntax_error(text: str, error: tomli.TOMLDecodeError) -> tuple[int, int, str, str | None]:
    """Line, column, reason and remedy of a syntax error, in the places of the real file.

    The parser drops the CR of each CRLF before it counts, which changes no line or column. It
    reports a key that is set twice behind the value; the key itself says more. A backslash at the
    end of the text it reports one column further than there is.
    """
    lines = Lines(text)
    line, column = error.lineno, min(error.colno, len(lines.line_text(error.lineno)) + 1)
    reason = error.msg
    if reason.startswith("Cannot"):
        reason = _KEY_TUPLE.sub(lambda found: f"'{'.'.join(literal_eval(found[0]))}'", reason)
    help = next((does for says, does in _REMEDIES.items() if error.msg.startswith(says)), None)
    if error.msg == "Cannot overwrite a value":
        reason = "this key has a value already"
        if at := _ENTRY_START.match(lines.line_text(line)[: column - 1]):
            column = len(at[1]) + 1
    if line >= text.count("\n") and (opened := _open_bracket(text)) is not None:
        where = "line {}, column {}".format(*lines.line_column(opened))
        found = f"the '{text[opened]}' at {where} is never closed"
        help = f"{found}; {help}" if help and error.msg.startswith("Unclosed") else found
    return line, column, reason[0].lower() + reason[1:], help


def parser_limit(text: str, error: Exception) -> tuple[int, str, str]:
    """Offset, reason and remedy where the parser met one of its limits instead of a mistake."""
    if isinstance(error, RecursionError):
        if (offset := _too_deep(text)) is not None:
            reason = f"brackets nest more than {_MAX_NESTING} levels deep"
            return offset, reason, "no record needs more than four levels; flatten this value"
        found = _LONG_KEY.search(text)
        reason = f"a dotted key has more than {_MAX_KEY_PARTS} parts"
        return found.start() if found else 0, reason, "no record needs more than two; shorten it"
    limit = sys.get_int_max_str_digits()
    for piece in PIECE.finditer(text):
        if piece[0][0] not in "\"'#":
            for run in re.finditer(r"[0-9_]++", piece[0]):
                if limit and len(run[0].replace("_", "")) > limit:
                    reason = f"a number has more than {limit} digits"
                    return piece.start() + run.start(), reason, "put it between quotes, as text"
    return 0, str(error), "simplify the file until it parses"


def _too_deep(text: str) -> int | None:
    """Offset of the first bracket beyond the parser's limit."""
    depth = 0
    for piece in PIECE.finditer(text):
        if piece[0] in ("[", "{"):
            depth += 1
            if depth > _MAX_NESTING:
                return piece.start()
        elif piece[0] in ("]", "}"):
            depth = max(depth - 1, 0)
    return None


def _open_bracket(text: str) -> int | None:
    """Offset of the innermost bracket that the text never closes, if its strings are valid."""
    opened: list[int] = []
    for piece in PIECE.finditer(text):
        if piece[0] in ("[", "{"):
            opened.append(piece.start())
            if len(opened) > _MAX_NESTING:
                return None
        elif piece[0] in ("]", "}"):
            if opened:
                opened.pop()
        elif piece[0] in _QUOTES:
            return None
    return opened[-1] if opened else None
