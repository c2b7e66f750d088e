"""Plan to record an act: it takes its place among the others in time order.

Whether it may follow them is for the checks to say; the whole result goes through them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.document.layout import render_block, render_value
from mineralreg.document.splice import Edit, append_item, insert_block
from mineralreg.document.syntax import SpanMap, comments_above, line_start
from mineralreg.edit import fields
from mineralreg.edit.fields import FIELDS
from mineralreg.edit.lookup import Found, Names, Table, find, with_record
from mineralreg.edit.options import ACTS, act_from, in_order
from mineralreg.errors import UsageError, article
from mineralreg.store.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mineralreg.document.document import Document


def act(id: str, action: str, given: Mapping[str, Any]) -> Callable[[Document], Change]:
    """Plan to add an act to an agreement or initiative.

    Args:
        id: Id or former id of the record.
        action: What happened, a word of `AGREEMENT_ACTIONS` or `INITIATIVE_ACTIONS`.
        given: Texts for `date`, `place`, `partner` and `note`, a list of texts for `sources`.

    Returns:
        The function that plans the change. It raises UsageError for an unknown id, name or word.
    """

    def plan(document: Document) -> Change:
        data = document.data
        found = find(data, id)
        if found.kind not in ACTS:
            raise UsageError(
                f"{id!r} is {article(found.kind)} {found.kind}, and only agreements and "
                "initiatives have acts",
                help="to change a field, use `set` or `edit`",
            )
        names = Names(data)
        new = act_from(found.kind, action, given, names)
        acts = [one for one in found.record.get("actions", []) if isinstance(one, dict)]
        number = next(n for n, one in enumerate(in_order([*acts, new])) if one is new)
        record = {**found.record, "actions": [*acts[:number], new, *acts[number:]]}
        row = FIELDS[found.kind]
        partners = names.missing(fields.partners(row, {"actions": [new]}))
        spans = SpanMap(document.text)
        edits = [
            *_insertion(spans, found, len(acts), number, new),
            *(edit for one in partners for edit in _inserted(spans, one)),
        ]
        intended = with_record(data, found, record)
        if partners:
            intended["partner"] = [*data.get("partner", ()), *partners]
        more = ", ".join(str(new[key]) for key in ("partner", "date") if key in new)
        told = f"{_told(new['action'])} ({more})" if more else _told(new["action"])
        return Change(
            tuple(edits),
            intended,
            (str(found.record["id"]),),
            (f"recorded in {document.name}: {found.record['id']} {told}",),
        )

    return plan


def _inserted(spans: SpanMap, partner: Table) -> list[Edit]:
    return insert_block(spans, fields.PARTNER, render_block(fields.PARTNER, partner))


def _insertion(spans: SpanMap, found: Found, count: int, number: int, new: Table) -> list[Edit]:
    """Edits that put an act at its place among the others, written as those are."""
    path = (*found.path, "actions")
    if number == count:
        return append_item(spans, path, new, fields.keys(FIELDS[found.kind]))
    text = spans.text
    at = spans.locate((*path, number)).start
    lead = text[line_start(text, at) : at]
    newline = "\r\n" if "\r\n" in text else "\n"
    if any(spans.blocks[n].path == (*path, number) for n in spans.blocks_under((*path, number))):
        start = spans.block((*path, number)).lead
        block = render_block((found.kind, "actions"), new) + "\n"
        return [Edit(start, start, block.replace("\n", newline))]
    if lead.strip():
        return [Edit(at, at, render_value(new, inline=True) + ", ")]
    start = comments_above(text, line_start(text, at), 0)
    line = f"{lead}{render_value(new, indent=lead)},\n"
    return [Edit(start, start, line.replace("\n", newline))]


def _told(action: str) -> str:
    """An action as the predicate of a sentence."""
    past = ("entered", "took", "withdrew", "lapsed", "expired", "ended")
    words = action.replace("-", " ")
    if action.startswith("negotiations-"):
        return f"had its {words}"
    if action.startswith("provisionally"):
        return f"was {words}"
    return words if action.startswith(past) else f"was {words}"
