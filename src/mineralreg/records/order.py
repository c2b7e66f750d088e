"""The canonical order of keys in every table of a registry file: that of the models' fields."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from mineralreg.records.agreement import sourced_fields
from mineralreg.records.fields import Record
from mineralreg.records.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@lru_cache(maxsize=1)
def key_order() -> Mapping[str, tuple[str, ...]]:
    """Keys by dotted path of the table, as `text.layout.format_text` takes them.

    `agreement.actions` are the acts of an agreement; `` the keys in front of all headers.
    """
    return {**dict(_orders("", Registry)), "agreement.field_sources": sourced_fields()}


def _orders(path: str, model: type[Record]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield path, tuple(field.alias or name for name, field in model.model_fields.items())
    for name, field in model.model_fields.items():
        for inner in _models(field.annotation):
            yield from _orders(f"{path}.{field.alias or name}".lstrip("."), inner)


def _models(annotation: object) -> Iterator[type[Record]]:
    """The models that an annotation such as `Model | None` or `tuple[Model, ...]` speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
