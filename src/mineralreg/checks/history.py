"""MR6xx: what became of the records of an earlier revision.

The earlier file is read leniently: it may break rules that are younger than it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.finding import Check, Finding, quoted
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


def _before(context: Context) -> dict[str, tuple[str, dict[str, Any]]]:
    """The records of the earlier revision by id: kind and raw table."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for kind in RECORD_KINDS if context.against else ():
        records = context.against.data.get(kind) if context.against else ()
        for row in records if isinstance(records, list) else ():
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                found.setdefault(row["id"], (kind, row))
    return found


@Check(
    "MR601",
    "vanished-id",
    "error",
    title="a published id is gone",
    why="Others cite records by id. A record that turned out wrong is kept with `withdrawn`.",
    fix='Bring it back with withdrawn = "reason", or list the id in former_ids of its successor.',
    example="$ mineralreg validate --against v2026.11.24",
)
def vanished_id(context: Context) -> Iterator[Finding]:
    if context.against is None or context.unreadable:
        return
    for id, (kind, _) in _before(context).items():
        if id not in context.owners:
            message = f"the {kind} {quoted(id)} of {context.against.revision} is gone"
            yield vanished_id.at((), message, record=id)


@Check(
    "MR602",
    "reused-id",
    "error",
    title="an id that now means something else",
    why="A citation of the old record would lead to the new one without anybody noticing. Judged"
    " by the record's kind, and for agreements by other parties together with another title.",
    fix="Give the new record an id of its own.",
    example='[[agreement]]\nid = "us-peru-2026"\nparties = ["united-states", "chile"]',
)
def reused_id(context: Context) -> Iterator[Finding]:
    if context.against is None:
        return
    before = _before(context)
    for item in context.rows():
        if item.id not in before or context.owners[item.id][0] is not item:
            continue
        kind, old = before[item.id]
        if kind != item.kind:
            what = f"a {kind}"
        elif item.path not in context.broken and _became_another(kind, old, item.record):
            what = f"another {kind}, {_called(kind, old)},"
        else:
            continue
        message = f"the id {quoted(item.id)} was {what} in {context.against.revision}"
        yield reused_id.of(item, message, "id", label="now something else")


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


@Check(
    "MR603",
    "unchanged-version",
    "warning",
    title="records changed but the data version did not",
    why="Two different states of the data would carry the same version.",
    fix="Raise `version` in [registry].",
    example='[registry]\nversion = "2026.11.24"  # as in the revision compared with',
)
def unchanged_version(context: Context) -> Iterator[Finding]:
    if context.against is None:
        return
    revision, earlier = context.against
    was, header = earlier.get("registry"), context.data.get("registry")
    version = header.get("version") if isinstance(header, dict) else None
    if not isinstance(was, dict) or version is None or was.get("version") != version:
        return
    if all(earlier.get(kind, []) == context.data.get(kind, []) for kind in RECORD_KINDS):
        return
    yield unchanged_version.at(
        ("registry", "version"),
        f"records changed since {revision}, but the version is still {quoted(version)}",
        label="as before",
        help="raise the version",
    )
