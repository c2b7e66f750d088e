"""From filters to conditions on sources and claims; the rules are those of `kinds.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.errors import UsageError
from mineralreg.query import sides, where
from mineralreg.query.filters import Filters, option
from mineralreg.query.parts import agreements_found, own_kind, until_day
from mineralreg.query.terms import Terms, Where

if TYPE_CHECKING:
    import sqlite3

_ABOUT_RECORD = ("since", "until", "search", "withdrawn", "certain", "as_of")


def sources(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Sources; what is asked of agreements finds the sources that the agreements cite."""
    terms = Terms()
    own_kind(terms, filters, "source")
    if filters.source:
        ids = where.every(connection, "source", filters.source)
        terms.require(f"r.id IN {terms.any_of(ids)}")
    rest = filters.without("kind", "source", *_ABOUT_RECORD)
    if rest.asked():
        inner = agreements_found(connection, terms, rest)
        cited = [f"SELECT source FROM agreement_source WHERE agreement IN ({inner})"]
        for field in ("event", "initiative"):
            if rest.asked() == (field,):
                ids = where.every(connection, field, getattr(filters, field))
                cited.append(
                    f"SELECT source FROM {field}_source WHERE {field} IN {terms.any_of(ids)}"
                )
        terms.require(f"r.id IN ({' UNION '.join(cited)})")
    until_day(terms, filters, "r.published_earliest", "r.published_latest")
    where.common(terms, filters, "source", "r.published_earliest", "r.published_latest")
    return terms.where("source")


def claims(connection: sqlite3.Connection, filters: Filters) -> Where:
    """Claims; countries and regions are those that the source itself lists."""
    terms = Terms()
    asked = filters.asked(
        "between", "status", "kind", "legal_nature", "level", "mineral", "topic", "via_blocs"
    )
    if asked:
        raise UsageError(
            f"{option(asked[0])} says nothing about claims",
            help="claims are filtered by --source, --event, --initiative, --country, --party, "
            "--region, --since, --until, --as-of and --search",
        )
    listed = "r.id IN (SELECT claim FROM claim_name WHERE partner IN {})"
    for ids in sides.every_side(connection, filters, terms):  # `between` is refused above
        terms.require(listed.format(terms.any_of(ids)))
    for field in ("event", "initiative"):
        if values := getattr(filters, field):
            ids = where.every(connection, field, values)
            terms.require(
                "EXISTS (SELECT 1 FROM json_each(CASE json_type(r.selector, "
                f"'$.{field}') WHEN 'array' THEN json_extract(r.selector, '$.{field}') ELSE "
                f"json_array(json_extract(r.selector, '$.{field}')) END) AS j "
                f"WHERE j.value IN {terms.any_of(ids)})"
            )
    if filters.source:
        ids = where.every(connection, "source", filters.source)
        terms.require(
            f"r.id IN (SELECT claim FROM claim_source WHERE source IN {terms.any_of(ids)})"
        )
    until_day(terms, filters, "r.as_of_earliest", "r.as_of_latest")
    where.common(terms, filters, "claim", "r.as_of_earliest", "r.as_of_latest")
    return terms.where("claim")
