"""Read a registry file and parse it, so that every way to fail has a code, a place and a remedy.

The bytes are kept beside the text: what is written later must agree with them in byte-order mark,
newline style and everything that was not changed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import tomli

from mineralreg.document.content import DocumentError, read_bytes
from mineralreg.document.syntax import Lines

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
    newline: str
    """The line end that most lines have, LF or CRLF; LF where there is none."""
    has_bom: bool
    """Whether the file starts with a UTF-8 byte-order mark."""
    mixed_newlines: bool
    """Whether both LF and CRLF end lines."""

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
    """Read and parse one file.

    Raises:
        DocumentError: There is no such file, it is a folder, pipe or device, it cannot be read,
            or it is not TOML in UTF-8.
    """
    return parse_document(read_bytes(path), str(path))


def read_stdin(stream: IO[bytes] | None = None, name: str = "<stdin>") -> Document:
    """Read and parse what comes on standard input (or on the given binary stream).

    Raises:
        DocumentError: It is not TOML in UTF-8, or cannot be read.
    """
    if stream is None and sys.stdin is None:
        raise DocumentError("MR001", f"{name} is closed")
    try:
        raw = (stream or sys.stdin.buffer).read()
    except OSError as error:
        raise DocumentError("MR001", f"{name} cannot be read: {error.strerror}") from None
    return parse_document(raw, name)


def parse_document(raw: bytes, name: str) -> Document:
    """Decode and parse the bytes of one file.

    Raises:
        DocumentError: They are not UTF-8, hold a NUL (`MR001`), or are not TOML (`MR002`).
    """
    text = _decode(raw, name)
    crlf = raw.count(b"\r\n") if b"\r" in raw else 0
    bare = raw.count(b"\n") - crlf if crlf else 0
    return Document(
        name=name,
        raw=raw,
        text=text,
        data=parse(text, name),
        newline="\r\n" if crlf > bare else "\n",
        has_bom=raw.startswith(_BOM),
        mixed_newlines=crlf > 0 and bare > 0,
    )


def parse(text: str, name: str = "<text>") -> dict[str, Any]:
    """Parse TOML text that has no byte-order mark.

    Raises:
        DocumentError: With the code `MR002` and the place of the first mistake.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        from mineralreg.document.diagnose import syntax_error

        line, column, reason, help = syntax_error(text, error)
        raise DocumentError(
            "MR002", f"'{name}' is not valid TOML: {reason}", line, column, help
        ) from None
    except (RecursionError, ValueError) as error:
        from mineralreg.document.diagnose import parser_limit

        offset, reason, help = parser_limit(text, error)
        line, column = Lines(text).line_column(offset)
        raise DocumentError(
            "MR002", f"'{name}' cannot be parsed: {reason}", line, column, help
        ) from None


def _decode(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("MR001", f"'{name}' is UTF-16, not UTF-8", 1, 1, "save it as UTF-8")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        start = raw.rfind(b"\n", 0, error.start) + 1
        raise DocumentError(
            "MR001",
            f"'{name}' is not UTF-8: byte 0x{raw[error.start]:02x} cannot stand here",
            raw.count(b"\n", 0, error.start) + 1,
            len(raw[start : error.start].decode().removeprefix("\ufeff")) + 1,
            "save the file as UTF-8",
        ) from None
    text = text.removeprefix("\ufeff")
    if (nul := text.find("\0")) >= 0:
        line, column = Lines(text).line_column(nul)
        raise DocumentError(
            "MR001",
            f"'{name}' is not a text file: it holds a NUL character",
            line,
            column,
            "remove it, or save the file as UTF-8",
        )
    return text
