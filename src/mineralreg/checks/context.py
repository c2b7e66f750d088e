"""What checks look at: the raw data, the records, and who is known by which id."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from mineralreg.checks.finding import Finding
from mineralreg.checks.shape import data_path, shape_findings
from mineralreg.records.models import Registry
from mineralreg.reference.vocabulary import RECORD_KINDS

if TYPE_CHECKING:
    from datetime import date

    from mineralreg.document.document import Document

Key = tuple[str, int]
"""A record by its kind and its position among its kind."""


@dataclass(frozen=True)
class Context:
    """A file ready to be checked.

    Attributes:
        document: The file.
        registry: Its records without the broken ones; None when it is of another version.
        broken: The records that are not valid by themselves.
        unreadable: Kinds of which there is something else than records.
        shape: The findings of the models.
        today: The day that time-dependent checks take for today, or None to leave them out.
    """

    document: Document
    registry: Registry | None
    broken: frozenset[Key] = frozenset()
    unreadable: frozenset[str] = frozenset()
    shape: tuple[Finding, ...] = ()
    today: date | None = None
    _valid: dict[str, list[tuple[int, Any]]] = field(default_factory=dict, repr=False)

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

    def valid(self, kind: str) -> list[tuple[int, Any]]:
        """The records of a kind that are neither broken nor withdrawn, with their positions."""
        if kind not in self._valid:
            positions = range(len(self.rows(kind)))
            whole = [number for number in positions if (kind, number) not in self.broken]
            records = getattr(self.registry, kind, ())
            self._valid[kind] = [
                (position, record)
                for position, record in zip(whole, records, strict=False)
                if record.withdrawn is None
            ]
        return self._valid[kind]

    @cached_property
    def broken_ids(self) -> set[str]:
        """The ids of broken records; what they are is not known, only that they are there."""
        found = (self.rows(kind)[position].get("id") for kind, position in self.broken)
        return {identity for identity in found if isinstance(identity, str)}

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
    """Validate the models of a file, and leave broken records out for the checks behind."""
    data = document.data
    try:
        return Context(document, Registry.model_validate(data), today=today)
    except ValidationError as trouble:
        errors = trouble.errors(include_url=False)
    shape = tuple(shape_findings(errors, data))
    if any(finding.code == "MR003" and finding.path for finding in shape):
        return Context(document, None, shape=shape)  # another version has other rules
    paths = {data_path(error, data)[:2] for error in errors}
    broken = frozenset(
        (str(path[0]), path[1]) for path in paths if len(path) > 1 and isinstance(path[1], int)
    )
    unreadable = frozenset(str(path[0]) for path in paths if len(path) == 1) & {*RECORD_KINDS}
    kept: dict[str, Any] = {
        kind: [row for number, row in enumerate(data[kind]) if (kind, number) not in broken]
        for kind in RECORD_KINDS
        if kind in data and kind not in unreadable
    }
    header = data.get("registry")
    kept["registry"] = (
        {key: value for key, value in header.items() if ("registry", key) not in paths}
        if isinstance(header, dict)
        else {}
    )
    kept["schema_version"] = 1
    return Context(document, Registry.model_validate(kept), broken, unreadable, shape, today)
