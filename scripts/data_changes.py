"""What changed in the data from one version to the next, as a section of docs/data-changes.md.

python scripts/data_changes.py OLD.toml NEW.toml
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import mineralreg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.records.models import Agreement

KINDS = ("agreement", "initiative", "event", "claim", "partner", "source")
LISTED = ("agreement", "initiative", "event", "claim")
"""Kinds whose new records are named one by one."""


def section(old: str, new: str) -> Iterator[str]:
    """Yield the lines of the section about the newer of two registry files."""
    before, after = mineralreg.load(old), mineralreg.load(new)
    changes = [change for change in before.diff(new).objects() if change["kind"] in KINDS]
    header = after.records.registry
    yield f"## {header.version}\n"
    last = before.records.registry.version
    yield f"Facts were looked for up to {header.as_of}; the version before was {last}.\n"
    yield "| | added | changed | new id | removed |\n|---|--:|--:|--:|--:|"
    number = Counter((change["kind"], change["what"]) for change in changes)
    for kind in KINDS:
        cells = (number[kind, what] for what in ("added", "changed", "renamed", "removed"))
        yield f"| {kind}s | " + " | ".join(map(str, cells)) + " |"
    former = {agreement.id: agreement for agreement in before.agreements}
    yield from _list("Status that is another now", _moved(former, after.agreements))
    for kind in LISTED:
        added = [
            f"`{change['id']}`: {change['title']}"
            for change in changes
            if change["kind"] == kind and change["what"] == "added"
        ]
        yield from _list(f"New {kind}s", added)
    gone = [
        f"`{change['id']}`" + (f", now `{after[change['id']].id}`" if change["id"] in after else "")
        for change in changes
        if change["what"] == "removed"
    ]
    yield from _list("Removed", gone)


def _moved(former: dict[str, Agreement], agreements: tuple[Agreement, ...]) -> list[str]:
    """Say of each agreement whose status or date is another what it was and is."""
    found = []
    for one in agreements:
        old = next((former[id] for id in (one.id, *one.former_ids) if id in former), None)
        if old is None:
            continue
        parts = []
        if old.status != one.status:
            parts.append(f"{old.status} → {one.status}")
        if old.date != one.date:
            parts.append(f"date {old.date or 'none'} → {one.date or 'none'}")
        if parts:
            found.append(f"`{one.id}`: {'; '.join(parts)}")
    return found


def _list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n### {title} ({len(lines)})\n"
        yield from (f"- {line}" for line in lines)


if __name__ == "__main__":
    print("\n".join(section(*sys.argv[1:3])))
