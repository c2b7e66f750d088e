"""Plan to record an act: it takes its place among the others in time order.

Whether it may follow them is for the checks to say; the whole result goes through them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.edit.edits import changed, planned
from mineralreg.edit.fields import ACTS, inputs
from mineralreg.edit.lookup import Names, find
from mineralreg.edit.values import Reader, in_order
from mineralreg.errors import UsageError, article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mineralreg.document.document import Document
    from mineralreg.store.change import Change


@planned
def act(document: Document, id: str, action: str, given: Mapping[str, Any]) -> Change:
    """Plan to add an act to an agreement or initiative.

    Args:
        document: The registry file.
        id: Id or former id of the record.
        action: What happened, a word for acts or the noun of one.
        given: Texts for `date`, `place`, `partner` and `note`, a list of texts for `sources`.

    Raises:
        UsageError: An id, name or word is unknown.
    """
    found = find(document.data, id)
    if found.kind not in ACTS:
        raise UsageError(
            f"{id!r} is {article(found.kind)} {found.kind}, and only agreements and "
            "initiatives have acts",
            help="to change a field, use `set` or `edit`",
        )
    if not action.strip():
        raise UsageError("an act begins with its action", help="such as: signed 2026-02-04 @ Lima")
    names = Names(document.data)
    (new,) = Reader(names).value(inputs(found.kind)["actions"], {**given, "action": action})
    acts = [one for one in found.record.get("actions", []) if isinstance(one, dict)]
    number = next(n for n, one in enumerate(in_order([*acts, new])) if one is new)
    record = {**found.record, "actions": [*acts[:number], new, *acts[number:]]}
    more = ", ".join(str(new[key]) for key in ("partner", "date") if key in new)
    told = f"{_told(new['action'])} ({more})" if more else _told(new["action"])
    return changed(
        document,
        {found.path: record},
        ids=[str(found.record["id"])],
        said=[f"recorded in {document.name}: {found.record['id']} {told}"],
    )


def _told(action: str) -> str:
    """An action as the predicate of a sentence."""
    past = ("entered", "took", "withdrew", "lapsed", "expired", "ended")
    words = action.replace("-", " ")
    if action.startswith("negotiations-"):
        return f"had its {words}"
    if action.startswith("provisionally"):
        return f"was {words}"
    return words if action.startswith(past) else f"was {words}"
