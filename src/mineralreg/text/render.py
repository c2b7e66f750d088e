"""New records as TOML, in the layout that `fmt` gives to old ones.

tomli-w writes the scalars, because escaping is its business; the arrangement is the house's, since
tomli-w chooses between inline tables and headers by width, which no one could keep by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import tomli_w

from mineralreg.text.printer import Part, Piece, print_entry, print_value

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def render_block(
    kind: str | Sequence[str],
    record: Mapping[str, object],
    *,
    single: bool = False,
    newline: str = "\n",
) -> str:
    """A record as a `[[kind]]` block that ends with a line end.

    Args:
        kind: Key of the array of tables, or the keys that lead to it.
        record: Keys and values in the order in which they are to stand. Values are text, numbers,
            truth values, dates and times, and lists and tables of these.
        single: Write a `[kind]` table instead.
        newline: Line end, LF or CRLF.

    Raises:
        TypeError: A value has no form in TOML (None, for example).
    """
    names = [kind] if isinstance(kind, str) else kind
    header = ".".join(map(render_key, names))
    lines = [f"[{header}]" if single else f"[[{header}]]"]
    lines += [render_entry(key, value) for key, value in record.items()]
    return "".join(f"{line}\n" for line in lines).replace("\n", newline)


def render_entry(key: str, value: object, *, indent: str = "") -> str:
    """A `key = value` line, or lines, without a final line end; lines end with LF."""
    return print_entry(Part(to_piece(value, top=True), render_key(key)), indent=indent)


def render_value(value: object, *, indent: str = "", column: int = 0, inline: bool = False) -> str:
    """A value as TOML; lines end with LF.

    Args:
        value: As in `render_block`.
        indent: Indentation of the line that the value starts on.
        column: How many columns of that line are taken.
        inline: Whether it stands inside an inline table or array: then text keeps to one line.
    """
    piece = to_piece(value, top=not inline)
    return print_value(piece, indent=indent, column=column, inline=inline)


def render_key(key: str) -> str:
    """A key, between quotes where it needs them."""
    return key if _BARE.fullmatch(key) else render_scalar(key)


def render_scalar(value: object, *, lines: bool = False) -> str:
    """Text, a number, a truth value, a date or a time as TOML.

    Args:
        value: What to write.
        lines: Whether text that holds line ends may take several lines.

    Raises:
        TypeError: It is none of these.
    """
    lines = lines and isinstance(value, str) and "\n" in value and "\r" not in value
    return tomli_w.dumps({"v": value}, multiline_strings=lines)[len("v = ") : -1]


def to_piece(value: object, *, top: bool = False) -> Piece:
    """A value as what the printer takes; text with line ends is split only at the top."""
    if isinstance(value, Mapping):
        return Piece(
            "table",
            parts=tuple(Part(to_piece(item), render_key(key)) for key, item in value.items()),
        )
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return Piece("array", parts=tuple(Part(to_piece(item)) for item in value))
    return Piece("scalar", render_scalar(value, lines=top))
