"""Every command and option, as `scripts/generate.py` reads them off the declarations.

`quick.py` and `completion.py` read this table instead of loading Typer.
"""

from __future__ import annotations

import os
from typing import NamedTuple

TABLE = os.path.join(os.path.dirname(__file__), "commands.tsv")


class Param(NamedTuple):
    """An option or argument, as a line of the table has it.

    Attributes:
        group: `shared`, or `given` to the function.
        name: The parameter of the plain function.
        options: How it is written; empty for an argument.
        takes: `flag`, `one`, `many` or `number`.
        required: Whether it must be given.
        help: One line.
    """

    group: str
    name: str
    options: tuple[str, ...]
    takes: str
    required: bool
    help: str


def read_table(command: str) -> tuple[str, list[Param]]:
    """The function of a command and its parameters; empty for one that there is not."""
    heading, params = "", []
    for _, name, options, takes, help in _rows(command):
        if takes == "command":
            heading = name
            continue
        group, _, own = name.rpartition(".")
        kind = takes.rstrip("!")
        params.append(Param(group, own, tuple(options.split()), kind, kind != takes, help))
    return heading, params


def commands(below: str = "") -> dict[str, str]:
    """Names of commands, or of those below one such as `add `, with their summaries."""
    names = {row[0]: row[4] for row in _rows() if row[3] == "command"}
    return {
        name.removeprefix(below): help
        for name, help in list(names.items())[1:]
        if name.startswith(below) and " " not in name.removeprefix(below)
    }


def _rows(command: str = "") -> list[list[str]]:
    """The lines of a command, or of all, in their five columns."""
    with open(TABLE, encoding="utf-8") as table:
        lines = table.read().split("\n")[:-1]
    start = f"{command}\t" if command else ""
    return [line.split("\t") for line in lines if line.startswith(start)]
