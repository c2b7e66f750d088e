"""From what people write to events, initiatives, sources, minerals and to records of any kind.

Ids and former ids first, then names, acronyms and aliases, compared after folding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mineralreg.errors import UsageError, article
from mineralreg.query.suggest import ambiguous, clean, listed, shown, unknown
from mineralreg.reference.folding import fold

if TYPE_CHECKING:
    import sqlite3

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
    near = [next(iter(names[name])) for name in _near(text, {name: name for name in names})]
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
    return list(_near(slug, {id.replace("-", " "): id for (id,) in rows}))


def mineral(text: str) -> MineralWords:
    """The mineral that a word means, with its members and its groups.

    Raises:
        UsageError: No mineral goes by that.
    """
    from mineralreg.reference import minerals

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


def _near(text: str, names: dict[str, str]) -> tuple[str, ...]:
    from mineralreg.reference.suggest import nearest

    return nearest(text, names)
