"""src/mineralreg/cli/commands.tsv: every command and option, read off the Typer declarations.

`quick.py` reads ordinary questions with it, `completion.py` what may stand at the cursor. A line
has the command, the parameter, how it is written, what it takes (`!` where it must be given), what
its values are and its help; the first line of a command has its function and its summary. Values
are words, or after `@` what the index or a table of the program knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer import Context

from mineralreg import export
from mineralreg.checks.finding import SEVERITIES
from mineralreg.cli.app import COMMANDS, function_of, options, program
from mineralreg.cli.changes import add
from mineralreg.cli.completion import SHELLS
from mineralreg.cli.options import hints_of, shared_options
from mineralreg.cli.session import COLORS, parts_of
from mineralreg.cli.table import PROGRAM
from mineralreg.edit.fields import inputs
from mineralreg.output import report_text
from mineralreg.output.formats import formats_of
from mineralreg.query.names import KINDS
from mineralreg.query.summary import DIMENSIONS
from mineralreg.reference.filters import HELP, PARTIES, WORDS
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mineralreg.records.schema import Field

RECORD, COLUMN, CHECK = ("@record",), ("@column",), ("@check",)
VALUES: dict[str, Iterable[str]] = {
    "color": COLORS,
    **dict.fromkeys(("install_completion", "show_completion"), SHELLS),
    **dict.fromkeys(("list sort", "list columns"), COLUMN),
    **dict.fromkeys(("select", "ignore", "explain codes"), CHECK),
    **dict.fromkeys(("show names", "open name", "edit id", "set id", "remove id"), RECORD),
    "list what": KINDS,
    "summary by": DIMENSIONS,
    "reconcile claims": ("@claim",),
    "export format": export.NAMES,
    "export table": ("@table",),
    "validate format": report_text.NAMES,
    "validate level": SEVERITIES,
    "add template": RECORD_KINDS,
    "act id": ("@acting",),
    "act action": INITIATIVE_ACTIONS,
    "act partner": ("@partner",),
    "act source": ("@source",),
}
"""The values of what is neither a filter nor a field: of a parameter, or of that of one command."""


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
    lines: list[tuple[str, ...]] = [(name, called, "", "command", "", summary)]
    formats = formats_of(parts_of(hints_of(function)["return"]))
    shared = {one.name for one in shared_options(function)}
    for param in command.params:
        group = "shared." if param.name in shared else "given."
        is_option = param.param_type_name == "option"
        options = " ".join([*param.opts, *param.secondary_opts]) if is_option else ""
        takes = _takes(param) + ("!" if param.required else "")
        values = _values(name, param.name)
        if (group, param.name) == ("shared.", "format"):
            values = [one.name for one in formats]
        help = " ".join(param.help.split())
        lines.append((name, group + param.name, options, takes, " ".join(values), help))
    return lines


def _values(command: str, name: str) -> Iterable[str]:
    kind = command.removeprefix("add ")
    if kind in RECORD_KINDS and name in inputs(kind):
        return _of_field(inputs(kind)[name])
    if (found := VALUES.get(f"{command} {name}") or VALUES.get(name)) is not None:
        return found
    if name not in HELP or HELP[name][0] != "NAME":
        return WORDS.get(name, ()) if name in HELP else ()
    return ["@partner" if name in PARTIES and name != "country" else f"@{name}"]


def _of_field(field: Field) -> Iterable[str]:
    """The values of a field; a table is written with that of its first key in front."""
    if field.words:
        return field.words
    if field.holds in (*RECORD_KINDS, "mineral"):
        return [f"@{field.holds}"]
    written = field.parts if field.many else ()
    return _of_field(written[0]) if written else ()


def _takes(param: Any) -> str:
    if getattr(param, "is_flag", False):
        return "flag"
    if getattr(param, "multiple", False) or param.nargs == -1:
        return "many"
    return "number" if isinstance(param.default, int) or param.metavar == "N" else "one"
