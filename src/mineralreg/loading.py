"""From a path to a registry: typed records for Python, an index for questions.

Reading, parsing, validating and checking happen here in that order; `open_index` skips all but
reading when the index of these bytes is there already. Only what runs then is imported at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.document.content import read_bytes

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.checks.scrutiny import Scrutiny
    from mineralreg.document.document import Document
    from mineralreg.index.cache import Index
    from mineralreg.records.models import Registry


def load_document(document: Document) -> Registry:
    """Validate a parsed registry file.

    Raises:
        RegistryError: The file breaks the record model or refers to records that do not exist;
            `findings` holds the problems with their places.
    """
    from mineralreg.checks.engine import loadable
    from mineralreg.errors import RegistryError
    from mineralreg.records.schema import with_current_ids

    registry, findings = loadable(document)
    if registry is None:
        many = f"{len(findings)} problems" if len(findings) != 1 else "one problem"
        raise RegistryError(
            f"{document.name} does not load: {many}",
            help=f"run `mineralreg validate {document.name}` to see everything",
            findings=findings,
        )
    return with_current_ids(registry)


def open_index(path: str) -> Index:
    """Open the index of a registry file for questions, building it on first need.

    Args:
        path: The registry file.

    Raises:
        RegistryError: The file cannot be read or loaded.
    """
    from mineralreg.index.cache import open_index as open_for

    raw = read_bytes(path)

    def load() -> Registry:
        from mineralreg.document.document import parse_document

        return load_document(parse_document(raw, path))

    def scrutiny() -> Scrutiny:
        from mineralreg.checks.scrutiny import Scrutiny

        return Scrutiny()

    def finish(index: sqlite3.Connection) -> None:
        from mineralreg.query import reconcile

        reconcile.add(index, temporary=False)

    return open_for(raw, load, finish, scrutiny)
