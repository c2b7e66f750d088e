"""Plan `fmt`: the whole file in canonical order and layout, saying what it said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.document.layout import format_text
from mineralreg.document.splice import Edit
from mineralreg.records.schema import key_order
from mineralreg.store.change import Change

if TYPE_CHECKING:
    from mineralreg.document.document import Document


def arranged(document: Document) -> str:
    """The text of a file in canonical form, with the line ends that most of its lines have."""
    return format_text(document.text, key_order(), newline=document.newline)


def arrange(document: Document) -> Change:
    """Plan to put a file in canonical form. What it parses to stays the same."""
    new = arranged(document)
    edits = () if new == document.text else (Edit(0, len(document.text), new),)
    state = "in canonical form" if edits else "in canonical form already"
    return Change(edits, document.data, (), (f"{document.name} is {state}",))
