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
    from mineralreg.records.agreement import Agreement
    from mineralreg.records.claim import Claim
    from mineralreg.records.event import Event
    from mineralreg.records.initiative import Initiative
    from mineralreg.records.partner import Partner
    from mineralreg.records.registry import Registry
    from mineralreg.records.source import Source

_HOMES = {
    "Agreement": "mineralreg.records.agreement",
    "Claim": "mineralreg.records.claim",
    "Event": "mineralreg.records.event",
    "Initiative": "mineralreg.records.initiative",
    "MineralregError": "mineralreg.errors",
    "PartialDate": "mineralreg.dates",
    "Partner": "mineralreg.records.partner",
    "Registry": "mineralreg.records.registry",
    "RegistryError": "mineralreg.errors",
    "Source": "mineralreg.records.source",
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
