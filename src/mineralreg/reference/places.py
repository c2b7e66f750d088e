"""The values that the country table is made of: areas, countries, past states, blocs, matches.

They are named tuples because these are the cheapest frozen values to import; nothing here reads a
file or decides anything.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

CountryKind = Literal["country", "territory"]
"""`country`: member and observer states of the United Nations, and Cook Islands, Kosovo, Niue and
Taiwan, which make agreements of their own. `territory`: every other ISO 3166-1 entry. The word
says how an agreement's party is listed, and takes no side on anyone's status."""


class Area(NamedTuple):
    """A region or subregion of the United Nations geoscheme (M49)."""

    name: str
    m49: str
    """Three digits, as a string: `005` is South America."""
    within: str | None
    """Name of the next wider area, None for a continent."""
    aliases: tuple[str, ...]


class Country(NamedTuple):
    """An entry of ISO 3166-1, or Kosovo."""

    alpha3: str
    alpha2: str
    slug: str
    """The id that the country has as a partner in a registry: `south-korea`."""
    name: str
    """Common English name."""
    kind: CountryKind
    areas: tuple[str, ...]
    """Names of the M49 areas it lies in, the widest first:
    `("Americas", "Latin America and the Caribbean", "South America")`."""
    aliases: tuple[str, ...]

    @property
    def region(self) -> str:
        """The M49 region, such as `Americas`."""
        return self.areas[0]

    @property
    def subregion(self) -> str | None:
        """The narrowest M49 area, such as `South America`; None where only the region is given."""
        return self.areas[-1] if len(self.areas) > 1 else None


class HistoricState(NamedTuple):
    """A state that no longer exists; it is never taken for one of its successors."""

    id: str
    name: str
    until: int
    """Last calendar year in which it existed under this name."""
    successors: tuple[str, ...]
    """Alpha-3 codes of the countries on its territory today, in alphabetical order."""
    aliases: tuple[str, ...]


class Bloc(NamedTuple):
    """A union or group of countries; it is never taken for a country."""

    id: str
    name: str
    members: tuple[str, ...]
    """Alpha-3 codes of its present members, sorted; empty where no table has them."""
    aliases: tuple[str, ...]


MatchKind = Literal["exact", "ambiguous", "historic", "bloc", "unknown"]


class Match(NamedTuple):
    """What a name means. Which fields are filled follows from `kind`."""

    kind: MatchKind
    name: str
    """The name as it was asked for."""
    country: Country | None = None
    """The one country (exact)."""
    candidates: tuple[Country, ...] = ()
    """All countries the name may mean (ambiguous)."""
    historic: HistoricState | None = None
    """The state of the past (historic)."""
    bloc: Bloc | None = None
    """The bloc (bloc)."""
    suggestions: tuple[str, ...] = ()
    """Names that may have been meant, the likeliest first (unknown). For a message only."""
