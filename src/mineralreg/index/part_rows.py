"""Rows for the tables inside records: acts, states, amounts, variants, and plain lists.

`rows.py` makes one row for each record; what the record holds is spread over more tables here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mineralreg.records.status import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mineralreg.dates import PartialDate
    from mineralreg.records.partner import Partner
    from mineralreg.records.parts import Action, Amount, Variant
    from mineralreg.records.status import State

Row: TypeAlias = "tuple[str, tuple[object, ...]]"

ANY_DAY = ("0001-01-01", "9999-12-31")


class Context:
    """What the rows of all records share.

    Attributes:
        horizon: Last day that an undated act can have come, as an ISO date.
    """

    def __init__(self, horizon: str) -> None:
        self.horizon = horizon
        self._last: dict[str, int] = {}

    def next(self, table: str) -> int:
        """The next row number of a table that has no id of its own, from 1."""
        number = self._last.get(table, 0) + 1
        self._last[table] = number
        return number


def acts(
    agreement: str | None,
    initiative: str | None,
    acts: tuple[Action, ...],
    found: Iterable[State],
    record_sources: tuple[str, ...],
    context: Context,
) -> Iterator[Row]:
    """Acts in file order with their sources, and the states that they bring (`found`)."""
    order = {position: sort for sort, position in enumerate(in_order(acts))}
    for position, act in enumerate(acts):
        row = context.next("act")
        yield (
            "act",
            (
                row,
                agreement,
                initiative,
                act.action,
                *date(act.date),
                act.partner,
                act.place,
                act.note,
                position,
                order[position],
            ),
        )
        for number, source in enumerate(dict.fromkeys(act.sources or record_sources)):
            yield "act_source", (row, source, number)
    for state in found:
        since = state.since
        days = (
            (since.earliest.isoformat(), since.latest.isoformat())
            if since
            else (ANY_DAY[0], context.horizon)
        )
        yield (
            "state",
            (agreement, initiative, order[state.act], state.status, text(since), *days),
        )


def amounts(
    agreement: str | None, initiative: str | None, amounts: tuple[Amount, ...], context: Context
) -> Iterator[Row]:
    """Amounts in file order."""
    for position, amount in enumerate(amounts):
        yield (
            "amount",
            (
                context.next("amount"),
                agreement,
                initiative,
                amount.value,
                amount.unit,
                amount.qualifier,
                amount.what,
                position,
            ),
        )


def variants(kind: str, id: str, variants: tuple[Variant, ...], context: Context) -> Iterator[Row]:
    """What other sources say, in file order."""
    for position, variant in enumerate(variants):
        row = context.next("variant")
        yield "variant", (row, kind, id, variant.field, variant.value, variant.note, position)
        for source in dict.fromkeys(variant.sources):
            yield "variant_source", (row, source)


def several(table: str, id: str, values: Iterable[str]) -> Iterator[Row]:
    """One row a value of a list, doubles left out."""
    for position, value in enumerate(dict.fromkeys(values)):
        yield table, (id, value, position)


def every_name(partner: Partner) -> list[str]:
    """All that a partner can be called, each once: its own names, then the reference table's."""
    country = partner.country
    names = [partner.display_name, *partner.aliases]
    if country is not None:
        names += [country.name, country.alpha2, country.alpha3, *country.aliases]
    return list(dict.fromkeys(name for name in names if name))


def text(value: PartialDate | None) -> str | None:
    """A date as written."""
    return value.text if value is not None else None


def date(value: PartialDate | None) -> tuple[str | None, str | None, str | None]:
    """A date as written, with the first and last day it can be."""
    if value is None:
        return None, None, None
    if value.precision == "day" and not value.qualifier:
        return value.text, value.text, value.text
    return value.text, value.earliest.isoformat(), value.latest.isoformat()
