"""Which mineral a word means, and what else a question about it should find.

The table is `minerals.toml`. A question about neodymium also finds what names only the rare
earths; a question about the rare earths also finds neodymium. The catch-all words, such as
critical minerals, stand for themselves alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

from mineralreg.reference.countries import read_table
from mineralreg.reference.spelling import fold, nearest

MineralKind = Literal["mineral", "group", "product", "generic"]


class Mineral(NamedTuple):
    """A word of the mineral vocabulary."""

    id: str
    name: str
    """As written inside a sentence: `rare earths`."""
    kind: MineralKind = "mineral"
    symbol: str | None = None
    """Chemical symbol of an element."""
    groups: tuple[str, ...] = ()
    """Ids of the groups that hold it directly."""
    lists: tuple[str, ...] = ()
    """Ids of the official lists that name it."""
    aliases: tuple[str, ...] = ()


class Minerals:
    """The mineral table, looked up by id or by any name people write."""

    def __init__(self, table: dict[str, list[dict[str, Any]]]) -> None:
        self._lists = [row["id"] for row in table["list"]]
        self._by_id = {row["id"]: Mineral(**row) for row in table["mineral"]}

    def __iter__(self) -> Iterator[Mineral]:
        """Go through all minerals in the order of the table."""
        return iter(self._by_id.values())

    def resolve(self, name: str) -> Mineral | None:
        """Return the mineral that a word means. Any text is accepted.

        Ids, names in either English spelling, synonyms and names in French, Spanish and
        Portuguese match after folding; chemical symbols match only as written, because `As`, `In`
        and `He` are words.
        """
        element = (mineral for mineral in self if mineral.symbol == name.strip())
        return next(element, None) or self._names.get(fold(name))

    def suggest(self, name: str) -> tuple[str, ...]:
        """Return the names of up to three minerals that a mistyped word may have meant."""
        return nearest(name, {folded: mineral.name for folded, mineral in self._names.items()})

    def groups_of(self, id: str) -> tuple[str, ...]:
        """Return the ids of all groups that hold a mineral, the narrowest first."""
        found = list(self._by_id[id].groups)
        for group in found:  # grows while it is read: the groups of the groups
            found.extend(wider for wider in self._by_id[group].groups if wider not in found)
        return tuple(found)

    def members_of(self, id: str) -> tuple[str, ...]:
        """Return the ids of all that a group holds, groups and minerals, in table order."""
        return tuple(other for other in self._by_id if id in self.groups_of(other))

    def lists_of(self, id: str) -> tuple[str, ...]:
        """Return the ids of the official lists that name a mineral or one of its groups."""
        named = {name for holder in (id, *self.groups_of(id)) for name in self._by_id[holder].lists}
        return tuple(id for id in self._lists if id in named)

    @cached_property
    def _names(self) -> dict[str, Mineral]:
        """Every mineral by its folded names."""
        return {
            fold(alias): mineral
            for mineral in self
            for alias in (mineral.id, mineral.name, *mineral.aliases)
        }


@lru_cache(maxsize=1)
def minerals() -> Minerals:
    """Return the packaged table of minerals, their groups and the official lists."""
    return Minerals(read_table("minerals"))
