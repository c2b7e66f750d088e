"""How much of a property is tried: a fifth in a quick run, all of it where time matters less."""

from __future__ import annotations

import os

import pytest

ALL = os.environ.get("MINERALREG_EXAMPLES") == "all"

QUICK_AND_LONG = pytest.mark.parametrize(
    "long", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["quick", "long"]
)
"""For a test that goes through a long list: a part of it each time, all of it where it is slow."""


def examples(number: int) -> int:
    """So many examples, or a fifth of them."""
    return number if ALL else max(number // 5, 5)
