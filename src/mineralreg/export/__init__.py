"""The table of export formats: the choices of `mineralreg export`, and what writes each.

A format is one function, which takes the connection to the registry or to the part of it that was
found. What is one text gives it in pieces, as `render_…`; else `write_…` takes the target and the
options, and raises `WriteRefused` when the target cannot be written, and then nothing changed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.atomic import replaced
from mineralreg.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

    from mineralreg.export.selection import Found


class Format(NamedTuple):
    """One format: a word of the command line, and the module here with the function."""

    name: str
    module: str
    text: bool = False
    """It is one text, which stdout takes as well."""
    options: tuple[str, ...] = ()
    """Names of options that only some formats take."""


FORMATS = (
    Format("sqlite", "sqlite", options=("datasette",)),
    Format("csv", "datapackage", options=("bom",)),
    Format("json", "texts", text=True),
    Format("html", "page", text=True),
    Format("parquet", "parquet", options=("table", "partition")),
    Format("xlsx", "xlsx"),
    Format("bibtex", "texts", text=True),
    Format("ris", "texts", text=True),
    Format("csl-json", "texts", text=True),
    Format("atom", "atom", text=True),
    Format("jsonld", "jsonld", text=True),
)
NAMES = tuple(entry.name for entry in FORMATS)


def format_named(name: str) -> Format:
    """The format of this name, or a `UsageError` that proposes another."""
    for entry in FORMATS:
        if entry.name == name:
            return entry
    from mineralreg.query.names import not_among

    raise not_among(name, NAMES, "export format")


def write(
    name: str, index: sqlite3.Connection, target: str, found: Found | None = None, **options: Any
) -> None:
    """Write the registry, or the part that was found and all that it refers to.

    Args:
        name: The format, whose options follow.
        index: Connection to the index; only read.
        target: The file or folder; `-` is standard output.
        found: What was found; None for the whole registry.

    Raises:
        UsageError: An unknown format or option.
        WriteRefused: The target cannot be written; nothing changed.
    """
    from mineralreg.export.selection import selection

    entry = format_named(name)
    for option in (one for one in options if one not in entry.options):
        takers = " and ".join(one.name for one in FORMATS if option in one.options)
        if not takers:
            raise UsageError(f"{option!r} is neither a filter nor an option of an export")
        raise UsageError(f"--{option} is for {takers}, not {name}", help="leave it out")
    module = import_module(f"mineralreg.export.{entry.module}")
    verb = "render" if entry.text else "write"
    function = getattr(module, f"{verb}_{name.replace('-', '_')}")
    with selection(index, found) as part:
        if not entry.text:
            function(part, target, **options)
            return
        with replaced(target) as file:
            file.writelines(function(part, found, **options))
