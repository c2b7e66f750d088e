"""Changes to a registry file as text: the door to everything that edits records, keys and items.

Each function plans against one text and returns edits for `apply`; several plans against the same
text can be applied together. What no edit covers stays as it is, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence

import tomli

from mineralreg.text.blocks import block_end, block_span, cut_blocks, replace_block
from mineralreg.text.edits import Edit, SpliceError, apply, insert_lines, newline_of, verify
from mineralreg.text.fields import set_key, set_keys, unset_key
from mineralreg.text.items import append_item, remove_item
from mineralreg.text.order import KINDS
from mineralreg.text.scan import Path
from mineralreg.text.spans import SpanMap

__all__ = [
    "KINDS",
    "Edit",
    "SpliceError",
    "append_item",
    "apply",
    "block_span",
    "insert_block",
    "remove_block",
    "remove_item",
    "replace_block",
    "set_key",
    "set_keys",
    "unset_key",
    "verify",
]


def insert_block(spans: SpanMap, kind: str, block: str, kinds: Sequence[str] = KINDS) -> list[Edit]:
    """Insert a rendered block behind the last one of its kind.

    Where there is none yet, it goes behind the last kind that comes before it in `kinds`, or
    before everything but the head of the file. In a file that holds its records of this kind as
    one array of inline tables, the record joins them.

    Args:
        spans: The text to change.
        kind: Key of the array of tables.
        block: The block, which starts with its header, or comments above it, and ends with LF.
        kinds: Canonical order of kinds; one that is not among them goes to the end of the file.
    """
    text, newline = spans.text, newline_of(spans.text)
    blocks = spans.blocks
    if kind not in {block.path[0] for block in blocks[1:]} and spans.find((kind,)):
        edits: list[Edit] = []
        for record in tomli.loads(block)[kind]:
            edits += append_item(spans, (kind,), record)
        return edits
    last: dict[str | int, int] = {block.path[0]: n for n, block in enumerate(blocks) if block.path}
    before = kinds[: kinds.index(kind)] if kind in kinds else tuple(last)
    anchor = max(last.get(kind, 0), 0) or max((last.get(name, 0) for name in before), default=0)
    if anchor or spans.entries(0):
        at = block_end(spans, anchor)
    else:
        at = spans.extent(1).lead if len(blocks) > 1 else len(text)
    if text[:at].strip() and not text[:at].endswith(("\n\n", "\n\r\n")):
        block = "\n" + block
    if text[at:].strip() and text[at] not in "\r\n":
        block += "\n"
    return [insert_lines(text, at, block, newline)]


def remove_block(spans: SpanMap, path: Path) -> list[Edit]:
    """Remove a record with its sub-tables, the comments that belong to it, and one gap.

    Raises:
        KeyError: There is no such record.
    """
    if edits := cut_blocks(spans, path):
        return edits
    if isinstance(path[-1], int):
        return remove_item(spans, path)
    raise KeyError(path)
