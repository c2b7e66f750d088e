"""What the keys of records mean: the texts below the fields of the models, read from their source.

Only the schema and the documentation want them. Pydantic would read them at every import of the
models (`use_attribute_docstrings`), which is a fifth of the time of that import.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel


@cache
def meanings(model: type[BaseModel]) -> dict[str, str]:
    """The text below each field of a model, those of its bases included.

    Args:
        model: A model whose source is at hand.

    Returns:
        Names of fields and their texts, without indentation.
    """
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__.startswith("mineralreg."):
            found.update(_in_source(inspect.getsource(one)))
    return {name: text for name, text in found.items() if name in model.model_fields}


def _in_source(source: str) -> Iterator[tuple[str, str]]:
    (definition,) = ast.parse(inspect.cleandoc(f"\n{source}")).body
    assert isinstance(definition, ast.ClassDef)
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            yield field.target.id, inspect.cleandoc(text.value.value)
