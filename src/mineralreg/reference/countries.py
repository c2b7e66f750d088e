"""Which country a name means: exactly one, one of two, a state of the past, a bloc, or none.

The table is `countries.toml`. Names match exactly after folding, or they do not match: what is
near is only suggested, and what means two countries is reported with both.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from mineralreg.reference.spelling import doubled, fold, nearest, other_orders, readings

CountryKind = Literal["country", "territory"]
"""`country`: member and observer states of the United Nations, and Cook Islands, Kosovo, Niue and
Taiwan, which make agreements of their own. `territory`: every other ISO 3166-1 entry. The word
says how an agreement's party is listed, and takes no side on anyone's status."""


class Area(NamedTuple):
    """A region or subregion of the United Nations geoscheme (M49)."""

    name: str
    m49: str
    """Three digits, as a string: `005` is South America."""
    within: str | None = None
    """Name of the next wider area, None for a continent."""
    aliases: tuple[str, ...] = ()


class Country(NamedTuple):
    """An entry of ISO 3166-1, or Kosovo."""

    alpha3: str
    alpha2: str
    slug: str
    """The id that the country has as a partner in a registry: `south-korea`."""
    name: str
    """Common English name."""
    areas: tuple[str, ...]
    """Names of the M49 areas it lies in, the widest first:
    `("Americas", "Latin America and the Caribbean", "South America")`."""
    kind: CountryKind = "country"
    aliases: tuple[str, ...] = ()

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
    aliases: tuple[str, ...] = ()


class Bloc(NamedTuple):
    """A union or group of countries; it is never taken for a country."""

    id: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...] = ()
    """Alpha-3 codes; empty where `blocs.py` knows who joined when, or no table has them."""


class Match(NamedTuple):
    """What a name means: one of these, or nothing."""

    country: Country | None = None
    candidates: tuple[Country, ...] = ()
    """All countries that an ambiguous name may mean."""
    historic: HistoricState | None = None
    bloc: Bloc | None = None


_LETTERS = 4
"""The most letters of an acronym that could also be a word that lost its accents."""


class Countries:
    """The country table, looked up by code, by id or by any name people write."""

    def __init__(self, table: dict[str, list[dict[str, Any]]]) -> None:
        self._table = table
        self.areas = tuple(Area(**row) for row in table["area"])
        wider = {area.name: area.within for area in self.areas}
        self._by_alpha3 = {
            row["alpha3"]: Country(areas=_widest_first(row.pop("area"), wider), **row)
            for row in table["country"]
        }

    def __iter__(self) -> Iterator[Country]:
        """Go through all countries and territories in the order of their alpha-3 codes."""
        return iter(self._by_alpha3.values())

    def by_alpha3(self, code: str) -> Country | None:
        """Return the country with this ISO 3166-1 alpha-3 code (upper case; XKX for Kosovo)."""
        return self._by_alpha3.get(code)

    def resolve(self, name: str) -> Match:
        """Say what a name means. Any text is accepted.

        Codes (alpha-2, alpha-3), ids, common and official names, abbreviations, former names and
        names in French, Spanish and Portuguese are known, with an article, in natural order,
        turned round as in `Korea, Republic of`, or doubled as in `Iran (Persia)`. Where an
        abbreviation is also an ISO code, it is the code (`AU` is Australia, not the African
        Union), if it was typed as ASCII letters.
        """
        return self._meaning(name) or Match()

    def _meaning(self, name: str) -> Match | None:
        folds = readings(name)
        if not _typed_as_ascii(name):
            folds = tuple(folded for folded in folds if folded not in self._initials)
        for folded in folds:
            if (match := self._names.get(folded)) is not None:
                return match
        for other in (other for folded in folds for other in other_orders(folded)):
            if (match := self._names.get(other)) is not None and match.country:
                return match
        named = [self._meaning(part) or Match() for part in doubled(name)]
        one = next((match.country for match in named if match.country), None)
        same = all(one in (match.country, *match.candidates) for match in named)
        return Match(one) if one and same else None

    def suggest(self, name: str) -> tuple[str, ...]:
        """Return up to three names of countries, blocs or past states that may have been meant.

        That takes 30 ms; whoever asks about thousands does without.
        """
        wanted = fold(name)
        for row in self._table["hint"]:
            if any(fold(word) == wanted for word in row["names"]):
                return tuple(self._by_alpha3[code].name for code in row["alpha3"])
        shown = {
            folded: meant.name
            for folded, match in self._names.items()
            if len(folded) > 3 and (meant := match.country or match.historic or match.bloc)
        }
        return nearest(name, shown)

    def resolve_area(self, name: str) -> Area | None:
        """Return the M49 area of this name (`south america`, `LAC`, `005`), or None."""
        wanted = fold(name)
        for area in self.areas:
            if any(fold(known) == wanted for known in (area.name, area.m49, *area.aliases)):
                return area
        return None

    def within(self, area: Area) -> tuple[Country, ...]:
        """Return the countries and territories that lie in an area, in the order of their codes."""
        return tuple(country for country in self if area.name in country.areas)

    @cached_property
    def historic(self) -> tuple[HistoricState, ...]:
        """All states of the past that the table knows."""
        return tuple(HistoricState(**row) for row in self._table["historic"])

    @cached_property
    def blocs(self) -> tuple[Bloc, ...]:
        """All blocs that the table knows."""
        return tuple(Bloc(**row) for row in self._table["bloc"])

    @cached_property
    def _names(self) -> dict[str, Match]:
        """Every name, folded, to what it means; codes are entered last and so win."""
        meant = [(Match(historic=one), (one.id, one.name, *one.aliases)) for one in self.historic]
        meant += [(Match(bloc=one), (one.id, one.name, *one.aliases)) for one in self.blocs]
        for row in self._table["ambiguous"]:
            candidates = tuple(self._by_alpha3[code] for code in row["alpha3"])
            meant.append((Match(candidates=candidates), row["names"]))
        meant += [(Match(one), (one.slug, one.name, *one.aliases)) for one in self]
        names = {fold(name): match for match, names in meant for name in names}
        return names | {code: Match(country) for code, country in self._codes.items()}

    @cached_property
    def _codes(self) -> dict[str, Country]:
        """Every country by its two codes, folded."""
        return {code.lower(): one for one in self for code in (one.alpha2, one.alpha3)}

    @cached_property
    def _initials(self) -> set[str]:
        """The folds of codes and acronyms, for which only ASCII letters stand."""
        things = (*self, *self.historic, *self.blocs)
        aliases = [alias for thing in things for alias in thing.aliases]
        short = {fold(alias) for alias in aliases if alias.isupper() and len(alias) <= _LETTERS}
        accented = {fold(alias) for alias in aliases if not alias.isascii()}
        return (short | set(self._codes)) - accented


def _typed_as_ascii(name: str) -> bool:
    """Whether a name has ASCII letters only, perhaps in full width; only such a one is a code."""
    return all(letter < "\x80" or "！" <= letter <= "～" for letter in name)


def _widest_first(area: str, wider: dict[str, str | None]) -> tuple[str, ...]:
    """Return an area and all that hold it, the widest first."""
    chain = [area]
    while (within := wider[chain[0]]) is not None:
        chain.insert(0, within)
    return tuple(chain)


_FOLDER = Path(__file__).parent


def read_table(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the tables of that name (`countries` or `minerals`), lists as tuples."""
    import tomli

    tables = tomli.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return {
        kind: [
            {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
            for row in rows
        ]
        for kind, rows in tables.items()
    }


@lru_cache(maxsize=1)
def countries() -> Countries:
    """Return the packaged table of countries, areas, blocs and past states."""
    return Countries(read_table("countries"))
