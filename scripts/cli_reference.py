"""docs/cli.md, made from the commands' own options and from the tables of formats and codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer import Context

from mineralreg.cli.app import program
from mineralreg.cli.table import PROGRAM, commands
from mineralreg.output.formats import FORMATS
from mineralreg.query.columns import DEFAULTS, FIELDS
from mineralreg.query.names import KINDS
from mineralreg.query.results import SEPARATOR
from mineralreg.query.summary import DIMENSIONS
from mineralreg.reference.filters import HELP, option
from scripts.declarations import EXIT_CODES, FILTERS, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ELSEWHERE = (OTHER, FILTERS)
"""Sections of options that stand in one place of the page."""

TEMPLATE = Path(__file__).with_suffix(".md")


def page() -> str:
    """The whole page."""
    text = TEMPLATE.read_text(encoding="utf-8")
    parts = {
        "{commands}": "\n".join(map(_command, commands(PROGRAM))),
        "{filters}": _filters(),
        "{columns}": _columns(),
        "{by}": ", ".join(f"`{name}`" for name in DIMENSIONS),
        "{formats}": _table(
            ("format", "endings of `-o`", "what"),
            (
                (f"`{entry.name}`", " ".join(f"`{end}`" for end in entry.endings), entry.summary)
                for entry in FORMATS
            ),
        ),
        "{exit_codes}": _table(
            ("code", "", "when"), ((str(code), word, when) for code, word, when in EXIT_CODES)
        ),
        "{separator}": SEPARATOR.strip(),
    }
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text


def _command(name: str) -> str:
    command = program().get_command(None, name)
    context = Context(command, info_name=f"mineralreg {name}", **command.context_settings)
    usage = command.get_usage(context).removeprefix("Usage: ")
    about = "\n\n".join(map(_plain, command.help.split("\n\n")))
    parts = [f"### {name}\n", f"{about}\n", f"    {' '.join(usage.split())}\n"]
    rows: list[tuple[str, str]] = []
    for param in command.params:
        if _panel(param) not in ELSEWHERE:
            rows.append(_row(param))
    if rows:
        parts.append(_table(("", ""), rows))
    filters = [param.opts[0] for param in command.params if _panel(param) == FILTERS]
    return "\n".join([*parts, *_taken(filters)])


def _taken(filters: list[str]) -> Iterator[str]:
    """Which of the filters a command takes."""
    left = [f"`{one}`" for one in map(option, HELP) if one not in filters]
    if len(left) < len(filters):
        yield f"And the [filters](#filters){' but ' if left else ''}{', '.join(left)}.\n"
    elif filters:
        named = ", ".join(f"`{one}`" for one in filters)
        yield f"And of the [filters](#filters) {named}.\n"


def _panel(param: Any) -> str | None:
    panel: str | None = getattr(param, "rich_help_panel", None)
    return panel


def _columns() -> str:
    rows = []
    for name, kind in KINDS.items():
        shown = DEFAULTS[kind]
        rest = [f"`{column}`" for column in FIELDS[kind] if column not in shown]
        rows.append((f"`{name}`", ", ".join([*(f"**`{column}`**" for column in shown), *rest])))
    return _table(("list", "columns"), rows)


def _filters() -> str:
    command = program().get_command(None, "list")
    return _table(("", ""), [_row(one) for one in command.params if _panel(one) == FILTERS])


def _row(param: Any) -> tuple[str, str]:
    if param.param_type_name == "argument":
        return (f"`{param.metavar}`", param.help)
    names = ", ".join(sorted(param.opts, key=len))
    value = "" if param.is_flag else f" {param.metavar}"
    return (f"`{names}{value}`", param.help)


def _plain(text: Any) -> str:
    """Help text as Markdown: an example becomes code."""
    found = " ".join(str(text or "").split())
    return re.sub(r"Example: (.*)$", r"Example: `\1`", found)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in rows:
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    return "\n".join(lines) + "\n"
