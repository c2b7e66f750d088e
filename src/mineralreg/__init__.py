"""A registry of international agreements on critical minerals.

    >>> import mineralreg
    >>> registry = mineralreg.load()
    >>> registry["us-peru-2026"].status
    'signed'

Names are imported on first use, so that `import mineralreg` itself costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mineralreg.dates import PartialDate
    from mineralreg.errors import MineralregError, RegistryError, UsageError, WriteRefused
    from mineralreg.records.models import Agreement, Claim, Event, Initiative, Partner, Source
    from mineralreg.registry import Registry, load
    from mineralreg.validation import validate

__version__ = "0.1.0"
"""The version of the program, read by the build, `--version` and the key of the index."""

_MODULES = {
    "dates": ("PartialDate",),
    "errors": ("MineralregError", "RegistryError", "UsageError", "WriteRefused"),
    "records.models": ("Agreement", "Claim", "Event", "Initiative", "Partner", "Source"),
    "registry": ("Registry", "load"),
    "validation": ("validate",),
}

__all__ = [
    "Agreement",
    "Claim",
    "Event",
    "Initiative",
    "MineralregError",
    "PartialDate",
    "Partner",
    "Registry",
    "RegistryError",
    "Source",
    "UsageError",
    "WriteRefused",
    "__version__",
    "load",
    "validate",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"mineralreg.{module}"), name)
    raise AttributeError(f"module 'mineralreg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
