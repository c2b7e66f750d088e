"""One answer of every kind, with text in it that means harm, for the tests of all formats."""

from collections.abc import Iterator

from mineralreg.query.detail import Detail, Details, Section
from mineralreg.query.diff import Change, Changes, FieldChange
from mineralreg.query.reconcile import Verdict, Verdicts
from mineralreg.query.results import Answer, Column, Grid, Line, Part, Row
from mineralreg.query.summary import Counts, Group, Overview

HARM = "[red]=1\x1b[2J\u202e|<b>\t\n`x`\x9b"

COLUMNS = (Column("id", "Id"), Column("date", "Date"), Column("title", "Title", True))
ROWS: list[Row] = [("us-peru-2026", "2026-02-04", HARM), ("other", None, ("a", HARM))]
LISTING = Answer(COLUMNS, ROWS, ["us-peru-2026", "other"])


class Cards(Answer):
    """The same as `list` draws it."""

    def parts(self) -> Iterator[Part]:
        yield Grid(COLUMNS, self.rows(), ["contested", ""], cards=True)


COUNTS = Counts(("mineral",), 3, [Group(("lithium",), 2), Group((HARM,), 1)])
CROSS = Counts(
    ("status", "kind"),
    2,
    [Group(("signed", HARM), 1), Group(("signed", "treaty"), 1)],
    margins=({"signed": 2}, {HARM: 1, "treaty": 1}),
)
VERDICT = Verdict(
    claim="eleven",
    statement=HARM,
    sources=("a", "b"),
    as_of="2026-02",
    unit="agreements",
    claimed=11,
    recorded=None,
    difference=None,
    verdict="unknowable",
    expected="match",
    missing=("peru",),
    extra=(),
    counted=("us-peru-2026",),
    possible=(),
    explanation=HARM,
)
HEADER = {"title": HARM, "version": "1", "as_of": None}
OVERVIEW = Overview(HEADER, [("agreements", 2)], [COUNTS], [("2026-02", 2)], [VERDICT])
DETAIL = Detail(
    "agreement",
    "us-peru-2026",
    HARM,
    [Line("Status", "signed since 2026"), Line("Legal nature", None), Line("Notes", HARM)],
    [
        Section(
            "Acts", (Column("date", "Date"), Column("note", "Note", True)), [("2026", HARM)], "acts"
        )
    ],
    {"id": "us-peru-2026", "title": "\u202e"},
)
CHANGES = Changes(
    (
        Change("added", "agreement", "new", None, HARM),
        Change("renamed", "agreement", "b", "a", "T", (FieldChange("notes", HARM, None),)),
    )
)

ANSWERS: dict[str, Answer] = {
    "listing": LISTING,
    "cards": Cards(COLUMNS, ROWS, ["us-peru-2026", "other"]),
    "empty": Answer(COLUMNS, [], []),
    "counts": COUNTS,
    "cross": CROSS,
    "overview": OVERVIEW,
    "detail": Details([DETAIL]),
    "details": Details([DETAIL, DETAIL]),
    "verdicts": Verdicts([VERDICT]),
    "no-verdicts": Verdicts([]),
    "changes": CHANGES,
    "no-changes": Changes(()),
}
