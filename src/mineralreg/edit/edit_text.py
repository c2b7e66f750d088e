"""One record as a text of its own, for an editor, and back into its place in the file."""

from __future__ import annotations

from collections.abc import Iterable

from mineralreg.checks.context import Item
from mineralreg.checks.finding import Finding
from mineralreg.document.content import DocumentError
from mineralreg.document.document import Document, parse
from mineralreg.document.splice import record_span
from mineralreg.document.syntax import SpanMap
from mineralreg.edit.edits import changed, planned
from mineralreg.edit.lookup import Table, find
from mineralreg.errors import UsageError, WriteRefused
from mineralreg.query.book import tables
from mineralreg.store.change import Change

MARK = "#>> "
"""How the lines begin that the program writes above a record in the editor."""


def text_of(document: Document, id: str) -> str:
    """The text of a record with the comments that belong to it; lines end with LF."""
    spans, found = SpanMap(document.text), find(document, id)
    try:
        start, end = record_span(spans, found.path)
        headers = [spans.blocks[at].header.start for at in spans.blocks_under(found.path)]
        together = all(start <= at < end for at in headers)
    except KeyError:
        together = False
    if not together:
        help = "bring it together with `mineralreg fmt` first"
        raise UsageError(f"the text of {found.id!r} is not in one piece", help=help)
    return without_remarks(spans.text[start:end])


@planned
def replace_text(document: Document, id: str, old: str, new: str) -> Change:
    """Plan to put an edited text in the place of a record, whose text was `old` in the editor.

    Raises:
        WriteRefused: The record has changed in the meantime.
    """
    found = find(document, id)
    if text_of(document, id) != old:
        raise WriteRefused(
            f"{id!r} was changed by something else while it was in the editor",
            help="look at it and edit it again; nothing was changed by this one",
        )
    record = _parsed(new, found)
    said = f"changed {found.kind} {found.id} in {document.name}"
    text = without_remarks(new)
    return changed(document, {found.path: record}, ids=[str(found.id)], said=[said], text=text)


def with_remarks(text: str, findings: Iterable[Finding], message: str) -> str:
    """The text of a record below what is wrong with it, as comments that go away by themselves."""
    said: list[str] = []
    for finding in findings:
        said.append(f"{finding.code}: {finding.message}")
        if finding.help:
            said.append(f"  {finding.help}")
    end = "Put it right and close the editor; close it without a change to give up."
    remarks = "\n".join([*(said or [message]), end])
    return "".join(f"{MARK}{line}\n" for line in remarks.split("\n")) + without_remarks(text)


def without_remarks(text: str) -> str:
    """The text without such comments; lines end with LF, the last one too."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    kept = [line for line in lines if not line.startswith(MARK.rstrip())]
    return "\n".join(kept).strip("\n") + "\n"


def _parsed(text: str, found: Item) -> Table:
    try:
        data = parse(without_remarks(text), "the edited record")
    except DocumentError as error:
        where = f", line {error.line}" if error.line else ""
        raise UsageError(error.message + where, help=error.help) from None
    records = tables(data.get(found.kind))
    if len(records) != 1 or data != {found.kind: records}:
        raise UsageError(
            f"an edit gives back one [[{found.kind}]] and nothing else",
            help="to remove a record, use `remove`; to add one, use `add`",
        )
    if records[0].get("id") != found.id:
        raise UsageError(
            f"the id {found.id!r} stands for this record for good",
            help="leave the line with the id as it was; `set ID id=NEW` renames a record",
        )
    return records[0]
