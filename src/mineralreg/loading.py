"""From a path to a registry: typed records for Python, an index for questions.

Reading, parsing, validating and checking happen here in that order; `open_index` skips all but
reading when the index of these bytes is there already. Only what runs then is imported at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.document.content import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mineralreg.document.document import Document
    from mineralreg.index.cache import Index
    from mineralreg.records.models import Registry


def load(path: str | Path | None = None) -> Registry:
    """Load a registry as typed, immutable records.

    Args:
        path: A registry file. Without it the one that the command line would take:
            `MINERALREG_REGISTRY`, else the nearest `data/agreements.toml` or `agreements.toml`
            from the current folder upwards, else the copy packaged with mineralreg.

    Raises:
        RegistryError: The file cannot be read, is no TOML, or breaks the record model or refers
            to records that do not exist; `findings` holds the problems with their places.
    """
    from mineralreg.document.document import read_document
    from mineralreg.store.locate import locate

    return load_document(read_document(path if path is not None else locate().path))


def load_document(document: Document) -> Registry:
    """Validate a parsed registry file.

    Raises:
        RegistryError: See `load`.
    """
    from mineralreg.checks.engine import loadable
    from mineralreg.errors import RegistryError

    registry, findings = loadable(document)
    if registry is None:
        many = f"{len(findings)} problems" if len(findings) != 1 else "one problem"
        raise RegistryError(
            f"{document.name} does not load: {many}",
            help=f"run `mineralreg validate {document.name}` to see everything",
            findings=findings,
        )
    return registry


def open_index(path: str) -> Index:
    """Open the index of a registry file for questions, building it on first need.

    Args:
        path: The registry file.

    Raises:
        RegistryError: See `load`.
    """
    from mineralreg.index.cache import open_index as open_for

    raw = read_bytes(path)

    def build_from() -> Registry:
        from mineralreg.document.document import parse_document

        return load_document(parse_document(raw, path))

    return open_for(raw, build_from)
