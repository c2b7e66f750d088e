"""Equality of parsed data, as the proof of an edit needs it."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from test_render import VALUES

from mineralreg.document.splice import same

NAN = float("nan")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ({"a": 1}, {"a": True}, False),
        ({"a": [1]}, {"a": [1.0]}, False),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1.0}]}, False),
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}, True),
        ({"a": {"x": 1, "y": [NAN]}}, {"a": {"y": [NAN], "x": 1}}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": [1]}, {"a": [1, 1]}, False),
        ({"a": 1}, {"a": 1, "b": 1}, False),
        ({"a": {"x": [1]}}, {"a": {"x": [1, 2]}}, False),
        ({"a": {"x": 1}}, {"a": {"y": 1}}, False),
        ({"a": datetime.date(2026, 1, 1)}, {"a": "2026-01-01"}, False),
        ({"a": datetime.datetime(2026, 1, 1)}, {"a": datetime.date(2026, 1, 1)}, False),
    ],
)
def test_same(one: Any, other: Any, equal: bool) -> None:
    assert same(one, other) is same(other, one) is equal


@given(VALUES)
def test_everything_is_the_same_as_itself(value: Any) -> None:
    assert same({"a": [value], "b": value}, {"b": value, "a": [value]})
    assert not same({"a": [value]}, {"a": [value, value]})
