"""Command lines by the table of every command and option, without Typer.

`scripts/generate.py` makes the table `commands.tsv` from the functions of the commands: a signature
says what a command takes, and the docstring how that is written.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

TABLE = os.path.join(os.path.dirname(__file__), "commands.tsv")
PROGRAM = "mineralreg"
GROUPS = {PROGRAM: "", "add": "add "}
"""Commands with others below them, and how the table begins the names of those."""


class Param(NamedTuple):
    """An option or argument, as a line of the table has it.

    Attributes:
        group: `shared`, or `given` to the function.
        name: The parameter of the plain function.
        options: How it is written; empty for an argument.
        takes: `flag`, `one`, `many` or `number`.
        values: Words to choose from, or after `@` what has the ids and names.
        panel: Its section in the help.
        metavar: What stands for its value.
    """

    group: str
    name: str
    options: tuple[str, ...]
    takes: str
    required: bool
    values: str
    panel: str
    metavar: str
    help: str


class Command(NamedTuple):
    """A command: the module and function of it, what it takes, and what its help says.

    The section is that of the overview; the epilog stands at the end of the help.
    """

    function: str
    params: list[Param]
    help: str = ""
    epilog: str = ""
    section: str = ""


class Line(NamedTuple):
    """What the words of a command line are.

    Attributes:
        command: Its name in the table.
        function: The module and function of the command; empty for one that there is not.
        params: All that the command can be given.
        given: The options and arguments with their values.
        waiting: The option of which the value is still to come.
        arguments: Those that may still come.
        plain: Whether it is complete, and Typer certainly reads the same.
    """

    command: str
    function: str
    params: list[Param]
    given: list[tuple[Param, Any]]
    waiting: Param | None
    arguments: list[Param]
    plain: bool


def read(words: Sequence[str]) -> Line:
    """What the words of a command line are, as far as the table knows them."""
    command = PROGRAM
    function, params, *_ = read_table(PROGRAM)
    given: list[tuple[Param, Any]] = []
    arguments: list[Param] = []
    waiting, plain = None, True
    for word in words:
        dashed = word[:1] == "-" and word != "-"
        if waiting:
            given.append((waiting, word))
            waiting, plain = None, plain and not dashed
        elif dashed:
            name, joined, value = word.partition("=")
            param = next((one for one in params if name in one.options), None)
            flag = param is not None and param.takes == "flag"
            plain = plain and param is not None and not (joined and (flag or name[:2] != "--"))
            if param and (joined or flag):
                given.append((param, flag or value))
            else:
                waiting = param
        elif command in GROUPS:
            command = word if command == PROGRAM else f"add {word.lower().removesuffix('s')}"
            function, params, *_ = read_table(command)
            arguments = [param for param in params if not param.options]
        elif arguments:
            given.append((arguments[0], word))
            if arguments[0].takes != "many":
                del arguments[0]
        else:
            plain = False
    return Line(command, function, params, given, waiting, arguments, plain and not waiting)


def read_table(command: str) -> Command:
    """What the table says of a command; nothing of one that there is not."""
    params: list[Param] = []
    found = Command("", params)
    for _, name, options, takes, values, panel, metavar, help in _rows(f"{command}\t"):
        if takes == "command":
            about, end = (text.replace(r"\n", "\n\n") for text in (help, values))
            found = Command(name, params, about, end, panel)
            continue
        group, _, own = name.rpartition(".")
        kind, written = takes.rstrip("!"), tuple(options.split())
        required = kind != takes
        params.append(Param(group, own, written, kind, required, values, panel, metavar, help))
    return found


def commands(group: str) -> dict[str, str]:
    """Names of the commands below the program or a group, with their summaries."""
    below = GROUPS[group]
    rows = (row for row in _rows(below) if row[3] == "command" and row[0] != PROGRAM)
    names = ((row[0].removeprefix(below), row[-1].partition(r"\n")[0]) for row in rows)
    return {name: help.rstrip(".") for name, help in names if " " not in name}


def _rows(start: str) -> list[list[str]]:
    """The lines of the table that begin so, in their columns."""
    with open(TABLE, encoding="utf-8") as table:
        return [line.split("\t") for line in table.read().splitlines() if line.startswith(start)]
