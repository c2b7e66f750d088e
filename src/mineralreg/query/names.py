"""From the names that people write to the ids of partners.

A name is looked up among all names that the index knows of the registry's partners; only a name
that is none of them costs reading the table of the world's countries. Names match exactly after
folding or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError, article
from mineralreg.query.suggest import ambiguous, clean, shown, unknown
from mineralreg.reference.folding import fold, turned_round

if TYPE_CHECKING:
    import sqlite3

COUNTRY_KINDS = ("country", "territory")


class Found(NamedTuple):
    """What a name stands for.

    Attributes:
        ids: Ids of records; none when the name is known to the world but not to the registry.
        note: What to tell the reader then.
    """

    ids: tuple[str, ...]
    note: str | None = None


def partner(connection: sqlite3.Connection, text: str, *, only_country: bool = False) -> Found:
    """The partner that a name means.

    Args:
        connection: The index.
        text: A name, alias, ISO code, id or former id.
        only_country: Refuse what is neither a country nor a territory (`--country`).

    Raises:
        UsageError: The name is unknown, means several partners, or means no country.
    """
    ids = _partner_ids(connection, text)
    if len(ids) > 1:
        raise ambiguous(text, _names(connection, ids), "write the name in full, or an ISO code")
    if not ids:
        return _of_the_world(connection, text, only_country)
    (id,) = ids
    name, kind = connection.execute("SELECT name, kind FROM partner WHERE id = ?", (id,)).fetchone()
    if only_country and kind not in COUNTRY_KINDS:
        raise _no_country(text, name, kind, id)
    return Found((id,))


def region(connection: sqlite3.Connection, text: str) -> Found:
    """The partners that lie in a region or subregion of the United Nations geoscheme (M49).

    Raises:
        UsageError: No such region.
    """
    wanted = fold(clean(text))
    rows = connection.execute(
        "SELECT id, region, subregion FROM partner WHERE region IS NOT NULL"
    ).fetchall()
    ids = [id for id, wide, narrow in rows if wanted in (fold(wide), fold(narrow or ""))]
    if wanted and ids:
        return Found(tuple(ids))
    return _region_of_the_world(connection, text)


def _partner_ids(connection: sqlite3.Connection, text: str) -> list[str]:
    text = clean(text)
    row = connection.execute(
        "SELECT record FROM record_id WHERE id = ? AND kind = 'partner'", (text,)
    ).fetchone()
    if row is not None:
        return [row[0]]
    keys = {fold(text), turned_round(text) or ""} - {""}
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(
        f"SELECT DISTINCT partner FROM partner_alias WHERE fold IN ({marks})", tuple(keys)
    ).fetchall()
    if rows:
        return [id for (id,) in rows]
    slug = fold(text).replace(" ", "-")
    return [
        id
        for (id,) in connection.execute(
            "SELECT DISTINCT record FROM record_id WHERE id = ? AND kind = 'partner'", (slug,)
        )
    ]


def _names(connection: sqlite3.Connection, ids: list[str]) -> list[str]:
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"SELECT name FROM partner WHERE id IN ({marks})", ids)
    return sorted(name for (name,) in rows)


def _of_the_world(connection: sqlite3.Connection, text: str, only_country: bool) -> Found:
    from mineralreg.reference import countries

    match = countries().resolve(clean(text))
    if match.country is not None:
        known = connection.execute(
            "SELECT id FROM partner WHERE iso = ?", (match.country.alpha3,)
        ).fetchone()
        if known is not None:
            return Found((known[0],))
        return Found((), f"{match.country.name} is in none of the records")
    if match.candidates:
        names = [f"{country.name} ({country.alpha3})" for country in match.candidates]
        raise ambiguous(text, names, "write the name in full, or an ISO code")
    if match.historic is not None:
        return Found((), _past(match.historic.name, match.historic.until))
    if match.bloc is not None:
        if only_country:
            raise _no_country(text, match.bloc.name, "bloc", match.bloc.id)
        return Found((), f"{match.bloc.name} is in none of the records")
    near = [*match.suggestions[:2], *_near(connection, text, only_country)]
    raise unknown(
        "a country or territory" if only_country else "a partner",
        text,
        list(dict.fromkeys(near))[:3],
        "`mineralreg list partners` shows all that the registry names",
    )


def _near(connection: sqlite3.Connection, text: str, only_country: bool) -> tuple[str, ...]:
    from mineralreg.reference.suggest import nearest

    kinds = "('country', 'territory')" if only_country else "(p.kind)"
    rows = connection.execute(
        "SELECT n.fold, p.name FROM partner_alias AS n JOIN partner AS p ON p.id = n.partner "
        f"WHERE length(n.fold) > 3 AND p.kind IN {kinds}"
    )
    return nearest(clean(text), dict(rows.fetchall()))


def _past(name: str, until: int) -> str:
    return (
        f"{name}, which ended in {until}, is in none of the records; nor is it read as a successor"
    )


def _no_country(text: str, name: str, kind: str, id: str) -> UsageError:
    what = f"{article(kind)} {kind}"
    return UsageError(f"{shown(text)} is {name}, {what} and no country", help=f"write --party {id}")


def _region_of_the_world(connection: sqlite3.Connection, text: str) -> Found:
    from mineralreg.reference import countries
    from mineralreg.reference.suggest import nearest

    table = countries()
    area = table.resolve_area(clean(text))
    if area is None:
        names = {fold(entry.name): entry.name for entry in table.areas}
        raise unknown(
            "a region",
            text,
            nearest(clean(text), names),
            f"choose from the M49 regions: {', '.join(entry.name for entry in table.areas)}",
        )
    codes = [country.alpha3 for country in table.within(area)]
    marks = ", ".join("?" * len(codes))
    rows = connection.execute(f"SELECT id FROM partner WHERE iso IN ({marks})", codes).fetchall()
    note = None if rows else f"no partner of the registry lies in {area.name}"
    return Found(tuple(id for (id,) in rows), note)
