"""`export bibtex`, `ris` and `csl-json`: the sources of the records found.

They go into reference managers. Sources that were withdrawn are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.export.selection import records
from mineralreg.output import bibliography
from mineralreg.query.results import Answer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


class Sources(Answer):
    """Sources as an answer that the formats of `list` can write."""

    def __init__(self, records: Iterable[dict[str, Any]]) -> None:
        self._records = records

    def objects(self) -> Iterator[dict[str, Any]]:
        """The sources."""
        return iter(self._records)


def render_bibtex(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The sources as BibTeX."""
    return bibliography.bibtex(Sources(records(part, "source")))


def render_ris(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The sources as RIS."""
    return bibliography.ris(Sources(records(part, "source")))


def render_csl_json(part: sqlite3.Connection, _found: object) -> Iterator[str]:
    """The sources as CSL-JSON."""
    return bibliography.csl_json(Sources(records(part, "source")))
