"""How much of a property is tried: a fifth in a quick run, all of it where time matters less."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

ALL = os.environ.get("MINERALREG_EXAMPLES") == "all"

QUICK_AND_LONG = pytest.mark.parametrize(
    "long", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["quick", "long"]
)
"""For a test that goes through a long list: a part of it each time, all of it where it is slow."""


def tried(number: int) -> settings:
    """So many examples, or a fifth of them."""
    return settings(max_examples=number if ALL else max(number // 5, 5))


def load_settings() -> None:
    """Let no property depend on the speed of a machine, nor CI on what is drawn this time."""
    repeated = bool(os.environ.get("CI"))
    writable = os.access(".", os.W_OK) and not repeated
    settings.register_profile(
        "untimed",
        deadline=None,
        derandomize=repeated,
        suppress_health_check=list(HealthCheck),
        database=DirectoryBasedExampleDatabase(".hypothesis") if writable else None,
        print_blob=True,
    )
    settings.load_profile("untimed")
    settings.register_profile("tried", tried(100))
    settings.load_profile("tried")
