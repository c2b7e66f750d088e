"""Look at the parsed data of a file that may hold mistakes: whatever is no record is passed over.

A write must work on a file that has old errors, so the models, which refuse such a file, are of no
use here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.reference.vocabulary import RECORD_KINDS

Table = dict[str, Any]
"""A parsed TOML table."""


class Found(NamedTuple):
    """A record and where it is.

    Attributes:
        kind: Its kind.
        number: Its position among its kind.
        record: The record itself.
    """

    kind: str
    number: int
    record: Table

    @property
    def path(self) -> tuple[str, int]:
        """The path of the record in the data."""
        return self.kind, self.number


def records(data: Table, *kinds: str) -> Iterator[Found]:
    """All records of these kinds (of all, when none is named), kind by kind, in file order."""
    for kind in kinds or RECORD_KINDS:
        listed = data.get(kind)
        for number, record in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(record, dict):
                yield Found(kind, number, record)


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def ids(data: Table) -> dict[str, Found]:
    """Every id and former id with its record; a present id goes before a former one."""
    found: dict[str, Found] = {}
    renamed: list[Found] = []
    for one in records(data):
        id = one.record.get("id")
        if isinstance(id, str):
            found.setdefault(id, one)
        if "former_ids" in one.record:
            renamed.append(one)
    for one in renamed:
        for id in texts(one.record["former_ids"]):
            found.setdefault(id, one)
    return found


def find(data: Table, id: str) -> Found:
    """The record with this id or former id.

    Raises:
        UsageError: There is none.
    """
    known = ids(data)
    found = known.get(id) or known.get(id.strip().lower())
    if found is None:
        from mineralreg.reference.spelling import nearest

        near = nearest(id, {name.replace("-", " "): name for name in known})
        raise UsageError(
            f"there is no record {id!r}",
            help=f"did you mean {' or '.join(map(repr, near))}?"
            if near
            else "`mineralreg list -f ids` lists the agreements",
        )
    return found


def with_record(data: Table, found: Found, record: Table) -> Table:
    """The data with another record in the place of one."""
    rows = list(data[found.kind])
    rows[found.number] = record
    return {**data, found.kind: rows}
