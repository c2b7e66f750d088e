"""Any answer as one flat table, for the formats that know nothing else, and its cells as text.

Rows and numbers are flat as they are; `levels.py` flattens the rest, and is loaded only for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.query.rows import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mineralreg.query.rows import Cell

SEPARATOR = "; "
"""Between the values of a cell that has several; names of countries hold commas."""


class Flat(NamedTuple):
    """A table: column names and rows of cells."""

    names: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def flat(value: Any) -> Flat:
    """The table of an answer.

    Args:
        value: A listing, a number, a value of `mineralreg.query.values`, or a list of details or
            verdicts.
    """
    if isinstance(value, Listing):
        return Flat(tuple(column.name for column in value.columns), value.rows)
    if isinstance(value, int):
        return Flat(("count",), [(value,)])
    from mineralreg.output.levels import flattened

    return flattened(value)


def is_numeric(cells: Sequence[Cell]) -> bool:
    """Does a column hold numbers, and nothing else that is stated?"""
    stated = [cell for cell in cells if cell is not None]
    return bool(stated) and all(isinstance(cell, int | float) for cell in stated)


def key(label: str) -> str:
    """A label as the formats for programs write it: `Legal nature` is `legal_nature`."""
    return label.partition(" (")[0].lower().replace(" ", "_")


def cell_text(cell: Cell) -> str:
    """A cell as text: several values joined by `SEPARATOR`, nothing as the empty text."""
    if cell.__class__ is str:
        return cell
    if cell is None:
        return ""
    return SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)
