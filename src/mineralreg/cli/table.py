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
        group: What it is of: `filters`, `shared` options, or what the function is `given`.
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
    with open(TABLE, encoding="utf-8") as table:
        for line in table:
            if line.startswith(f"{command}\t"):
                _, name, options, takes, help = line.rstrip("\n").split("\t")
                if takes == "command":
                    heading = name
                    continue
                group, _, own = name.rpartition(".")
                kind = takes.rstrip("!")
                params.append(Param(group, own, tuple(options.split()), kind, kind != takes, help))
    return heading, params


def commands(below: str = "") -> dict[str, str]:
    """Names of commands, or of those below one such as `add `, with their summaries."""
    with open(TABLE, encoding="utf-8") as table:
        rows = [line.rstrip("\n").split("\t") for line in table if "\tcommand\t" in line]
    names = {row[0]: row[4] for row in rows[1:]}
    return {
        name.removeprefix(below): help
        for name, help in names.items()
        if name.startswith(below) and " " not in name.removeprefix(below)
    }
