"""`export sqlite`: the registry as a SQLite database that documents itself.

It is the index without what belongs to a cache, with the verdicts of `reconcile`, a full-text table
that Datasette finds, and compact. The comments of schema.sql stand in the file's own CREATE
statements.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mineralreg.atomic import whole_file
from mineralreg.export.selection import copy
from mineralreg.query import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    with whole_file(target) as path, _new_database(path) as database:
        database.execute("PRAGMA journal_mode = OFF")  # a broken file is thrown away whole
        database.execute("PRAGMA synchronous = OFF")
        if found is None:
            index.backup(database)
        else:
            copy(index, database, found, texts=True)
        reconcile.add(database, temporary=False)
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


@contextmanager
def _new_database(path: str) -> Iterator[sqlite3.Connection]:
    """A connection to an empty file; what SQLite says of the disk becomes an `OSError`."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        yield database
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise OSError(errno.EIO, str(error)) from error
        raise
    finally:
        database.close()
