"""Facts about the world: countries, minerals, and how the names of both are compared.

Importing this package costs next to nothing: a table is read when it is first asked for, and then
kept. `places` and `mineral_table` hold the types of what the tables answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mineralreg.reference.folding import fold

if TYPE_CHECKING:
    from mineralreg.reference.country_table import Countries
    from mineralreg.reference.mineral_table import Minerals

__all__ = ["countries", "fold", "minerals"]


@lru_cache(maxsize=1)
def countries() -> Countries:
    """Return the packaged table of countries, areas, blocs and past states."""
    from mineralreg.reference.country_table import Countries
    from mineralreg.reference.tables import read_table

    return Countries(read_table("countries"))


@lru_cache(maxsize=1)
def minerals() -> Minerals:
    """Return the packaged table of minerals, their groups and the official lists."""
    from mineralreg.reference.mineral_table import Minerals
    from mineralreg.reference.tables import read_table

    return Minerals(read_table("minerals"))
