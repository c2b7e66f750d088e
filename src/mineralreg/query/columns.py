"""Which columns a listing of each record kind can have, which it has, and what it is in order of.

Names are what `--columns`, `--sort` and the header of CSV use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.query.names import field_name, not_among
from mineralreg.query.results import Column

if TYPE_CHECKING:
    from collections.abc import Sequence


SEPARATOR = "\x1f"
"""Between the values of a cell, until it is split; U+241F stands for one inside a value."""


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


def date(name: str, title: str, earliest: str, latest: str, sql: str | None = None) -> Field:
    """A date, sorted by the days that it can be."""
    return Field(Column(name, title), sql or f'r."{name}"', (earliest, latest))


def many(name: str, title: str, select: str, order: str, *, wide: bool = True) -> Field:
    """A column of several texts. `select` names its text `v`; it may speak of `r`."""
    value = "replace(v, char(31), char(9247))"
    sql = f"(SELECT group_concat({value}, char(31)) FROM (SELECT {select} ORDER BY {order}))"
    return Field(Column(name, title, wide), sql, many=True)


def table(*fields: Field) -> dict[str, Field]:
    """Columns by name."""
    return {field.column.name: field for field in fields}


LAST = (one("notes", "Notes", wide=True), one("withdrawn", "Withdrawn", wide=True))


AGREEMENT = table(
    one("id", "Id"),
    date("date", "Date", "r.date_earliest", "r.date_latest"),
    one("status", "Status"),
    one("status_since", "Since"),
    one("kind", "Kind"),
    one("legal_nature", "Legal nature"),
    one("level", "Level"),
    one("title", "Title", wide=True),
    one("title_status", "Title is"),
    many(
        "parties",
        "Parties",
        "p.name AS v FROM agreement_party AS x JOIN partner AS p ON p.id = x.partner "
        "WHERE x.agreement = r.id",
        "x.position",
    ),
    many(
        "party_ids",
        "Party ids",
        "x.partner AS v FROM agreement_party AS x WHERE x.agreement = r.id",
        "x.position",
    ),
    many(
        "minerals",
        "Minerals",
        "x.mineral AS v FROM agreement_mineral AS x WHERE x.agreement = r.id",
        "x.position",
    ),
    many(
        "topics",
        "Topics",
        "x.topic AS v FROM agreement_topic AS x WHERE x.agreement = r.id",
        "x.position",
    ),
    one("event", "Event"),
    many(
        "initiatives",
        "Initiatives",
        "x.initiative AS v FROM agreement_initiative AS x WHERE x.agreement = r.id",
        "x.position",
    ),
    one(
        "place",
        "Place",
        "(SELECT x.place FROM act AS x WHERE x.agreement = r.id AND x.place IS NOT NULL "
        "ORDER BY x.action <> 'signed', x.sort LIMIT 1)",
    ),
    many(
        "regions",
        "Regions",
        "DISTINCT p.region AS v FROM agreement_party AS x JOIN partner AS p "
        "ON p.id = x.partner WHERE x.agreement = r.id AND p.region IS NOT NULL",
        "p.region",
    ),
    many(
        "signatories",
        "Signatories",
        "coalesce(x.name, x.body) AS v FROM signatory AS x "
        "WHERE x.agreement = r.id AND x.role = 'signatory'",
        "x.position",
    ),
    many(
        "sources",
        "Sources",
        "x.source AS v FROM agreement_source AS x WHERE x.agreement = r.id",
        "x.position",
    ),
    one("contested", "Contested", wide=True),
    *LAST,
)

ACT = table(
    date("date", "Date", "r.earliest", "r.latest"),
    one("action", "Action"),
    one("record", "Record"),
    one("record_kind", "Kind"),
    one("title", "Title", wide=True),
    one("partner", "Partner"),
    one("partner_id", "Partner id"),
    one("role", "Role"),
    one("place", "Place"),
    Field(Column("sources", "Sources", True), "r.sources", many=True),
    one("note", "Note", wide=True),
    one("earliest", "First day"),
    one("latest", "Last day"),
)

AGREEMENT_FIELDS = {"agreement": AGREEMENT, "act": ACT}


DEFAULTS = {
    "agreement": ("id", "date", "status", "kind", "title", "parties", "minerals", "sources"),
    "partner": ("id", "name", "kind", "iso", "region", "agreements"),
    "initiative": ("id", "date", "acronym", "name", "kind", "status", "agreements"),
    "event": ("id", "date", "name", "place", "hosts", "participants", "agreements"),
    "source": ("id", "published", "kind", "publisher", "title", "url"),
    "claim": ("id", "as_of", "count", "unit", "statement", "expect", "sources"),
    "act": ("date", "action", "record", "partner", "role", "place", "title", "sources"),
}

ORDER = {
    "agreement": "date",
    "partner": "name",
    "initiative": "date",
    "event": "date",
    "source": "published",
    "claim": "as_of",
    "act": "date",
}
"""The column that a listing is in the order of when nobody chooses."""


def known(kind: str) -> dict[str, Field]:
    """All columns that a listing of this kind can have, by name."""
    if kind in AGREEMENT_FIELDS:
        return AGREEMENT_FIELDS[kind]

    return RECORD_FIELDS[kind]


def fields(kind: str, columns: Sequence[str] | None) -> list[Field]:
    """The columns to show, in order.

    Args:
        kind: Record kind in the singular, or `act`.
        columns: Names as written, or None for the default ones.

    Raises:
        UsageError: A column that this kind does not have.
    """
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


PARTNER = table(
    one("id", "Id"),
    one("name", "Name"),
    one("kind", "Kind"),
    one("iso", "ISO"),
    one("region", "Region"),
    one("subregion", "Subregion"),
    one("parent", "Belongs to"),
    one(
        "agreements",
        "Agreements",
        "(SELECT count(*) FROM agreement_party AS x JOIN agreement AS a ON a.id = x.agreement "
        "WHERE x.partner = r.id AND a.withdrawn IS NULL)",
    ),
    many(
        "aliases",
        "Also known as",
        "x.alias AS v FROM partner_alias AS x WHERE x.partner = r.id AND x.alias <> r.name",
        "x.alias",
    ),
    *LAST,
)

INITIATIVE = table(
    one("id", "Id"),
    date("date", "Date", "r.date_earliest", "r.date_latest"),
    one("acronym", "Acronym"),
    one("name", "Name", wide=True),
    one("kind", "Kind"),
    one("status", "Status"),
    one("status_since", "Since"),
    many(
        "members",
        "Members",
        "DISTINCT p.name AS v FROM membership AS x JOIN partner AS p ON p.id = x.partner "
        "WHERE x.initiative = r.id",
        "x.position",
    ),
    one(
        "agreements",
        "Agreements",
        "(SELECT count(*) FROM agreement_initiative AS x JOIN agreement AS a "
        "ON a.id = x.agreement WHERE x.initiative = r.id AND a.withdrawn IS NULL)",
    ),
    many(
        "predecessors",
        "Took over from",
        "x.predecessor AS v FROM initiative_predecessor AS x WHERE x.initiative = r.id",
        "x.predecessor",
    ),
    many(
        "sources",
        "Sources",
        "x.source AS v FROM initiative_source AS x WHERE x.initiative = r.id",
        "x.position",
    ),
    *LAST,
)

EVENT = table(
    one("id", "Id"),
    date("date", "Date", "r.date_earliest", "r.date_latest"),
    one("end", "Until"),
    one("name", "Name", wide=True),
    one("place", "Place"),
    many(
        "hosts",
        "Hosts",
        "p.name AS v FROM event_partner AS x JOIN partner AS p ON p.id = x.partner "
        "WHERE x.event = r.id AND x.role = 'host'",
        "x.position",
    ),
    one(
        "participants",
        "Participants",
        "(SELECT count(*) FROM event_partner AS x WHERE x.event = r.id AND x.role = 'participant')",
    ),
    one(
        "agreements",
        "Agreements",
        "(SELECT count(*) FROM agreement AS a WHERE a.event = r.id AND a.withdrawn IS NULL)",
    ),
    many(
        "sources",
        "Sources",
        "x.source AS v FROM event_source AS x WHERE x.event = r.id",
        "x.position",
    ),
    *LAST,
)

SOURCE = table(
    one("id", "Id"),
    date("published", "Published", "r.published_earliest", "r.published_latest"),
    one("kind", "Kind"),
    one("publisher", "Publisher"),
    one("title", "Title", wide=True),
    one("url", "Address"),
    one("via", "Read at"),
    one("archive_url", "Archived at"),
    one("retrieved", "Read on"),
    one(
        "agreements",
        "Agreements",
        "(SELECT count(*) FROM agreement_source AS x WHERE x.source = r.id)",
    ),
    *LAST,
)

CLAIM = table(
    one("id", "Id"),
    date("as_of", "As of", "r.as_of_earliest", "r.as_of_latest"),
    one("count", "Claimed"),
    one("unit", "Of what"),
    one("statement", "Statement", wide=True),
    one("expect", "Expected"),
    many(
        "sources",
        "Sources",
        "x.source AS v FROM claim_source AS x WHERE x.claim = r.id",
        "x.position",
    ),
    many(
        "names",
        "Names it lists",
        "p.name AS v FROM claim_name AS x JOIN partner AS p ON p.id = x.partner "
        "WHERE x.claim = r.id",
        "x.position",
    ),
    one("selector", "Selector", wide=True),
    one("explanation", "Explanation", wide=True),
    *LAST,
)

RECORD_FIELDS = {
    "partner": PARTNER,
    "initiative": INITIATIVE,
    "event": EVENT,
    "source": SOURCE,
    "claim": CLAIM,
}
