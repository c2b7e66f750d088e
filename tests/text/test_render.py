"""Rendered records read back as they were, and look like the house's own."""

import datetime
import math
from typing import Any

import pytest
import tomli
from documents import DAYS
from hypothesis import given
from hypothesis import strategies as st

from mineralreg.document.layout import Item, print_value, render_block, to_item

TEXT = st.text(max_size=60) | st.text("ab\n\r\t\"'\\é\x7f\x00\u202e", max_size=12)
SCALARS = (
    TEXT
    | st.integers()
    | st.floats(allow_nan=False)
    | st.booleans()
    | DAYS
    | st.times()
    | st.datetimes(timezones=st.none() | st.just(datetime.UTC))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
RECORDS = st.dictionaries(TEXT, VALUES, max_size=5)


@given(RECORDS, TEXT)
def test_reads_back_as_it_was(record: dict[str, Any], kind: str) -> None:
    assert tomli.loads(render_block(kind, record)) == {kind: [record]}
    assert tomli.loads(render_block(["a", kind], record)) == {"a": {kind: [record]}}


@given(VALUES)
def test_inline_values_keep_to_one_line(value: Any) -> None:
    text = print_value(Item("table", items=to_item({"w": value}).items))
    assert "\n" not in text
    assert tomli.loads(f"v = {text}") == {"v": {"w": value}}


def test_house_layout() -> None:
    record = {
        "id": "us-peru-2026",
        "title": 'A "quoted" title',
        "parties": ["united-states", "peru"],
        "minerals": [f"mineral-number-{number}" for number in range(6)],
        "actions": [
            {"action": "signed", "date": datetime.date(2026, 2, 4), "sources": ["a", "b"]},
            {"action": "amended", "date": "2026-05"},
        ],
        "amounts": [],
        "selector": {"event": "e", "kind": ["memorandum"]},
        "notes": "One line.\nAnother.\n",
        "odd key": math.inf,
    }
    assert render_block("agreement", record) == (
        """\
[[agreement]]
id = "us-peru-2026"
title = "A \\"quoted\\" title"
parties = ["united-states", "peru"]
minerals = [
    "mineral-number-0",
    "mineral-number-1",
    "mineral-number-2",
    "mineral-number-3",
    "mineral-number-4",
    "mineral-number-5",
]
actions = [
    { action = "signed", date = 2026-02-04, sources = ["a", "b"] },
    { action = "amended", date = "2026-05" },
]
amounts = []
selector = { event = "e", kind = ["memorandum"] }
notes = \"\"\"
One line.
Another.
\"\"\"
"odd key" = inf
"""
    )


@pytest.mark.parametrize("length", [100, 101])
def test_one_line_up_to_a_hundred_columns(length: int) -> None:
    block = render_block("a", {"k": ["x" * (length - len('k = ["", "y"]')), "y"]})
    assert len(block.splitlines()) == (2 if length == 100 else 5)


def test_none_has_no_form() -> None:
    with pytest.raises(TypeError):
        render_block("a", {"k": None})
