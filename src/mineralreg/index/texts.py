"""The heavy half of an index: every record as JSON, and the full text; counting needs neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg.index.part_rows import every_name
from mineralreg.records.standing import Standing
from mineralreg.records.status import state_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from mineralreg.records.agreement import Agreement
    from mineralreg.records.claim import Claim
    from mineralreg.records.event import Event
    from mineralreg.records.initiative import Initiative
    from mineralreg.records.partner import Partner
    from mineralreg.records.registry import AnyRecord, Registry
    from mineralreg.records.source import Source

_CHUNK = 5_000
_COMPUTED = {"status", "status_since", "date"}

Texts = tuple[str, "str | None", str]
"""What can be searched of a record: its title, its names, and everything else."""


def fill_texts(connection: sqlite3.Connection, registry: Registry) -> None:
    """Fill `record` and `record_text` inside a transaction of the caller."""
    names = {partner.id: _joined(every_name(partner)) for partner in registry.partner}
    waiting: list[tuple[str, AnyRecord]] = []
    for kind, _, record in registry.records():
        waiting.append((kind, record))
        if len(waiting) == _CHUNK:
            _flush(connection, waiting, names)
    _flush(connection, waiting, names)


def _flush(
    connection: sqlite3.Connection, waiting: list[tuple[str, AnyRecord]], names: dict[str, str]
) -> None:
    connection.executemany(
        "INSERT INTO record VALUES (?, ?, ?)",
        [(kind, record.id, as_json(record)) for kind, record in waiting],
    )
    connection.executemany(
        "INSERT INTO record_text VALUES (?, ?, ?, ?, ?)",
        [(kind, record.id, *_TEXTS[kind](record, names)) for kind, record in waiting],
    )
    waiting.clear()


def as_json(record: AnyRecord) -> str:
    """The record as JSON: keys as in the file, then `status`, `status_since` and `date`.

    Dates are strings as written; keys that the file leaves out are left out. `status_since` and
    `date` are null where nothing is dated.
    """
    if not isinstance(record, Standing):
        return record.model_dump_json(exclude_unset=True, by_alias=True)
    text = record.model_dump_json(exclude_unset=True, by_alias=True, exclude=_COMPUTED)
    state = state_of(record.actions)
    since, date = _quoted(state.since), _quoted(record.date)
    return f'{text[:-1]},"status":"{state.status}","status_since":{since},"date":{date}}}'


def _quoted(value: object) -> str:
    return "null" if value is None else f'"{value}"'


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join([part for part in parts if part])


def _agreement(record: Agreement, names: dict[str, str]) -> Texts:
    body = [record.id, record.kind, record.notes, record.contested]
    body += [*record.minerals, *record.topics]
    for person in record.signatories:
        body += [person.name, person.office, person.body]
    for act in record.actions:
        body += [act.place, act.note]
    for variant in record.variants:
        body += [variant.value, variant.note]
    return record.title, _joined(names.get(party) for party in record.parties), _joined(body)


def _source(record: Source, _names: dict[str, str]) -> Texts:
    body = (record.id, record.kind, record.via, record.notes, record.url)
    return record.title, record.publisher, _joined(body)


def _partner(record: Partner, names: dict[str, str]) -> Texts:
    country = record.country
    where = (country.region, country.subregion) if country else ()
    body = (record.id, record.display_kind, *where, record.notes)
    return record.display_name, names[record.id], _joined(body)


def _initiative(record: Initiative, _names: dict[str, str]) -> Texts:
    names = _joined((record.acronym, *record.aliases))
    return record.name, names, _joined((record.id, record.kind, record.notes))


def _event(record: Event, _names: dict[str, str]) -> Texts:
    return record.name, _joined(record.aliases), _joined((record.id, record.place, record.notes))


def _claim(record: Claim, _names: dict[str, str]) -> Texts:
    return record.statement, None, _joined((record.id, record.explanation, record.notes))


_TEXTS: dict[str, Callable[..., Texts]] = {
    "source": _source,
    "partner": _partner,
    "event": _event,
    "initiative": _initiative,
    "agreement": _agreement,
    "claim": _claim,
}
