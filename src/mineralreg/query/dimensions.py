"""The fields that agreements can be counted by, in one table: `summary --by`."""

from __future__ import annotations

from typing import NamedTuple

from mineralreg.query.suggest import not_among
from mineralreg.query.words import field_name
from mineralreg.reference import vocabulary

NOT_STATED = "not stated"
"""The group of agreements that say nothing of the field."""


class Dimension(NamedTuple):
    """A field to count by.

    Attributes:
        name: As `--by` and the header of CSV write it.
        sql: Expression for the value; `{0}` is a number that makes its tables unique.
        join: Joins that it needs, on the agreement `r`.
        order: Values in the order of their vocabulary.
        in_time: True when the values are in the order of their text.
    """

    name: str
    sql: str
    join: str = ""
    order: tuple[str, ...] = ()
    in_time: bool = False


def _party(condition: str) -> str:
    """A join of the parties that meet a condition; an agreement without any keeps one row."""
    return (
        "LEFT JOIN (agreement_party AS x{0} JOIN partner AS p{0} "
        f"ON p{{0}}.id = x{{0}}.partner AND {condition}) ON x{{0}}.agreement = r.id"
    )


def _linked(name: str, order: tuple[str, ...] = ()) -> Dimension:
    join = f"LEFT JOIN agreement_{name} AS x{{0}} ON x{{0}}.agreement = r.id"
    return Dimension(name, f"x{{0}}.{name}", join, order)


DIMENSIONS: dict[str, Dimension] = {
    field.name: field
    for field in (
        Dimension("status", "r.status", order=vocabulary.STATUSES),
        Dimension("kind", "r.kind"),
        Dimension("legal_nature", "r.legal_nature", order=vocabulary.LEGAL_NATURES),
        Dimension("level", "r.level", order=vocabulary.LEVELS),
        Dimension("title_status", "r.title_status", order=vocabulary.TITLE_STATUSES),
        Dimension("country", "p{0}.name", _party("p{0}.kind IN ('country', 'territory')")),
        Dimension("partner", "p{0}.name", _party("1")),
        Dimension("partner_kind", "p{0}.kind", _party("1"), vocabulary.PARTNER_KINDS),
        Dimension("region", "p{0}.region", _party("p{0}.region IS NOT NULL")),
        Dimension("subregion", "p{0}.subregion", _party("p{0}.subregion IS NOT NULL")),
        _linked("mineral"),
        _linked("topic"),
        _linked("initiative"),
        _linked("source"),
        Dimension("event", "r.event"),
        Dimension("year", "substr(r.date, 1, 4)", in_time=True),
        Dimension("month", "substr(rtrim(r.date, '?~%'), 1, 7)", in_time=True),
        Dimension("contested", "CASE WHEN r.contested IS NULL THEN 'no' ELSE 'yes' END"),
    )
}
_SAME = {"party": "partner", "parties": "partner", "countries": "country"}


def dimension(text: str) -> Dimension:
    """The field of this name: `legal-nature`, `Legal nature`, `minerals`, `party` …

    Raises:
        UsageError: Nothing that agreements are counted by.
    """
    name = field_name(text)
    for known in (name, _SAME.get(name), name.removesuffix("s"), f"{name}es"):
        if known in DIMENSIONS:
            return DIMENSIONS[known]
    raise not_among(text, DIMENSIONS, "field to count by")
