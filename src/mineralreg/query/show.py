"""The answer of `show`: one record whole, with names for ids and every source with its address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from mineralreg.query.as_of import (
    COUNTED_ROLES,
    ActThen,
    Member,
    acts_then,
    horizon,
    members,
    rewind,
)
from mineralreg.query.book import IndexBook
from mineralreg.query.columns import ORDER
from mineralreg.query.filters import Filters
from mineralreg.query.names import any_record
from mineralreg.query.reconcile import verdict
from mineralreg.query.results import Detail, Line, Section, columns_of
from mineralreg.query.where import Where, party, through_blocs, where
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.dates import PartialDate
    from mineralreg.query.results import Cell, Row, Verdict

Record: TypeAlias = "dict[str, Any]"
Facts: TypeAlias = "dict[str, list[str]]"
"""For each source id, the facts of a record that it supports."""

_STANDING = ("agreement", "initiative")
_TITLED = {"agreement": "title", "source": "title", "claim": "statement"}


class Then(NamedTuple):
    """How a record stood: status, since when, and whether that only may have been so."""

    status: str
    since: str | None
    possible: bool
    known: bool


class View:
    """Collects the lines and sections of one record's detail view.

    Attributes:
        connection: The index.
        kind: Record kind.
        record: The record with the keys of the registry file.
        filters: The day that was asked for, as filters of a listing.
        then: How the record stood on that day; None without a day, or for other kinds.
        lines: Labelled values so far.
        sections: Tables so far.
        notes: Hints so far.
    """

    def __init__(
        self, connection: sqlite3.Connection, kind: str, record: Record, as_of: PartialDate | None
    ) -> None:
        self.connection, self.kind, self.record = connection, kind, record
        self.id = str(record["id"])
        self.filters = Filters(as_of=as_of)
        self.lines: list[Line] = []
        self.sections: list[Section] = []
        self.notes: list[str] = []
        self.then = self._stood()

    def line(self, label: str, value: Cell, ids: tuple[str, ...] = ()) -> None:
        """Add a labelled value, unless nothing is stated."""
        if value not in (None, "", ()):
            self.lines.append(Line(label, value, ids))

    def keys(self, **labels: str) -> None:
        """Add the values of keys of the record under these labels."""
        for key, label in labels.items():
            value = self.record.get(key)
            self.line(label, tuple(value) if isinstance(value, list) else value)

    def named(self, label: str, kind: str, ids: Iterable[str | None]) -> None:
        """Add the names of the records with these ids."""
        found = tuple(id for id in ids if id)
        self.line(label, tuple(self.name(kind, id) or id for id in found), found)

    def section(self, title: str, columns: str, rows: Iterable[Row]) -> None:
        """Add a table; `date, note…: Note` names a column by its heading or by `key: heading`,
        and a dot of three marks one whose text may be long.
        """
        found = list(rows)
        if found:
            self.sections.append(Section(title, columns_of(columns), found))

    def select(self, title: str, columns: str, sql: str) -> None:
        """Add a table of the rows of a query about the record."""
        self.section(title, columns, self.connection.execute(sql, {"id": self.id}))

    def name(self, kind: str, id: str | None) -> str | None:
        """The name or title of a record, or None for none."""
        if id is None:
            return None
        column = _TITLED.get(kind, "name")
        row = self.connection.execute(f"SELECT {column} FROM {kind} WHERE id = ?", (id,)).fetchone()
        return str(row[0]) if row else id

    def names(self, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        """The names or titles of records."""
        return tuple(self.name(kind, id) or id for id in ids)

    def several(self, key: str) -> list[Any]:
        """The values of a list of the record."""
        found: list[Any] = self.record.get(key, [])
        return found

    def sources_of(self, part: Record) -> tuple[str, ...]:
        """The sources of a part of the record: its own, else those of the record."""
        return tuple(part.get("sources") or self.several("sources"))

    def status(self) -> str:
        """Status in words: `signed since 2026-02-04`, `announced (perhaps)`."""
        if self.then is not None and not self.then.known:
            return f"nothing recorded up to {self.filters.as_of}"
        since = self.record.get("status_since")
        text = f"{self.record['status']} since {since}" if since else str(self.record["status"])
        return f"{text} (perhaps)" if self.then is not None and self.then.possible else text

    def acts(self) -> None:
        """Add the acts in time order, with who did them, where, and who says so; those after the
        day are left out.
        """
        from mineralreg.dates import PartialDate

        acts = self.several("actions")
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
        dated = zip(acts_then(rows, horizon(self.connection)), acts, strict=True)
        day = self.filters.day
        shown = [pair for pair in dated if day is None or pair[0].earliest <= day]
        if later := len(acts) - len(shown):
            self.notes.append(f"{later} later {'act is' if later == 1 else 'acts are'} not shown")
        self.section(
            "Acts",
            "date, action, partner: By, place, sources…, note…",
            (
                (
                    act.get("date"),
                    act["action"],
                    self.name("partner", act.get("partner")),
                    act.get("place"),
                    self.sources_of(act),
                    act.get("note"),
                )
                for _, act in sorted(shown, key=_first_day)
            ),
        )

    def agreements(self, filters: Filters) -> None:
        """Add the agreements that the filters find, the newest first."""
        from mineralreg.query.listing import list_records

        columns = ("id", "date", "status", "title")
        found = list_records(self.connection, "agreement", filters, columns=columns)
        marked = zip(found.rows(), found.marks, strict=True)
        rows = [(*row, mark or None) for row, mark in marked]
        self.section("Agreements", "id, date, status, title…, mark", rows)

    def variants(self) -> None:
        """Add where sources disagree: the values that the record does not take."""
        self.section(
            "Where sources disagree",
            "field: Of what, value…: Other value, sources…, note…",
            (
                (one["field"], one["value"], tuple(one.get("sources", ())), one.get("note"))
                for one in self.several("variants")
            ),
        )

    def sources(self, facts: Facts) -> None:
        """Add every source with its address and the facts that it supports."""
        query = (
            "SELECT publisher, title, published, kind, coalesce(url, archive_url, via) "
            "FROM source WHERE id = ?"
        )
        self.section(
            "Sources",
            "id, publisher, title…, published, kind, url: Address, supports…",
            (
                (id, *self.connection.execute(query, (id,)).fetchone(), tuple(dict.fromkeys(told)))
                for id, told in facts.items()
            ),
        )

    def _stood(self) -> Then | None:
        """How an agreement or initiative stood on the day that was asked for."""
        if self.filters.day is None or self.kind not in _STANDING:
            return None
        asked = Where(self.connection, self.kind)
        rewind(asked, self.kind, self.filters.day, False)
        statement = asked.select("status, status_since, date, possible", "AND id = :id")
        row = self.connection.execute(statement, {**asked.params, "id": self.id}).fetchone()
        status, since, date, possible = row or ("unknown", None, None, 0)
        self.record |= {"status": status, "status_since": since, "date": date}
        if row is None:
            self.notes.append(f"nothing is recorded of {self.id} up to {self.filters.as_of}")
        return Then(status, since, bool(possible), row is not None)


def show(connection: sqlite3.Connection, text: str, as_of: PartialDate | None = None) -> Detail:
    """One record of any kind, ready to read.

    Args:
        connection: The index.
        text: Id, former id, name, acronym, alias or code.
        as_of: Status, acts and memberships as of the end of this date.

    Raises:
        UsageError: No record, or several, are called so; those that look like it are suggested.
    """
    known = any_record(IndexBook(connection), text)
    (stored,) = connection.execute(
        "SELECT json FROM record WHERE kind = ? AND id = ?", (known.kind, known.id)
    ).fetchone()
    view = View(connection, known.kind, json.loads(stored), as_of)
    if known.former:
        view.notes.insert(0, f"{text.strip()} is now {known.id}")
    if withdrawn := view.record.get("withdrawn"):
        view.notes.append(f"{known.id} is withdrawn: {withdrawn}")
        view.line("Withdrawn", withdrawn)
    heading = _WRITERS[known.kind](view)
    view.keys(former_ids="Former ids", notes="Notes")
    if view.then is not None:
        stored = json.dumps(view.record, ensure_ascii=False, separators=(",", ":"))
    return Detail(
        known.kind, known.id, heading, view.lines, view.sections, stored, tuple(view.notes)
    )


_REVERSED = {
    "supersedes": "superseded by",
    "amends": "amended by",
    "implements": "implemented by",
    "annex-of": "has the annex",
    "translation-of": "translated as",
    "part-of": "has the part",
    "distinct-from": "distinct from",
}


def _agreement(view: View) -> str:
    record = view.record
    view.keys(contested="Contested")
    view.line("Status", view.status())
    view.keys(date="Date", kind="Kind")
    view.line("Legal nature", record.get("legal_nature", "not-stated"))
    view.line("Level", record.get("level", "intergovernmental"))
    view.named("Parties", "partner", record["parties"])
    view.keys(minerals="Minerals", topics="Topics")
    event = record.get("event")
    view.line("Event", view.name("event", event), (event,) if event else ())
    view.named("Initiatives", "initiative", view.several("initiatives"))
    view.line("Amounts", tuple(map(_amount, view.several("amounts"))))
    view.keys(text_url="Text", text_status="Text status", languages="Languages")
    view.line("Term", tuple(f"{key} {value}" for key, value in record.get("term", {}).items()))
    view.line("Depositary", view.name("partner", record.get("depositary")))
    view.keys(series="Printed in")
    view.line("Carried out by", tuple(one["name"] for one in view.several("bodies")))
    view.keys(checked="Checked on")
    official = record.get("title_status") == "official"
    told = "official: a source quotes it" if official else "descriptive: no official title is known"
    view.line("Title status", told)
    view.acts()
    view.section(
        "Signatories",
        "partner: For, name, office…, body…, role",
        (
            (
                view.name("partner", one["partner"]),
                one.get("name"),
                one.get("office"),
                one.get("body"),
                one.get("role", "signatory"),
            )
            for one in view.several("signatories")
        ),
    )
    view.section(
        "Related agreements",
        "type: Relation, agreement, title…",
        (
            (kind.replace("-", " "), other, view.name("agreement", other))
            for kind, other in _relations(view)
        ),
    )
    view.variants()
    view.sources(_facts(record))
    return str(record["title"])


def _relations(view: View) -> Iterator[tuple[str, str]]:
    """Relations both ways: those that the record states, and those that others state of it."""
    pairs = [(one["type"], one["agreement"]) for one in view.several("relations")]
    yield from pairs
    stated = {pair for pair in pairs if pair[0] == "distinct-from"}
    for pair in view.connection.execute(
        "SELECT type, agreement FROM relation WHERE other = ? ORDER BY agreement, type", (view.id,)
    ):
        if pair not in stated:
            yield _REVERSED[pair[0]], pair[1]


def _claim(view: View) -> str:
    record = view.record
    found = verdict(view.connection, view.id, view.filters.as_of)
    counted = f"{found.claimed} {found.unit}" if found.unit != "other" else found.claimed
    view.line("Claimed", counted)
    view.line("As of", found.as_of)
    view.line("Recorded", found.recorded)
    difference = found.difference
    view.line("Difference", None if difference is None else f"{difference:+d}".replace("+0", "0"))
    as_expected = "as expected" if found.verdict == found.expected else f"not {found.expected}"
    view.line("Verdict", f"{found.verdict}, {as_expected}")
    view.line("Cannot be answered", found.problem)
    view.line("Explanation", found.explanation)
    view.named("It lists", "partner", view.several("names"))
    view.named("Not recorded", "partner", found.missing)
    view.named("Not in its list", "partner", found.extra)
    selector = record.get("selector") or {}
    view.line("Counts what has", tuple(f"{key} = {_told(one)}" for key, one in selector.items()))
    _counted(view, found, found.counted, "Counted")
    _counted(view, found, found.possible, "Possible, not counted")
    view.sources({id: ["the number"] for id in view.several("sources")})
    return str(record["statement"])


def _counted(view: View, found: Verdict, ids: tuple[str, ...], title: str) -> None:
    """Add the records behind a claim's number: agreements with date and confidence, or partners."""
    if found.unit in ("members", "participants"):
        view.section(title, "id, name", zip(ids, view.names("partner", ids), strict=True))
        return
    listed = {one["agreement"]: one for one in view.several("members")}
    rows: list[Row] = []
    for id in ids:
        date, name = view.connection.execute(
            "SELECT date, title FROM agreement WHERE id = ?", (id,)
        ).fetchone()
        one = listed.get(id)
        how = one.get("confidence", "certain") if one else "found by the selector"
        rows.append((id, date, name, how, one.get("note") if one else None))
    view.section(title, "id, date, title…, confidence: How sure, note…", rows)


_STATES = {"yes": "current", "maybe": "perhaps", "ended": "ended", "not yet": "later"}


def _initiative(view: View) -> str:
    record = view.record
    view.keys(acronym="Acronym", aliases="Also known as", kind="Kind")
    view.line("Status", view.status())
    view.keys(date="Date")
    view.named("Took over from", "initiative", view.several("predecessors"))
    after = "SELECT initiative FROM initiative_predecessor WHERE predecessor = ?"
    found = view.connection.execute(after, (view.id,)).fetchall()
    view.named("Followed by", "initiative", (id for (id,) in found))
    known = members(view.connection, view.id, view.filters.day)
    view.line("Chair", _chairs(known))
    current = {one.partner: one.name for one in known if _belongs(one, "yes")}
    perhaps = {one.partner: one.name for one in known if _belongs(one, "maybe")}
    for label, named in (
        ("Members", current),
        ("Perhaps members", {id: name for id, name in perhaps.items() if id not in current}),
    ):
        view.line(label, tuple(named.values()), tuple(named))
    view.line("Amounts", tuple(map(_amount, view.several("amounts"))))
    view.acts()
    view.section(
        "Members",
        f"partner, role, from, to, state: {'Then' if view.filters.day else 'Now'}, sources…, note…",
        (
            (
                one.name,
                one.role,
                one.since,
                one.until,
                _STATES[one.state],
                view.sources_of(stated),
                stated.get("note"),
            )
            for one, stated in zip(known, view.several("members"), strict=True)
            if one.state != "not yet" or view.filters.day is None
        ),
    )
    view.agreements(view.filters._replace(initiative=(view.id,), withdrawn=True))
    view.variants()
    view.sources(_facts(record))
    return str(record["name"])


def _chairs(found: list[Member]) -> str | None:
    """Who held the chair, or since when nobody does; None where no chair is recorded."""
    chairs = [one for one in found if one.role == "chair" and one.state != "not yet"]
    held = [one for one in chairs if one.state != "ended"]
    if held:
        return ", ".join(map(_chair, held))
    if not chairs:
        return None
    last = max(chairs, key=lambda one: one.end or "")
    return f"none since {last.until}; before that {last.name}"


def _chair(one: Member) -> str:
    dates = (("from", one.since), ("to", one.until))
    span = " ".join(f"{word} {date}" for word, date in dates if date)
    text = f"{one.name} ({span})" if span else one.name
    return f"perhaps {text}" if one.state == "maybe" else text


def _belongs(one: Member, state: str) -> bool:
    return one.state == state and one.role in COUNTED_ROLES


def _partner(view: View) -> str:
    name, kind, region, narrow, parent = view.connection.execute(
        "SELECT name, kind, region, subregion, parent FROM partner WHERE id = ?", (view.id,)
    ).fetchone()
    view.line("Kind", kind)
    view.keys(iso="ISO 3166-1")
    view.line("Region", ", ".join(dict.fromkeys(filter(None, (region, narrow)))))
    view.line("Belongs to", view.name("partner", parent), (parent,) if parent else ())
    query = "SELECT id FROM partner WHERE parent = ? ORDER BY id"
    parts = view.connection.execute(query, (view.id,)).fetchall()
    view.named("Parts", "partner", [id for (id,) in parts])
    view.keys(aliases="Also known as")
    view.agreements(view.filters._replace(party=(view.id,), withdrawn=True))
    view.section("Agreements through blocs", "id, date, status, title…, through", _through(view))
    view.select(
        "Initiatives",
        "initiative…, role, from, to",
        'SELECT i.name, m.role, m."from", m."to" FROM membership AS m JOIN initiative AS i '
        "ON i.id = m.initiative WHERE m.partner = :id ORDER BY i.position, m.position",
    )
    view.select(
        "Events",
        "date, event…, role",
        "SELECT e.date, e.name, p.role FROM event_partner AS p JOIN event AS e "
        "ON e.id = p.event WHERE p.partner = :id ORDER BY e.date_earliest, e.id",
    )
    return str(name)


def _through(view: View) -> Iterator[Row]:
    """What a country is party to through blocs that it belonged to, and not by itself."""
    asked = where(view.connection, "agreement", view.filters)
    through = through_blocs(asked, [view.id])
    asked.require(f"NOT ({party(asked, [view.id], False)})")
    for bloc, condition in through:
        order = f"AND ({condition}) ORDER BY {ORDER['agreement']}"
        statement = asked.select("r.id, r.date, r.status, r.title", order)
        for row in view.connection.execute(statement, asked.params).fetchall():
            yield (*row, view.name("partner", bloc))


def _event(view: View) -> str:
    view.keys(aliases="Also known as", date="Date", start="From", end="To", place="Place")
    for label, key in (("Hosts", "hosts"), ("Participants", "participants")):
        ids = view.several(key)
        view.named(f"{label} ({len(ids)})" if len(ids) > 1 else label, "partner", ids)
    view.agreements(view.filters._replace(event=(view.id,), withdrawn=True))
    view.variants()
    view.sources(_facts(view.record))
    return str(view.record["name"])


def _source(view: View) -> str:
    view.keys(publisher="Publisher", kind="Kind", published="Published", url="Address")
    view.keys(via="Read at", archive_url="Archived at", retrieved="Read on", read="Read")
    view.keys(language="Language")
    titles = " UNION ALL ".join(
        f"SELECT '{kind}', id, {_TITLED.get(kind, 'name')} FROM {kind} WHERE id IN (SELECT id FROM "
        f"link WHERE kind = '{kind}' AND to_kind = 'source' AND to_id = :id)"
        for kind in ("agreement", "claim", "event", "initiative")
    )
    view.select("Supports", "kind, id, name…: Record", f"{titles} ORDER BY 1, 2")
    return str(view.record["title"])


_WRITERS: dict[str, Callable[[View], str]] = {
    "agreement": _agreement,
    "initiative": _initiative,
    "partner": _partner,
    "event": _event,
    "source": _source,
    "claim": _claim,
}
"""What fills the view of each record kind, and gives its heading."""


def _facts(record: Record) -> Facts:
    """Which source supports what of an agreement, initiative, event or claim.

    A part that names no sources of its own rests on those of the record.
    """
    facts: Facts = {id: ["the record"] for id in record.get("sources", ())}
    for ids, fact in _stated(record):
        for id in ids:
            facts.setdefault(id, []).append(fact)
    return facts


def _stated(record: Record) -> Iterator[tuple[Iterable[str], str]]:
    """The sources of each part of a record, and what they support."""
    for field, sources in record.get("field_sources", {}).items():
        value = record.get(field)
        told = f": {value}" if isinstance(value, str) else ""
        yield sources, field.replace("_", " ") + told
    for key, fact in _PARTS.items():
        for one in record.get(key, ()):
            yield one.get("sources", ()), fact(one)


def _amount(amount: Record) -> str:
    """A sum in words: `up to 10 USD billion (loan)`."""
    parts = (amount.get("qualifier"), f"{amount['value']:,}", amount["unit"])
    text = " ".join(part for part in parts if part)
    return f"{text} ({amount['what']})" if amount.get("what") else text


_PARTS: dict[str, Callable[[Record], str]] = {
    "actions": lambda one: " ".join(filter(None, (one["action"], one.get("date")))),
    "members": lambda one: f"{one.get('role', 'member')}: {one.get('partner')}",
    "amounts": lambda one: f"amount: {_amount(one)}",
    "bodies": lambda one: f"body: {one['name']}",
    "variants": lambda one: f"another {one['field']}: {one['value']}",
}
"""What a part of a record states, for its sources."""


def _told(value: object) -> str:
    if isinstance(value, list):
        return " or ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _first_day(pair: tuple[ActThen, Record]) -> str:
    return pair[0].earliest


def whereabouts(
    connection: sqlite3.Connection, path: str, reason: str, index: str | None
) -> Detail:
    """Describe the registry behind an index.

    Args:
        connection: The index.
        path: The registry file.
        reason: Why this file.
        index: The index file, or None when it is in memory.
    """
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    counts = {
        kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]
        for kind in RECORD_KINDS
    }
    stated = {
        "reason": reason,
        "schema version": meta.get("schema_version"),
        "version": meta.get("version"),
        "as of": meta.get("as_of"),
        "license": meta.get("license"),
        "index": index or "in memory",
    }
    lines = [Line(label, value) for label, value in stated.items()]
    lines += [Line(f"{kind}s", count) for kind, count in counts.items()]
    facts = {
        "registry": path,
        "reason": reason,
        "title": meta.get("title"),
        "schema_version": int(meta["schema_version"]),
        "version": meta.get("version"),
        "as_of": meta.get("as_of"),
        "license": meta.get("license"),
        "index": index,
        "counts": {f"{kind}s": count for kind, count in counts.items()},
    }
    return Detail("registry", path, meta.get("title") or path, lines, [], json.dumps(facts))
