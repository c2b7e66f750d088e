"""The table of export formats: the choices of `mineralreg export`, and what writes each.

A format is written by one function, which takes the connection to the index (only read), the
target, what was found (None for the whole registry) and the format's options. It raises
`WriteRefused` when the target cannot be written, and then nothing changed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Format(NamedTuple):
    """One format.

    Attributes:
        name: Word of the command line.
        module: Module of `mineralreg.export` with the function `write_…` of the format's name.
        text: True when it is one text, which stdout takes as well.
        summary: For the help and the docs.
        options: Names of options that only some formats take.
    """

    name: str
    module: str
    text: bool
    summary: str
    options: tuple[str, ...] = ()


FORMATS = (
    Format("sqlite", "sqlite", False, "a SQLite database that documents itself", ("datasette",)),
    Format("csv", "datapackage", False, "a folder: Frictionless Data Package", ("bom",)),
    Format("json", "json_", True, "the whole registry as one JSON document"),
    Format("html", "page", True, "a page to look at, in one file"),
    Format(
        "parquet",
        "parquet",
        False,
        "a file for one table, a folder for all",
        ("table", "partition"),
    ),
    Format("xlsx", "xlsx", False, "a workbook with a sheet for each table"),
    Format("bibtex", "sources", True, "the sources, for BibTeX"),
    Format("ris", "sources", True, "the sources, for reference managers"),
    Format("csl-json", "sources", True, "the sources, for citation processors"),
    Format("atom", "atom", True, "a feed of acts, newest first"),
    Format("jsonld", "jsonld", True, "the data set in schema.org's words"),
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
    from mineralreg.query.names import not_among

    raise not_among(name, NAMES, "export format")


def writer_of(entry: Format) -> Callable[..., None]:
    """The function that writes a format; its module is imported now."""
    module = import_module(f"mineralreg.export.{entry.module}")
    writer: Callable[..., None] = getattr(module, f"write_{entry.name.replace('-', '_')}")
    return writer
