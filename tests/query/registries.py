"""Indexes in memory for the tests of questions, of the wide registry or of another."""

import sqlite3
from collections.abc import Mapping
from typing import Any

import tomli
import tomli_w

from mineralreg.document.document import parse_document
from mineralreg.index.build import build
from mineralreg.query.listing import Listing
from mineralreg.reference.filters import Filters, from_selector
from mineralreg.registry import load_document
from samples import WIDE


def wide() -> dict[str, Any]:
    """The wide registry as plain values, to be changed."""
    return tomli.loads(WIDE)


def connect(text: str = WIDE) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    document = parse_document(text.encode(), "registry.toml")
    build(connection, load_document(document), "0" * 32)
    connection.execute("PRAGMA query_only = ON")
    return connection


def connect_to(registry: Mapping[str, Any]) -> sqlite3.Connection:
    return connect(tomli_w.dumps(registry))


INDEX = connect()
"""The index of the wide registry, which no test changes."""


def asked(**filters: Any) -> Filters:
    """Filters from plain values: `asked(country="Peru", since="2026")`."""
    return from_selector(filters)


def ids(index: sqlite3.Connection, kind: str, *given: Any, **how: Any) -> list[str]:
    return Listing(index, kind, *given, **how).ids()
