"""The differences of two registries for a person: record by record, old and new value together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from mineralreg.output.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from mineralreg.query.diff import Change, FieldChange
    from mineralreg.query.values import Changes

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "restored": ("+", "green")}


def drawn(value: Changes) -> Iterator[RenderableType]:
    """The parts of the answer, from top to bottom."""
    if not value.changes:
        yield Text("No differences", style="dim")
    for change in value.changes:
        yield _heading(change)
        for field in change.fields:
            yield Padding(_field(field), (0, 0, 0, 4))


def _heading(change: Change) -> Text:
    sign, style = _SIGNS.get(change.what, ("~", "yellow"))
    named = f"{change.old_id} → {change.id}" if change.what == "renamed" else change.id
    return Text.assemble(
        (f"{sign} {change.what} ", style),
        f"{change.kind} ",
        (one_line(named), "bold"),
        (f"  {one_line(change.title)}" if change.title != change.id else "", "dim"),
    )


def _field(field: FieldChange) -> Text:
    found = Text.assemble((f"{one_line(field.field)}: ", "cyan"))
    if field.old is not None:
        found.append(one_line(field.old), style="red" if field.new is not None else "red strike")
    if field.old is not None and field.new is not None:
        found.append(" → ", style="dim")
    if field.new is not None:
        found.append(one_line(field.new), style="green")
    if field.new is None:
        found.append(" (gone)", style="dim")
    elif field.old is None:
        found.append(" (new)", style="dim")
    return found
