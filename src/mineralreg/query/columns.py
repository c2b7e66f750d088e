"""Which columns a listing of each record kind can have, which it has, and what it is in order of.

Names are what `--columns`, `--sort` and the header of CSV use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.query.names import field_name, not_among
from mineralreg.query.results import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATOR = "\x1f"
"""Between the values of a cell, until it is split; U+241F stands for one inside a value."""

POSSIBLE = "{possible}"
"""Stands in a column's SQL for the condition under which a record only may match."""

MOST_COLUMNS = 200


class Field(NamedTuple):
    """A column and how to get it.

    Attributes:
        column: Name and heading.
        sql: Expression for its cell.
        order: Expressions to sort by; empty to sort by the cell, texts folded.
        many: True when the cell is a tuple of texts.
    """

    column: Column
    sql: str
    order: tuple[str, ...] = ()
    many: bool = False


def one(name: str, title: str, sql: str | None = None, *, wide: bool = False) -> Field:
    """A column of one value; without SQL it is the column of that name."""
    return Field(Column(name, title, wide), sql or f'r."{name}"')


def date(name: str, title: str, prefix: str) -> Field:
    """A date, sorted by the days that it can be."""
    return Field(Column(name, title), f'r."{name}"', (f"r.{prefix}earliest", f"r.{prefix}latest"))


def many(name: str, title: str, value: str, rows: str, order: str = "x.position") -> Field:
    """A column of several texts: `value` of these rows, which may speak of `r`, in this order."""
    listed = f"SELECT {value} AS v FROM {rows} ORDER BY {order}"
    text = "replace(v, char(31), char(9247))"
    sql = f"(SELECT group_concat({text}, char(31)) FROM ({listed}))"
    return Field(Column(name, title, True), sql, many=True)


def count(name: str, title: str, rows: str) -> Field:
    """A column that counts these rows, which may speak of `r`."""
    return one(name, title, f"(SELECT count(*) FROM {rows})")


def table(*fields: Field) -> dict[str, Field]:
    """Columns by name, with those that every kind has."""
    shared = (
        one("notes", "Notes", wide=True),
        one("withdrawn", "Withdrawn", wide=True),
        one("possible", "Possible", f"CASE WHEN {POSSIBLE} THEN 'yes' END"),
    )
    return {field.column.name: field for field in (*fields, *shared)}


_NAMED = "JOIN partner AS p ON p.id = x.partner"
_WITHDRAWN = "(SELECT id FROM agreement WHERE withdrawn IS NOT NULL)"


def _agreements(rows: str) -> Field:
    """How many agreements there are: all less the few that were withdrawn."""
    without = f"(SELECT count(*) FROM {rows} AND x.agreement IN {_WITHDRAWN})"
    return one("agreements", "Agreements", f"(SELECT count(*) FROM {rows}) - {without}")


def _sources(kind: str) -> Field:
    return many("sources", "Sources", "x.source", f"{kind}_source AS x WHERE x.{kind} = r.id")


def _of_agreement(name: str, title: str, part: str) -> Field:
    return many(name, title, f"x.{part}", f"agreement_{part} AS x WHERE x.agreement = r.id")


def _of_json(name: str, title: str, path: str) -> Field:
    """What only the whole record holds, which no filter asks for."""
    json = "SELECT json FROM record WHERE kind = 'agreement' AND id = r.id"
    return one(name, title, f"(json_extract(({json}), '$.{path}'))")


_PARTIES = f"agreement_party AS x {_NAMED} WHERE x.agreement = r.id"
_ACT = "(SELECT {0} FROM act WHERE id = r.number)"
_OF_ACT = "CASE WHEN r.key < 'a' THEN {} ELSE {} END"
_ACT_SOURCES = (
    "(SELECT group_concat(source, char(31)) FROM (SELECT x.source FROM {0}_source AS x "
    "WHERE x.{0} = r.number ORDER BY x.{1}))"
)

FIELDS: dict[str, dict[str, Field]] = {
    "agreement": table(
        one("id", "Id"),
        date("date", "Date", "date_"),
        one("status", "Status"),
        one("status_since", "Since"),
        one("kind", "Kind"),
        one("legal_nature", "Legal nature"),
        one("level", "Level"),
        one("title", "Title", wide=True),
        one("title_status", "Title is"),
        many("parties", "Parties", "p.name", _PARTIES),
        many(
            "party_ids", "Party ids", "x.partner", "agreement_party AS x WHERE x.agreement = r.id"
        ),
        _of_agreement("minerals", "Minerals", "mineral"),
        _of_agreement("topics", "Topics", "topic"),
        one("event", "Event"),
        _of_agreement("initiatives", "Initiatives", "initiative"),
        one(
            "place",
            "Place",
            "(SELECT x.place FROM act AS x WHERE x.agreement = r.id AND x.place IS NOT NULL "
            "ORDER BY x.action <> 'signed', x.sort LIMIT 1)",
        ),
        many(
            "regions",
            "Regions",
            "DISTINCT p.region",
            f"{_PARTIES} AND p.region IS NOT NULL",
            "p.region",
        ),
        many(
            "signatories",
            "Signatories",
            "coalesce(x.name, x.body)",
            "signatory AS x WHERE x.agreement = r.id AND x.role = 'signatory'",
        ),
        _of_agreement("sources", "Sources", "source"),
        one("contested", "Contested", wide=True),
        _of_json("text_status", "Text", "text_status"),
        _of_json("text_url", "Text at", "text_url"),
        _of_json("until", "Until", "term.until"),
    ),
    "act": table(
        date("date", "Date", ""),
        one("action", "Action"),
        one("record", "Record"),
        one("record_kind", "Kind"),
        one(
            "title",
            "Title",
            "CASE r.record_kind WHEN 'agreement' THEN (SELECT title FROM agreement WHERE "
            "id = r.record) ELSE (SELECT name FROM initiative WHERE id = r.record) END",
            wide=True,
        ),
        one("partner", "Partner", "(SELECT name FROM partner WHERE id = r.partner_id)"),
        one("partner_id", "Partner id"),
        one(
            "role",
            "Role",
            _OF_ACT.format("NULL", "(SELECT role FROM membership WHERE id = r.number)"),
        ),
        one("place", "Place", _OF_ACT.format(_ACT.format("place"), "NULL")),
        Field(
            Column("sources", "Sources", True),
            _OF_ACT.format(
                _ACT_SOURCES.format("act", "position"), _ACT_SOURCES.format("membership", "source")
            ),
            many=True,
        ),
        one(
            "note",
            "Note",
            _OF_ACT.format(
                _ACT.format("note"), "(SELECT note FROM membership WHERE id = r.number)"
            ),
            wide=True,
        ),
        one("earliest", "First day"),
        one("latest", "Last day"),
    ),
    "partner": table(
        one("id", "Id"),
        one("name", "Name"),
        one("kind", "Kind"),
        one("iso", "ISO"),
        one("region", "Region"),
        one("subregion", "Subregion"),
        one("parent", "Belongs to"),
        _agreements("agreement_party AS x WHERE x.partner = r.id"),
        many(
            "aliases",
            "Also known as",
            "x.alias",
            "partner_alias AS x WHERE x.partner = r.id AND x.alias <> r.name",
            "x.alias",
        ),
    ),
    "initiative": table(
        one("id", "Id"),
        date("date", "Date", "date_"),
        one("acronym", "Acronym"),
        one("name", "Name", wide=True),
        one("kind", "Kind"),
        one("status", "Status"),
        one("status_since", "Since"),
        many(
            "members",
            "Members",
            "DISTINCT p.name",
            f"membership AS x {_NAMED} WHERE x.initiative = r.id",
        ),
        _agreements("agreement_initiative AS x WHERE x.initiative = r.id"),
        many(
            "predecessors",
            "Took over from",
            "x.predecessor",
            "initiative_predecessor AS x WHERE x.initiative = r.id",
            "x.predecessor",
        ),
        _sources("initiative"),
    ),
    "event": table(
        one("id", "Id"),
        date("date", "Date", "date_"),
        one("end", "Until"),
        one("name", "Name", wide=True),
        one("place", "Place"),
        many(
            "hosts",
            "Hosts",
            "p.name",
            f"event_partner AS x {_NAMED} WHERE x.event = r.id AND x.role = 'host'",
        ),
        count(
            "participants",
            "Participants",
            "event_partner AS x WHERE x.event = r.id AND x.role = 'participant'",
        ),
        count(
            "agreements", "Agreements", "agreement AS a WHERE a.event = r.id AND withdrawn IS NULL"
        ),
        _sources("event"),
    ),
    "source": table(
        one("id", "Id"),
        date("published", "Published", "published_"),
        one("kind", "Kind"),
        one("publisher", "Publisher"),
        one("title", "Title", wide=True),
        one("url", "Address"),
        one("via", "Read at"),
        one("archive_url", "Archived at"),
        one("retrieved", "Read on"),
        count("agreements", "Agreements", "agreement_source AS x WHERE x.source = r.id"),
    ),
    "claim": table(
        one("id", "Id"),
        date("as_of", "As of", "as_of_"),
        one("count", "Claimed"),
        one("unit", "Of what"),
        one("statement", "Statement", wide=True),
        one("expect", "Expected"),
        _sources("claim"),
        many("names", "Names it lists", "p.name", f"claim_name AS x {_NAMED} WHERE x.claim = r.id"),
        one("selector", "Selector", wide=True),
        one("explanation", "Explanation", wide=True),
    ),
}
del FIELDS["act"]["notes"], FIELDS["act"]["withdrawn"]

VOCABULARIES = {
    "mineral": (
        Column("id", "Id"),
        Column("name", "Name"),
        Column("kind", "Kind"),
        Column("groups", "Groups", True),
        Column("synonyms", "Also known as", True),
        Column("lists", "Official lists", True),
        Column("agreements", "Agreements"),
    ),
    "topic": (Column("id", "Id"), Column("meaning", "Meaning"), Column("agreements", "Agreements")),
}
"""Columns of the vocabularies that can be listed, which no table of the index holds."""

DEFAULTS: dict[str, tuple[str, ...]] = {
    "agreement": ("id", "date", "status", "kind", "title", "parties", "minerals", "sources"),
    "partner": ("id", "name", "kind", "iso", "region", "agreements"),
    "initiative": ("id", "date", "acronym", "name", "kind", "status", "agreements"),
    "event": ("id", "date", "name", "place", "hosts", "participants", "agreements"),
    "source": ("id", "published", "kind", "publisher", "title", "url"),
    "claim": ("id", "as_of", "count", "unit", "statement", "expect", "sources"),
    "act": ("date", "action", "record", "partner", "role", "place", "title", "sources"),
    **{kind: tuple(one.name for one in columns) for kind, columns in VOCABULARIES.items()},
}

_NEWEST = {
    kind: f"r.{prefix}_earliest DESC, r.{prefix}_latest DESC, r.id"
    for kind, prefix in (
        ("agreement", "date"),
        ("initiative", "date"),
        ("event", "date"),
        ("source", "published"),
        ("claim", "as_of"),
    )
}
_OLDEST = {kind: order.replace(" DESC", "") for kind, order in _NEWEST.items()}
ORDER = {
    **_NEWEST,
    "partner": "fold(r.name), r.id",
    "act": "r.begun DESC, r.record, r.undated, r.earliest, r.latest, r.sort, r.key",
}
"""What a listing is in the order of when nobody chooses: newest first, what has no date last."""


def known(kind: str) -> dict[str, Field]:
    """All columns that a listing of this kind can have, by name."""
    if kind in VOCABULARIES:
        return {column.name: Field(column, "") for column in VOCABULARIES[kind]}
    return FIELDS[kind]


def fields(kind: str, columns: Sequence[str] | None) -> list[Field]:
    """The columns to show, in order.

    Args:
        kind: Record kind in the singular, or `act`.
        columns: Names as written, or None for the default ones.

    Raises:
        UsageError: A column that this kind does not have, or more than a table can have.
    """
    if columns and len(columns) > MOST_COLUMNS:
        raise UsageError(
            f"--columns takes at most {MOST_COLUMNS} columns", help="ask several times"
        )
    return [field(kind, name, "column") for name in columns or DEFAULTS[kind]]


def field(kind: str, name: str, what: str) -> Field:
    """The column of this name; `legal-nature`, `Legal nature` and `legal_nature` are one.

    Raises:
        UsageError: No such column.
    """
    table = known(kind)
    key = field_name(name)
    if key in table:
        return table[key]
    kinds = "actions" if kind == "act" else f"{kind}s"
    raise not_among(name, table, f"{what} of {kinds}")


def order(kind: str, sort: str | None, reverse: bool) -> str:
    """What stands behind ORDER BY; what has no value comes last, whichever way.

    Args:
        kind: Record kind in the singular, or `act`.
        sort: A column, with `-` in front for descending; None for the usual order.
        reverse: Turn the order round.

    Raises:
        UsageError: No such column.
    """
    if sort is None:
        if not reverse:
            return ORDER[kind]
        if kind in _OLDEST:
            prefix = _OLDEST[kind].partition(",")[0]
            return f"{prefix} IS NULL, {_OLDEST[kind]}"
        return "fold(r.name) DESC, r.id" if kind == "partner" else _reversed_acts()
    by = field(kind, sort.removeprefix("-"), "field to sort by")
    turned = " DESC" if reverse != sort.startswith("-") else ""
    keys = by.order or (f"fold({by.sql})",)
    ties = "r.record, r.sort, r.key" if kind == "act" else "r.id"
    return f"{keys[0]} IS NULL, {', '.join(f'{key}{turned}' for key in keys)}, {ties}"


def _reversed_acts() -> str:
    return (
        "r.begun IS NULL, r.begun, r.record, r.undated, r.earliest DESC, r.latest DESC, "
        "r.sort DESC, r.key"
    )
