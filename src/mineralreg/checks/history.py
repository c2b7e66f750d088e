"""MR601 to MR603: what became of the records of an earlier revision.

The earlier file is read leniently: it may break rules that are younger than it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Check, Finding, Path, quoted
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context


_IDENTITY = {
    "source": ("title", "publisher"),
    "partner": ("name", "kind"),
    "initiative": ("name", "kind"),
    "event": ("name", "date"),
    "claim": ("statement", "count"),
}
"""Keys that tell records of a kind apart."""

Rows = dict[str, tuple[str, int, dict[str, Any]]]
"""Records by id: kind, position and raw table."""


def against_revision(context: Context, earlier: dict[str, Any], revision: str) -> Iterator[Finding]:
    """All findings of the family.

    Args:
        context: The file.
        earlier: What the earlier revision of the file parses to.
        revision: Its name, for messages.
    """
    before, now = _rows(earlier), _rows(context.data)
    if not context.unreadable:
        yield from vanished_ids(context, before, revision)
    yield from reused_ids(context, before, now, revision)
    yield from unchanged_version(context, earlier, revision)


def vanished_ids(context: Context, before: Rows, revision: str) -> Iterator[Finding]:
    """MR601: an id of the revision that neither stands nor is a former id now."""
    for identity, (kind, _, _) in before.items():
        if identity not in context.known and identity not in context.former:
            yield Finding(
                "MR601",
                "error",
                f"the {kind} {quoted(identity)} of {revision} is gone",
                record=identity,
                help='bring it back with withdrawn = "reason", or list the id in former_ids of'
                " its successor",
            )


def reused_ids(context: Context, before: Rows, now: Rows, revision: str) -> Iterator[Finding]:
    """MR602: an id that stood for something else in the revision."""
    for identity, (kind, position, row) in now.items():
        if identity not in before:
            continue
        old_kind, _, old = before[identity]
        if old_kind != kind:
            what = f"a {old_kind}"
        elif _became_another(kind, old, row) and (kind, position) not in context.broken:
            what = f"another {kind}, {_called(kind, old)},"
        else:
            continue
        path: Path = (kind, position, "id")
        yield Finding(
            "MR602",
            "error",
            f"the id {quoted(identity)} was {what} in {revision}",
            path,
            record=identity,
            label="now something else",
            help="give the new record an id of its own",
        )


def unchanged_version(
    context: Context, earlier: dict[str, Any], revision: str
) -> Iterator[Finding]:
    """MR603: records differ and the data version does not."""
    was, header = earlier.get("registry"), context.data.get("registry")
    version = header.get("version") if isinstance(header, dict) else None
    if not isinstance(was, dict) or version is None or was.get("version") != version:
        return
    if all(earlier.get(kind, []) == context.data.get(kind, []) for kind in RECORD_KINDS):
        return
    yield Finding(
        "MR603",
        "warning",
        f"records changed since {revision}, but the version is still {quoted(version)}",
        ("registry", "version"),
        label="as before",
        help="raise the version",
    )


def _rows(data: dict[str, Any]) -> Rows:
    found: Rows = {}
    for kind in RECORD_KINDS:
        records = data.get(kind)
        for position, row in enumerate(records if isinstance(records, list) else ()):
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                found.setdefault(row["id"], (kind, position, row))
    return found


def _became_another(kind: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether all that tells two records of a kind apart has changed at once.

    A correction changes one thing. Parties that were added or taken away are a correction too.
    """
    if kind == "agreement":
        were, are = _parties(old), _parties(new)
        return old.get("title") != new.get("title") and not (were <= are or are <= were)
    if kind == "partner" and "iso" in old and "iso" in new:
        return bool(old["iso"] != new["iso"])
    return all(old.get(key) != new.get(key) for key in _IDENTITY[kind])


def _parties(row: dict[str, Any]) -> set[str]:
    found = row.get("parties")
    return {item for item in found if isinstance(item, str)} if isinstance(found, list) else set()


def _called(kind: str, row: dict[str, Any]) -> str:
    for key in ("title", "name", "statement", "iso"):
        if isinstance(row.get(key), str):
            return quoted(row[key])
    return f"a {kind} without a name"


HISTORY = (
    Check(
        "MR601",
        "vanished-id",
        "error",
        "a published id is gone",
        "Others cite records by id. A record that turned out wrong is kept with `withdrawn`.",
        'Bring the record back with withdrawn = "reason", or list its old id in the successor\'s'
        " former_ids.",
        "$ mineralreg validate --against v2026.11.24",
    ),
    Check(
        "MR602",
        "reused-id",
        "error",
        "an id that now means something else",
        "A citation of the old record would lead to the new one without anybody noticing. Told by"
        " the record's kind, and for agreements by other parties together with another title.",
        "Give the new record an id of its own.",
        '[[agreement]]\nid = "us-peru-2026"\nparties = ["united-states", "chile"]',
    ),
    Check(
        "MR603",
        "unchanged-version",
        "warning",
        "records changed but the data version did not",
        "Two different states of the data would carry the same version.",
        "Raise `version` in [registry].",
        '[registry]\nversion = "2026.11.24"  # as in the revision compared with',
    ),
)
