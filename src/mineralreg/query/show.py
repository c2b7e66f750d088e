"""The answer of `show`: the lines and tables of each kind of record, with names for ids."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from mineralreg.dates import PartialDate
from mineralreg.query.as_of import Member, belonging, members
from mineralreg.query.book import IndexBook, name_key
from mineralreg.query.columns import ORDER
from mineralreg.query.detail import Detail, View
from mineralreg.query.names import any_record
from mineralreg.query.reconcile import verdict
from mineralreg.query.results import Line, Row, heading, noun
from mineralreg.query.where import only_through_blocs
from mineralreg.reference.filters import Filters
from mineralreg.reference.vocabulary import RECORD_KINDS, RELATIONS


def show(connection: sqlite3.Connection, text: str, as_of: PartialDate | None = None) -> Detail:
    """The record that a name, id or code means, with status, acts and members of that day."""
    known = any_record(IndexBook(connection), text)
    query = "SELECT json FROM record WHERE kind = ? AND id = ?"
    (stored,) = connection.execute(query, (known.kind, known.id)).fetchone()
    view = View(connection, known.kind, json.loads(stored), as_of)
    if known.former:
        view.notes.insert(0, f"{text.strip()} is now {known.id}")
    if withdrawn := view.record.get("withdrawn"):
        view.notes.append(f"{known.id} is withdrawn: {withdrawn}")
    view.keys("withdrawn")
    _WRITERS[known.kind](view)
    view.keys("former_ids, notes")
    heading = view.name(known.kind, known.id)
    lines, sections, notes = view.lines, view.sections, tuple(view.notes)
    return Detail(known.kind, known.id, heading, lines, sections, view.record, notes)


def _agreement(view: View) -> None:
    official = view.record.get("title_status") == "official"
    text = "official: a source quotes it" if official else "descriptive: no official title is known"
    view.keys(
        "contested, status, date, kind, legal_nature, level, parties, minerals, topics, event, "
        "initiatives, amounts, text_url: Text, text_status, languages, term, depositary, "
        "series: Printed in, bodies: Carried out by, checked, title_status",
        term=tuple(f"{key} {value}" for key, value in view.record.get("term", {}).items()),
        bodies=tuple(one["name"] for one in view.several("bodies")),
        title_status=text,
    )
    view.acts()
    columns = "partner: For, name, office…, body…, role"
    view.tables("signatories", columns, view.several("signatories"))
    rows = (
        (kind.replace("-", " "), other, view.name("agreement", other))
        for kind, other in _relations(view)
    )
    view.section("relations: Related agreements", "type: Relation, agreement, title…", rows)
    view.evidence()


def _relations(view: View) -> Iterator[tuple[str, str]]:
    """Relations both ways: those that the record states, and those that others state of it."""
    pairs = [(one["type"], one["agreement"]) for one in view.several("relations")]
    yield from pairs
    stated = {pair for pair in pairs if pair[0] == "distinct-from"}
    query = "SELECT type, agreement FROM relation WHERE other = ? ORDER BY agreement, type"
    for kind, other in view.connection.execute(query, (view.id,)):
        if (kind, other) not in stated:
            yield RELATIONS[kind], other


def _claim(view: View) -> None:
    found = verdict(view.connection, view.id, view.filters.as_of)
    selector = view.record.get("selector") or {}
    as_expected = "as expected" if found.as_expected else f"not {found.expected}"
    given: dict[str, Any] = {
        **found._asdict(),
        "claimed": f"{found.claimed} {noun(found.unit, found.claimed)}".partition(" other")[0],
        "difference": found.difference and f"{found.difference:+d}",
        "verdict": f"{found.verdict}, {as_expected}",
        "missing": view.names("partner", found.missing),
        "extra": view.names("partner", found.extra),
        "selector": tuple(f"{key} = {_selected(one)}" for key, one in selector.items()),
    }
    view.keys(
        "claimed, as_of, recorded, difference, verdict, problem: Cannot be answered, explanation, "
        "names: It lists, missing: Not recorded, extra: Not in its list, "
        "selector: Counts what has",
        **given,
    )
    of_both = {"counted": found.counted, "possible: Possible, not counted": found.possible}
    for key, ids in of_both.items():
        if found.unit in ("members", "participants"):
            view.section(key, "id, name", zip(ids, view.names("partner", ids), strict=True))
        else:
            columns = "id, date, title…, confidence: How sure, note…"
            view.section(key, columns, (_counted(view, id) for id in ids))
    view.sources([(view.several("sources"), "the number")])


def _counted(view: View, id: str) -> Row:
    """An agreement behind a claim's number: date, title, and how sure it is."""
    query = "SELECT id, date, title FROM agreement WHERE id = ?"
    row = view.connection.execute(query, (id,)).fetchone()
    found = {"confidence": "found by the selector"}
    one = next((one for one in view.several("members") if one["agreement"] == id), found)
    return (*row, view.cell(one, "confidence", "members"), one.get("note"))


def _initiative(view: View) -> None:
    after = "SELECT initiative FROM initiative_predecessor WHERE predecessor = ?"
    followers = (id for (id,) in view.connection.execute(after, (view.id,)).fetchall())
    known = members(view.connection, view.id, view.filters.day)
    current, perhaps = belonging(known)
    view.keys(
        "acronym, aliases: Also known as, kind, status, date, predecessors: Took over from, "
        "followed_by, chair, members, perhaps_members, amounts",
        followed_by=view.names("initiative", followers),
        chair=_chairs(known),
        members=tuple(current.values()),
        perhaps_members=tuple(perhaps.values()),
    )
    view.acts()
    when = "Then" if view.filters.day else "Now"
    view.tables(
        "members",
        f"partner, role, from, to, state: {when}, sources…, note…",
        (
            {"role": one.role, **stated, "state": one.state}
            for one, stated in zip(known, view.several("members"), strict=True)
            if one.state != "later" or view.filters.day is None
        ),
    )
    view.agreements(Filters(initiative=(view.id,)))
    view.evidence()


def _chairs(found: list[Member]) -> str | None:
    """Who holds the chair, or until when somebody did; None where no chair is recorded."""
    chairs = [one for one in found if one.role == "chair" and one.state != "later"]
    held = [one for one in chairs if one.state != "ended"]
    if held or not chairs:
        return ", ".join(map(_chair, held))
    last = max(chairs, key=lambda one: one.end or "")
    return f"none since {last.until}; before that {last.name}"


def _chair(one: Member) -> str:
    dates = (("from", one.since), ("to", one.until))
    span = " ".join(f"{word} {date}" for word, date in dates if date)
    text = f"{one.name} ({span})" if span else one.name
    return f"perhaps {text}" if one.state == "perhaps" else text


def _partner(view: View) -> None:
    kind, *regions = view.connection.execute(
        "SELECT kind, region, subregion FROM partner WHERE id = ?", (view.id,)
    ).fetchone()
    query = "SELECT name FROM partner WHERE parent = ? ORDER BY id"
    view.keys(
        "kind, iso: ISO 3166-1, region, parent: Belongs to, parts, aliases: Also known as",
        kind=kind,
        region=", ".join(dict.fromkeys(filter(None, regions))),
        parts=tuple(name for (name,) in view.connection.execute(query, (view.id,))),
    )
    view.agreements(Filters(party=(view.id,)))
    view.section("agreements_through_blocs", "id, date, status, title…, through", _through(view))
    view.select(
        "initiatives",
        "initiative…, role, from, to",
        'SELECT i.name, m.role, m."from", m."to" FROM membership AS m JOIN initiative AS i '
        "ON i.id = m.initiative WHERE m.partner = :id ORDER BY i.position, m.position",
    )
    view.select(
        "events",
        "date, event…, role",
        "SELECT e.date, e.name, p.role FROM event_partner AS p JOIN event AS e "
        "ON e.id = p.event WHERE p.partner = :id ORDER BY e.date_earliest, e.id",
    )


def _through(view: View) -> Iterator[Row]:
    """What a country is party to through blocs that it belonged to, and not by itself."""
    asked, through = only_through_blocs(view.connection, view.filters, [view.id])
    for bloc, condition in through:
        order = f"AND ({condition}) ORDER BY {ORDER['agreement'].sql}"
        for row in asked.rows("r.id, r.date, r.status, r.title", order):
            yield (*row, view.name("partner", bloc))


def _event(view: View) -> None:
    view.keys("aliases: Also known as, date, start: From, end: To, place")
    for key in ("hosts", "participants"):
        number = len(view.several(key))
        view.keys(f"{key}: {heading(key)} ({number})" if number > 1 else key)
    view.agreements(Filters(event=(view.id,)))
    view.evidence()


def _source(view: View) -> None:
    view.keys("authors, publisher, kind, published, url: Address, via: Read at")
    view.keys("archive_url: Archived at, retrieved: Read on, read, language")
    titles = " UNION ALL ".join(
        f"SELECT '{kind}', id, {name_key(kind)} FROM {kind} WHERE id IN (SELECT id FROM "
        f"link WHERE kind = '{kind}' AND to_kind = 'source' AND to_id = :id)"
        for kind in ("agreement", "claim", "event", "initiative")
    )
    view.select("supports", "kind, id, name…: Record", f"{titles} ORDER BY 1, 2")


_WRITERS: dict[str, Callable[[View], None]] = {
    "agreement": _agreement,
    "initiative": _initiative,
    "partner": _partner,
    "event": _event,
    "source": _source,
    "claim": _claim,
}
"""What fills the view of each record kind."""


def _selected(value: object) -> str:
    if isinstance(value, list):
        return " or ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def whereabouts(
    connection: sqlite3.Connection, path: str, reason: str, index: str | None
) -> Detail:
    """Describe the registry behind an index file, or one in memory; `reason`: why this file."""
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    counts = {
        f"{kind}s": connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]
        for kind in RECORD_KINDS
    }
    stated = {key: meta.get(key) for key in ("schema_version", "version", "as_of", "license")}
    values = {"reason": reason, **stated, "index": index or "in memory", **counts}
    lines = [Line(key.replace("_", " "), value, key) for key, value in values.items()]
    facts = {"registry": path, "reason": reason, "title": meta.get("title"), **stated}
    facts |= {"schema_version": int(meta["schema_version"]), "index": index, "counts": counts}
    return Detail("registry", path, meta.get("title") or path, lines, [], facts)
