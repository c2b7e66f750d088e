"""MR6xx: what became of the records of an earlier revision.

The earlier file is read leniently: it may break rules that are younger than it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from mineralreg.checks.context import Context, Item
from mineralreg.checks.finding import Check, Finding, quoted
from mineralreg.reference.vocabulary import RECORD_KINDS

_IDENTITY = {
    "source": ("title", "publisher"),
    "partner": ("name", "kind"),
    "initiative": ("name", "kind"),
    "event": ("name", "date"),
    "claim": ("statement", "count"),
}
"""Keys that tell records of a kind apart."""


def _before(context: Context) -> dict[str, Item]:
    """The records of the earlier revision by id; of those with one id, the first."""
    rows = Context(context.against.document, None).rows() if context.against else ()
    return {item.id: item for item in reversed([*rows]) if item.id is not None}


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
    for id, item in _before(context).items():
        if id not in context.owners:
            message = f"the {item} of {context.against.revision} is gone"
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
    label="now something else",
)
def reused_id(context: Context) -> Iterator[Finding]:
    if context.against is None:
        return
    before = _before(context)
    for item in context.rows():
        if item.id not in before or context.owners[item.id][0] is not item:
            continue
        old = before[item.id]
        if old.kind != item.kind:
            what = f"a {old.kind}"
        elif item.path not in context.broken and _became_another(old, item):
            what = f"another {old.kind}, {_name(old)},"
        else:
            continue
        message = f"the id {quoted(item.id)} was {what} in {context.against.revision}"
        yield reused_id.of(item, message, "id")


def _became_another(old: Item, new: Item) -> bool:
    """Whether all that tells two records of a kind apart has changed at once.

    A correction changes one thing. Parties that were added or taken away are a correction too.
    """
    was, now = old.record, new.record
    if old.kind == "agreement":
        were, are = ({id for _, id in item.texts("parties")} for item in (old, new))
        return was.get("title") != now.get("title") and not (were <= are or are <= were)
    if old.kind == "partner" and "iso" in was and "iso" in now:
        return bool(was["iso"] != now["iso"])
    return all(was.get(key) != now.get(key) for key in _IDENTITY[old.kind])


def _name(item: Item) -> str:
    values = map(item.record.get, ("title", "name", "statement", "iso"))
    texts = (quoted(value) for value in values if isinstance(value, str))
    return next(texts, f"a {item.kind} without a name")


@Check(
    "MR603",
    "unchanged-version",
    "warning",
    title="records changed but the data version did not",
    why="Two different states of the data would carry the same version.",
    fix="Raise `version` in [registry].",
    example='[registry]\nversion = "2026.11.24"  # as in the revision compared with',
    label="as before",
)
def unchanged_version(context: Context) -> Iterator[Finding]:
    if context.against is None:
        return
    revision, earlier = context.against
    version = context.document.header.get("version")
    if version is None or earlier.header.get("version") != version:
        return
    if any(earlier.data.get(kind, []) != context.data.get(kind, []) for kind in RECORD_KINDS):
        message = f"records changed since {revision}, but the version is still {quoted(version)}"
        yield unchanged_version.at(("registry", "version"), message)
