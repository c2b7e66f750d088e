"""What `show` says of a partner, an event and a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.query import sections
from mineralreg.query.rows import Column
from mineralreg.query.values import Section

if TYPE_CHECKING:
    from mineralreg.query.about import About
    from mineralreg.query.rows import Cell

_CITING = """
SELECT 'agreement' AS kind, s.agreement AS id, a.title AS name FROM agreement_source AS s
JOIN agreement AS a ON a.id = s.agreement WHERE s.source = :id
UNION ALL SELECT 'initiative', i.id, i.name FROM initiative AS i WHERE i.id IN (
    SELECT initiative FROM initiative_source WHERE source = :id
    UNION SELECT c.initiative FROM act AS c JOIN act_source AS s ON s.act = c.id
    WHERE s.source = :id AND c.initiative IS NOT NULL
    UNION SELECT m.initiative FROM membership AS m JOIN membership_source AS s
    ON s.membership = m.id WHERE s.source = :id
)
UNION ALL SELECT 'event', e.id, e.name FROM event_source AS s JOIN event AS e ON e.id = s.event
WHERE s.source = :id
UNION ALL SELECT 'claim', c.id, c.statement FROM claim_source AS s JOIN claim AS c
ON c.id = s.claim WHERE s.source = :id
"""


def partner(about: About) -> None:
    """Fill the view of a partner."""
    record, connection = about.record, about.connection
    name, kind, region, narrow = connection.execute(
        "SELECT name, kind, region, subregion FROM partner WHERE id = ?", (about.id,)
    ).fetchone()
    about.heading = name
    about.line("Kind", kind)
    about.line("ISO 3166-1", record.get("iso"))
    about.line("Region", ", ".join(dict.fromkeys(filter(None, (region, narrow)))))
    parent = record.get("parent")
    about.line(
        "Belongs to", sections.name(connection, "partner", parent), (parent,) if parent else ()
    )
    parts = tuple(_ids(about, "SELECT id FROM partner WHERE parent = ? ORDER BY id"))
    about.line("Parts", sections.names(connection, "partner", parts), parts)
    about.line("Also known as", tuple(record.get("aliases", ())))
    about.sections += [
        sections.agreements_section(
            connection, about.filters._replace(party=(about.id,), withdrawn=True)
        ),
        _rows(
            about,
            "Initiatives",
            'SELECT i.name, m.role, m."from", m."to" FROM membership AS m JOIN initiative AS i '
            "ON i.id = m.initiative WHERE m.partner = ? ORDER BY i.position, m.position",
            Column("initiative", "Initiative", True),
            Column("role", "Role"),
            Column("from", "From"),
            Column("to", "To"),
        ),
        _rows(
            about,
            "Events",
            "SELECT e.date, e.name, p.role FROM event_partner AS p JOIN event AS e "
            "ON e.id = p.event WHERE p.partner = ? ORDER BY e.date_earliest, e.id",
            Column("date", "Date"),
            Column("event", "Event", True),
            Column("role", "Role"),
        ),
    ]


def event(about: About) -> None:
    """Fill the view of an event."""
    record, connection = about.record, about.connection
    about.heading = record["name"]
    about.line("Also known as", tuple(record.get("aliases", ())))
    about.line("Date", record.get("date"))
    about.line("From", record.get("start"))
    about.line("To", record.get("end"))
    about.line("Place", record.get("place"))
    for label, key in (("Hosts", "hosts"), ("Participants", "participants")):
        ids = tuple(record.get(key, ()))
        counted = f"{label} ({len(ids)})" if len(ids) > 1 else label
        about.line(counted, sections.names(connection, "partner", ids), ids)
    about.sections += [
        sections.agreements_section(
            connection, about.filters._replace(event=(about.id,), withdrawn=True)
        ),
        sections.variants_section(record),
        sections.sources_section(connection, sections.facts_of(record)),
    ]


def source(about: About) -> None:
    """Fill the view of a source."""
    record = about.record
    about.heading = record["title"]
    for label, key in (
        ("Publisher", "publisher"),
        ("Kind", "kind"),
        ("Published", "published"),
        ("Address", "url"),
        ("Read at", "via"),
        ("Archived at", "archive_url"),
        ("Read on", "retrieved"),
        ("Read", "read"),
        ("Language", "language"),
    ):
        about.line(label, record.get(key))
    rows: list[tuple[Cell, ...]] = []
    for kind, id, name in about.connection.execute(f"{_CITING}ORDER BY 1, 2", {"id": about.id}):
        rows.append((kind, id, name))
    columns = (Column("kind", "Kind"), Column("id", "Id"), Column("name", "Record", True))
    about.sections.append(Section("Supports", columns, rows))


def _rows(about: About, title: str, sql: str, *columns: Column) -> Section:
    return Section(title, columns, about.connection.execute(sql, (about.id,)).fetchall())


def _ids(about: About, sql: str) -> list[str]:
    return [id for (id,) in about.connection.execute(sql, (about.id,))]
