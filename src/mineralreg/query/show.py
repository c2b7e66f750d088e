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
    relation,
)
from mineralreg.query.columns import ORDER
from mineralreg.query.filters import Filters
from mineralreg.query.names import IndexBook, any_record
from mineralreg.query.reconcile import verdict
from mineralreg.query.results import Column, Detail, Line, Section
from mineralreg.query.where import Terms, add, party, through_blocs
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from mineralreg.dates import PartialDate
    from mineralreg.query.as_of import ActThen
    from mineralreg.query.filters import Filters
    from mineralreg.query.results import Cell, Row, Section, Verdict


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
        terms = Terms(self.connection)
        table = relation(terms, self.kind, self.day, False)
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


def show(connection: sqlite3.Connection, id: str, as_of: PartialDate | None = None) -> Detail:
    """One record of any kind, ready to read.

    Args:
        connection: The index.
        id: Id or former id.
        as_of: Status, acts and memberships as of the end of this date.

    Raises:
        UsageError: No record has this id; those that look like it are suggested.
    """
    known = any_record(IndexBook(connection), id)
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
    _WRITERS[known.kind](about)
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


def name_of(connection: sqlite3.Connection, kind: str, id: str | None) -> str | None:
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
            name_of(connection, "partner", act.get("partner")),
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
    rows = [(*row, mark or None) for row, mark in zip(found.rows(), found.marks, strict=True)]
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
    about.line("Parties", names(connection, "partner", parties), parties)
    about.line("Minerals", tuple(record.get("minerals", ())))
    about.line("Topics", tuple(record.get("topics", ())))
    event = record.get("event")
    about.line("Event", name_of(connection, "event", event), (event,) if event else ())
    initiatives = tuple(record.get("initiatives", ()))
    about.line("Initiatives", names(connection, "initiative", initiatives), initiatives)
    about.line("Amounts", tuple(map(amount_text, record.get("amounts", ()))))
    about.line("Text", record.get("text_url"))
    about.line("Text status", record.get("text_status"))
    about.line("Languages", tuple(record.get("languages", ())))
    about.line("Term", _term(record.get("term", {})))
    depositary = record.get("depositary")
    about.line("Depositary", name_of(connection, "partner", depositary))
    about.line("Printed in", tuple(record.get("series", ())))
    about.line("Carried out by", tuple(one["name"] for one in record.get("bodies", ())))
    about.line("Checked on", record.get("checked"))
    if record.get("title_status", "descriptive") == "official":
        about.line("Title status", "official: a source quotes it")
    else:
        about.line("Title status", "descriptive: no official title is known")
    about.sections += [
        acts_section(connection, record, about.acts()),
        _signatories(about),
        _relations(about),
        variants_section(record),
        sources_section(connection, facts_of(record)),
    ]


def _term(term: dict[str, str]) -> tuple[str, ...]:
    """The parts of a term in words: `duration P5Y`, `renewal automatic`."""
    return tuple(f"{key} {value}" for key, value in term.items())


def _signatories(about: About) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (
            name_of(about.connection, "partner", one["partner"]),
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
            name_of(about.connection, "agreement", other),
        )
        for kind, other in pairs
    ]
    columns = (
        Column("type", "Relation"),
        Column("agreement", "Agreement"),
        Column("title", "Title", True),
    )
    return Section("Related agreements", columns, rows)


def claim(about: About) -> None:
    """Fill the view of a claim, with the records behind the number."""
    record, connection = about.record, about.connection
    about.heading = record["statement"]
    found = verdict(connection, about.id, about.filters.as_of)
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
        about.line(label, names(connection, "partner", ids), ids)
    selector = record.get("selector") or {}
    about.line("Counts what has", tuple(f"{key} = {_told(one)}" for key, one in selector.items()))
    about.sections += [
        _counted(about, found, found.counted, "Counted"),
        _counted(about, found, found.possible, "Possible, not counted"),
        sources_section(connection, {id: ["the number"] for id in record.get("sources", ())}),
    ]


def _counted(about: About, found: Verdict, ids: tuple[str, ...], title: str) -> Section:
    """The records behind a claim's number: agreements with date and confidence, or partners."""
    if found.unit in ("members", "participants"):
        named = names(about.connection, "partner", ids)
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
    about.line("Took over from", names(connection, "initiative", before), before)
    after = tuple(
        id
        for (id,) in connection.execute(
            "SELECT initiative FROM initiative_predecessor WHERE predecessor = ?", (about.id,)
        )
    )
    about.line("Followed by", names(connection, "initiative", after), after)
    found = members(connection, about.id, about.day)
    about.line("Chair", chair(found))
    current = {one.partner: one.name for one in found if _belongs(one, "yes")}
    about.line("Members", tuple(current.values()), tuple(current))
    perhaps = {one.partner: one.name for one in found if _belongs(one, "maybe")}
    doubtful = tuple(id for id in perhaps if id not in current)
    about.line("Perhaps members", tuple(perhaps[id] for id in doubtful), doubtful)
    about.line("Amounts", tuple(map(amount_text, record.get("amounts", ()))))
    about.sections += [
        acts_section(connection, record, about.acts()),
        _members(about, found),
        agreements_section(
            connection, about.filters._replace(initiative=(about.id,), withdrawn=True)
        ),
        variants_section(record),
        sources_section(connection, facts_of(record)),
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
    about.line("Belongs to", name_of(connection, "partner", parent), (parent,) if parent else ())
    parts = tuple(_ids(about, "SELECT id FROM partner WHERE parent = ? ORDER BY id"))
    about.line("Parts", names(connection, "partner", parts), parts)
    about.line("Also known as", tuple(record.get("aliases", ())))
    about.sections += [
        agreements_section(connection, about.filters._replace(party=(about.id,), withdrawn=True)),
        _through_blocs(about),
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


def _through_blocs(about: About) -> Section:
    """What a country is party to through blocs that it belonged to, and not by itself."""
    terms = Terms(about.connection)
    through = through_blocs(terms, [about.id])
    table = add(terms, "agreement", about.filters)
    terms.require(f"NOT ({party(terms, [about.id], False)})")
    asked = terms.where(table)
    rows: list[Row] = []
    for bloc, condition in through:
        columns = "r.id, r.date, r.status, r.title"
        statement = asked.select(columns, f"AND ({condition}) ORDER BY {ORDER['agreement']}")
        name = name_of(about.connection, "partner", bloc)
        rows += [(*row, name) for row in about.connection.execute(statement, asked.params)]
    columns_ = (
        Column("id", "Id"),
        Column("date", "Date"),
        Column("status", "Status"),
        Column("title", "Title", True),
        Column("through", "Through"),
    )
    return Section("Agreements through blocs", columns_, rows)


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
        about.line(counted, names(connection, "partner", ids), ids)
    about.sections += [
        agreements_section(connection, about.filters._replace(event=(about.id,), withdrawn=True)),
        variants_section(record),
        sources_section(connection, facts_of(record)),
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


_WRITERS = {
    "agreement": agreement,
    "initiative": initiative,
    "partner": partner,
    "event": event,
    "source": source,
    "claim": claim,
}
"""What fills the view of each record kind."""
