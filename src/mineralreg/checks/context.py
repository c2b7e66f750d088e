"""What checks look at: the raw data, the records, and who is known by which id."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from mineralreg.checks.finding import Finding
from mineralreg.checks.repair import Key, Lost, repaired
from mineralreg.checks.shape import shape_findings
from mineralreg.checks.table import CHECKS
from mineralreg.records.registry import Registry
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mineralreg.text.document import Document

_ROUNDS = 4


@dataclass(frozen=True)
class Context:
    """A file ready to be checked.

    Attributes:
        document: The file.
        registry: Its records, with those that are broken mended by `repair`; None when even that
            failed.
        lost: What the mended records lack.
        shape: The findings of the models.
        today: The day that time-dependent checks take for today, or None to leave them out.
    """

    document: Document
    registry: Registry | None
    lost: Lost = field(default_factory=Lost)
    shape: tuple[Finding, ...] = ()
    today: date | None = None
    _judged: dict[str, list[tuple[int, Any]]] = field(default_factory=dict, repr=False)

    @property
    def data(self) -> dict[str, Any]:
        """What the file parses to."""
        return self.document.data

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """The raw tables of one record kind; whatever is no table stands as an empty one."""
        return self._rows[kind]

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        return {kind: self.document.tables(kind) for kind in RECORD_KINDS}

    def sound(self, kind: str, code: str) -> Iterable[tuple[int, Any]]:
        """The records of a kind that a check can judge, with their positions.

        Left out are withdrawn records, and those that lost a key which the check reads.
        """
        judged = self._not_withdrawn(kind)
        if not self.lost.keys:
            return judged
        reads = CHECKS[code].reads
        return [
            (position, record)
            for position, record in judged
            if (kind, position) not in self.lost.keys
            or self.lost.keys[kind, position].isdisjoint(reads)
        ]

    def _not_withdrawn(self, kind: str) -> list[tuple[int, Any]]:
        if kind not in self._judged:
            self._judged[kind] = [
                (position, record)
                for position, record in enumerate(getattr(self.registry, kind, ()))
                if record.withdrawn is None
            ]
        return self._judged[kind]

    @cached_property
    def known(self) -> dict[str, Key]:
        """The first record that has each id, well-formed or not."""
        found: dict[str, Key] = {}
        for kind in RECORD_KINDS:
            for position, row in enumerate(self.rows(kind)):
                identity = row.get("id")
                if isinstance(identity, str):
                    found.setdefault(identity, (kind, position))
        return found

    @cached_property
    def former(self) -> dict[str, Key]:
        """The first record that had each former id."""
        found: dict[str, Key] = {}
        for kind in RECORD_KINDS:
            for position, row in enumerate(self.rows(kind)):
                if "former_ids" in row and isinstance(row["former_ids"], list):
                    for former in row["former_ids"]:
                        if isinstance(former, str):
                            found.setdefault(former, (kind, position))
        return found

    def current(self, identity: str) -> str:
        """The id that a record has now, for one that it may have had before."""
        if self.former and identity in self.former and identity not in self.known:
            kind, position = self.former[identity]
            return str(self.rows(kind)[position].get("id", identity))
        return identity

    @cached_property
    def own_ids(self) -> dict[str, set[str]]:
        """The ids that the records of each kind have now."""
        return {
            kind: {row["id"] for row in self.rows(kind) if isinstance(row.get("id"), str)}
            for kind in RECORD_KINDS
        }

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """The ids and former ids of each kind; one that is used twice counts for both."""
        found = {kind: set(own) for kind, own in self.own_ids.items()}
        for former, (kind, _) in self.former.items():
            found[kind].add(former)
        return found


def prepare(document: Document, today: date | None = None) -> Context:
    """Validate the models of a file, and mend what is broken for the checks behind."""
    data, lost = document.data, Lost()
    findings: list[Finding] = []
    registry: Registry | None = None
    for _ in range(_ROUNDS):
        try:
            registry = Registry.model_validate(data)
            break
        except ValidationError as trouble:
            errors = trouble.errors(include_url=False)
        findings += shape_findings(errors, data)
        if any(finding.code == "MR003" and finding.path for finding in findings):
            break  # another version has other rules
        data = repaired(data, errors, lost)
    return Context(document, registry, lost, tuple(findings), today)
