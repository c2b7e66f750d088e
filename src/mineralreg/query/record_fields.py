"""The columns of listings of partners, initiatives, events, sources and claims.

The SQL speaks of the listed record as `r`.
"""

from __future__ import annotations

from mineralreg.query.field import LAST, date, many, one, table

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

FIELDS = {
    "partner": PARTNER,
    "initiative": INITIATIVE,
    "event": EVENT,
    "source": SOURCE,
    "claim": CLAIM,
}
