"""How commands are declared, and how Typer gets to know them.

A command is one plain function. Its signature says what it takes, and its docstring how that is
written at a command line, under the headings of the help: an entry for each parameter, in order.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterable
from inspect import Parameter
from textwrap import dedent
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast, get_args, get_type_hints

from typer import Argument, Context, Exit, Option

from mineralreg import export as exports
from mineralreg.cli.session import Session, parts_of
from mineralreg.output import report_text
from mineralreg.output.formats import formats_of
from mineralreg.query.results import Answer
from mineralreg.query.where import filters_of
from mineralreg.reference import filters as filter_table
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, RECORD_KINDS

if TYPE_CHECKING:
    from mineralreg.records.schema import Field

FILTERS = "Filters (one repeated: any of them; several: all of them)"
OTHER = "Other options"

TYPES: dict[str, tuple[Any, ...]] = {
    "many": (list[str] | None,),
    "one": (str | None,),
    "flag": (bool, False),
}
"""The type of an option that takes many values, one or none, and its default if not None."""

Plan = Callable[..., Any]
"""What a writing command gives back, see `store.change.Plan`."""


def several(words: Iterable[str]) -> str:
    """Words to choose from, as a sentence."""
    *first, last = words
    return f"{', '.join(first)} or {last}."


PHRASES = {
    "ACTIONS": several(INITIATIVE_ACTIONS),
    "EXPORTS": several(exports.NAMES),
    "REPORTS": several(report_text.NAMES).replace("full", "full (the default)"),
    "OUTPUT": "Write to FILE; its extension selects the format.",
    "JSON": "Same as --format json.",
}
"""What docstrings name in braces: vocabularies, and help that several commands share."""


class Entry(NamedTuple):
    """An option or argument as a docstring explains it."""

    written: str
    help: str
    panel: str | None = None

    def parameter(self, name: str, type: Any, default: Any = None) -> Parameter:
        """The parameter that Typer reads; `--limit -n N` has two names, and takes an N."""
        words = self.written.split()
        metavar = None if words[-1].startswith("-") else words.pop()
        shown: dict[str, Any] = {"help": self.help, "show_default": False, "metavar": metavar}
        if words:
            shown["rich_help_panel"] = self.panel
        declared = Annotated[type, Option(*words, **shown) if words else Argument(**shown)]
        return Parameter(name, Parameter.KEYWORD_ONLY, annotation=declared, default=default)


def docstring(function: Callable[..., Any]) -> str:
    """The docstring of a function, from its source where Python drops docstrings (-OO)."""
    if function.__doc__ is None:
        source = ast.parse(dedent(inspect.getsource(function))).body[0]
        return ast.get_docstring(cast("ast.FunctionDef", source)) or ""
    return function.__doc__


def about(text: str, **phrases: str) -> tuple[str, list[Entry]]:
    """What a docstring says of a command, and its entries, with further phrases in braces."""
    told, *sections = re.split(r"^([A-Z][\w ]*):\n", inspect.cleandoc(text), flags=re.MULTILINE)
    entries = []
    for heading, body in zip(sections[::2], sections[1::2], strict=True):
        panel = None if heading in ("Arguments", "Options") else heading
        for entry in re.split(r"^    (?=\S)", body, flags=re.MULTILINE)[1:]:
            written, _, help = " ".join(entry.split()).partition(": ")
            entries.append(Entry(written, help.format_map(PHRASES | phrases), panel))
    return told.strip(), entries


def options_of(function: Callable[..., Any], *panels: str, **phrases: str) -> list[Parameter]:
    """What a command line gives a function, or so much of it as stands in some panels."""
    hints, (_, entries) = hints_of(function), about(docstring(function), **phrases)
    taken = list(inspect.signature(function).parameters.values())[1:]
    own = [one for one in taken if one.kind not in (one.VAR_KEYWORD, one.POSITIONAL_ONLY)]
    return [
        entry.parameter(one.name, hints[one.name], one.default)
        for one, entry in zip(own, entries, strict=True)
        if not panels or entry.panel in panels
    ]


def shared_options(function: Callable[..., Any]) -> list[Parameter]:
    """The options of a command that the session takes instead of its function."""
    result = parts_of(hints_of(function)["return"])
    panels = {"Output": Answer in result, "Writing": Plan in result, OTHER: True}
    shown = (panel for panel, given in panels.items() if given)
    return options_of(Session.choose, *shown, FORMATS=_formats(result))


def _formats(about: list[Any]) -> str:
    """The formats of an answer about these, as a sentence."""
    found = formats_of(about)
    told = several(one.name for one in found if one.of != "source")
    more = [one.name for one in found if one.of == "source"]
    return f"{told[:-1]}; for sources also {several(more)}" if more else told


def hints_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The types that a command is declared with, of which it imports none."""
    return get_type_hints(function, function.__globals__ | globals(), include_extras=True)


def filter_options(kind: str | None = None) -> list[Parameter]:
    """An option for each filter of a kind of record, or of any."""
    shown = {name: filter_table.HELP[name] for name in filters_of(kind)}
    return [
        Entry(f"{filter_table.option(name)} {metavar}".rstrip(), help, FILTERS).parameter(
            name, *TYPES[filter_table.takes(name)]
        )
        for name, (metavar, help) in shown.items()
    ]


def field_options(kind: str) -> list[Parameter]:
    """An option for all that can be given of a kind of record."""
    from mineralreg.edit.fields import NEW_SOURCE, SOURCE, flag, inputs, typed

    return [
        _field_option(key, field, flag(field), typed(field))
        for key, field in inputs(kind).items()
        if flag(field) and (not key.startswith(SOURCE) or key.removeprefix(SOURCE) in NEW_SOURCE)
    ]


def _field_option(key: str, field: "Field", flag: str, help: str) -> Parameter:
    coded = next((part for part in field.parts if part.words), field)
    label = next((word for word in (coded.key.upper(), "WORD") if word in help), "")
    if field.holds in ("mineral", "topic"):
        help += f" `mineralreg list {field.holds}s` shows them."
    elif not all(f"`{word}`" in help for word in coded.words) and (label or field.words):
        help += f" {label or 'Values'}: {several(coded.words)}"
    elif "KEY=" in help:
        help += f" KEY: {several(part.key for part in field.parts)}"
    if field.key == "id":
        help += " Proposed if left out."
    takes = "many" if field.many or field.parts else "one"
    help += " Repeatable." if takes == "many" else ""
    written = f"--{flag} {_metavar(field)}"
    if field.holds == "true or false":
        takes, written = "flag", f"--{flag}"
    return Entry(written, help, "Fields").parameter(key, *TYPES[takes])


def _metavar(field: "Field") -> str:
    if field.words and not field.parts:
        return "WORD"
    return {"date": "DATE", "id": "ID", "whole number": "N", "address": "URL"}.get(
        field.holds, "NAME" if field.holds in RECORD_KINDS or field.holds == "mineral" else "TEXT"
    )


def declaration(
    function: Callable[..., Any], *fixed: str, fields: Iterable[Parameter] = (), without: str = ""
) -> Callable[..., Any]:
    """A command as Typer takes it, with all its options.

    A group hands on what was given before the command below it, if that takes all of it; else
    only the group's function runs.

    Args:
        function: The plain function; its first parameter is the session. `**filters` are those of
            the kind of record that `Annotated` names, or of any.
        fixed: What it takes by position, which is not of the command line.
        fields: Further options, which the function takes as keywords.
        without: A parameter that this command does not have.
    """
    hints, shared = hints_of(function), shared_options(function)
    filters = filter_options(*get_args(hints["filters"])[1:]) if "filters" in hints else []
    own = [one for one in options_of(function) if one.name != without]
    context = Parameter("ctx", Parameter.KEYWORD_ONLY, annotation=Context)
    parameters = {one.name: one for one in (context, *fields, *filters, *own, *shared)}

    def run(ctx: Context, **words: Any) -> int | None:
        session: Session = ctx.obj
        given = {name: one for name, one in words.items() if one != parameters[name].default}
        group: Any = ctx.command
        if (below := ctx.invoked_subcommand) and (
            not given or given.keys() <= {one.name for one in group.get_command(ctx, below).params}
        ):
            ctx.default_map = {below: given}
            return None
        chosen = {one.name: given.pop(one.name) for one in shared if one.name in given}
        code = session.run(function, *fixed, shared=chosen, given=given)
        if below:
            raise Exit(code)
        return code

    run.__doc__ = about(docstring(function))[0]
    run.__annotations__ = {name: one.annotation for name, one in parameters.items()}
    signature = inspect.Signature(list(parameters.values()))
    run.__signature__ = signature  # type: ignore[attr-defined]
    return run
