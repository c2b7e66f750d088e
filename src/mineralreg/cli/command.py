"""The building blocks of a command: `Command`, `option`, `flag` and `argument`.

Typer reads options from a function's annotations, at 0.2 ms an option; `list` has thirty. These
blocks build the same Typer objects directly, which is fifty times as quick, and let commands share
one definition of an option. Every command gets `--registry`, `--color`, `-h` and `--help`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from typer import Exit
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from mineralreg.cli import chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer import Context

OTHER = "Other options"


def option(
    *names: str,
    help: str,
    metavar: str | None = None,
    section: str = "Options",
    many: bool = False,
    type: type = str,
    required: bool = False,
    default: Any = None,
) -> TyperOption:
    """An option with a value; `many` may be given again and again and becomes a tuple.

    Args:
        names: `--format`, `-f`.
        help: One line.
        metavar: What to call the value in the help.
        section: Heading in the help.
        many: May be repeated.
        type: `str` or `int`.
        required: Must be given.
        default: Value when it is not given.
    """
    return TyperOption(
        param_decls=list(names),
        help=help,
        metavar=metavar,
        multiple=many,
        type=type,
        required=required,
        default=default,
        rich_help_panel=section,
    )


def flag(*names: str, help: str, section: str = "Options") -> TyperOption:
    """An option without a value: True when it is given, else False."""
    return TyperOption(
        param_decls=list(names), help=help, is_flag=True, default=False, rich_help_panel=section
    )


def argument(
    name: str,
    *,
    help: str,
    many: bool = False,
    required: bool = True,
    metavar: str | None = None,
    default: str | None = None,
) -> TyperArgument:
    """A value by its place; `many` takes all that are left, as a tuple."""
    return TyperArgument(
        param_decls=[name],
        help=help,
        nargs=-1 if many else 1,
        required=required,
        default=default,
        metavar=metavar,
        show_default=False,
    )


def shared() -> list[TyperOption]:
    """The options that every command and the program itself take.

    Typer's own help option stands in the order of a set, which changes from run to run.
    """
    return [
        TyperOption(
            param_decls=["--registry"],
            metavar="PATH",
            help="Registry file to use (default: $MINERALREG_REGISTRY, else found from here).",
            callback=_keep,
            expose_value=False,
            rich_help_panel=OTHER,
        ),
        TyperOption(
            param_decls=["--color"],
            metavar="|".join(chosen.COLORS),
            help="When to colour (default: auto, on a terminal).",
            callback=_keep,
            expose_value=False,
            rich_help_panel=OTHER,
        ),
        TyperOption(
            param_decls=["-h", "--help"],
            is_flag=True,
            is_eager=True,
            default=False,
            help="Show this help.",
            callback=_help,
            expose_value=False,
            rich_help_panel=OTHER,
        ),
    ]


def settings(given: dict[str, Any] | None = None) -> dict[str, Any]:
    """The settings of Typer's context that the program and every command share."""
    return {"help_option_names": [], "max_content_width": 100, **(given or {})}


def _help(ctx: Context, _param: TyperOption, value: bool) -> bool:
    if value and not ctx.resilient_parsing:
        sys.stdout.write(ctx.get_help() + "\n")
        raise Exit(0)
    return value


def _keep(ctx: Context, param: TyperOption, value: str | None) -> str | None:
    if not ctx.resilient_parsing and param.name is not None:
        chosen.choose(param.name, value)
    return value


class Command(TyperCommand):
    """A command: Typer's, with the shared options, and its help in sections."""

    def __init__(
        self,
        name: str | None,
        callback: Callable[..., Any] | None = None,
        *,
        params: Sequence[Any] | None = None,
        context_settings: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        more["rich_markup_mode"] = None
        more["add_help_option"] = False
        super().__init__(
            name,
            callback=callback,
            params=[*(params or ()), *shared()],
            context_settings=settings(context_settings),
            **more,
        )

    def collect_usage_pieces(self, _ctx: Any) -> list[str]:
        """What stands behind the command's name in the usage line."""
        arguments = [param for param in self.params if isinstance(param, TyperArgument)]
        return ["[OPTIONS]", *(param.metavar or str(param.name).upper() for param in arguments)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, each under its section's heading."""
        write_options(self, ctx, formatter)


def write_options(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    """Write the help of a command's arguments and options, each under its section's heading."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is None:
            continue
        title = "Arguments" if isinstance(param, TyperArgument) else None
        title = title or getattr(param, "rich_help_panel", None) or "Options"
        sections.setdefault(title, []).append(record)
    for title in sorted(sections, key=lambda title: (title != "Arguments", title == OTHER)):
        with formatter.section(title):
            formatter.write_dl(sections[title])
