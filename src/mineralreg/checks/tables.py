"""Which keys each table of a registry file has, read from the models."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from mineralreg.records.fields import Record
from mineralreg.records.registry import Registry

if TYPE_CHECKING:
    from mineralreg.checks.finding import Path


def keys_of(path: Path) -> tuple[str, ...]:
    """The keys that the table at a path may have; () when no model describes it."""
    model = _model(tuple(part for part in path if isinstance(part, str)))
    if model is None:
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


@lru_cache(maxsize=64)
def _model(names: tuple[str, ...]) -> type[Record] | None:
    model: type[Record] | None = Registry
    for name in names:
        field = model.model_fields.get(name) if model else None
        model = _inside(field.annotation) if field else None
    return model


def _inside(annotation: object) -> type[Record] | None:
    """The model that an annotation such as `Model | None` or `tuple[Model, ...]` speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inside(part))), None)
