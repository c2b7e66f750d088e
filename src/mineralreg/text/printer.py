"""The house layout of values, in one place for new records and for `fmt`.

What a piece says is decided before: scalars come as finished text. This module only decides where
lines break and how far they are indented, and it drops no comment.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 100
"""Columns that an array may fill before it takes one line per item."""
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that is to be printed."""

    kind: str
    """`scalar`, `array` or `table`."""
    text: str = ""
    """A scalar, as it is to be written."""
    parts: tuple[Part, ...] = ()
    """Items of an array, or entries of an inline table."""
    opening: str = ""
    """Comment on the line of the opening bracket."""
    closing: tuple[str, ...] = ()
    """Comment lines in front of the closing bracket."""


@dataclass(frozen=True, slots=True)
class Part:
    """An item or entry with its comments."""

    value: Piece
    key: str = ""
    above: tuple[str, ...] = ()
    """Comment lines in front of it."""
    behind: str = ""
    """Comment on its last line."""


def print_value(piece: Piece, *, indent: str = "", column: int = 0, inline: bool = False) -> str:
    """Text of a value, without a final line end; lines end with LF.

    Args:
        piece: What to print.
        indent: Indentation of the line that the value starts on.
        column: How many columns of that line are taken.
        inline: Whether the value is inside an inline table, which should stay on one line.
    """
    if piece.kind == "scalar":
        return piece.text
    table = piece.kind == "table"
    if (table or inline) and not _own_comments(piece):
        flat = ", ".join(
            _label(part) + print_value(part.value, indent=indent, inline=True)
            for part in piece.parts
        )
        if table:
            return f"{{ {flat} }}" if flat else "{}"
        return f"[{flat}]"
    line = None if table or inline else _one_line(piece)
    if line is not None and column + len(line) <= WIDTH:
        return line
    deeper = indent + INDENT
    lines = [("{" if table else "[") + (f"  {piece.opening}" if piece.opening else "")]
    for part in piece.parts:
        lines += [deeper + comment for comment in part.above]
        label = deeper + _label(part)
        value = print_value(part.value, indent=deeper, column=len(label) + 1)
        lines.append(f"{label}{value}," + (f"  {part.behind}" if part.behind else ""))
    lines += [deeper + comment for comment in piece.closing]
    return "\n".join([*lines, indent + ("}" if table else "]")])


def _one_line(piece: Piece) -> str | None:
    """Text of an array on one line, or of a scalar; None when a part needs lines of its own.

    It looks at each part once. To print the parts as they would stand alone instead would take
    twice as long with every level of nesting.
    """
    if piece.kind == "scalar":
        return None if "\n" in piece.text else piece.text
    if _own_comments(piece) or _wants_lines(piece):
        return None
    parts = [_one_line(part.value) for part in piece.parts]
    return None if None in parts else f"[{', '.join(part for part in parts if part)}]"


def print_entry(part: Part, *, indent: str = "") -> str:
    """Text of a `key = value` with its comments, without a final line end."""
    label = indent + _label(part)
    value = print_value(part.value, indent=indent, column=len(label))
    behind = f"  {part.behind}" if part.behind else ""
    return "\n".join([*(indent + comment for comment in part.above), label + value + behind])


def _label(part: Part) -> str:
    return f"{part.key} = " if part.key else ""


def _own_comments(piece: Piece) -> bool:
    return bool(piece.opening or piece.closing) or any(
        part.above or part.behind for part in piece.parts
    )


def _wants_lines(piece: Piece) -> bool:
    """Whether an array holds a table, which then stands on a line of its own."""
    return any(part.value.kind == "table" for part in piece.parts)
