"""How commands are declared, and how Typer gets to know them.

A command is one plain function, whose annotations say what Typer shows of each parameter. They are
text until Typer is needed, so that `quick.py` calls the function without loading it; `declaration`
evaluates them, with what this module defines, and adds the options that are the same everywhere.
"""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

from typer import Argument, Context, Option

from mineralreg import export as exports
from mineralreg.cli.session import Session
from mineralreg.output import report_text
from mineralreg.output.formats import NAMES
from mineralreg.query import filters as filter_table
from mineralreg.query.filters import Filters
from mineralreg.query.results import Answer
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, RECORD_KINDS

if TYPE_CHECKING:
    from mineralreg.records.schema import Field

ORDER = "Order and columns"
FINDINGS = "Which findings"
FILTERS = "Filters (one repeated: any of them; several: all of them)"
OUTPUT = "Output"
WRITING = "Writing"
OTHER = "Other options"


def option(written: str, help: str, panel: str | None = None) -> Any:
    """An option as its help writes it: `--limit -n N` has two names, and takes an N."""
    *names, last = written.split(" ")
    flag = last.startswith("-")
    names += [last] if flag else []
    return Option(
        *names,
        metavar=None if flag else last,
        help=help,
        rich_help_panel=panel,
        show_default=False,
    )


def argument(metavar: str, help: str) -> Any:
    """An argument, as the usage line writes it."""
    return Argument(metavar=metavar, help=help, show_default=False)


def several(words: tuple[str, ...]) -> str:
    """Words to choose from, as a sentence."""
    return f"{', '.join(words[:-1])} or {words[-1]}."


Value = str | None
Values = list[str] | None
Plan = Callable[..., Any]
"""What a writing command gives back: from the document to the change of it."""

ACTIONS = several(INITIATIVE_ACTIONS)
EXPORTS = several(exports.NAMES)
REPORTS = several(report_text.NAMES).replace("full", "full (the default)")

Output = Annotated[
    Value,
    option("--output -o FILE", "Write to FILE; its extension selects the format.", OUTPUT),
]
Limit = Annotated[int | None, option("--limit -n N", "At most N records.", ORDER)]
AsOf = Annotated[Value, option("--as-of DATE", "Show status and acts as they stood on this day.")]
RecordId = Annotated[str, argument("ID", "The record.")]
From = Annotated[
    Value,
    option(
        "--from FILE",
        "Add the records in a file, or - for stdin: TOML, JSON, JSON Lines, CSV, TSV or xlsx; "
        "sources also as BibTeX, RIS or CSL-JSON. All are added or none. Fields given as "
        "options apply to every record that does not state them.",
        WRITING,
    ),
]
Map = Annotated[
    Values,
    option(
        "--map COLUMN=FIELD",
        "Field for a column of the file; COLUMN= skips the column. Repeatable.",
        WRITING,
    ),
]
Distinct = Annotated[
    bool, option("--distinct", "Add it even though it resembles an existing one.", WRITING)
]
Yes = Annotated[bool, option("--yes -y", "Do not ask for confirmation.", WRITING)]

JSON = Annotated[bool, option("--json", "Same as --format json.", OUTPUT)]
EVERYWHERE: dict[str, Any] = {
    "registry": Annotated[
        Value,
        option(
            "--registry PATH",
            "Registry file to use (default: $MINERALREG_REGISTRY, else found from here).",
            OTHER,
        ),
    ],
    "color": Annotated[
        Value, option("--color WHEN", "auto (the default: on a terminal), always or never.", OTHER)
    ],
    "no_pager": Annotated[
        bool, option("--no-pager", "Do not show a long table in a pager.", OTHER)
    ],
}
"""The options of every command and of the program."""

ANSWERING: dict[str, Any] = {
    "format": Annotated[Value, option("--format -f FORMAT", several(NAMES), OUTPUT)],
    "output": Output,
    "json": JSON,
}
"""The options of the commands that give an answer."""

CHANGING: dict[str, Any] = {
    "dry_run": Annotated[
        bool, option("--dry-run", "Print the change as a diff and write nothing.", WRITING)
    ]
}
"""The options of the commands that plan a change."""


def hints_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The annotations of a command's function."""
    return get_type_hints(function, globals(), include_extras=True)


def shared_options(function: Callable[..., Any]) -> dict[str, Any]:
    """The options of a command that the session takes instead of its function."""
    result = hints_of(function)["return"]
    results = (result, *get_args(result))
    own = ANSWERING if Answer in results else CHANGING if Plan in results else {}
    return own | EVERYWHERE


def filter_options() -> dict[str, Any]:
    """An option for each filter, by the name of its field."""
    kinds: dict[str, Any] = {"many": Values, "one": Value, "flag": bool}
    return {
        name: Annotated[
            kinds[filter_table.takes(name)],
            option(f"{filter_table.option(name)} {metavar}".rstrip(), help, FILTERS),
        ]
        for name, (metavar, help) in filter_table.HELP.items()
    }


def field_options(kind: str) -> dict[str, Any]:
    """An option for all that can be given of a kind of record, by key."""
    from mineralreg.edit.fields import NEW_SOURCE, SOURCE, flag, inputs, typed

    return {
        key: _field_option(field, flag(field), typed(field))
        for key, field in inputs(kind).items()
        if flag(field) and (not key.startswith(SOURCE) or key.removeprefix(SOURCE) in NEW_SOURCE)
    }


def _field_option(field: "Field", flag: str, help: str) -> Any:
    written = f"--{flag} {_metavar(field)}"
    coded = next((part for part in field.parts if part.words), field)
    label = next((word for word in (coded.key.upper(), "WORD") if word in help), "")
    if field.holds in ("mineral", "topic"):
        help += f" `mineralreg list {field.holds}s` shows them."
    elif not all(f"`{word}`" in help for word in coded.words) and (label or field.words):
        help += f" {label or 'Values'}: {several(coded.words)}"
    elif "KEY=" in help:
        help += f" KEY: {several(tuple(part.key for part in field.parts))}"
    if field.key == "id":
        help += " Proposed if left out."
    if field.holds == "true or false":
        return Annotated[bool, option(f"--{flag}", help, "Fields")]
    if field.many or field.parts:
        return Annotated[list[str] | None, option(written, f"{help} Repeatable.", "Fields")]
    return Annotated[str | None, option(written, help, "Fields")]


def _metavar(field: "Field") -> str:
    if field.words and not field.parts:
        return "WORD"
    return {"date": "DATE", "id": "ID", "whole number": "N", "address": "URL"}.get(
        field.holds, "NAME" if field.holds in RECORD_KINDS or field.holds == "mineral" else "TEXT"
    )


def declaration(
    function: Callable[..., Any], fixed: tuple[str, ...] = (), fields: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """A command as Typer takes it, with all its options.

    A group's function runs only when no command stands below it, or an option asks for something.

    Args:
        function: The plain function; its first parameter is the session.
        fixed: Its next arguments, which are not of the command line.
        fields: Further options by parameter, which the function takes as keywords.
    """
    hints = hints_of(function)
    own = list(inspect.signature(function).parameters.values())[1 + len(fixed) :]
    filters = filter_options() if hints.get("filters") is Filters else {}
    stated = {one.name: one for one in own if hasattr(hints[one.name], "__metadata__")}
    shared = shared_options(function)
    annotations = (fields or {}) | filters | {name: hints[name] for name in stated} | shared

    def run(**given: Any) -> Any:
        ctx: Context = given.pop("ctx")
        session: Session = ctx.obj
        chosen, asked = ({name: given.pop(name) for name in part} for part in (shared, filters))
        if ctx.invoked_subcommand is not None and not any(given.values()):
            return session.choose(**chosen)
        return session.run(
            function, *fixed, shared=chosen, filters=asked if filters else None, given=given
        )

    run.__annotations__ = {"ctx": Context} | annotations
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=annotation,
                default=stated[name].default if name in stated else _default(annotation),
            )
            for name, annotation in run.__annotations__.items()
        ]
    )
    return run


def _default(annotation: Any) -> Any:
    if annotation is Context:
        return inspect.Parameter.empty
    return False if annotation.__args__[0] is bool else None
