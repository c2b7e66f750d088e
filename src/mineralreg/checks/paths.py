"""Where in the data one of pydantic's errors is, and what may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.checks.naming import nearest
from mineralreg.records.schema import key_order

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from mineralreg.checks.finding import Path


def data_path(error: ErrorDetails, data: dict[str, Any]) -> Path:
    """The path in the data that an error is about, without the names of union branches."""
    path: list[str | int] = []
    value: object = data
    for part in error["loc"]:
        if isinstance(value, dict) and isinstance(part, str):
            if part not in value and error["type"] != "missing":
                break
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif isinstance(value, list):
            continue  # the name of the branch that reads a list
        else:
            break
        path.append(part)
    return tuple(path)


def table_path(path: Path) -> Path:
    """The path of the table that holds the value (or the list of the item) at a path."""
    end = len(path)
    while end and isinstance(path[end - 1], int):
        end -= 1
    return path[: max(end - 1, 0)]


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the table may have which holds the value at a path."""
    names = ".".join(part for part in table_path(path) if isinstance(part, str))
    return key_order().get(names, ())


def meant_key(path: Path) -> str | None:
    """The known key that the unknown one at the end of a path was probably meant to be."""
    return nearest(str(path[-1]), [key for key in keys_at(path) if key != path[-1]])
