"""What `show` says of a claim: the verdict, and the records behind the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import sections
from mineralreg.query.reconcile import read, verdict
from mineralreg.query.rows import Column
from mineralreg.query.values import Section

if TYPE_CHECKING:
    from mineralreg.query.about import About
    from mineralreg.query.rows import Cell
    from mineralreg.query.values import Verdict


def claim(about: About) -> None:
    """Fill the view of a claim, with the records behind the number."""
    record, connection = about.record, about.connection
    about.heading = record["statement"]
    found = verdict(connection, read(connection, about.id), about.filters.as_of)
    about.line(
        "Claimed", f"{found.claimed} {found.unit}" if found.unit != "other" else found.claimed
    )
    about.line("As of", found.as_of)
    about.line("Recorded", found.recorded)
    about.line("Difference", _signed(found.difference))
    as_expected = "as expected" if found.verdict == found.expected else f"not {found.expected}"
    about.line("Verdict", f"{found.verdict}, {as_expected}")
    about.line("Explanation", found.explanation)
    for label, ids in (
        ("It lists", tuple(record.get("names", ()))),
        ("Not recorded", found.missing),
        ("Not in its list", found.extra),
    ):
        about.line(label, sections.names(connection, "partner", ids), ids)
    selector = record.get("selector") or {}
    about.line("Counts what has", tuple(f"{key} = {_told(one)}" for key, one in selector.items()))
    about.sections += [
        _counted(about, found, found.counted, "Counted"),
        _counted(about, found, found.possible, "Possible, not counted"),
        sections.sources_section(
            connection, {id: ["the number"] for id in record.get("sources", ())}
        ),
    ]


def _counted(about: About, found: Verdict, ids: tuple[str, ...], title: str) -> Section:
    """The records behind a claim's number: agreements with date and confidence, or partners."""
    if found.unit in ("members", "participants"):
        named = sections.names(about.connection, "partner", ids)
        columns: tuple[Column, ...] = (Column("id", "Id"), Column("name", "Name"))
        return Section(title, columns, list(zip(ids, named, strict=True)))
    told = {one["agreement"]: one for one in about.record.get("members", ())}
    rows: list[tuple[Cell, ...]] = []
    for id in ids:
        date, name = about.connection.execute(
            "SELECT date, title FROM agreement WHERE id = ?", (id,)
        ).fetchone()
        one = told.get(id, {})
        how = one.get("confidence", "certain") if one else "found by the selector"
        rows.append((id, date, name, how, one.get("note")))
    columns = (
        Column("id", "Id"),
        Column("date", "Date"),
        Column("title", "Title", True),
        Column("confidence", "How sure"),
        Column("note", "Note", True),
    )
    return Section(title, columns, rows)


def _signed(number: int | None) -> str | None:
    return None if number is None else f"{number:+d}" if number else "0"


def _told(value: object) -> str:
    if isinstance(value, list):
        return " or ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
