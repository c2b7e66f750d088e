"""From the names that people write to the ids of partners.

A name is looked up among all names that the index knows of the registry's partners; only a name
that is none of them costs reading the table of the world's countries. Names match exactly after
folding or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError, article
from mineralreg.reference.spelling import fold, turned_round

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


def clean(text: str) -> str:
    """The text without what no database takes: lone surrogates and NUL; blanks at the ends go."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()


def shown(text: str, longest: int = 60) -> str:
    """The text in quotes for a message, shortened and with control characters escaped."""
    text = clean(text)
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")


def listed(names: Sequence[str], word: str = "or") -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def not_among(text: str, words: Iterable[str], what: str) -> UsageError:
    """The error for a word that is none of a fixed few: what is near is named, else all of them.

    Args:
        text: What was written.
        words: The words to choose from.
        what: What one of them is: `status`, `column of partners`.
    """
    from mineralreg.reference.spelling import nearest

    choice = list(words)
    near = nearest(text, {fold(word): word for word in choice})
    help = f"did you mean {listed(near)}?" if near else f"choose from: {', '.join(choice)}"
    return UsageError(f"{shown(text)} is no {what}", help=help)


def unknown(what: str, text: str, near: Sequence[str], otherwise: str) -> UsageError:
    """The error for a word that nothing goes by.

    Args:
        what: What was wanted, with its article: `an event`.
        text: What was written.
        near: Suggestions, best first.
        otherwise: What to do when there are none.
    """
    help = f"did you mean {listed(near)}?" if near else otherwise
    return UsageError(f"{shown(text)} is not {what} that the registry knows", help=help)


def ambiguous(text: str, candidates: Sequence[str], how: str) -> UsageError:
    """The error for a word that means several things; all of them are named."""
    return UsageError(f"{shown(text)} can mean {listed(candidates)}", help=how)


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
    from mineralreg.reference.countries import countries

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
    from mineralreg.reference.spelling import nearest

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
    from mineralreg.reference.countries import countries
    from mineralreg.reference.spelling import nearest

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


_NAMES = {
    "event": "SELECT id, name FROM event UNION ALL SELECT event, alias FROM event_alias",
    "initiative": "SELECT id, name FROM initiative UNION ALL SELECT id, acronym FROM initiative "
    "WHERE acronym IS NOT NULL UNION ALL SELECT initiative, alias FROM initiative_alias",
    "source": "SELECT id, title FROM source",
}
_MOST_COMPARED = 3000


class Known(NamedTuple):
    """A record that an id or former id stands for."""

    kind: str
    id: str
    former: bool


class MineralWords(NamedTuple):
    """What a question about a mineral finds.

    Attributes:
        id: The mineral itself.
        members: What it holds, when it is a group.
        groups: The groups that hold it.
    """

    id: str
    members: tuple[str, ...]
    groups: tuple[str, ...]


def thing(connection: sqlite3.Connection, kind: str, text: str) -> tuple[str, ...]:
    """Ids of the event, initiative or source that the text names.

    Several ids only for a publisher, which stands for all of its sources.

    Args:
        connection: The index.
        kind: `event`, `initiative` or `source`.
        text: Id, former id, name, acronym or alias.

    Raises:
        UsageError: Nothing of this kind goes by that, or several do.
    """
    text = clean(text)
    known = by_id(connection, text)
    if known is not None and known.kind == kind:
        return (known.id,)
    wanted = fold(text)
    names: dict[str, dict[str, None]] = {}
    for id, name in connection.execute(_NAMES[kind]):
        names.setdefault(fold(name), {})[id] = None
    ids = list(names.get(wanted, {})) if wanted else []
    if len(ids) > 1:
        raise ambiguous(text, ids, "write the id")
    if ids:
        return (ids[0],)
    if kind == "source" and wanted:
        rows = connection.execute("SELECT id, publisher FROM source ORDER BY position")
        published = tuple(id for id, publisher in rows if fold(publisher) == wanted)
        if published:
            return published
    if known is not None:
        other = f"{article(known.kind)} {known.kind}"
        raise UsageError(
            f"{shown(text)} is {other}, not {article(kind)} {kind}",
            help=f"`mineralreg show {known.id}` shows it",
        )
    near = [next(iter(names[name])) for name in _things_near(text, {name: name for name in names})]
    raise unknown(
        f"{article(kind)} {kind}",
        text,
        list(dict.fromkeys([*near, *near_ids(connection, text, kind)]))[:3],
        f"`mineralreg list {kind}s` shows all",
    )


def by_id(connection: sqlite3.Connection, text: str) -> Known | None:
    """The record with this id or former id, or None."""
    text = clean(text)
    row = connection.execute("SELECT kind, record FROM record_id WHERE id = ?", (text,)).fetchone()
    if row is None and text != text.lower():
        return by_id(connection, text.lower())
    return Known(row[0], row[1], row[1].casefold() != text.casefold()) if row else None


def any_record(connection: sqlite3.Connection, text: str) -> Known:
    """The record of any kind with this id or former id.

    Raises:
        UsageError: No record has it; ids that look like it are suggested.
    """
    known = by_id(connection, text)
    if known is not None:
        return known
    near = near_ids(connection, text)
    help = f"did you mean {listed(near)}?" if near else "`mineralreg list -f ids` shows ids"
    raise UsageError(f"no record has the id {shown(text)}", help=help)


def near_ids(connection: sqlite3.Connection, text: str, kind: str | None = None) -> list[str]:
    """Up to three ids spelled like the text; a large registry is asked only for the likeliest."""
    slug = fold(clean(text)).replace(" ", "-")
    of_kind = "" if kind is None else "AND kind = :kind "
    rows = connection.execute(
        "SELECT id FROM record_id WHERE (length(id) BETWEEN :least AND :most "
        f"OR substr(id, 1, :length) = :slug) {of_kind}"
        "ORDER BY substr(id, 1, 3) <> substr(:slug, 1, 3), id LIMIT :limit",
        {
            "least": len(slug) - 3,
            "most": len(slug) + 3,
            "length": max(4, len(slug)),
            "slug": slug,
            "kind": kind,
            "limit": _MOST_COMPARED,
        },
    ).fetchall()
    return list(_things_near(slug, {id.replace("-", " "): id for (id,) in rows}))


def mineral(text: str) -> MineralWords:
    """The mineral that a word means, with its members and its groups.

    Raises:
        UsageError: No mineral goes by that.
    """
    from mineralreg.reference.minerals import minerals

    table = minerals()
    match = table.resolve(clean(text))
    if match.mineral is None:
        raise unknown(
            "a mineral",
            text,
            match.suggestions,
            "`mineralreg summary --by mineral` shows those that the registry names",
        )
    id = match.mineral.id
    return MineralWords(id, table.members_of(id), table.groups_of(id))


def _things_near(text: str, names: dict[str, str]) -> tuple[str, ...]:
    from mineralreg.reference.spelling import nearest

    return nearest(text, names)


KINDS = {
    "agreements": "agreement",
    "partners": "partner",
    "initiatives": "initiative",
    "events": "event",
    "sources": "source",
    "claims": "claim",
    "actions": "act",
}
"""What `list` can list, and the kind of record that each row stands for."""

_SAME = {
    "mou": "memorandum",
    "mous": "memorandum",
    "moc": "memorandum",
    "memorandumofunderstanding": "memorandum",
    "memorandumofcooperation": "memorandum",
    "legallybinding": "binding",
    "notbinding": "non-binding",
    "notlegallybinding": "non-binding",
    "government": "intergovernmental",
    "thinktank": "think-tank",
}


def word(text: str, vocabulary: Sequence[str], what: str) -> str:
    """The word of the vocabulary that the text stands for.

    Args:
        text: As written on the command line.
        vocabulary: The words to choose from.
        what: What the word is, for the message: `status`.

    Raises:
        UsageError: No word of the vocabulary.
    """
    key = _key(text)
    known = {_key(entry): entry for entry in vocabulary}
    if key in known:
        return known[key]
    if _SAME.get(key) in vocabulary:
        return _SAME[key]
    raise not_among(text, vocabulary, what)


def record_kind(text: str) -> str:
    """The record kind, in the singular, for `agreements`, `partner`, `Actions` …

    Raises:
        UsageError: Nothing that can be listed.
    """
    table = KINDS | {kind: kind for kind in KINDS.values()} | {"action": "act", "acts": "act"}
    return table[word(text, tuple(table), "kind of record that can be listed")]


def field_name(text: str) -> str:
    """The name of a field as tables hold it: `legal_nature` for `Legal nature`, `legal-nature` …"""
    return clean(text).lower().replace("-", "_").replace(" ", "_")


def _key(text: str) -> str:
    return "".join(character for character in clean(text).lower() if character.isalnum())
