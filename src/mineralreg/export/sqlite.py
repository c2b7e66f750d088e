"""`export sqlite`: the registry as a SQLite database that documents itself.

It is the index without what belongs to a cache, with the verdicts of `reconcile`, a full-text table
that Datasette finds, and compact. The comments of schema.sql stand in the file's own CREATE
statements.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from mineralreg.atomic import replaced, whole_file
from mineralreg.errors import WriteRefused
from mineralreg.export.catalogue import tables
from mineralreg.export.datapackage import LICENSES
from mineralreg.export.selection import header
from mineralreg.index.build import new_file
from mineralreg.index.record_rows import joined, read_texts
from mineralreg.query.results import as_json, stated

FACETS = {
    "agreement": "status kind level legal_nature event",
    "agreement_overview": "status kind level party_ids minerals topics",
    "agreement_party": "partner",
    "agreement_mineral": "mineral",
    "agreement_topic": "topic",
    "act": "action",
    "act_timeline": "action kind",
    "party_overview": "region name status kind",
    "partner": "kind region",
    "source": "kind publisher",
    "claim": "expect unit",
    "verdict": "verdict expected",
    "membership": "initiative role",
}
"""The columns that Datasette offers to filter a table by."""
NEWEST_FIRST = {"agreement": "date_earliest", "act": "earliest"}

APPLICATION_ID = 0x4D524547
"""`MREG` in ASCII, which `file` and SQLite tools can show."""

_SEARCH = """
CREATE VIRTUAL TABLE agreement_text USING fts5 (
    title,  -- Title, and the names of the parties
    notes,  -- Notes, minerals, topics, acts, persons
    content="agreement",
    tokenize="unicode61 remove_diacritics 2"
)
"""
"""Datasette finds the table by its `content`, and by it what `list --search` finds."""

METADATA = "metadata.json"


def write_sqlite(part: sqlite3.Connection, target: str, *, datasette: bool = False) -> None:
    """Write a SQLite database.

    Args:
        datasette: Whether to write `metadata.json` for Datasette beside it.

    Raises:
        WriteRefused: A file cannot be written, or the metadata there are somebody else's.
    """
    meta = header(part)
    beside = os.path.join(os.path.dirname(target), METADATA)
    name = os.path.splitext(os.path.basename(target))[0]
    if datasette:
        _check_metadata(beside, name)
    with whole_file(target) as path, _disk_errors(), closing(new_file(path)) as database:
        part.backup(database)
        database.execute(_SEARCH)
        database.execute("BEGIN")
        _fill_texts(database)
        database.execute("COMMIT")
        for table in ("agreement_text", "record_text"):
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {int(meta['schema_version'])}")
        database.execute("ANALYZE")
        database.execute("VACUUM")
    if datasette:
        with replaced(beside) as file:
            file.write(metadata(name, meta))


@contextmanager
def _disk_errors() -> Iterator[None]:
    """What SQLite says of the disk becomes an `OSError`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise OSError(errno.EIO, str(error)) from error
        raise


def _fill_texts(database: sqlite3.Connection) -> None:
    """Make agreements known by their words."""
    names: dict[str, str] = {}
    for kind in ("partner", "agreement"):
        rows = database.execute(
            "SELECT a.rowid, r.json FROM record AS r LEFT JOIN agreement AS a ON a.id = r.id "
            "WHERE r.kind = ?",
            (kind,),
        )
        for number, text in rows:
            title, named, body = read_texts(kind, text, names)
            if number is not None:
                database.execute(
                    "INSERT INTO agreement_text (rowid, title, notes) VALUES (?, ?, ?)",
                    (number, joined((title, named)), body),
                )


def metadata(database: str, meta: Mapping[str, Any]) -> str:
    """The metadata for Datasette of a database of this name, with what its registry says."""
    described: dict[str, Any] = {}
    for table in tables():
        entry = described[table.name] = table.described()
        lists = {column.name for column in table.columns if column.type == "list"}
        facets = FACETS.get(table.name, "").split()
        if facets:
            entry["facets"] = [{"array": name} if name in lists else name for name in facets]
        if table.name in NEWEST_FIRST:
            entry["sort_desc"] = NEWEST_FIRST[table.name]
    license = meta.get("license")
    head = {
        "title": meta.get("title"),
        "description": meta.get("scope"),
        "license": license,
        "license_url": LICENSES[license][0] if license in LICENSES else None,
    }
    made = {**stated(head), "databases": {database: {"tables": described}}}
    return as_json(made, indent=2) + "\n"


def _check_metadata(path: str, database: str) -> None:
    """Refuse to replace metadata that describe another database than the one that is written."""
    try:
        with open(path, encoding="utf-8") as file:
            known = list(json.load(file)["databases"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, LookupError, TypeError):
        known = []
    if known != [database]:
        raise WriteRefused(
            f"'{path}' describes something else than {database!r}",
            help="move it away, or write to another folder; nothing was changed",
        )
