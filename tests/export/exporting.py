"""The sample registry's index, and the selections that the tests of exports make."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mineralreg.export.selection import Found, selection
from mineralreg.query import reconcile
from mineralreg.registry import open_index

SAMPLE = Path(__file__).parent.parent / "data" / "sample.toml"
HOSTILE = "</script><img src=x onerror=alert(1)> =1+1"


def sample() -> sqlite3.Connection:
    return open_index(str(SAMPLE)).connection


def with_verdicts() -> sqlite3.Connection:
    """The index as an export or a query about verdicts sees it."""
    index = sample()
    reconcile.add(index)
    return index


def selected(index: sqlite3.Connection, found: Found | None) -> sqlite3.Connection:
    """The part of the registry that an export of what was found is about."""
    copy = sqlite3.connect(":memory:")
    with selection(index, found) as part:
        part.backup(copy)
    return copy


def hostile(folder: Path) -> sqlite3.Connection:
    """The sample with text that tries to be markup, and an agreement that starts a formula."""
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace("Framework on supply chains", f"=HYPERLINK(1) {HOSTILE}")
    path = folder / "agreements.toml"
    path.write_text(text, encoding="utf-8")
    return open_index(str(path)).connection
