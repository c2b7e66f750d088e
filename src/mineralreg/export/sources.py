"""`export bibtex`, `ris` and `csl-json`: the sources of the records found.

They go into reference managers. Sources that were withdrawn are left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mineralreg.atomic import replaced
from mineralreg.export.selection import selection
from mineralreg.output import bibliography
from mineralreg.query.results import Answer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from mineralreg.export.selection import Found


class Sources(Answer):
    """Sources as an answer that the formats of `list` can write."""

    def __init__(self, records: Iterable[dict[str, Any]]) -> None:
        self._records = records

    def objects(self) -> Iterator[dict[str, Any]]:
        """The sources."""
        return iter(self._records)


def write_bibtex(index: sqlite3.Connection, target: str, found: Found | None = None) -> None:
    """Write the sources as BibTeX."""
    _write(bibliography.bibtex, index, target, found)


def write_ris(index: sqlite3.Connection, target: str, found: Found | None = None) -> None:
    """Write the sources as RIS."""
    _write(bibliography.ris, index, target, found)


def write_csl_json(index: sqlite3.Connection, target: str, found: Found | None = None) -> None:
    """Write the sources as CSL-JSON."""
    _write(bibliography.csl_json, index, target, found)


def _write(
    render: Callable[[Answer], Iterator[str]],
    index: sqlite3.Connection,
    target: str,
    found: Found | None,
) -> None:
    with selection(index, found) as part, replaced(target) as file:
        rows = part.execute(
            "SELECT r.json FROM source AS s JOIN record AS r ON r.kind = 'source' AND r.id = s.id "
            "WHERE s.withdrawn IS NULL ORDER BY s.position"
        )
        file.writelines(render(Sources(json.loads(text) for (text,) in rows)))
