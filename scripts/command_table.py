"""src/mineralreg/cli/commands.tsv: every command and option, read off the declarations.

Typer is given them by it, `quick.py` reads ordinary questions with it, `completion.py` what may
stand at the cursor. A line has the command, the parameter, how it is written, what it takes (`!`
where it must be given), what its values are, its section in the help, its placeholder and its help;
the first line of a command has its function, the end of its help, its section in the overview, and
its help. Values are words, or after `@` what the index or a table of the program knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineralreg import export
from mineralreg.checks.finding import SEVERITIES
from mineralreg.cli.completion import SHELLS
from mineralreg.cli.session import COLORS
from mineralreg.edit.fields import inputs
from mineralreg.output import report_text
from mineralreg.query.names import KINDS
from mineralreg.query.summary import DIMENSIONS
from mineralreg.reference.filters import HELP, PARTIES, WORDS
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, RECORD_KINDS
from scripts.declarations import Command, declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    "validate format": [entry.name for entry in report_text.FORMATS],
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
    return "".join("\t".join(line) + "\n" for command in declared() for line in _lines(command))


def _lines(command: Command) -> Iterator[tuple[str, ...]]:
    name, function = command.name, command.function
    called = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    help, epilog = map("\\n".join, (command.help, command.epilog))
    yield name, called, "", "command", epilog, command.section, "", help
    for one in command.params:
        values = one.values or " ".join(_values(name, one.name))
        takes = one.takes + "!" * one.required
        written = " ".join(one.options)
        how = (written, takes, values, one.panel, one.metavar, one.help)
        yield name, f"{one.group}.{one.name}", *how


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
    written = next(iter(field.parts.values()), None)
    return _of_field(written) if written and field.many else ()
