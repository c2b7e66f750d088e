"""A registry of international agreements on critical minerals.

    >>> import mineralreg
    >>> registry = mineralreg.load()
    >>> registry["us-peru-2026"].status
    'signed'

Names are imported on first use, so that `import mineralreg` itself costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.version import __version__

if TYPE_CHECKING:
    from mineralreg.dates import PartialDate
    from mineralreg.errors import MineralregError, RegistryError, UsageError, WriteRefused
    from mineralreg.loading import load
    from mineralreg.records.models import (
        Agreement,
        Claim,
        Event,
        Initiative,
        Partner,
        Registry,
        Source,
    )

_HOMES = {
    "Agreement": "mineralreg.records.models",
    "Claim": "mineralreg.records.models",
    "Event": "mineralreg.records.models",
    "Initiative": "mineralreg.records.models",
    "MineralregError": "mineralreg.errors",
    "PartialDate": "mineralreg.dates",
    "Partner": "mineralreg.records.models",
    "Registry": "mineralreg.records.models",
    "RegistryError": "mineralreg.errors",
    "Source": "mineralreg.records.models",
    "UsageError": "mineralreg.errors",
    "WriteRefused": "mineralreg.errors",
    "load": "mineralreg.loading",
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
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'mineralreg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
