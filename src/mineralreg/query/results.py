"""What questions give back beside plain rows: values that `output` draws and scripts can use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mineralreg.query.diff import Change


class Group(NamedTuple):
    """One group of `summary --by`: a value (or two) and how many records have it."""

    values: tuple[str, ...]
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here


class Counts(NamedTuple):
    """The answer of `summary --by`.

    Attributes:
        by: One or two column names.
        total: Agreements counted; groups may add up to more.
        groups: Most frequent first for one field, in the order of the vocabulary for status.
        notes: Hints for stderr.
    """

    by: tuple[str, ...]
    total: int
    groups: list[Group]
    notes: tuple[str, ...] = ()


class Line(NamedTuple):
    """A label and its value(s) in a detail view; `ids` are the records that it points to."""

    label: str
    value: Cell
    ids: tuple[str, ...] = ()


class Section(NamedTuple):
    """A titled table inside a detail view: acts, sources, variants, members, counted records."""

    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]


class Detail(NamedTuple):
    """The answer of `show`: one record whole, references resolved to names.

    Attributes:
        kind: Record kind in the singular.
        id: Current id.
        heading: Title or name.
        lines: Labelled values in reading order.
        sections: Tables behind them.
        json: The record as JSON text, keys as in the registry file plus the computed ones.
        notes: Hints for stderr, such as that a former id was asked for.
    """

    kind: str
    id: str
    heading: str
    lines: list[Line]
    sections: list[Section]
    json: str
    notes: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """One claim beside what is recorded: the answer of `reconcile`, a row a claim.

    Attributes:
        claim: Claim id.
        statement: What the source says.
        sources: Source ids.
        as_of: The day it speaks of, as written.
        unit: What is counted.
        claimed: The source's number.
        recorded: The registry's number; None when unknowable.
        difference: recorded - claimed; None when unknowable.
        verdict: `match`, `short`, `over` or `unknowable`.
        expected: The verdict that the claim's record expects.
        missing: Names that the source lists and the registry does not have under the selector.
        extra: Partners found that the source does not list (only when it lists names).
        counted: Ids of the records behind the number.
        possible: Ids of records that may belong to it, not counted.
        explanation: The record's explanation.
    """

    claim: str
    statement: str
    sources: tuple[str, ...]
    as_of: str
    unit: str
    claimed: int
    recorded: int | None
    difference: int | None
    verdict: str
    expected: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    counted: tuple[str, ...]
    possible: tuple[str, ...]
    explanation: str | None


class Overview(NamedTuple):
    """The answer of `summary` without `--by`.

    Attributes:
        title: The registry's title.
        version: Its data version.
        as_of: The day facts were looked for up to.
        totals: Record kind and how many.
        counts: By status, kind, partner, mineral: each a `Counts`.
        months: `YYYY-MM` and how many agreements have their date in it, in order, gaps filled.
        claims: Verdicts that are `short` or `over`; what nobody can know is left out.
    """

    title: str | None
    version: str | None
    as_of: str | None
    totals: list[tuple[str, int]]
    counts: list[Counts]
    months: list[tuple[str, int]]
    claims: list[Verdict]


class Records(NamedTuple):
    """The answer of `list` in JSON: the records whole, each as JSON text."""

    texts: Iterable[str]


class Changes(NamedTuple):
    """The answer of `diff`: the differences of two registries, in record order."""

    changes: tuple[Change, ...]


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
