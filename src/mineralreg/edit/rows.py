"""Records that came, their values sorted under the keys that the labels of the input mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.edit.fields import NEW_SOURCE, PLACE, SOURCE, inputs
from mineralreg.edit.headings import DERIVED, key_of, unknown_key
from mineralreg.edit.incoming import Given
from mineralreg.edit.lookup import texts
from mineralreg.edit.values import blank
from mineralreg.errors import UsageError
from mineralreg.reference.countries import countries
from mineralreg.reference.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WAYS = {
    "actions": ("signed", "announced", "launched", PLACE),
    "sources": tuple(SOURCE + key for key in NEW_SOURCE),
}
"""Keys that bring another one with them: acts with a column of their own, parts of a source."""


class Wrong(NamedTuple):
    """Something wrong with a row: the key, the label where it stands, and the error."""

    key: str
    label: str | None
    error: UsageError


class Row(NamedTuple):
    """A record that came.

    Attributes:
        given: As it came.
        kind: Its kind.
        path: Where it will stand in the data.
        values: By key, see `fields.inputs`.
        labels: Under which labels the value stood, or each item of a list.
        wrong: What could not be sorted.
    """

    given: Given
    kind: str
    path: tuple[str, int]
    values: dict[str, Any]
    labels: dict[str, list[str]]
    wrong: list[Wrong]

    def label(self, key: str, number: int | None = None) -> str | None:
        """What a key, or one of its items, is called in the input; None when it is not there."""
        ways = (key, *_WAYS.get(key, ()))
        labels = next((found for way in ways if (found := self.labels.get(way))), [""])
        return labels[number if number and number < len(labels) else 0] or None

    def at(self, label: str | None) -> str:
        """The place of a label in the input, or of the record."""
        return self.given.at(label) if label else self.given.place

    @property
    def source(self) -> dict[str, Any]:
        """What it says of a new source."""
        parts = {key: value for key, value in self.values.items() if key.startswith(SOURCE)}
        return {key.removeprefix(SOURCE): value for key, value in parts.items()}

    @property
    def names(self) -> set[str]:
        """By what others may name it, folded."""
        keys = ("id", "name", "iso", "title", "url", "acronym")
        return {fold(name) for key in keys for name in texts(self.values.get(key))}

    def put(self, label: str, value: Any) -> None:
        """Put a value under its key; several columns of one list are one list."""
        key = key_of(self.kind, label)
        if blank(value):
            if key:
                self.labels.setdefault(key, [label])
        elif key is None:
            self.wrong.append(Wrong(label, label, unknown_key(self.kind, label)))
        elif (field := inputs(self.kind).get(key)) is not None and field.many:
            items = list(value) if isinstance(value, list | tuple) else [value]
            if self.given.label == "column":
                items = [part for part in map(str.strip, value.split(";")) if part]
            if key not in self.values:
                self.values[key], self.labels[key] = [], []
            self.values[key] += items
            self.labels[key] += [label] * len(items)
        elif self.values.setdefault(key, value) == value:
            self.labels[key] = [label]
        else:
            both = f"{self.labels[key][0]!r} and {label!r} both hold {key.removeprefix(SOURCE)}"
            self.wrong.append(Wrong(key, label, UsageError(both, help="leave one out")))


def from_options(kind: str, given: Mapping[str, Any]) -> list[Given]:
    """One record from options or answers; it has no place in a file."""
    return [Given(kind, tuple(given.items()), "")]


def read_rows(
    incoming: Sequence[Given], defaults: Mapping[str, Mapping[str, Any]], counts: Mapping[str, int]
) -> Iterator[Row]:
    """Sort what came under keys.

    Args:
        incoming: The records.
        defaults: Values for what a record does not say, by its kind.
        counts: How many records of each kind there are already.

    Raises:
        UsageError: A record does not say its kind.
    """
    counts = dict(counts)
    for given in incoming:
        kind = given.kind
        if kind is None:
            raise UsageError(
                f"{given.place} does not say what kind of record it is",
                help="name the kind, as in `add agreement --from FILE`",
            )
        row = Row(given, kind, (kind, counts.get(kind, 0)), {}, {}, [])
        counts[kind] = row.path[1] + 1
        for label, value in _kept(kind, given.pairs):
            row.put(label, value)
        for key, value in defaults.get(kind, {}).items():
            row.values.setdefault(key, value)
        yield row


def _kept(kind: str, pairs: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The pairs without what the program works out and writes into its own output."""
    given = dict(pairs)
    dropped: set[str] = {"match", "possible"}
    if kind in ("agreement", "initiative") and "status" in given:
        dropped |= {*DERIVED, "date"}
    if kind == "partner":
        dropped |= {"region", "subregion"}
        country = countries().by_alpha3(str(given.get("iso")))
        if country is not None:
            dropped |= {key for key in ("name", "kind") if given.get(key) == getattr(country, key)}
    return [(label, value) for label, value in pairs if label not in dropped]
