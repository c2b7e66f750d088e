"""The verdicts of `reconcile` as a table, for those who read the registry in SQL or as a file.

They follow from rules that SQL does not have, so they are not in the index: the table is filled
from `reconcile` when a query or an export asks for it.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from mineralreg.query.reconcile import reconcile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from mineralreg.query.values import Verdict

NAME = "verdict"


def add(connection: sqlite3.Connection, *, temporary: bool = True) -> None:
    """Give a connection the table `verdict`, unless it has one.

    Args:
        connection: An index, or a copy or part of one.
        temporary: The table belongs to the connection alone, so a read-only index can have one.

    Raises:
        UsageError: A claim's selector names what the registry does not know.
    """
    if _there(connection):
        return
    verdicts = reconcile(connection)
    (reading_only,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")
    connection.execute(_definition(temporary=temporary))
    connection.executemany(
        f"INSERT INTO {NAME} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, verdicts)
    )
    connection.execute(f"PRAGMA query_only = {reading_only}")


def _there(connection: sqlite3.Connection) -> bool:
    return any(
        connection.execute(f"SELECT 1 FROM {schema} WHERE name = ?", (NAME,)).fetchone()
        for schema in ("sqlite_schema", "sqlite_temp_schema")
    )


def _definition(*, temporary: bool) -> str:
    text = (files("mineralreg.query") / "verdict.sql").read_text(encoding="utf-8")
    definition = text[text.index("CREATE TABLE") :]
    return definition.replace("CREATE TABLE", "CREATE TEMP TABLE", 1) if temporary else definition


def _row(verdict: Verdict) -> tuple[str | int | None, ...]:
    return (
        verdict.claim,
        verdict.claimed,
        verdict.recorded,
        verdict.difference,
        verdict.verdict,
        verdict.expected,
        _list(verdict.missing),
        _list(verdict.extra),
        _list(verdict.counted),
        _list(verdict.possible),
    )


def _list(ids: Sequence[str]) -> str:
    import json

    return json.dumps(ids, ensure_ascii=False, separators=(",", ":"))
