"""The columns of the listing of each record kind: all of them, the default ones, and the order.

Names are what `--columns`, `--sort` and the header of CSV use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mineralreg.query.names import field_name, not_among
from mineralreg.query.results import Column, columns_of, noun
from mineralreg.reference.filters import limit
from mineralreg.reference.spelling import fold

UNIT_SEPARATOR = "\x1f"
"""Between the values of a cell, until it is split; U+241F stands for one inside a value."""

POSSIBLE = "{possible}"
"""Stands in a column's SQL for the condition under which a record only may match."""

_MOST_COLUMNS = 200


class Field(NamedTuple):
    """A column and how to get it: `sql` is its cell, a tuple of texts where it holds `many`.

    It is sorted by the expressions of `order`, else by the cell, texts folded.
    """

    column: Column
    sql: str
    order: tuple[str, ...] = ()
    many: bool = False


class _Several(str):
    """SQL of a cell that holds several texts."""


def _several(value: str, rows: str, order: str = "x.position") -> _Several:
    """Several texts: `value` of these rows, which may refer to `r`, in this order."""
    listed = f"SELECT {value} AS v FROM {rows} ORDER BY {order}"
    text = "replace(v, char(31), char(9247))"
    return _Several(f"(SELECT group_concat({text}, char(31)) FROM ({listed}))")


_DATED: Mapping[str, str] = {"date": "date_"}


def _count(rows: str) -> str:
    """The number of these rows, which may refer to `r`."""
    return f"(SELECT count(*) FROM {rows})"


def _standing(rows: str) -> str:
    """The number of agreements: all minus the few withdrawn ones."""
    withdrawn = "(SELECT id FROM agreement WHERE withdrawn IS NOT NULL)"
    return f"{_count(rows)} - {_count(f'{rows} AND x.agreement IN {withdrawn}')}"


def _named(kind: str, part: str, order: str = "x.position") -> _Several:
    """What the record names, from a table of two columns."""
    return _several(f"x.{part}", f"{kind}_{part} AS x WHERE x.{kind} = r.id", order)


def _table(text: str, dates: Mapping[str, str] = _DATED, **sql: str) -> dict[str, Field]:
    """Columns by name.

    Args:
        text: The columns, as `columns_of` reads them.
        dates: Those that are dates, with the prefix of their first and last day.
        sql: Expressions for the cells of those that are not columns of `r`.
    """
    sql = {"possible": f"CASE WHEN {POSSIBLE} THEN 'yes' END"} | sql
    found = {}
    for column in columns_of(text):
        cell, prefix = sql.get(column.name, f'r."{column.name}"'), dates.get(column.name)
        days = () if prefix is None else (f"r.{prefix}earliest", f"r.{prefix}latest")
        found[column.name] = Field(column, cell, days, isinstance(cell, _Several))
    return found


_PARTNER = "JOIN partner AS p ON p.id = x.partner"
_PARTIES = f"agreement_party AS x {_PARTNER} WHERE x.agreement = r.id"
_SHARED = ", notes…, withdrawn…, possible"


_CITED = (
    "(SELECT group_concat(source, char(31)) FROM (SELECT x.source FROM {0}_source AS x "
    "WHERE x.{0} = r.number ORDER BY x.{1}))"
)

FIELDS: dict[str, dict[str, Field]] = {
    "agreement": _table(
        "id, date, status, status_since: Since, kind, legal_nature, level, title…, "
        "title_status: Title is, parties…, party_ids…, minerals…, topics…, event, initiatives…, "
        "place, regions…, signatories…, sources…, contested…, text_status: Text, "
        f"text_url: Text at, until{_SHARED}",
        parties=_several("p.name", _PARTIES),
        party_ids=_several("x.partner", "agreement_party AS x WHERE x.agreement = r.id"),
        minerals=_named("agreement", "mineral"),
        topics=_named("agreement", "topic"),
        initiatives=_named("agreement", "initiative"),
        place="(SELECT x.place FROM act AS x WHERE x.agreement = r.id AND x.place IS NOT NULL "
        "ORDER BY x.action <> 'signed', x.sort LIMIT 1)",
        regions=_several("DISTINCT p.region", f"{_PARTIES} AND p.region IS NOT NULL", "p.region"),
        signatories=_several(
            "coalesce(x.name, x.body)",
            "signatory AS x WHERE x.agreement = r.id AND x.role = 'signatory'",
        ),
        sources=_named("agreement", "source"),
        until='r."term_until"',
    ),
    "act": _table(
        "date, action, record, record_kind: Kind, title…, partner, partner_id, role, place, "
        "sources…, note…, earliest: First day, latest: Last day, possible",
        {"date": ""},
        partner="(SELECT name FROM partner WHERE id = r.partner_id)",
        sources=_Several(
            f"CASE WHEN r.key < 'a' THEN {_CITED.format('act', 'position')} "
            f"ELSE {_CITED.format('membership', 'source')} END"
        ),
    ),
    "partner": _table(
        "id, name, kind, iso: ISO, region, subregion, parent: Belongs to, agreements, "
        f"aliases…: Also known as{_SHARED}",
        agreements=_standing("agreement_party AS x WHERE x.partner = r.id"),
        aliases=_several(
            "x.alias", "partner_alias AS x WHERE x.partner = r.id AND x.alias <> r.name", "x.alias"
        ),
    ),
    "initiative": _table(
        "id, date, acronym, name…, kind, status, status_since: Since, members…, agreements, "
        f"predecessors…: Took over from, sources…{_SHARED}",
        members=_several(
            "DISTINCT p.name", f"membership AS x {_PARTNER} WHERE x.initiative = r.id"
        ),
        agreements=_standing("agreement_initiative AS x WHERE x.initiative = r.id"),
        predecessors=_named("initiative", "predecessor", "x.predecessor"),
        sources=_named("initiative", "source"),
    ),
    "event": _table(
        f"id, date, end: Until, name…, place, hosts…, participants, agreements, sources…{_SHARED}",
        hosts=_several(
            "p.name", f"event_partner AS x {_PARTNER} WHERE x.event = r.id AND x.role = 'host'"
        ),
        participants=_count("event_partner AS x WHERE x.event = r.id AND x.role = 'participant'"),
        agreements=_count("agreement AS a WHERE a.event = r.id AND withdrawn IS NULL"),
        sources=_named("event", "source"),
    ),
    "source": _table(
        "id, published, kind, publisher, authors…, title…, url: Address, via: Read at, "
        "archive_url: Archived at, retrieved: Read on, read: How much was read, language, "
        f"agreements{_SHARED}",
        {"published": "published_"},
        authors=_several("x.value", "json_each(r.authors) AS x", "x.key"),
        agreements=_count("agreement_source AS x WHERE x.source = r.id"),
    ),
    "claim": _table(
        "id, as_of, count: Claimed, unit: Of what, statement…, expect: Expected, sources…, "
        f"names…: Names it lists, selector…, explanation…{_SHARED}",
        {"as_of": "as_of_"},
        sources=_named("claim", "source"),
        names=_several("p.name", f"claim_name AS x {_PARTNER} WHERE x.claim = r.id"),
    ),
    "mineral": _table(
        "id, name, kind, groups…, synonyms…: Also known as, lists…: Official lists, agreements",
        groups=_Several('r."groups"'),
        synonyms=_Several('r."synonyms"'),
        lists=_Several('r."lists"'),
    ),
    "topic": _table("id, meaning, agreements"),
}

DEFAULTS: dict[str, tuple[str, ...]] = {
    "agreement": ("id", "date", "status", "kind", "title", "parties", "minerals", "sources"),
    "partner": ("id", "name", "kind", "iso", "region", "agreements"),
    "initiative": ("id", "date", "acronym", "name", "kind", "status", "agreements"),
    "event": ("id", "date", "name", "place", "hosts", "participants", "agreements"),
    "source": ("id", "published", "kind", "publisher", "title", "url"),
    "claim": ("id", "as_of", "count", "unit", "statement", "expect", "sources"),
    "act": ("date", "action", "record", "partner", "role", "place", "title", "sources"),
    "mineral": tuple(FIELDS["mineral"]),
    "topic": tuple(FIELDS["topic"]),
}

_DATES = {
    **dict.fromkeys(("agreement", "initiative", "event"), "date"),
    "source": "published",
    "claim": "as_of",
}


class Order(NamedTuple):
    """By some expressions, one after the other, then by `ties`; what has no value comes last."""

    terms: tuple[str, ...] = ()
    ties: str = "r.id"
    descending: bool = False
    folded: bool = False

    @property
    def sql(self) -> str:
        """The terms of ORDER BY."""
        terms = (f"fold({term})" for term in self.terms) if self.folded else self.terms
        turned = "DESC NULLS LAST" if self.descending else "NULLS LAST"
        return ", ".join((*(f"{term} {turned}" for term in terms), self.ties))

    def places(self, keys: Sequence[Sequence[Any]]) -> list[int]:
        """In which order the rows come that have these values of `terms`; `ties` order them now."""
        found = list(range(len(keys)))
        for at in reversed(range(len(self.terms))):
            values: list[Any] = [key[at] for key in keys]
            if self.folded:
                values = list(map(comparable, values))
            stated = [place for place in found if values[place] is not None]
            stated.sort(key=values.__getitem__, reverse=self.descending)
            found = stated + [place for place in found if values[place] is None]
        return found


def comparable(value: str | float | None) -> str | float | None:
    """A cell as it is sorted by: texts folded."""
    return fold(value.replace(UNIT_SEPARATOR, " ")) if isinstance(value, str) else value


_BY_POSITION = dict.fromkeys(("mineral", "topic"), "r.position")
ORDER = {
    **{
        kind: Order((f"r.{day}_earliest", f"r.{day}_latest"), descending=True)
        for kind, day in _DATES.items()
    },
    "partner": Order(("r.name",), folded=True),
    "act": Order(ties="r.begun DESC, r.record, r.undated, r.earliest, r.latest, r.sort, r.key"),
    **{kind: Order(ties=position) for kind, position in _BY_POSITION.items()},
}
"""The default order: newest first, undated records last."""

_REVERSED = {
    "act": Order(
        ("r.begun",),
        "r.record, r.undated, r.earliest DESC, r.latest DESC, r.sort DESC, r.key",
    ),
    **{kind: Order(ties=f"{position} DESC") for kind, position in _BY_POSITION.items()},
}


def fields(kind: str, columns: Sequence[str] | None) -> list[Field]:
    """The columns of a kind to show, in order; without names the default ones."""
    limit("--columns", len(columns or ()), _MOST_COLUMNS, "columns")
    return [field(kind, name) for name in columns or DEFAULTS[kind]]


def field(kind: str, name: str) -> Field:
    """The column of this name; `legal-nature`, `Legal nature` and `legal_nature` are one."""
    table = FIELDS[kind]
    key = field_name(name)
    if key in table:
        return table[key]
    raise not_among(name, table, f"column of {noun(kind, 2)}")


def order(kind: str, sort: str | None, reverse: bool) -> Order:
    """The order of a listing; rows without a value come last in either direction.

    `sort` is a column, with `-` in front for descending, or None for the default order.
    """
    if sort is None and reverse and kind not in _REVERSED:
        sort, reverse = _DATES.get(kind, "-name"), False
    if sort is None:
        return (_REVERSED if reverse else ORDER)[kind]
    by = field(kind, sort.removeprefix("-"))
    ties = {"act": "r.record, r.sort, r.key", **_BY_POSITION}.get(kind, "r.id")
    descending = reverse != sort.startswith("-")
    return Order(by.order or (by.sql,), ties, descending, folded=not by.order)
