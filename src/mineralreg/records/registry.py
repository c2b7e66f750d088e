"""The whole file as one typed value, with look-ups by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from pydantic import Field

from mineralreg.records.agreement import Agreement
from mineralreg.records.claim import Claim
from mineralreg.records.event import Event
from mineralreg.records.fields import Many, PartialDate, Record, Text
from mineralreg.records.initiative import Initiative
from mineralreg.records.partner import Partner
from mineralreg.records.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

AnyRecord: TypeAlias = Source | Partner | Agreement | Initiative | Event | Claim

MODELS: dict[str, type[AnyRecord]] = {
    "source": Source,
    "partner": Partner,
    "agreement": Agreement,
    "initiative": Initiative,
    "event": Event,
    "claim": Claim,
}
"""The model of each record kind, in canonical order."""


class Header(Record):
    """The `[registry]` table: what this registry is."""

    title: Text | None = None
    """Name of the registry."""
    version: Text | None = None
    """Calendar version of the data, such as `2026.11.24`."""
    as_of: PartialDate | None = None
    """Facts were looked for up to this day."""
    license: Text | None = None
    """SPDX expression for the data."""
    scope: Text | None = None
    """What is in and what is not."""


class Registry(Record):
    """A registry file: header and records, each kind in file order."""

    schema_version: Literal[1]
    """Version of the format."""
    registry: Header = Field(default_factory=Header)
    """What this registry is."""
    source: Many[Source] = ()
    """Sources."""
    partner: Many[Partner] = ()
    """Partners."""
    agreement: Many[Agreement] = ()
    """Agreements."""
    initiative: Many[Initiative] = ()
    """Initiatives."""
    event: Many[Event] = ()
    """Events."""
    claim: Many[Claim] = ()
    """Claims."""

    def records(self) -> Iterator[tuple[str, int, AnyRecord]]:
        """Every record with its kind and its position among its kind, in canonical order."""
        for kind in MODELS:
            for position, record in enumerate(getattr(self, kind)):
                yield kind, position, record

    @cached_property
    def _by_id(self) -> dict[str, AnyRecord]:
        found: dict[str, AnyRecord] = {}
        for _, _, record in self.records():
            for former in record.former_ids:
                found.setdefault(former, record)
        found.update({record.id: record for _, _, record in self.records()})
        return found

    def get(self, id: str) -> AnyRecord | None:
        """The record with this id or former id, or None."""
        return self._by_id.get(id)

    def __getitem__(self, id: str) -> AnyRecord:
        """The record with this id or former id.

        Raises:
            KeyError: No record has it.
        """
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """All agreements, in file order."""
        return self.agreement

    @property
    def partners(self) -> tuple[Partner, ...]:
        """All partners, in file order."""
        return self.partner

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        """All initiatives, in file order."""
        return self.initiative

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, in file order."""
        return self.event

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in file order."""
        return self.source

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in file order."""
        return self.claim

    @property
    def as_of(self) -> PartialDate | None:
        """Facts were looked for up to this day."""
        return self.registry.as_of
