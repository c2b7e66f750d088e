"""The answer of `show`: one record whole, with names for ids and every source with its address."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

from mineralreg.query.about import About
from mineralreg.query.things import any_record
from mineralreg.query.values import Detail

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.dates import PartialDate

_WRITERS = {
    "agreement": "about_agreement",
    "initiative": "about_initiative",
    "partner": "about_others",
    "event": "about_others",
    "source": "about_others",
    "claim": "about_claim",
}
"""For each record kind the module with a function of its name that fills the view."""


def show(connection: sqlite3.Connection, id: str, as_of: PartialDate | None = None) -> Detail:
    """One record of any kind, ready to read.

    Args:
        connection: The index.
        id: Id or former id.
        as_of: Status, acts and memberships as of the end of this date.

    Raises:
        UsageError: No record has this id; those that look like it are suggested.
    """
    known = any_record(connection, id)
    (text,) = connection.execute(
        "SELECT json FROM record WHERE kind = ? AND id = ?", (known.kind, known.id)
    ).fetchone()
    about = About(connection, known.kind, json.loads(text), as_of)
    if known.former:
        about.notes.append(f"{id.strip()} is now {known.id}")
    if about.record.get("withdrawn"):
        about.notes.append(f"{known.id} is withdrawn: {about.record['withdrawn']}")
        about.line("Withdrawn", about.record["withdrawn"])
    about.stand_then()
    writer = import_module(f"mineralreg.query.{_WRITERS[known.kind]}")
    getattr(writer, known.kind)(about)
    about.line("Former ids", tuple(about.record.get("former_ids", ())))
    about.line("Notes", about.record.get("notes"))
    if about.then is not None:
        text = json.dumps(about.record, ensure_ascii=False, separators=(",", ":"))
    return Detail(
        kind=known.kind,
        id=known.id,
        heading=about.heading,
        lines=about.lines,
        sections=[section for section in about.sections if section.rows],
        json=text,
        notes=tuple(about.notes),
    )
