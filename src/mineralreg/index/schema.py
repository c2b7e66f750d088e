"""What every part of an index is made with: a new database file, and the SQL files."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from importlib.resources import files


def new_file(path: str) -> sqlite3.Connection:
    """A connection to a new database file; what a killed process left at the path gives way.

    Index files get their names when they are whole: a journal and syncing would protect nothing.
    """
    with suppress(OSError):
        os.unlink(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def schema() -> str:
    """The SQL that creates the tables, with their documentation as comments."""
    return _text("schema.sql")


def statements(name: str) -> list[str]:
    """The statements of an SQL file, one by one and without comments."""
    lines = [line for line in _text(name).splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _text(name: str) -> str:
    return (files("mineralreg.index") / name).read_text(encoding="utf-8")
