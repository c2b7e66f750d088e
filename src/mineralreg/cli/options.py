"""The options that several commands declare, and how a declaration becomes a Typer command.

A declaration is a function with Typer's annotations whose body calls the plain function of its
name. `complete` adds what is the same everywhere: the options of every command, and an option for
each filter where a parameter is called `filters`. No `from __future__ import annotations` here or
in the modules of declarations: Typer would compile every annotation from text.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from typer import Argument, Context, Option

from mineralreg.output.formats import NAMES
from mineralreg.query import filters as filter_table

FILTERS = "Filters (one repeated: any of them; several: all of them)"
OUTPUT = "Output"
WRITING = "Writing"
OTHER = "Other options"

_FORMATS = f"{', '.join(NAMES[:-1])} or {NAMES[-1]}."

Format = Annotated[
    str | None,
    Option("--format", "-f", metavar="FORMAT", help=_FORMATS, rich_help_panel=OUTPUT),
]
Output = Annotated[
    str | None,
    Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE; the extension selects the format.",
        rich_help_panel=OUTPUT,
    ),
]
DryRun = Annotated[
    bool,
    Option(
        "--dry-run",
        help="Print the change as a diff and write nothing.",
        rich_help_panel=WRITING,
    ),
]
RecordId = Annotated[str, Argument(metavar="ID", help="The record.", show_default=False)]

JSON = Annotated[bool, Option("--json", help="Short for --format json.", rich_help_panel=OUTPUT)]
SHARED: dict[str, Any] = {
    "registry": Annotated[
        str | None,
        Option(
            "--registry",
            metavar="PATH",
            help="Registry file to use (default: $MINERALREG_REGISTRY, else found from here).",
            rich_help_panel=OTHER,
        ),
    ],
    "color": Annotated[
        str | None,
        Option(
            "--color",
            metavar="WHEN",
            help="auto (the default: on a terminal), always or never.",
            rich_help_panel=OTHER,
        ),
    ],
    "no_pager": Annotated[
        bool,
        Option("--no-pager", help="Do not show a long table in a pager.", rich_help_panel=OTHER),
    ],
}
"""The options of every command and of the program, which the session keeps."""


def filter_options() -> dict[str, Any]:
    """An option for each filter, by the name of its field."""
    made: dict[str, Any] = {}
    for name, (metavar, help) in filter_table.HELP.items():
        kind = {"many": list[str] | None, "one": str | None, "flag": bool}[filter_table.takes(name)]
        option = Option(
            filter_table.option(name), metavar=metavar or None, help=help, rich_help_panel=FILTERS
        )
        made[name] = Annotated[kind, option]
    return made


def complete(
    declared: Callable[..., Any], fields: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """A declaration with all its options, for Typer.

    Args:
        declared: The declaration; its first parameter is the context.
        fields: Further options, by parameter; passed on as keywords.
    """
    own = dict(inspect.signature(declared).parameters)
    context = own.pop("ctx")
    own.pop("given", None)
    filters = filter_options() if own.pop("filters", None) else {}
    answers = "format" in own and own["format"].default is None  # of `export` it is an argument
    shared = ({"json": JSON} if answers else {}) | SHARED
    added = (fields or {}) | filters

    def run(**given: Any) -> Any:
        ctx: Context = given.pop("ctx")
        ctx.obj.choose(**{name: given.pop(name) for name in shared})
        if filters:
            asked = {name: given.pop(name) for name in filters}
            given["filters"] = filter_table.pack(asked)
        return declared(ctx, **{name: _plain(value) for name, value in given.items()})

    more = {
        name: inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=annotation,
            default=False if annotation.__args__[0] is bool else None,
        )
        for name, annotation in (added | shared).items()
    }
    arguments = [
        one
        for one in own.values()
        if not hasattr(one.annotation, "__metadata__")
        or isinstance(one.annotation.__metadata__[0], type(Argument()))
    ]
    rest = [one for one in own.values() if one not in arguments]
    named = [context, *arguments, *(more[name] for name in added), *rest]
    named += [more[name] for name in shared]
    signature = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in named]
    run.__signature__ = inspect.Signature(signature)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in signature}
    run.__name__ = declared.__name__
    run.__doc__ = declared.__doc__
    return run


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
