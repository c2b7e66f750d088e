"""The program: find the command that was asked for, load it, run it, and turn errors into messages.

A Typer group whose commands come from `table.py` and load one by one. `run` is the only place that
catches errors, prints them and decides the exit code; a traceback is always a bug.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from typer import Exit
from typer.core import TyperGroup, TyperOption

from mineralreg.cli import asking, chosen
from mineralreg.cli.command import OTHER, Command, settings, shared, write_options
from mineralreg.cli.table import COMMANDS, EXIT_CODES, NAMES
from mineralreg.errors import UsageError
from mineralreg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer import Context

PROGRAM = "mineralreg"
SUMMARY = (
    "A registry of international agreements on critical minerals, with a source for each fact."
)
EPILOG = "Exit codes: " + ", ".join(f"{code} {word}" for code, word, _ in EXIT_CODES) + "."


class Program(TyperGroup):
    """The group of all commands, each loaded when it is asked for."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Names of all commands, without loading any."""
        return list(NAMES)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """Load one command; None when there is none of this name."""
        return load(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that the arguments start with.

        Raises:
            UsageError: There is none of this name.
        """
        name = args[0]
        found = load(name)
        if found is None and not ctx.resilient_parsing:
            raise UsageError(f"there is no command {name!r}", help=_near_command(name))
        return name, found, args[1:]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the overview of commands under their headings, then the options."""
        for title in dict.fromkeys(entry.section for entry in COMMANDS):
            with formatter.section(title):
                formatter.write_dl(
                    [
                        (f"{entry.name:<9}", entry.summary)
                        for entry in COMMANDS
                        if entry.section == title
                    ],
                    col_max=12,
                )
        write_options(self, ctx, formatter)


def load(name: str) -> Any:
    """Import one command.

    Returns:
        The Typer command, or None when there is none of this name.
    """
    entry = next((entry for entry in COMMANDS if entry.name == name), None)
    if entry is None:
        return None
    found = import_module(f"mineralreg.cli.{entry.module}").command
    return found if isinstance(found, Command) else _from_function(entry.name, found)


def program() -> Program:
    """The program as Typer sees it."""
    return Program(
        name=PROGRAM,
        help=SUMMARY,
        epilog=EPILOG,
        params=[
            *shared(),
            *_completion_options(),
            TyperOption(
                param_decls=["--version"],
                is_flag=True,
                is_eager=True,
                default=False,
                help="Show the version of the program.",
                callback=_version,
                expose_value=False,
                rich_help_panel=OTHER,
            ),
        ],
        add_help_option=False,
        context_settings=settings(),
        rich_markup_mode=None,
        options_metavar="[OPTIONS]",
        subcommand_metavar="COMMAND …",
    )


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Args:
        arguments: What stands behind the program's name.

    Returns:
        The exit code.
    """
    from mineralreg.cli import ending

    chosen.reset()
    ending.prepare_streams()
    try:
        if not arguments:
            arguments = ["--help"]
        code = program().main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        return ending.explain(error)
    finally:
        asking.close()
    return code if isinstance(code, int) else 0


def _from_function(name: str, function: Any) -> Command:
    from typer.main import get_command_from_info
    from typer.models import CommandInfo

    made = get_command_from_info(
        CommandInfo(name=name, callback=function, cls=Command),
        pretty_exceptions_short=False,
        rich_markup_mode=None,
    )
    assert isinstance(made, Command)  # `cls` above
    return made


def _completion_options() -> list[TyperOption]:
    return [
        TyperOption(
            param_decls=[name],
            metavar="SHELL",
            help=f"{what} for bash, zsh or fish.",
            callback=_completion,
            is_eager=True,
            expose_value=False,
            rich_help_panel=OTHER,
        )
        for name, what in (
            ("--install-completion", "Install completion"),
            ("--show-completion", "Print the completion script"),
        )
    ]


def _completion(ctx: Context, param: TyperOption, value: str | None) -> str | None:
    if value is not None and not ctx.resilient_parsing:
        from mineralreg.cli import shells

        action = shells.install if param.name == "install_completion" else shells.script
        sys.stdout.write(action(value) + "\n")
        raise Exit(0)
    return value


def _version(ctx: Context, _param: TyperOption, value: bool) -> bool:
    if value and not ctx.resilient_parsing:
        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        raise Exit(0)
    return value


def _near_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, NAMES, n=2, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(repr(word) for word in near) + "?"
    return f"`{PROGRAM} --help` lists all commands"
