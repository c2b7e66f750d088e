"""`export sqlite`: the registry as a SQLite database that documents itself.

It is the index without what belongs to a cache, with a full-text table that Datasette finds, and
compact. The comments of schema.sql stand in the file's own CREATE statements.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from mineralreg.export.selection import restrict
from mineralreg.export.writing import whole_file

if TYPE_CHECKING:
    from mineralreg.export.selection import Found

APPLICATION_ID = 0x4D524547
"""`MREG` in ASCII, which `file` and SQLite tools can show."""

_SEARCH = """
CREATE VIRTUAL TABLE agreement_text USING fts5 (
    title,
    notes,
    contested,
    content="agreement",
    tokenize="unicode61 remove_diacritics 2"
)
"""


def write_sqlite(index: sqlite3.Connection, target: str, found: Found | None = None) -> None:
    """Write the registry, or the part that was found, as a SQLite database.

    Args:
        index: Connection to the index; only read.
        target: The file to write.
        found: The agreements to export; None for everything.

    Raises:
        WriteRefused: The file cannot be written; nothing changed.
    """
    with whole_file(target) as path:
        database = sqlite3.connect(path, isolation_level=None)
        try:
            index.backup(database)
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            if found is not None:
                restrict(database, found)
            database.execute(_SEARCH)
            database.execute("INSERT INTO agreement_text (agreement_text) VALUES ('rebuild')")
            database.execute("INSERT INTO record_text (record_text) VALUES ('optimize')")
            (version,) = database.execute(
                "SELECT value FROM meta WHERE key = 'schema_version'"
            ).fetchone()
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {int(version)}")
            database.execute("ANALYZE")
            database.execute("VACUUM")
        finally:
            database.close()
        for ending in ("-journal", "-wal", "-shm"):
            if os.path.exists(path + ending):
                os.unlink(path + ending)
