"""The columns of listings of agreements and of acts. The SQL speaks of the row as `r`."""

from __future__ import annotations

from mineralreg.query.field import LAST, Field, date, many, one, table
from mineralreg.query.rows import Column

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

FIELDS = {"agreement": AGREEMENT, "act": ACT}
