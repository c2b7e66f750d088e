"""How commands are declared: `command_table.py` reads them here, and the program reads the table.

A command is one plain function. Its signature says what it takes, and its docstring how that is
written at a command line, under the headings of the help: an entry for each parameter, in order.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, get_args, get_type_hints

from mineralreg import export as exports
from mineralreg.cli import changes, questions
from mineralreg.cli.app import options
from mineralreg.cli.session import Session
from mineralreg.cli.table import PROGRAM, Param
from mineralreg.edit.fields import NEW_SOURCE, SOURCE, flag, inputs, typed
from mineralreg.errors import article
from mineralreg.output import report_text
from mineralreg.output.formats import formats_of
from mineralreg.query.columns import FIELDS
from mineralreg.query.names import KINDS
from mineralreg.query.results import Answer
from mineralreg.query.where import filters_of
from mineralreg.reference import filters as filter_table
from mineralreg.reference.vocabulary import INITIATIVE_ACTIONS, RECORD_KINDS

if TYPE_CHECKING:
    from mineralreg.records.schema import Field

SECTIONS = {
    "Ask": ("list", "show", "summary", "reconcile", "diff", "sql", "open", "where"),
    "Check": ("validate", "explain", "schema"),
    "Write": ("add", "act", "set", "edit", "remove", "fmt", "init"),
    "Export": ("export", "mcp"),
}
"""The sections of the overview, each with its commands."""

EXIT_CODES = (
    (0, "done", "also when nothing was found, or the reader of the pipe left early"),
    (1, "findings", "validate, fmt --check, reconcile --strict, diff --exit-code"),
    (2, "usage", "a wrong option, or an unknown or ambiguous name, id or field"),
    (3, "unreadable registry", "it cannot be read, parsed or loaded"),
    (4, "refused", "a write was refused or lost to a conflict; nothing changed"),
    (130, "interrupted", "Ctrl-C"),
)
"""Exit code, word for the overview, and when."""

EPILOG = [
    "Examples:",
    "mineralreg list --country Peru --since 2024",
    "mineralreg show us-peru-2026",
    "mineralreg summary --by status --by year",
    "mineralreg validate data/agreements.toml",
    "`mineralreg help COMMAND` explains a command. Exit codes: "
    + ", ".join(f"{code} {word}" for code, word, _ in EXIT_CODES)
    + ".",
]

FILTERS = "Filters (one repeated: any of them; several: all of them)"
OTHER = "Other options"

Plan: TypeAlias = Callable[..., Any]
"""What a writing command gives back, see `store.change.Plan`."""


def several(words: Iterable[str]) -> str:
    """Words to choose from, as a sentence."""
    *first, last = words
    return f"{', '.join(first)} or {last}."


PHRASES = {
    "ACTIONS": several(INITIATIVE_ACTIONS),
    "EXPORTS": several(exports.NAMES),
    "REPORTS": several(
        "full (the default)" if one.name == "full" else one.name for one in report_text.FORMATS
    ),
    "OUTPUT": "Write to FILE; its extension selects the format.",
    "JSON": "Same as --format json.",
}
"""What docstrings name in braces: vocabularies, and help that several commands share."""


class Command(NamedTuple):
    """A command: its name in the table, its function, what it takes, and paragraphs of its help."""

    name: str
    function: Callable[..., Any]
    params: list[Param]
    help: list[str]
    epilog: Iterable[str] = ()
    section: str = ""


class Entry(NamedTuple):
    """An option or argument as a docstring explains it: `--limit -n N` has two names, and an N."""

    written: str
    help: str
    panel: str = ""

    def param(
        self, name: str, takes: str, *, group: str = "given", required: bool = False
    ) -> Param:
        """What the table says of it."""
        words = self.written.split()
        metavar = "" if words[-1].startswith("-") else words.pop()
        panel = self.panel if words else ""
        return Param(group, name, tuple(words), takes, required, "", panel, metavar, self.help)


def declared() -> Iterator[Command]:
    """The program, its commands, and those for each kind of record that can be added."""
    yield _command(PROGRAM, options)._replace(epilog=EPILOG)
    for section, name in ((section, name) for section, names in SECTIONS.items() for name in names):
        module: Any = changes if section == "Write" else questions
        function = getattr(module, f"{name}_", None) or getattr(module, name)
        made = _command(name, function, without="columns" if name == "add" else "")
        yield made._replace(section=section, epilog=columns() if name == "list" else ())
    for kind in RECORD_KINDS:
        made = _command(f"add {kind}", changes.add, field_options(kind), without="template")
        yield made._replace(help=[f"Add {article(kind)} {kind}, or several with --from."])


def columns() -> Iterator[str]:
    """The columns that `list` has for each kind."""
    yield "Columns:"
    yield from (f"{name}: {', '.join(FIELDS[kind])}" for name, kind in KINDS.items())


def _command(
    name: str, function: Callable[..., Any], fields: Iterable[Param] = (), without: str = ""
) -> Command:
    """A command with all its options.

    Those of `**filters` are for the kind of record that `Annotated` names, or for any.
    """
    hints = hints_of(function)
    filters = filter_options(*get_args(hints["filters"])[1:]) if "filters" in hints else []
    own = [one for one in options_of(function) if one.name != without]
    params = {one.name: one for one in (*fields, *filters, *own, *shared_options(function))}
    told, _ = about(function)
    help = [" ".join(paragraph.split()) for paragraph in told.split("\n\n")]
    return Command(name, function, list(params.values()), help)


def about(function: Callable[..., Any], **phrases: str) -> tuple[str, list[Entry]]:
    """What a docstring says of a command, and its entries, with further phrases in braces."""
    text = inspect.getdoc(function) or ""
    told, *sections = re.split(r"^([A-Z][\w ]*):\n", text, flags=re.MULTILINE)
    entries = []
    for heading, body in zip(sections[::2], sections[1::2], strict=True):
        panel = "" if heading in ("Arguments", "Options") else heading
        for entry in re.split(r"^    (?=\S)", body, flags=re.MULTILINE)[1:]:
            written, _, help = " ".join(entry.split()).partition(": ")
            entries.append(Entry(written, help.format_map(PHRASES | phrases), panel))
    return told.strip(), entries


def options_of(function: Callable[..., Any], group: str = "given", **phrases: str) -> list[Param]:
    """What a command line gives a function."""
    hints, (_, entries) = hints_of(function), about(function, **phrases)
    taken = list(inspect.signature(function).parameters.values())[1:]
    own = [one for one in taken if one.kind not in (one.VAR_KEYWORD, one.POSITIONAL_ONLY)]
    return [
        entry.param(
            one.name, _takes(hints[one.name]), group=group, required=one.default is one.empty
        )
        for one, entry in zip(own, entries, strict=True)
    ]


def _takes(hint: Any) -> str:
    parts = {str(part) for part in parts_of(hint)}
    kinds = {"<class 'bool'>": "flag", "<class 'int'>": "number", "list[str]": "many"}
    return next((kind for part, kind in kinds.items() if part in parts), "one")


def shared_options(function: Callable[..., Any]) -> list[Param]:
    """The options of a command that the session takes instead of its function."""
    result = parts_of(hints_of(function)["return"])
    panels = {"Output": Answer in result, "Writing": Plan in result, OTHER: True}
    found = options_of(Session.choose, "shared", FORMATS=_formats(result))
    names = " ".join(one.name for one in formats_of(result))
    return [
        one._replace(values=names) if one.name == "format" else one
        for one in found
        if panels[one.panel]
    ]


def _formats(about: list[Any]) -> str:
    """The formats of an answer about these, as a sentence."""
    found = formats_of(about)
    told = several(one.name for one in found if one.of != "source")
    more = [one.name for one in found if one.of == "source"]
    return f"{told[:-1]}; for sources also {several(more)}" if more else told


def hints_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The types that a command is declared with, of which it imports none."""
    return get_type_hints(function, function.__globals__ | globals(), include_extras=True)


def parts_of(hint: Any) -> list[Any]:
    """A type with all that it is made of.

    What `Annotated` adds to an answer is what it may be about.
    """
    return [hint, *(part for one in get_args(hint) for part in parts_of(one))]


def filter_options(kind: str | None = None) -> list[Param]:
    """An option for each filter of a kind of record, or of any."""
    found = []
    for name in filters_of(kind):
        metavar, help = filter_table.HELP[name]
        entry = Entry(f"{filter_table.option(name)} {metavar}".rstrip(), help, FILTERS)
        found.append(entry.param(name, filter_table.takes(name)))
    return found


def field_options(kind: str) -> list[Param]:
    """An option for all that can be given of a kind of record."""
    return [
        _field_option(key, field, flag(field), typed(field))
        for key, field in inputs(kind).items()
        if flag(field) and (not key.startswith(SOURCE) or key.removeprefix(SOURCE) in NEW_SOURCE)
    ]


def _field_option(key: str, field: Field, flag: str, help: str) -> Param:
    coded = next((part for part in field.parts.values() if part.words), field)
    label = next((word for word in (coded.key.upper(), "WORD") if word in help), "")
    if field.holds in ("mineral", "topic"):
        help += f" `mineralreg list {field.holds}s` shows them."
    elif not all(f"`{word}`" in help for word in coded.words) and (label or field.words):
        help += f" {label or 'Values'}: {several(coded.words)}"
    elif "KEY=" in help:
        help += f" KEY: {several(field.parts)}"
    if field.key == "id":
        help += " Proposed if left out."
    takes = "many" if field.many or field.parts else "one"
    help += " Repeatable." if takes == "many" else ""
    written = f"--{flag} {_metavar(field)}"
    if field.holds == "true or false":
        takes, written = "flag", f"--{flag}"
    return Entry(written, help, "Fields").param(key, takes)


def _metavar(field: Field) -> str:
    if field.words and not field.parts:
        return "WORD"
    return {"date": "DATE", "id": "ID", "whole number": "N", "address": "URL"}.get(
        field.holds, "NAME" if field.holds in RECORD_KINDS or field.holds == "mineral" else "TEXT"
    )
