"""MR205 and MR206: ids, and former ids, that lead to two records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.checks.finding import Finding, Label, Path
from mineralreg.checks.naming import quoted, record_id, subject
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.checks.context import Context


def duplicate_ids(context: Context) -> Iterator[Finding]:
    """MR205: an id that two records have, whatever their kinds."""
    if len(set().union(*context.own_ids.values())) == sum(
        len(context.rows(kind)) for kind in RECORD_KINDS
    ):
        return  # nearly always, and quicker to see than who has which id
    known = context.known
    for kind in RECORD_KINDS:
        for position, row in enumerate(context.rows(kind)):
            identity = row.get("id")
            if not isinstance(identity, str) or known[identity] == (kind, position):
                continue
            first: Path = (*known[identity], "id")
            yield Finding(
                "MR205",
                "error",
                f"two records have the id {quoted(identity)}",
                (kind, position, "id"),
                record=identity,
                label=f"this [[{kind}]] has the id again",
                help="give one of them another id, or merge them if they are the same thing",
                also=(Label(f"first used by this [[{first[0]}]]", first),),
            )


def former_id_clashes(context: Context) -> Iterator[Finding]:
    """MR206: a former id that is another record's id or former id."""
    for kind in RECORD_KINDS:
        for position, row in enumerate(context.rows(kind)):
            former_ids = row.get("former_ids")
            if not isinstance(former_ids, list):
                continue
            for number, former in enumerate(former_ids):
                if not isinstance(former, str):
                    continue
                path: Path = (kind, position, "former_ids", number)
                if former in context.known:
                    other: Path = (*context.known[former], "id")
                    what = "is the id of another record"
                    if other[:2] == (kind, position):
                        what = "is the record's own id"
                elif context.former[former] != (kind, position):
                    other = (*context.former[former], "former_ids")
                    what = "was the id of another record"
                else:
                    continue
                yield Finding(
                    "MR206",
                    "error",
                    f"the former id {quoted(former)} of {subject(context.data, path[:2])} {what}",
                    path,
                    record=record_id(context.data, path),
                    label="leads to two records",
                    help="take it out of former_ids of the record that never had it",
                    also=(Label("the other one", other),),
                )
