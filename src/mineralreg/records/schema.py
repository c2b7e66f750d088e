"""What the models say of every key, read off them: order, type, reference, words, meaning.

Checks, writing commands and docs ask here instead of keeping tables of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args, get_origin

from pydantic.fields import FieldInfo

from mineralreg.dates import PartialDate
from mineralreg.records.models import Registry, sourced_fields
from mineralreg.records.parts import Holds, OneOf, Record
from mineralreg.reference import vocabulary

_PLAIN: dict[Any, str] = {
    bool: "true or false",
    float: "number",
    int: "whole number",
    Literal: "whole number",
    PartialDate: "date",
}


class Field(NamedTuple):
    """One key of a table.

    Attributes:
        key: As written in the file.
        holds: `text`, `word`, `date`, `whole number`, `number`, `true or false`, `address`, `id`,
            `language`, `duration` or `table`; or what it refers to: a record kind, `mineral`,
            `topic` or `country code`.
        help: What it means, a sentence.
        required: Whether it must be there.
        many: Whether it is a list.
        words: The vocabulary of a `word` or a `topic`.
        parts: The fields of a `table`, or of each table in the list.
    """

    key: str
    holds: str = "text"
    help: str = ""
    required: bool = False
    many: bool = False
    words: tuple[str, ...] = ()
    parts: Mapping[str, Field] = {}


Fields: TypeAlias = Mapping[str, Field]
"""The fields of a table by key, in canonical order."""


@cache
def fields_of(model: type[Record]) -> Fields:
    """The fields of a table."""
    found = (_field(name, info) for name, info in model.model_fields.items())
    return {field.key: field for field in found}


def fields(kind: str) -> Fields:
    """The fields of a record kind, or of the `registry` table."""
    return fields_of(Registry)[kind].parts


def _field(name: str, info: FieldInfo) -> Field:
    found = [*_leaves(info.annotation), *info.metadata]
    holds = next((what for plain, what in _PLAIN.items() if plain in found), "text")
    words: tuple[str, ...] = ()
    parts: Fields = {}
    for mark in found:
        if isinstance(mark, Holds):
            holds = mark.what
            words = vocabulary.TOPICS if holds == "topic" else ()
        elif isinstance(mark, OneOf):
            holds, words = "word", mark.words
        elif isinstance(mark, type) and issubclass(mark, Record):
            holds, parts = "table", fields_of(mark)
    if dict in found:
        parts = {part: Field(part, holds, many=True) for part in sourced_fields()}
        holds = "table"
    many = tuple in found and dict not in found
    required = info.is_required()
    return Field(info.alias or name, holds, info.description or "", required, many, words, parts)


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of, and the marks on them."""
    origin = get_origin(annotation)
    yield origin or annotation
    if origin is Annotated:
        yield from _leaves(annotation.__origin__)
        yield from annotation.__metadata__
    else:
        for part in get_args(annotation):
            yield from _leaves(part)


@cache
def key_order() -> Mapping[str, tuple[str, ...]]:
    """Key names by dotted path of the table.

    `agreement.actions` are the acts of an agreement; `` the keys in front of all headers.
    """
    return dict(_orders("", fields_of(Registry)))


def _orders(path: str, table: Fields) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield path, tuple(table)
    for key, field in table.items():
        if field.parts:
            yield from _orders(f"{path}.{key}".lstrip("."), field.parts)


def renamed(value: Any, current: Mapping[str, str], key: str = "") -> Any:
    """A parsed record with other ids of what it refers to."""
    if not current:
        return value
    if isinstance(value, dict):
        inside = "sources" if key == "field_sources" else ""
        return {name: renamed(one, current, inside or name) for name, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, current, key) for one in value]
    named = key in vocabulary.REFERENCES and isinstance(value, str)
    return current.get(value, value) if named else value
