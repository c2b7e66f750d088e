"""The tables inside a detail view that several record kinds share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from mineralreg.query.rows import Column
from mineralreg.query.values import Section

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from mineralreg.query.filters import Filters
    from mineralreg.query.rows import Cell
    from mineralreg.query.then import ActThen

Record: TypeAlias = "dict[str, Any]"
Facts: TypeAlias = "dict[str, list[str]]"
"""For each source id, the facts of a record that it supports."""

_AGREEMENTS = ("id", "date", "status", "title")
_TABLES = {"partner": "name", "event": "name", "initiative": "name", "agreement": "title"}


def names(connection: sqlite3.Connection, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The names of partners, events or initiatives, or titles of agreements, in this order."""
    column = _TABLES[kind]
    found = []
    for id in ids:
        row = connection.execute(f"SELECT {column} FROM {kind} WHERE id = ?", (id,)).fetchone()
        found.append(row[0] if row else id)
    return tuple(found)


def name(connection: sqlite3.Connection, kind: str, id: str | None) -> str | None:
    """The name of one record, or None for none."""
    return names(connection, kind, (id,))[0] if id else None


def acts_section(
    connection: sqlite3.Connection, record: Record, shown: Sequence[tuple[ActThen, Record]]
) -> Section:
    """The acts in time order, with who did them, where, and who says so."""
    rows: list[tuple[Cell, ...]] = [
        (
            act.get("date"),
            act["action"],
            name(connection, "partner", act.get("partner")),
            act.get("place"),
            tuple(act.get("sources") or record.get("sources") or ()),
            act.get("note"),
        )
        for _, act in sorted(shown, key=lambda pair: pair[0].earliest)
    ]
    columns = (
        Column("date", "Date"),
        Column("action", "Action"),
        Column("partner", "By"),
        Column("place", "Place"),
        Column("sources", "Sources", True),
        Column("note", "Note", True),
    )
    return Section("Acts", columns, rows)


def variants_section(record: Record) -> Section:
    """Where sources disagree: the values that the record does not take."""
    rows: list[tuple[Cell, ...]] = [
        (one["field"], one["value"], tuple(one.get("sources", ())), one.get("note"))
        for one in record.get("variants", ())
    ]
    columns = (
        Column("field", "Of what"),
        Column("value", "Other value", True),
        Column("sources", "Sources", True),
        Column("note", "Note", True),
    )
    return Section("Where sources disagree", columns, rows)


def agreements_section(
    connection: sqlite3.Connection, filters: Filters, title: str = "Agreements"
) -> Section:
    """The agreements that the filters find, in order of date."""
    from mineralreg.query.listing import list_records

    found = list_records(connection, "agreement", filters, columns=_AGREEMENTS)
    rows = [(*row, mark or None) for row, mark in zip(found.rows, found.marks, strict=True)]
    return Section(title, (*found.columns, Column("mark", "Mark")), list(rows))


def sources_section(connection: sqlite3.Connection, facts: Facts) -> Section:
    """Every source with its address and the facts that it supports."""
    rows: list[tuple[Cell, ...]] = []
    for id, supported in facts.items():
        row = connection.execute(
            "SELECT publisher, title, published, kind, coalesce(url, archive_url, via) "
            "FROM source WHERE id = ?",
            (id,),
        ).fetchone()
        rows.append((id, *row, tuple(dict.fromkeys(supported))))
    columns = (
        Column("id", "Id"),
        Column("publisher", "Publisher"),
        Column("title", "Title", True),
        Column("published", "Published"),
        Column("kind", "Kind"),
        Column("url", "Address"),
        Column("supports", "Supports", True),
    )
    return Section("Sources", columns, rows)


def facts_of(record: Record) -> Facts:
    """Which source supports what of an agreement, initiative, event or claim.

    A part that names no sources of its own rests on those of the record.
    """
    facts: Facts = {id: ["the record"] for id in record.get("sources", ())}

    def add(ids: Iterable[str], fact: str) -> None:
        for id in ids:
            facts.setdefault(id, []).append(fact)

    for field, sources in record.get("field_sources", {}).items():
        value = record.get(field)
        told = f": {value}" if isinstance(value, str) else ""
        add(sources, field.replace("_", " ") + told)
    for act in record.get("actions", ()):
        add(act.get("sources", ()), " ".join(filter(None, (act["action"], act.get("date")))))
    for member in record.get("members", ()):
        add(member.get("sources", ()), f"{member.get('role', 'member')}: {member.get('partner')}")
    for amount in record.get("amounts", ()):
        add(amount.get("sources", ()), f"amount: {amount_text(amount)}")
    for body in record.get("bodies", ()):
        add(body.get("sources", ()), f"body: {body['name']}")
    for variant in record.get("variants", ()):
        add(variant.get("sources", ()), f"another {variant['field']}: {variant['value']}")
    return facts


def amount_text(amount: Record) -> str:
    """A sum in words: `up to 10 USD billion (loan)`."""
    parts = (amount.get("qualifier"), f"{amount['value']:,}", amount["unit"])
    text = " ".join(part for part in parts if part)
    return f"{text} ({amount['what']})" if amount.get("what") else text
