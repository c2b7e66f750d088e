"""The sample registry's index, and the selections that the tests of exports make."""

import sqlite3
from pathlib import Path

from mineralreg.export.selection import Found, selection
from mineralreg.query import reconcile
from mineralreg.registry import open_index
from samples import SAMPLE, SAMPLE_FILE, edited, kept

HOSTILE = "</script><img src=x onerror=alert(1)> =1+1"


def sample() -> sqlite3.Connection:
    return open_index(str(SAMPLE_FILE)).connection


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


def changed(folder: Path, *changes: tuple[str, str]) -> sqlite3.Connection:
    """The index of the sample with changes."""
    return open_index(str(kept(folder, edited(SAMPLE, *changes)))).connection


def hostile(folder: Path) -> sqlite3.Connection:
    """The sample with text that tries to be markup, and an agreement that starts a formula."""
    return changed(folder, ("Framework on supply chains", f"=HYPERLINK(1) {HOSTILE}"))
