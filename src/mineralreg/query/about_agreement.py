"""What `show` says of an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import sections
from mineralreg.query.rows import Column
from mineralreg.query.values import Section

if TYPE_CHECKING:
    from mineralreg.query.about import About
    from mineralreg.query.rows import Cell

_REVERSED = {
    "supersedes": "superseded by",
    "amends": "amended by",
    "implements": "implemented by",
    "annex-of": "has the annex",
    "translation-of": "translated as",
    "part-of": "has the part",
    "distinct-from": "distinct from",
}


def agreement(about: About) -> None:
    """Fill the view of an agreement."""
    record, connection = about.record, about.connection
    about.heading = record["title"]
    about.line("Contested", record.get("contested"))
    about.line("Status", about.status())
    about.line("Date", record.get("date"))
    about.line("Kind", record["kind"])
    about.line("Legal nature", record.get("legal_nature", "not-stated"))
    about.line("Level", record.get("level", "intergovernmental"))
    parties = tuple(record["parties"])
    about.line("Parties", sections.names(connection, "partner", parties), parties)
    about.line("Minerals", tuple(record.get("minerals", ())))
    about.line("Topics", tuple(record.get("topics", ())))
    event = record.get("event")
    about.line("Event", sections.name(connection, "event", event), (event,) if event else ())
    initiatives = tuple(record.get("initiatives", ()))
    about.line("Initiatives", sections.names(connection, "initiative", initiatives), initiatives)
    about.line("Amounts", tuple(map(sections.amount_text, record.get("amounts", ()))))
    about.line("Text", record.get("text_url"))
    about.line("Text status", record.get("text_status"))
    about.line("Languages", tuple(record.get("languages", ())))
    about.line("Term", _term(record.get("term", {})))
    depositary = record.get("depositary")
    about.line("Depositary", sections.name(connection, "partner", depositary))
    about.line("Printed in", tuple(record.get("series", ())))
    about.line("Carried out by", tuple(one["name"] for one in record.get("bodies", ())))
    about.line("Checked on", record.get("checked"))
    if record.get("title_status", "descriptive") == "official":
        about.line("Title status", "official: a source quotes it")
    else:
        about.line("Title status", "descriptive: no official title is known")
    about.sections += [
        sections.acts_section(connection, record, about.acts()),
        _signatories(about),
        _relations(about),
        sections.variants_section(record),
        sections.sources_section(connection, sections.facts_of(record)),
    ]


def _term(term: dict[str, str]) -> tuple[str, ...]:
    """The parts of a term in words: `duration P5Y`, `renewal automatic`."""
    return tuple(f"{key} {value}" for key, value in term.items())


def _signatories(about: About) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (
            sections.name(about.connection, "partner", one["partner"]),
            one.get("name"),
            one.get("office"),
            one.get("body"),
            one.get("role", "signatory"),
        )
        for one in about.record.get("signatories", ())
    ]
    columns = (
        Column("partner", "For"),
        Column("name", "Name"),
        Column("office", "Office", True),
        Column("body", "Body", True),
        Column("role", "Role"),
    )
    return Section("Signatories", columns, rows)


def _relations(about: About) -> Section:
    """Relations both ways: those that the record states, and those that others state of it."""
    pairs = [(one["type"], one["agreement"]) for one in about.record.get("relations", ())]
    stated = {(kind, other) for kind, other in pairs if kind == "distinct-from"}
    for kind, other in about.connection.execute(
        "SELECT type, agreement FROM relation WHERE other = ? ORDER BY agreement, type",
        (about.id,),
    ):
        if (kind, other) not in stated:
            pairs.append((_REVERSED[kind], other))
    rows: list[tuple[Cell, ...]] = [
        (
            kind.replace("-", " "),
            other,
            sections.name(about.connection, "agreement", other),
        )
        for kind, other in pairs
    ]
    columns = (
        Column("type", "Relation"),
        Column("agreement", "Agreement"),
        Column("title", "Title", True),
    )
    return Section("Related agreements", columns, rows)
