"""The answers of queries: their columns, rows, objects and parts.

`rows()` and `objects()` are for programs; `parts()` lays the answer out for people, in a few
shapes that every format for people can render, whatever the answer is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

Cell: TypeAlias = "str | int | float | tuple[str, ...] | None"
Row: TypeAlias = "tuple[Cell, ...]"

SEPARATOR = "; "
"""Between the values of a cell that has several; names of countries hold commas."""

OTHERS = "others"
"""The row or group of what is beyond a limit."""


class Column(NamedTuple):
    """One column: its key, its heading for people, and whether its text may be long."""

    name: str
    title: str
    wide: bool = False


def heading(name: str) -> str:
    """The name of a field for people."""
    return name.replace("_", " ").capitalize()


def noun(kind: str, number: int) -> str:
    """The noun for a number of records of a kind: 1 `action`, 2 `partners`."""
    singular = "action" if kind == "act" else kind.removesuffix("s")
    return singular if number == 1 else f"{singular}s"


def column_of(text: str) -> Column:
    """A column from `key`, `key…` or `key: Heading`; the dots mark that its text may be long."""
    named, _, title = text.partition(": ")
    name = named.removesuffix("…")
    return Column(name, title or heading(name), named.endswith("…"))


def columns_of(text: str) -> tuple[Column, ...]:
    """Columns from `key, key…, key: Heading`."""
    return tuple(map(column_of, text.split(", ")))


class Heading(NamedTuple):
    """A title, of the whole (1) or of a part of the answer (2)."""

    text: str
    level: int = 1


class Remark(NamedTuple):
    """A sentence beside the data."""

    text: str


class Line(NamedTuple):
    """A label and its value or values, and the key that formats for programs write for it."""

    label: str
    value: Cell
    key: str = ""


class Fields(NamedTuple):
    """Labelled values, one below the other."""

    lines: Sequence[Line]


class Grid(NamedTuple):
    """A table; `marks` says of each row why it is marked, or "". `cards`: records, not a table."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    marks: Sequence[str] = ()
    cards: bool = False


class Bars(NamedTuple):
    """Counts to compare at a glance; `rest` says what is not among them."""

    title: str
    groups: Sequence[tuple[str, int]]
    total: int
    rest: str = ""


class Beside(NamedTuple):
    """Bars that stand side by side where there is room."""

    blocks: Sequence[Bars]


class Edits(NamedTuple):
    """What changed in one record: a heading, then each field with its old and new text."""

    what: str
    kind: str
    id: str
    title: str
    fields: Sequence[tuple[str, str | None, str | None]]


Part: TypeAlias = "Heading | Remark | Fields | Grid | Bars | Beside | Edits"


class Answer:
    """The answer of a query.

    Attributes:
        columns: The columns of its rows.
        notes: Hints for stderr.
        tally: The number of records in words, for the end of a table; or "".
        about: What its objects are: each a `record`, whole ones of sources also a `source`.
    """

    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tally: str = ""

    def __init__(
        self,
        columns: Sequence[Column] = (),
        rows: Sequence[Row] = (),
        ids: list[str] | None = None,
        *,
        objects: Iterable[dict[str, Any]] | None = None,
        document: dict[str, Any] | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Hold what was found; see the methods. Objects are the document, or made from the rows."""
        self.columns = columns
        self._rows, self._ids, self._objects, self._document = rows, ids, objects, document
        if ids is not None:
            self.about = ("record",)
        if notes:  # some answers work them out when they are asked for
            self.notes = notes

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows())

    def rows(self) -> Sequence[Row]:
        """A tuple of cells for each row, in the order of `columns`."""
        return self._rows

    @property
    def marks(self) -> list[str]:
        """For each row, why it is marked ("possible", "contested", "withdrawn", …); often ""."""
        return [""] * len(self.rows())

    def objects(self) -> Iterator[dict[str, Any]]:
        """A dict for each row or record, as JSON shows it."""
        if self._objects is not None:
            return iter(self._objects)
        if self._document is not None:
            return iter([self._document])
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())

    def texts(self) -> Iterator[str]:
        """The objects as JSON texts."""
        return map(as_json, self.objects())

    def document(self) -> dict[str, Any] | None:
        """The object that is the whole JSON document, or None for an array of the objects."""
        return self._document

    def lines(self) -> Iterable[Row]:
        """The rows of `plain`, which may differ in length."""
        return self.rows()

    def ids(self) -> list[str]:
        """The ids of the records; none where it is not about records."""
        return self._ids or []

    def parts(self) -> Iterator[Part]:
        """The answer for people, from top to bottom."""
        if rows := self.rows():
            yield Grid(self.columns, rows)


def text_of(cell: Cell) -> str:
    """A cell as text: several values joined by `SEPARATOR`, nothing as the empty text."""
    if cell.__class__ is str:
        return cell
    if cell is None:
        return ""
    return SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)


def is_numeric(cells: Iterable[Cell]) -> bool:
    """Whether a column has values, all of them numbers."""
    kinds = (isinstance(cell, int | float) for cell in cells if cell is not None)
    return next(kinds, False) and all(kinds)


def as_json(value: Any, indent: int | None = None, *, compact: bool = False) -> str:
    """A value as JSON text."""
    import json

    marks = (",", ":") if compact else None
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=marks)


def stated(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that are None or empty."""
    return {key: value for key, value in values.items() if value}
