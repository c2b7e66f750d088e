"""The sample registry's index, and the selections and exports that tests make of it."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

from mineralreg.export import write
from mineralreg.export.selection import Found, selection
from mineralreg.export.texts import render_json
from mineralreg.reference.filters import from_selector
from mineralreg.registry import open_index
from samples import SAMPLE, SAMPLE_FILE, edited, kept


def sample() -> sqlite3.Connection:
    return open_index(str(SAMPLE_FILE)).connection


def changed(folder: Path, *changes: tuple[str, str]) -> sqlite3.Connection:
    """The index of the sample with changes."""
    return open_index(str(kept(folder, edited(SAMPLE, *changes)))).connection


def hostile(folder: Path) -> sqlite3.Connection:
    """The sample with text that tries to be markup, and an agreement that starts a formula."""
    harm = "=HYPERLINK(1) </script><img src=x onerror=alert(1)> =1+1"
    return changed(folder, ("Framework on supply chains", harm))


def found(*ids: str, **filters: Any) -> Found:
    """These agreements, as if the filters had found them."""
    return Found(ids, from_selector(filters))


def selected(index: sqlite3.Connection, some: Found | None) -> sqlite3.Connection:
    """The part of the registry that an export of what was found is about."""
    copy = sqlite3.connect(":memory:")
    with selection(index, some) as part:
        part.backup(copy)
    return copy


def put(
    form: str,
    target: Path,
    some: Found | None = None,
    index: sqlite3.Connection | None = None,
    **options: Any,
) -> Path:
    """Write the sample, or another index, or what was found in it."""
    write(form, index or sample(), str(target), some, **options)
    return target


def document(part: sqlite3.Connection) -> dict[str, Any]:
    """What the JSON document of a part holds."""
    made: dict[str, Any] = json.loads("".join(render_json(part)))
    return made


def table(path: Path) -> list[list[str]]:
    """The head and rows of a table of a data package."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
