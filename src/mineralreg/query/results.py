"""What questions give back: values that know their columns, rows, objects and parts.

`rows()` and `objects()` are for programs; `parts()` lays the answer out for people, in a few
shapes that every format for people can draw. No format asks what an answer is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mineralreg.query.diff import Change

Cell: TypeAlias = "str | int | float | tuple[str, ...] | None"
Row: TypeAlias = "tuple[Cell, ...]"

SEPARATOR = "; "
"""Between the values of a cell that has several; names of countries hold commas."""

NOT_STATED = "not stated"
OTHERS = "others"
"""The groups of agreements that say nothing of a field, and of what is beyond the limit."""

FEW = 6
"""So many claims are explained one by one; of more only those that surprise."""

MOST = 10
LAST = 18
"""Groups and claims that the overview shows, and months, counted back from the last one."""


class Column(NamedTuple):
    """One column: its key, its heading for people, and whether its text may be long."""

    name: str
    title: str
    wide: bool = False


def columns_of(text: str) -> tuple[Column, ...]:
    """Columns from `key, key…, key: Heading`; the dots mark one whose text may be long."""
    found = []
    for part in text.split(", "):
        named, _, title = part.partition(": ")
        name = named.removesuffix("…")
        found.append(Column(name, title or _title(name), named.endswith("…")))
    return tuple(found)


class Heading(NamedTuple):
    """A title, of the whole (1) or of a part of the answer (2)."""

    text: str
    level: int = 1


class Remark(NamedTuple):
    """A sentence beside the data."""

    text: str


class Line(NamedTuple):
    """A label and its value(s); `ids` are the records that it points to."""

    label: str
    value: Cell
    ids: tuple[str, ...] = ()


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
    """What every question gives back.

    Attributes:
        columns: What the cells of a row are.
        notes: Hints for stderr.
        tally: How many of what there are, for the end of a table; or "".
    """

    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()
    tally: str = ""

    def rows(self) -> Iterable[Row]:
        """A tuple of cells for each row, in the order of `columns`."""
        raise NotImplementedError

    @property
    def marks(self) -> list[str]:
        """For each row, why it is marked ("possible", "contested", "withdrawn", …); often ""."""
        return ["" for _ in self.rows()]

    def count(self) -> int:
        """How many rows or records there are."""
        return sum(1 for _ in self.rows())

    def objects(self) -> Iterator[dict[str, Any]]:
        """A dict for each row or record, as JSON shows it."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())

    def texts(self) -> Iterator[str]:
        """The objects as JSON texts."""
        return (as_json(found) for found in self.objects())

    def document(self) -> dict[str, Any] | None:
        """The object that is the whole JSON document, or None for an array of the objects."""
        return None

    def lines(self) -> Iterable[Row]:
        """The rows of `plain`, which may differ in length."""
        return self.rows()

    def ids(self) -> list[str]:
        """The ids of the records.

        Raises:
            UsageError: The answer is not about records.
        """
        raise UsageError("this answer has no ids", help="choose another --format")

    def parts(self) -> Iterator[Part]:
        """The answer for people, from top to bottom."""
        rows = list(self.rows())
        if rows:
            yield Grid(self.columns, rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows())


class Table(Answer):
    """Rows as they are: what a query of one's own or a vocabulary gives."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        rows: Sequence[Row],
        ids: list[str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.columns, self._rows, self._ids, self.notes = columns, rows, ids, notes

    def rows(self) -> Sequence[Row]:
        """See `Answer`."""
        return self._rows

    def ids(self) -> list[str]:
        """See `Answer`."""
        return super().ids() if self._ids is None else self._ids


class Number(Answer):
    """How many there are."""

    columns = (Column("count", "Count"),)

    def __init__(self, number: int, notes: tuple[str, ...] = ()) -> None:
        self.number, self.notes = number, notes

    def rows(self) -> list[Row]:
        """See `Answer`."""
        return [(self.number,)]

    def document(self) -> dict[str, Any]:
        """See `Answer`."""
        return {"count": self.number}


class Group(NamedTuple):
    """One group of `summary --by`: a value (or two) and how many agreements have it."""

    values: tuple[str, ...]
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here


class Counts(Answer):
    """The answer of `summary --by`.

    Attributes:
        by: One or two column names.
        total: Agreements counted; groups may add up to more.
        groups: In the natural order of their values.
        margins: Of two fields, how many agreements have each value of either.
    """

    def __init__(
        self,
        by: tuple[str, ...],
        total: int,
        groups: list[Group],
        notes: tuple[str, ...] = (),
        margins: tuple[dict[str, int], ...] = (),
    ) -> None:
        self.by, self.total, self.groups, self.notes = by, total, groups, notes
        self.margins = margins
        self.columns = (*(Column(name, _title(name)) for name in by), Column("count", "Count"))

    def rows(self) -> list[Row]:
        """See `Answer`."""
        return [(*group.values, group.count) for group in self.groups]

    def document(self) -> dict[str, Any]:
        """See `Answer`."""
        return {"by": list(self.by), "total": self.total, "groups": list(self.objects())}

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        named = " × ".join(map(_title, self.by))
        if len(self.by) == 1:
            title = f"{named} of {self.total} {_plural('agreement', self.total)}"
            yield Bars(title, [(group.values[0], group.count) for group in self.groups], self.total)
        else:
            yield Heading(f"{named} of {self.total} {_plural('agreement', self.total)}")
            yield self.cross()

    def cross(self) -> Grid:
        """The cross-tabulation of two fields, with how many agreements there are of each value."""
        found = {group.values: group.count for group in self.groups}
        down, across = self.margins
        first = Column("group", " \\ ".join(map(_title, self.by)))
        columns = [first, *(Column(value, value) for value in across), Column("total", "total")]
        rows: list[Row] = [
            (value, *(found.get((value, other)) for other in across), count)
            for value, count in down.items()
        ]
        rows.append(("total", *across.values(), self.total))
        return Grid(columns, rows)

    def bars(self) -> Bars:
        """The groups of one field as a block of the overview."""
        (name,) = self.by
        often = sorted(self.groups, key=lambda group: -group.count)[:MOST]
        groups = [(group.values[0], group.count) for group in self.groups if group in often]
        hidden = len(self.groups) - len(groups)
        rest = f"and {hidden} more: summary --by {name}" if hidden else ""
        return Bars(_title(name), groups, self.total, rest)


class Section(NamedTuple):
    """A titled table inside a detail view: acts, sources, variants, members, counted records."""

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]


class Detail(NamedTuple):
    """One record whole, references resolved to names.

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


class Details(Answer):
    """The answer of `show`: records whole."""

    def __init__(self, details: list[Detail]) -> None:
        self.details = details
        self.notes = tuple(note for detail in details for note in detail.notes)
        named = [Column("label", "Label"), Column("value", "Value", True)]
        several = [Column("id", "Id")] if len(details) != 1 else []
        self.columns = (*several, *named)

    def __iter__(self) -> Iterator[Detail]:
        return iter(self.details)

    def rows(self) -> Iterator[Row]:
        """See `Answer`."""
        for detail in self.details:
            first: Row = (detail.id,) if len(self.details) != 1 else ()
            for label, *cells in _labelled(detail):
                value = cells[0] if len(cells) == 1 else tuple(filter(None, map(text_of, cells)))
                yield (*first, label, value)

    def lines(self) -> Iterator[Row]:
        """See `Answer`."""
        for number, detail in enumerate(self.details):
            if number:
                yield ()
            yield from _labelled(detail)

    def objects(self) -> Iterator[dict[str, Any]]:
        """See `Answer`."""
        import json

        return (json.loads(detail.json) for detail in self.details)

    def texts(self) -> Iterator[str]:
        """See `Answer`."""
        return (detail.json for detail in self.details)

    def document(self) -> dict[str, Any] | None:
        """See `Answer`."""
        return next(self.objects()) if len(self.details) == 1 else None

    def ids(self) -> list[str]:
        """See `Answer`."""
        return [detail.id for detail in self.details]

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        for detail in self.details:
            yield Heading(detail.heading)
            yield Remark(f"{detail.kind} {detail.id}")
            yield Fields([line for line in detail.lines if line.value not in (None, "", ())])
            for section in detail.sections:
                yield Heading(section.title, 2)
                used = [at for at, _ in enumerate(section.columns) if _stated(section.rows, at)]
                rows = [tuple(row[at] for at in used) for row in section.rows]
                yield Grid([section.columns[at] for at in used], rows)


class Verdict(NamedTuple):
    """One claim beside what is recorded.

    Attributes:
        claim: Claim id.
        statement: What the source says.
        sources: Source ids.
        as_of: The day it speaks of, as written.
        unit: What is counted.
        claimed: The source's number.
        recorded: The registry's number; None when it cannot be counted.
        difference: recorded - claimed; None when it cannot be counted.
        verdict: `match`, `short`, `over`, `unknowable`, or `unanswerable` for a selector that
            names what the registry does not know.
        expected: The verdict that the claim's record expects.
        missing: Names that the source lists and the registry does not have under the selector.
        extra: Partners found that the source does not list (only when it lists names).
        counted: Ids of the records behind the number.
        possible: Ids of records that may belong to it, not counted.
        explanation: The record's explanation.
        problem: Why the claim cannot be answered, or None.
        remedy: What to do about that.
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
    problem: str | None = None
    remedy: str | None = None

    def object(self) -> dict[str, Any]:
        """The verdict as `reconcile -f json` promises it."""
        found: dict[str, Any] = {
            "claim": self.claim,
            "statement": self.statement,
            "source": list(self.sources),
            **self._asdict(),
        }
        del found["sources"]
        for key in ("problem", "remedy"):
            if found[key] is None:
                del found[key]
        return found


class Verdicts(Answer):
    """The answer of `reconcile`: a row a claim."""

    columns = (
        Column("claim", "Claim"),
        Column("source", "Source"),
        Column("as_of", "As of"),
        Column("claimed", "Claimed"),
        Column("recorded", "Recorded"),
        Column("difference", "Difference"),
        Column("verdict", "Verdict"),
        Column("expected", "Expected"),
        Column("missing", "Missing", True),
        Column("extra", "Extra", True),
    )
    _SHOWN = (
        Column("claim", "Claim"),
        Column("statement", "Statement", True),
        Column("verdict", "Verdict"),
        Column("claimed", "Claimed"),
        Column("recorded", "Recorded"),
        Column("difference", "±"),
        Column("as_of", "As of"),
    )

    def __init__(self, verdicts: list[Verdict], notes: tuple[str, ...] = ()) -> None:
        self.verdicts = verdicts
        problems = [f"{one.claim} cannot be answered: {one.problem}" for one in verdicts]
        broken = (text for text, one in zip(problems, verdicts, strict=True) if one.problem)
        self.notes = (*notes, *broken)

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def rows(self) -> list[Row]:
        """See `Answer`."""
        return [
            (
                one.claim,
                one.sources,
                one.as_of,
                one.claimed,
                one.recorded,
                one.difference,
                one.verdict,
                one.expected,
                one.missing,
                one.extra,
            )
            for one in self.verdicts
        ]

    def objects(self) -> Iterator[dict[str, Any]]:
        """See `Answer`."""
        return (one.object() for one in self.verdicts)

    def ids(self) -> list[str]:
        """See `Answer`."""
        return [one.claim for one in self.verdicts]

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        if not self.verdicts:
            return
        marks = [
            "" if one.verdict == one.expected else f"expected: {one.expected}"
            for one in self.verdicts
        ]
        yield brief(self.verdicts, self._SHOWN, marks)
        for one, mark in zip(self.verdicts, marks, strict=True):
            if len(self.verdicts) <= FEW or mark:
                yield Heading(one.claim, 2)
                yield Fields([line for line in _reasons(one) if line.value])
        if len(self.verdicts) > 1:
            matching = sum(one.verdict == "match" for one in self.verdicts)
            surprising = sum(map(bool, marks))
            expected = len(self.verdicts) - matching - surprising
            yield Remark(
                f"{len(self.verdicts)} claims: {matching} match, {expected} differ or cannot be "
                f"known as expected, {surprising} otherwise than expected"
            )


def brief(
    verdicts: Sequence[Verdict], columns: Sequence[Column], marks: Sequence[str] = ()
) -> Grid:
    """Some columns of verdicts as a table."""
    rows = [tuple(getattr(one, column.name) for column in columns) for one in verdicts]
    return Grid(columns, rows, marks)


class Overview(Answer):
    """The answer of `summary` without `--by`.

    Attributes:
        title: The registry's title.
        version: Its data version.
        as_of: The day facts were looked for up to.
        totals: Record kind and how many.
        counts: By status, kind, partner and mineral.
        months: `YYYY-MM` and how many agreements have their date in it, in order, gaps filled.
        claims: Verdicts that are not a match; what nobody can know is left out.
    """

    columns = (Column("section", "Section"), Column("value", "Value"), Column("count", "Count"))

    def __init__(
        self,
        title: str | None,
        version: str | None,
        as_of: str | None,
        totals: list[tuple[str, int]],
        counts: list[Counts],
        months: list[tuple[str, int]],
        claims: list[Verdict],
        notes: tuple[str, ...] = (),
    ) -> None:
        self.title, self.version, self.as_of, self.totals = title, version, as_of, totals
        self.counts, self.months, self.claims, self.notes = counts, months, claims, notes

    def rows(self) -> Iterator[Row]:
        """See `Answer`."""
        for kind, count in self.totals:
            yield "total", kind, count
        for counts in self.counts:
            for group in counts.groups:
                yield " × ".join(counts.by), SEPARATOR.join(group.values), group.count
        for month, count in self.months:
            if count:
                yield "month", month, count
        for verdict in self.claims:
            yield "claim", verdict.claim, verdict.difference

    def document(self) -> dict[str, Any]:
        """See `Answer`."""
        return {
            "title": self.title,
            "version": self.version,
            "as_of": self.as_of,
            "totals": dict(self.totals),
            "counts": [counts.document() for counts in self.counts],
            "months": [{"month": month, "count": count} for month, count in self.months],
            "claims": [verdict.object() for verdict in self.claims],
        }

    def objects(self) -> Iterator[dict[str, Any]]:
        """See `Answer`."""
        yield self.document()

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        yield Heading(self.title or "Registry")
        stated = (
            f"data {self.version}" if self.version else "",
            self.as_of and f"as of {self.as_of}",
        )
        yield Remark(" · ".join(filter(None, stated)))
        yield Remark(" · ".join(f"{count} {_plural(kind, count)}" for kind, count in self.totals))
        blocks = [counts.bars() for counts in self.counts]
        if self.months:
            earlier = sum(count for _, count in self.months[:-LAST])
            rest = f"and {earlier} in earlier months: summary --by month" if earlier else ""
            blocks.append(Bars("Month", self.months[-LAST:], self.counts[0].total, rest))
        yield Beside(blocks)
        if self.claims:
            yield Heading("Claims that do not reconcile", 2)
            names = ("claim", "verdict", "claimed", "recorded", "statement")
            columns = [Column(name, _title(name), name == "statement") for name in names]
            yield brief(self.claims[:MOST], columns)
            if len(self.claims) > MOST:
                yield Remark(f"and {len(self.claims) - MOST} more: reconcile")


class Changes(Answer):
    """The answer of `diff`: the differences of two registries, in record order."""

    columns = (
        Column("change", "Change"),
        Column("kind", "Kind"),
        Column("id", "Id"),
        Column("field", "Field"),
        Column("old", "Old", True),
        Column("new", "New", True),
    )

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def rows(self) -> Iterator[Row]:
        """See `Answer`."""
        for change in self.changes:
            first = (change.what, change.kind, change.id)
            if not change.fields:
                old = change.old_id if change.old_id != change.id else None
                yield (*first, None, old, change.title)
            for field in change.fields:
                yield (*first, field.field, field.old, field.new)

    def objects(self) -> Iterator[dict[str, Any]]:
        """See `Answer`."""
        for change in self.changes:
            fields = [field.object() for field in change.fields]
            yield {**change._asdict(), "fields": fields}

    def ids(self) -> list[str]:
        """See `Answer`."""
        return [change.id for change in self.changes]

    def parts(self) -> Iterator[Part]:
        """See `Answer`."""
        if not self.changes:
            yield Remark("No differences")
        for change in self.changes:
            renamed = change.what == "renamed"
            yield Edits(
                change.what,
                change.kind,
                f"{change.old_id} → {change.id}" if renamed else change.id,
                change.title if change.title != change.id else "",
                [(field.field, field.old, field.new) for field in change.fields],
            )


def text_of(cell: Cell) -> str:
    """A cell as text: several values joined by `SEPARATOR`, nothing as the empty text."""
    if cell.__class__ is str:
        return cell
    if cell is None:
        return ""
    return SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)


def is_numeric(cells: Iterable[Cell]) -> bool:
    """Does a column hold numbers, and nothing else that is stated?"""
    stated = [cell for cell in cells if cell is not None]
    return bool(stated) and all(isinstance(cell, int | float) for cell in stated)


def as_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON text."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)


def _labelled(detail: Detail) -> Iterator[Row]:
    """A record as rows of a label and what it says; the rows of a section bear its name."""
    yield detail.kind, detail.id
    yield "title", detail.heading
    for line in detail.lines:
        yield _key(line.label), line.value
    for section in detail.sections:
        for row in section.rows:
            yield (_key(section.title), *row)


def _reasons(verdict: Verdict) -> Iterator[Line]:
    yield Line("Listed by the source, not recorded", verdict.missing)
    yield Line("Recorded, not listed by the source", verdict.extra)
    yield Line("Counted", verdict.counted)
    yield Line("Possible, not counted", verdict.possible)
    yield Line("Why", verdict.explanation)
    yield Line("Cannot be answered", verdict.problem)
    yield Line("Sources", verdict.sources)


def _stated(rows: list[Row], at: int) -> bool:
    return any(text_of(row[at]) for row in rows)


def _key(label: str) -> str:
    """A label as the formats for programs write it: `Legal nature` is `legal_nature`."""
    return label.partition(" (")[0].lower().replace(" ", "_")


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _plural(kind: str, count: int) -> str:
    return kind.removesuffix("s") + ("" if count == 1 else "s")
