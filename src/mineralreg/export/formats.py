"""The table of export formats: the choices of `mineralreg export`, and what writes each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


class Format(NamedTuple):
    """One format.

    Attributes:
        name: Word of the command line.
        module: Module of `mineralreg.export`.
        writer: Its function; takes the index, the target and what was found.
        text: True when it is one text, which stdout takes as well.
        summary: For the help and the docs.
    """

    name: str
    module: str
    writer: str
    text: bool
    summary: str


FORMATS = (
    Format("sqlite", "sqlite", "write_sqlite", False, "a SQLite database that documents itself"),
    Format("csv", "datapackage", "write_datapackage", False, "a folder: Frictionless Data Package"),
    Format("json", "whole", "write_json", True, "the whole registry as one JSON document"),
    Format("html", "page", "write_page", True, "a page to look at, in one file"),
    Format("parquet", "parquet", "write_parquet", False, "a file for one table, a folder for all"),
)
NAMES = tuple(entry.name for entry in FORMATS)


def format_named(name: str) -> Format:
    """The format of this name.

    Raises:
        UsageError: There is none.
    """
    for entry in FORMATS:
        if entry.name == name:
            return entry
    from difflib import get_close_matches

    near = get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise UsageError(
        f"there is no export format {name!r}", help=f"{hint}Formats: {', '.join(NAMES)}"
    )


def writer_of(entry: Format) -> Callable[..., None]:
    """The function that writes a format; its module is imported now."""
    module = import_module(f"mineralreg.export.{entry.module}")
    writer: Callable[..., Any] = getattr(module, entry.writer)
    return writer
