"""The program as Typer runs it: a group of the commands of the table, each made when asked for."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

from typer import Argument, Context, Exit, Option, Typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from mineralreg import __version__
from mineralreg.cli import boundary, habits
from mineralreg.cli.session import Session
from mineralreg.cli.table import PROGRAM, Param, commands, read_table
from mineralreg.errors import UsageError

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Helpful:
    """What commands and groups share: usage errors name the help and what was probably meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        try:
            found: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # Typer's
            return found
        except Exception as error:
            habits.explain_usage(error, ctx)
            raise


class Command(Helpful, TyperCommand):
    """A command."""

    def collect_usage_pieces(self, _ctx: Any) -> list[str]:
        """The usage line after the name; versions of Typer differ in the brackets."""
        arguments = [param for param in self.params if param.param_type_name == "argument"]
        return ["[OPTIONS]", *(str(getattr(param, "metavar", "")) for param in arguments)]


class Program(Helpful, TyperGroup):
    """The group of all commands, each loaded when it is asked for."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Names of all commands, without loading any."""
        return list(commands(PROGRAM))

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """Load one command, or None."""
        if cmd_name == "add":
            return build("add", Kinds, subcommand_metavar="KIND ...")
        return build(cmd_name) if cmd_name in commands(PROGRAM) else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments start with."""
        if args[0] not in (names := commands(PROGRAM)) and not args[0].startswith("-"):
            ctx.fail(habits.no_command(args[0], names))
        return super().resolve_command(ctx, args)


class Kinds(Helpful, TyperGroup):
    """The group below `add`: a command for each kind of record, in the singular or plural."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """The kinds."""
        return list(commands("add"))

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """The command of one kind."""
        if cmd_name not in commands("add"):  # the models are loaded for nothing else
            from mineralreg.edit.headings import kind_named

            cmd_name = kind_named(cmd_name)
        return build(f"add {cmd_name}")


def build(command: str, group: type[TyperGroup] | None = None, **shown: Any) -> Any:
    """A Typer command, or the group of that class, as the table describes it."""
    markup: Literal["rich"] | None = "rich" if sys.stdout.isatty() else None
    app = Typer(add_completion=False, rich_markup_mode=markup)
    _, params, help, epilog, section = read_table(command)
    declared = declaration(command, params)
    shown |= {"help": help, "epilog": epilog, "rich_help_panel": section or None}
    shown["context_settings"] = SETTINGS
    if group is None:
        app.command(cls=Command, **shown)(declared)
    else:
        app.callback(cls=group, invoke_without_command=True, **shown)(declared)
    made = get_command(app)
    made.name = command.rpartition(" ")[2]
    return made


TYPES: dict[str, Any] = {"flag": bool, "one": str, "many": list[str], "number": int}
"""The type of what an option takes."""


def declaration(command: str, params: Sequence[Param]) -> Callable[..., Any]:
    """A command as Typer takes it: what the table says of it, run by its function.

    A group hands on what was given before the command below it, if that takes all of it; else
    only the group's function runs.
    """
    parameters = {one.name: parameter(one) for one in params}
    shared = [one.name for one in params if one.group == "shared"]

    def run(ctx: Context, **words: Any) -> int | None:
        session: Session = ctx.obj
        given = {name: one for name, one in words.items() if one != parameters[name].default}
        group: Any = ctx.command
        if (below := ctx.invoked_subcommand) and (
            not given or given.keys() <= {one.name for one in group.get_command(ctx, below).params}
        ):
            ctx.default_map = {below: given}
            return None
        chosen = {name: given.pop(name) for name in shared if name in given}
        kind = command.split()[1:]
        code = session.run(function_of(command), *kind, shared=chosen, given=given)
        if below:
            raise Exit(code)
        return code

    context = Parameter("ctx", Parameter.KEYWORD_ONLY, annotation=Context)
    signature = Signature([context, *parameters.values()])
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {name: one.annotation for name, one in signature.parameters.items()}
    return run


def parameter(param: Param) -> Parameter:
    """A parameter as Typer reads it; what is not given is left to the function."""
    shown: dict[str, Any] = {
        "help": param.help,
        "metavar": param.metavar or None,
        "show_default": False,
    }
    if param.options:
        made = Option(*param.options, rich_help_panel=param.panel or None, **shown)
    else:
        made = Argument(**shown)
    type = TYPES[param.takes]
    default: Any = False if param.takes == "flag" else None
    if param.required:
        default = Parameter.empty
    elif default is None:
        type = type | None
    declared = Annotated[type, made]  # type: ignore[valid-type]
    return Parameter(param.name, Parameter.KEYWORD_ONLY, annotation=declared, default=default)


def function_of(command: str) -> Callable[..., Any]:
    """The function of a command."""
    module, _, name = read_table(command).function.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"mineralreg.cli.{module}"), name)
    return found


def program() -> Any:
    """The program as Typer sees it."""
    return build(PROGRAM, Program, subcommand_metavar="COMMAND ...")


def options(
    _session: Session,
    *,
    version: bool = False,
    install_completion: str | None = None,
    show_completion: str | None = None,
) -> str:
    """A registry of international agreements on critical minerals, with a source for each fact.

    Other options:
        --version: Show the version of the program.
        --install-completion SHELL: Install completion for bash, zsh or fish.
        --show-completion SHELL: Print the script for bash, zsh or fish.
    """
    from mineralreg.cli import completion

    if version:
        return f"{PROGRAM} {__version__}\n"
    if install_completion is not None:
        return completion.install(install_completion)
    if show_completion is not None:
        return completion.script(show_completion)
    raise UsageError("no command was given", help=f"`{PROGRAM} --help` lists all commands")


def run(arguments: Sequence[str]) -> int:
    """Run the command line, and say how it ended."""
    words = list(arguments) or ["--help"]
    if words[0] == "help":
        words = [*(word for word in words if word != "help"), "--help"]
    session = Session()
    return boundary.guard(
        session,
        lambda: program().main(words, prog_name=PROGRAM, standalone_mode=False, obj=session),
    )
