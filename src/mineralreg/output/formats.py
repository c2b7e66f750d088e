"""The table of output formats: the choices of `--format`, the endings of `-o`, who writes what.

Each format is a generator of text chunks in the module that the table names, imported on first
use: a hundred thousand rows are never in memory twice, and a pipe never pays for rich.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from importlib import import_module
from typing import Any, NamedTuple

from mineralreg.errors import UsageError
from mineralreg.output.terminal import Look


class Format(NamedTuple):
    """One format: a word of `--format`, and the endings of `-o` that mean it."""

    name: str
    endings: tuple[str, ...]
    module: str
    """The module here with a generator of the format's name, `_` for `-`."""
    summary: str
    of: str = ""
    """What an answer must be about, `record` or `source`; any has the format if empty."""


FORMATS = (
    Format("table", (), "tables", "for people; the default on a terminal"),
    Format("plain", (".txt",), "exchange", "one line per record, tab-separated, no header"),
    Format("csv", (".csv",), "exchange", "comma-separated, with a header, safe in spreadsheets"),
    Format("tsv", (".tsv",), "exchange", "tab-separated, with a header"),
    Format("json", (".json",), "exchange", "one JSON document"),
    Format("jsonl", (".jsonl", ".ndjson"), "exchange", "one JSON object per line"),
    Format("md", (".md", ".markdown"), "exchange", "Markdown tables"),
    Format("ids", (), "exchange", "record ids only, one per line", "record"),
    Format("bibtex", (".bib",), "bibliography", "sources for BibTeX", "source"),
    Format("ris", (".ris",), "bibliography", "sources for reference managers", "source"),
    Format("csl-json", (), "bibliography", "sources for citation processors like pandoc", "source"),
)

REFUSALS = {
    "record": ("this answer has no ids", "choose another --format"),
    "source": (
        "only whole sources have this format",
        "`list sources -f bibtex` lists sources, `export bibtex -o FILE` those of the "
        "agreements found; `show NAME --cite` cites a record",
    ),
}
"""What is said of an answer that is not about what its format is of, and what to do."""


def formats_of(about: Container[object]) -> tuple[Format, ...]:
    """The formats of answers about `record`, also `source`, or neither."""
    return tuple(entry for entry in FORMATS if not entry.of or entry.of in about)


def chosen(
    name: str | None,
    path: str | None = None,
    formats: tuple[Format, ...] = FORMATS,
    *,
    json: bool = False,
    default: str = "plain",
    what: str = "format",
) -> str:
    """Decide the format: by name or ending, else by the ending of a path, else the default.

    Raises:
        UsageError: An unknown word, an ending that means no format, or JSON and another format.
    """
    if json and name not in (None, "json"):
        raise UsageError(f"--json and --format {name} cannot be combined")
    name = "json" if json else name
    if name is not None:
        for entry in formats:
            if name.lower() in (entry.name, *(ending[1:] for ending in entry.endings)):
                return entry.name
        from mineralreg.query.names import not_among

        raise not_among(name, [entry.name for entry in formats], what)
    if path is None or path == "-":
        return default
    for entry in formats:
        if path.lower().endswith(entry.endings or ("\0",)):
            return entry.name
    endings = " ".join(ending for entry in formats for ending in entry.endings)
    raise UsageError(
        f"the extension of {path!r} selects no {what}",
        help=f"add --format, or use one of these extensions: {endings}",
    )


def render(
    name: str, value: Any, look: Look, formats: tuple[Format, ...] = FORMATS
) -> Iterator[str]:
    """Render an answer or a report, as chunks of text of which the last one ends a line.

    Raises:
        UsageError: This answer has no such format.
    """
    entry = next(entry for entry in formats if entry.name == name)
    if entry.of and entry not in formats_of(value.about):
        message, help = REFUSALS[entry.of]
        raise UsageError(message, help=help)
    module = import_module(f"mineralreg.output.{entry.module}")
    chunks: Iterator[str] = getattr(module, name.replace("-", "_"))(value, look)
    return chunks
