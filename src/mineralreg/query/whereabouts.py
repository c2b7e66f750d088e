"""What a registry is and holds, for `mineralreg where`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mineralreg.query.values import Detail, Line
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    import sqlite3


def whereabouts(
    connection: sqlite3.Connection, path: str, reason: str, index: str | None
) -> Detail:
    """Describe the registry behind an index.

    Args:
        connection: The index.
        path: The registry file.
        reason: Why this file.
        index: The index file, or None when it is in memory.
    """
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    counts = {
        kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]
        for kind in RECORD_KINDS
    }
    stated = {
        "chosen by": reason,
        "schema version": meta.get("schema_version"),
        "data version": meta.get("version"),
        "as of": meta.get("as_of"),
        "licence": meta.get("license"),
        "index": index or "in memory",
    }
    lines = [Line(label, value) for label, value in stated.items()]
    lines += [Line(f"{kind}s", count) for kind, count in counts.items()]
    facts = {
        "path": path,
        "reason": reason,
        "title": meta.get("title"),
        "schema_version": int(meta["schema_version"]),
        "version": meta.get("version"),
        "as_of": meta.get("as_of"),
        "license": meta.get("license"),
        "index": index,
        "counts": {f"{kind}s": count for kind, count in counts.items()},
    }
    return Detail("registry", path, meta.get("title") or path, lines, [], json.dumps(facts))
