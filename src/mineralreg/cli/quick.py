"""Runs an ordinary question without Typer, which would take longer than the answer.

Ordinary are options written in full, each with a value that does not begin with a dash, and as many
arguments as the command takes. Help, mistakes, abbreviations and commands that write are left to
Typer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mineralreg.cli.session import Session
from mineralreg.cli.table import read


def run(arguments: Sequence[str]) -> int:
    """Run the command line, with Typer where it is needed, and say how it ended."""
    line = understand(arguments)
    if line is None:
        from mineralreg.cli.app import run as run_with_typer

        return run_with_typer(arguments)
    from mineralreg.cli import boundary, questions

    name, parts = line
    session, function = Session(), getattr(questions, name)
    return boundary.guard(session, lambda: session.run(function, **parts))


def understand(arguments: Sequence[str]) -> tuple[str, dict[str, dict[str, Any]]] | None:
    """The function of an ordinary question, and what it is given; None is for Typer."""
    line = read(arguments)
    module, _, function = line.function.partition(".")
    if module != "questions" or not line.plain:
        return None
    parts: dict[str, dict[str, Any]] = {"shared": {}, "given": {}}
    for param, value in line.given:
        if param not in line.params:
            return None
        if param.takes == "many":
            parts[param.group].setdefault(param.name, []).append(value)
        elif param.takes != "number":
            parts[param.group][param.name] = value
        elif value.isascii() and value.isdigit() and len(value) < 10:
            parts[param.group][param.name] = int(value)
        else:
            return None
    lacking = (param for param in line.params if param.required)
    return None if any(one.name not in parts[one.group] for one in lacking) else (function, parts)
