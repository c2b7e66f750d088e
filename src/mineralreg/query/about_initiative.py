"""What `show` says of an initiative: its standing, its members and its chair on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import sections
from mineralreg.query.membership import COUNTED_ROLES, Member, members
from mineralreg.query.rows import Column
from mineralreg.query.values import Section

if TYPE_CHECKING:
    from mineralreg.query.about import About
    from mineralreg.query.rows import Cell

_WORDS = {"yes": "current", "maybe": "perhaps", "ended": "ended", "not yet": "later"}


def initiative(about: About) -> None:
    """Fill the view of an initiative."""
    record, connection = about.record, about.connection
    about.heading = record["name"]
    about.line("Acronym", record.get("acronym"))
    about.line("Also known as", tuple(record.get("aliases", ())))
    about.line("Kind", record["kind"])
    about.line("Status", about.status())
    about.line("Date", record.get("date"))
    before = tuple(record.get("predecessors", ()))
    about.line("Took over from", sections.names(connection, "initiative", before), before)
    after = tuple(
        id
        for (id,) in connection.execute(
            "SELECT initiative FROM initiative_predecessor WHERE predecessor = ?", (about.id,)
        )
    )
    about.line("Followed by", sections.names(connection, "initiative", after), after)
    found = members(connection, about.id, about.day)
    about.line("Chair", chair(found))
    current = {one.partner: one.name for one in found if _belongs(one, "yes")}
    about.line("Members", tuple(current.values()), tuple(current))
    perhaps = {one.partner: one.name for one in found if _belongs(one, "maybe")}
    doubtful = tuple(id for id in perhaps if id not in current)
    about.line("Perhaps members", tuple(perhaps[id] for id in doubtful), doubtful)
    about.line("Amounts", tuple(map(sections.amount_text, record.get("amounts", ()))))
    about.sections += [
        sections.acts_section(connection, record, about.acts()),
        _members(about, found),
        sections.agreements_section(
            connection, about.filters._replace(initiative=(about.id,), withdrawn=True)
        ),
        sections.variants_section(record),
        sections.sources_section(connection, sections.facts_of(record)),
    ]


def chair(found: list[Member]) -> str | None:
    """Who held the chair, or since when nobody does; None where no chair is recorded."""
    chairs = [one for one in found if one.role == "chair" and one.state != "not yet"]
    held = [one for one in chairs if one.state != "ended"]
    if held:
        return ", ".join(_chair(one) for one in held)
    if not chairs:
        return None
    last = max(chairs, key=lambda one: one.end or "")
    return f"none since {last.until}; before that {last.name}"


def _chair(one: Member) -> str:
    span = " ".join(
        f"{word} {date}" for word, date in (("from", one.since), ("to", one.until)) if date
    )
    text = f"{one.name} ({span})" if span else one.name
    return f"perhaps {text}" if one.state == "maybe" else text


def _belongs(one: Member, state: str) -> bool:
    return one.state == state and one.role in COUNTED_ROLES


def _members(about: About, found: list[Member]) -> Section:
    recorded = about.record.get("members", ())
    rows: list[tuple[Cell, ...]] = [
        (
            one.name,
            one.role,
            one.since,
            one.until,
            _WORDS[one.state],
            tuple(stated.get("sources") or about.record.get("sources") or ()),
            stated.get("note"),
        )
        for one, stated in zip(found, recorded, strict=True)
        if one.state != "not yet" or about.day is None
    ]
    columns = (
        Column("partner", "Partner"),
        Column("role", "Role"),
        Column("from", "From"),
        Column("to", "To"),
        Column("state", "Then" if about.day else "Now"),
        Column("sources", "Sources", True),
        Column("note", "Note", True),
    )
    return Section("Members", columns, rows)
