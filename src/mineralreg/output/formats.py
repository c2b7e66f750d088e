"""The table of output formats: the choices of `--format`, the endings of `-o`, who writes what.

Each format is drawn by a generator of text chunks in the module that the table names, which is
imported when the format is used: a hundred thousand rows never stand in memory twice, and a pipe
never pays for rich.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from mineralreg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mineralreg.output.terminal import Look


class Format(NamedTuple):
    """One format.

    Attributes:
        name: Word of `--format`.
        endings: Endings of `-o` that mean it.
        module: Module of `mineralreg.output` with a generator of the format's name.
        summary: For the help and the docs.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    summary: str


FORMATS = (
    Format("table", (), "table", "for people; the default on a terminal"),
    Format("plain", (".txt",), "delimited", "a line a record, tab-separated, no header"),
    Format("csv", (".csv",), "delimited", "comma-separated, with a header, safe in spreadsheets"),
    Format("tsv", (".tsv",), "delimited", "tab-separated, with a header"),
    Format("json", (".json",), "json", "one JSON document"),
    Format("jsonl", (".jsonl", ".ndjson"), "json", "a JSON object a line"),
    Format("md", (".md", ".markdown"), "markdown", "Markdown tables"),
    Format("ids", (), "delimited", "record ids only, a line each"),
)

NAMES = tuple(entry.name for entry in FORMATS)


def chosen(name: str | None, path: str | None = None, *, terminal: bool = False) -> str:
    """Decide the format.

    Args:
        name: What `--format` says; it wins.
        path: What `-o` says; its ending decides next.
        terminal: Is the output a terminal? Then `table`, else `plain`.

    Raises:
        UsageError: An unknown word, or an ending that means no format.
    """
    if name is not None:
        return _known(name)
    if path is None or path == "-":
        return "table" if terminal else "plain"
    for entry in FORMATS:
        if path.lower().endswith(entry.endings or ("\0",)):
            return entry.name
    endings = " ".join(ending for entry in FORMATS for ending in entry.endings)
    raise UsageError(
        f"the ending of {path!r} tells no format",
        help=f"add --format, or use one of these endings: {endings}",
    )


def drawn(name: str, value: Any, look: Look) -> Iterator[str]:
    """Draw an answer.

    Args:
        name: A format's name.
        value: A value of `mineralreg.query.values` or a list of them.
        look: Width, colour and letters, for `table`.

    Returns:
        Chunks of text, the last one ending with a line end.

    Raises:
        UsageError: This answer has no such format.
    """
    entry = next(entry for entry in FORMATS if entry.name == name)
    module = import_module(f"mineralreg.output.{entry.module}")
    drawing: Iterator[str] = getattr(module, name)(value, look)
    return drawing


def _known(name: str) -> str:
    if name in NAMES:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise UsageError(f"there is no format {name!r}", help=f"{hint}Formats: {', '.join(NAMES)}")
