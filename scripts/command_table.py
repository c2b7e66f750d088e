"""src/mineralreg/cli/commands.tsv: every command and option, read off the Typer declarations.

`quick.py` reads ordinary questions with it, `completion.py` what may stand at the cursor. A line
has the command, the parameter, how it is written, what it takes (`!` where it must be given) and
its help; the first line of a command has its function and its summary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer import Context

from mineralreg.cli.app import COMMANDS, function_of, options, program
from mineralreg.cli.changes import add
from mineralreg.cli.options import shared_options
from mineralreg.cli.table import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable


def text() -> str:
    """The whole table."""
    group = program()
    context = Context(group, info_name=PROGRAM)
    lines = [*_command(PROGRAM, options, group)]
    for name in COMMANDS:
        command = group.get_command(context, name)
        lines += _command(name, function_of(name), command)
        if name == "add":
            for kind in command.list_commands(context):
                made = command.get_command(context, kind)
                lines += _command(f"add {kind}", add, made)
    return "".join("\t".join(line) + "\n" for line in lines)


def _command(name: str, function: Callable[..., Any], command: Any) -> list[tuple[str, ...]]:
    summary = " ".join(command.help.split("\n\n")[0].split()).rstrip(".")
    called = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    lines: list[tuple[str, ...]] = [(name, called, "", "command", summary)]
    shared = {one.name for one in shared_options(function)}
    for param in command.params:
        group = "shared." if param.name in shared else "given."
        is_option = param.param_type_name == "option"
        options = " ".join([*param.opts, *param.secondary_opts]) if is_option else ""
        takes = _takes(param) + ("!" if param.required else "")
        lines.append((name, group + param.name, options, takes, " ".join(param.help.split())))
    return lines


def _takes(param: Any) -> str:
    if getattr(param, "is_flag", False):
        return "flag"
    if getattr(param, "multiple", False) or param.nargs == -1:
        return "many"
    return "number" if isinstance(param.default, int) or param.metavar == "N" else "one"
