"""Which countries belonged to which bloc, and when: what `--via-blocs` goes by.

Only blocs that make agreements for their members, or that agreements on minerals name; a table in
Python, because every question about a country reads it.

Compared with published lists: the European Union (European Commission, glossary of enlargement:
years; days of 2004, 2007 and 2013), the African Union (its own page of member states: Morocco's
instrument of 31 January 2017; South Sudan), ASEAN (all days), NATO (all years; days of 1952, 1955,
1982 and Finland's). The other days, and those of the G7 and the G20, were compared with nothing.
"""

from __future__ import annotations

from typing import NamedTuple

_SINCE: dict[str, tuple[tuple[str, str], ...]] = {
    "european-union": (
        ("1958-01-01", "BEL DEU FRA ITA LUX NLD"),
        ("1973-01-01", "DNK GBR IRL"),
        ("1981-01-01", "GRC"),
        ("1986-01-01", "ESP PRT"),
        ("1995-01-01", "AUT FIN SWE"),
        ("2004-05-01", "CYP CZE EST HUN LTU LVA MLT POL SVK SVN"),
        ("2007-01-01", "BGR ROU"),
        ("2013-07-01", "HRV"),
    ),
    "african-union": (
        (
            "2002-07-09",
            "AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI DZA EGY ERI ESH ETH GAB GHA GIN "
            "GMB GNB GNQ KEN LBR LBY LSO MDG MLI MOZ MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM "
            "STP SWZ SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE",
        ),
        ("2011-07-27", "SSD"),
        ("2017-01-31", "MAR"),
    ),
    "nato": (
        ("1949-08-24", "BEL CAN DNK FRA GBR ISL ITA LUX NLD NOR PRT USA"),
        ("1952-02-18", "GRC TUR"),
        ("1955-05-06", "DEU"),
        ("1982-05-30", "ESP"),
        ("1999-03-12", "CZE HUN POL"),
        ("2004-03-29", "BGR EST LTU LVA ROU SVK SVN"),
        ("2009-04-01", "ALB HRV"),
        ("2017-06-05", "MNE"),
        ("2020-03-27", "MKD"),
        ("2023-04-04", "FIN"),
        ("2024-03-07", "SWE"),
    ),
    "g7": (("1975-11-15", "DEU FRA GBR ITA JPN USA"), ("1976-06-27", "CAN")),
    "g20": (
        (
            "1999-12-15",
            "ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR USA ZAF",
        ),
    ),
    "asean": (
        ("1967-08-08", "IDN MYS PHL SGP THA"),
        ("1984-01-07", "BRN"),
        ("1995-07-28", "VNM"),
        ("1997-07-23", "LAO MMR"),
        ("1999-04-30", "KHM"),
        ("2025-10-26", "TLS"),
    ),
}

_UNTIL = {("european-union", "GBR"): "2020-01-31"}


class Term(NamedTuple):
    """A country's time in a bloc, which has the id of a partner; in ISO form, None as it lasts."""

    bloc: str
    since: str
    until: str | None


def terms_of(alpha3: str) -> tuple[Term, ...]:
    """The blocs that a country belongs or belonged to."""
    return tuple(
        Term(bloc, since, _UNTIL.get((bloc, alpha3)))
        for bloc, accessions in _SINCE.items()
        for since, members in accessions
        if alpha3 in members.split()
    )
