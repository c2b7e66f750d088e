"""What every question does around its one library call: find, open, and write the answer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from mineralreg.cli import chosen
from mineralreg.errors import WriteRefused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from mineralreg.index.cache import Index
    from mineralreg.store.locate import Location

_opened: list[sqlite3.Connection] = []


def location() -> Location:
    """The registry that this run works on."""
    from mineralreg.store.locate import locate

    return locate(chosen.registry())


def connection() -> sqlite3.Connection:
    """A connection to the index of that registry; see `index`."""
    return index().connection


def index() -> Index:
    """The index of that registry, open for reading; built first when there is none.

    Raises:
        RegistryError: The registry cannot be read or loaded.
    """
    from mineralreg.loading import open_index
    from mineralreg.output.progress import after_a_second

    with after_a_second("reading the registry and building its index"):
        found = open_index(location().path)
    _opened.append(found.connection)
    return found


def close() -> None:
    """Close what a run has opened."""
    while _opened:
        _opened.pop().close()


def format_for(name: str | None, output: str | None) -> str:
    """The output format: `--format`, else the ending of `-o`, else table or plain.

    Raises:
        UsageError: No such format.
    """
    from mineralreg.output.formats import chosen as decided

    return decided(name, output, terminal=sys.stdout.isatty())


def answer(value: Any, format: str, output: str | None = None, notes: Iterable[str] = ()) -> None:
    """Write an answer to stdout or a file, and its notes to stderr.

    A reader of the pipe who leaves early ends nothing but the writing: the command goes on to its
    own exit code.

    Args:
        value: What the library call gave back.
        format: A name from the table of formats.
        output: Path of a file, replaced only when all is written; None or `-` is stdout.
        notes: Hints for people.
    """
    from mineralreg.output.formats import drawn
    from mineralreg.output.terminal import Look, look

    if output is None or output == "-":
        seen = look(sys.stdout, chosen.color()) if format == "table" else Look()
        write(drawn(format, value, seen))
    else:
        write_file(output, drawn(format, value, Look()))
        notes = (*notes, f"wrote {output}")
    for note in notes:
        hint(note)


def write(chunks: Iterable[str] | Iterator[str]) -> None:
    """Write text to stdout; when the reader has gone, quietly stop."""
    try:
        sys.stdout.writelines(chunks)
        sys.stdout.flush()
    except BrokenPipeError:
        from mineralreg.cli.ending import close_quietly

        close_quietly()


def write_file(path: str, chunks: Iterable[str]) -> None:
    """Write text to a file, replaced only when all is written.

    Raises:
        WriteRefused: The file is the registry.
    """
    refuse_registry(path)
    from mineralreg.atomic import replaced

    with replaced(path) as file:
        file.writelines(chunks)


def hint(text: str) -> None:
    """Write a note for people to stderr."""
    from mineralreg.output.escape import visible

    sys.stderr.write(f"note: {visible(text)}\n")


def refuse_registry(path: str) -> None:
    """Refuse to write an answer over the registry.

    Raises:
        WriteRefused: `path` is the registry's file.
    """
    try:
        same = os.path.samefile(path, location().path)
    except OSError:
        return
    if same:
        raise WriteRefused(f"{path!r} is the registry itself", help="write the answer elsewhere")
