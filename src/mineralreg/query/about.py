"""A detail view under construction: the record, the day it is looked at, what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.query.filters import Filters
from mineralreg.query.terms import Terms
from mineralreg.query.then import ActThen, acts_then, horizon, relation
from mineralreg.query.values import Line

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.dates import PartialDate
    from mineralreg.query.rows import Cell
    from mineralreg.query.sections import Record
    from mineralreg.query.values import Section

_STANDING = ("agreement", "initiative")


class Then(NamedTuple):
    """How a record stood: status, since when, and whether that only may have been so."""

    status: str
    since: str | None
    possible: bool
    known: bool


class About:
    """Collects the lines and sections of one record's detail view.

    Attributes:
        connection: The index.
        kind: Record kind.
        record: The record with the keys of the registry file.
        filters: The day that was asked for, as filters of a listing.
        then: How the record stood on that day; None without a day, or for other kinds.
        heading: Title or name.
        lines: Labelled values so far.
        sections: Tables so far.
        notes: Hints so far.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        kind: str,
        record: Record,
        as_of: PartialDate | None,
    ) -> None:
        self.connection = connection
        self.kind = kind
        self.record = record
        self.filters = Filters(as_of=as_of)
        self.then: Then | None = None
        self.heading = ""
        self.lines: list[Line] = []
        self.sections: list[Section] = []
        self.notes: list[str] = []

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.record["id"])

    @property
    def day(self) -> str | None:
        """The last day of `as_of` in ISO form, or None."""
        return self.filters.day

    def line(self, label: str, value: Cell, ids: tuple[str, ...] = ()) -> None:
        """Add a labelled value, unless nothing is stated."""
        if value not in (None, "", ()):
            self.lines.append(Line(label, value, ids))

    def stand_then(self) -> None:
        """Work out how an agreement or initiative stood on the day that was asked for."""
        if self.day is None or self.kind not in _STANDING:
            return
        terms = Terms()
        table = relation(self.connection, terms, self.kind, self.day, False)
        asked = terms.where(table)
        row = self.connection.execute(
            f"{asked.with_sql}SELECT status, status_since, date, possible FROM {table} "
            "WHERE id = :id",
            {**asked.params, "id": self.id},
        ).fetchone()
        status, since, date, possible = row or ("unknown", None, None, 0)
        self.then = Then(status, since, bool(possible), row is not None)
        self.record |= {"status": status, "status_since": since, "date": date}
        if row is None:
            self.notes.append(f"nothing is recorded of {self.id} up to {self.filters.as_of}")

    def status(self) -> str:
        """Status in words: `signed since 2026-02-04`, `announced (perhaps)`."""
        if self.then is not None and not self.then.known:
            return f"nothing recorded up to {self.filters.as_of}"
        since = self.record.get("status_since")
        text = f"{self.record['status']} since {since}" if since else str(self.record["status"])
        return f"{text} (perhaps)" if self.then is not None and self.then.possible else text

    def acts(self) -> list[tuple[ActThen, Record]]:
        """The acts with the days they can have come on; those after the day are left out."""
        from mineralreg.dates import PartialDate

        acts = self.record.get("actions", ())
        dates = [PartialDate.parse(act["date"]) if act.get("date") else None for act in acts]
        rows = [
            (
                self.id,
                act["action"],
                act.get("date"),
                date.earliest.isoformat() if date else None,
                date.latest.isoformat() if date else None,
                act.get("partner"),
            )
            for act, date in zip(acts, dates, strict=True)
        ]
        found = list(zip(acts_then(rows, horizon(self.connection)), acts, strict=True))
        shown = [pair for pair in found if self.day is None or pair[0].earliest <= self.day]
        if later := len(found) - len(shown):
            acts_are = "act is" if later == 1 else "acts are"
            self.notes.append(f"{later} later {acts_are} not shown")
        return shown
