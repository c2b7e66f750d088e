"""Read a registry file and parse it, so that every way to fail has a code, a place and a remedy.

The bytes are kept beside the text: what is written later must agree with them in byte-order mark,
newline style and everything that was not changed. All trouble is a DocumentError: MR001 for what
is not readable or not UTF-8, MR002 for what is not TOML, at the first mistake.
"""

from __future__ import annotations

import re
import sys
from ast import literal_eval
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from mineralreg.document.content import DocumentError, read_bytes
from mineralreg.document.syntax import PIECE, Lines

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file as it is on disk and as it parses."""

    name: str
    """What messages call the file: its path as it was given, or `<stdin>`."""
    raw: bytes
    """The bytes as read."""
    text: str
    """The decoded bytes without a byte-order mark; line ends as in the file."""
    data: dict[str, Any]
    """What the text parses to."""

    @property
    def has_bom(self) -> bool:
        """Whether the file starts with a UTF-8 byte-order mark."""
        return self.raw.startswith(_BOM)

    @property
    def mixed_newlines(self) -> bool:
        """Whether both LF and CRLF end lines."""
        return b"\r" in self.raw and 0 < self.raw.count(b"\r\n") < self.raw.count(b"\n")

    @property
    def header(self) -> dict[str, Any]:
        """The `[registry]` table; anything else counts as an empty one."""
        found = self.data.get("registry")
        return found if isinstance(found, dict) else {}

    def tables(self, key: str) -> list[dict[str, Any]]:
        """The tables of one array of tables; what is not a table counts as an empty one."""
        found = self.data.get(key)
        if not isinstance(found, list):
            return []
        if all(isinstance(table, dict) for table in found):
            return found
        return [table if isinstance(table, dict) else {} for table in found]

    def encode(self, text: str) -> bytes:
        """Bytes of a changed text of this file, with the byte-order mark that the file has."""
        return (_BOM if self.has_bom else b"") + text.encode()


def read_document(path: Path | str) -> Document:
    """Read and parse one file, which must be a regular one."""
    return parse_document(read_bytes(path), str(path))


def parse_document(raw: bytes, name: str) -> Document:
    """Decode and parse the bytes of one file."""
    text = _decode(raw, name)
    return Document(name, raw, text, parse(text, name))


def newline_of(text: str) -> str:
    """The line end that most lines of a text have, LF or CRLF; LF where there is none."""
    crlf = text.count("\r\n")
    return "\r\n" if crlf > text.count("\n") - crlf else "\n"


def parse(text: str, name: str = "<text>") -> dict[str, Any]:
    """Parse TOML text that has no byte-order mark."""
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        line, column, reason, help = syntax_error(text, error)
        message = f"'{name}' is not valid TOML: {reason}"
    except (RecursionError, ValueError) as error:
        offset, reason, help = parser_limit(text, error)
        line, column = Lines(text).line_column(offset)
        message = f"'{name}' cannot be parsed: {reason}"
    raise DocumentError("MR002", message, line, column, help)


def _decode(raw: bytes, name: str) -> str:
    try:
        text = raw.decode().removeprefix("\ufeff")
        at = text.find("\0")
        if at < 0:
            return text
        reason = "is not a text file: it holds a NUL character"
        help = "remove it, or save the file as UTF-8"
    except UnicodeDecodeError as error:
        text = raw[: error.start].decode().removeprefix("\ufeff")
        at, help = len(text), "save the file as UTF-8"
        reason = f"is not UTF-8: byte 0x{raw[error.start]:02x} cannot stand here"
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            reason = "is UTF-16, not UTF-8"
    line, column = Lines(text).line_column(at)
    raise DocumentError("MR001", f"'{name}' {reason}", line, column, help)


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
    opened = _open_brackets(text) if line >= text.count("\n") else []
    if 0 < len(opened) <= _MAX_NESTING:
        where = "line {}, column {}".format(*lines.line_column(opened[-1]))
        found = f"the '{text[opened[-1]]}' at {where} is never closed"
        help = f"{found}; {help}" if help and error.msg.startswith("Unclosed") else found
    return line, column, reason[0].lower() + reason[1:], help


def parser_limit(text: str, error: Exception) -> tuple[int, str, str]:
    """Offset, reason and remedy where the parser met one of its limits instead of a mistake."""
    if isinstance(error, RecursionError):
        if len(opened := _open_brackets(text)) > _MAX_NESTING:
            reason = f"brackets nest more than {_MAX_NESTING} levels deep"
            return opened[-1], reason, "no record needs more than four levels; flatten this value"
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


def _open_brackets(text: str) -> list[int]:
    """Offsets of the brackets that the text leaves open, or has open where they nest too deep.

    Nothing where a string is not closed: what follows then may be part of it.
    """
    opened: list[int] = []
    for piece in PIECE.finditer(text):
        if piece[0] in ("[", "{"):
            opened.append(piece.start())
            if len(opened) > _MAX_NESTING:
                break
        elif piece[0] in ("]", "}"):
            opened = opened[:-1]
        elif piece[0] in _QUOTES:
            return []
    return opened
