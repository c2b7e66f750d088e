"""Rows under columns: the answer of `list`, and the tables inside other answers.

A cell is text, a number, None (not stated), or a tuple of texts where a record has several. The
other answers are in `values.py`, which a piped `list` never loads.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Cell: TypeAlias = "str | int | float | tuple[str, ...] | None"


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        name: Key, as `--columns`, `--sort` and the header of CSV use it.
        title: Heading for people.
        wide: True when a table may fold it over several lines.
    """

    name: str
    title: str
    wide: bool = False


class Listing(NamedTuple):
    """The answer of `list`: rows of one record kind.

    Attributes:
        kind: Record kind in the singular, or `act`.
        columns: What the cells of a row are.
        rows: One tuple of cells a record, in `columns` order.
        ids: Id of the record of each row.
        marks: For each row, why it is marked ("possible", "contested", "withdrawn", …); often "".
        notes: Hints for stderr, such as how many more there are through blocs.
    """

    kind: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    ids: list[str]
    marks: list[str]
    notes: tuple[str, ...] = ()
