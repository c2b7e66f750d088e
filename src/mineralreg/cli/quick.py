"""Reads an ordinary question without Typer, which would take longer than the answer.

Only what certainly means the same to Typer is read: options of `commands.tsv` written in full, each
with a value that does not begin with a dash, and as many arguments as the command takes. Help,
mistakes, abbreviations and commands that write are left to Typer, by answering None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mineralreg.cli.session import Session
from mineralreg.cli.table import Param, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def understand(arguments: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """The function of an ordinary question, and what it is given; None is for Typer."""
    words = list(arguments)
    before: dict[str, Any] = {}
    while words and words[0] in ("--registry", "--color"):
        if len(words) < 3 or words[1][:1] == "-":
            return None
        before[words[0][2:]] = words[1]  # what stands behind the command overrides it
        del words[:2]
    if not words or words[0][:1] in ("", "-"):
        return None
    heading, params = read_table(words[0])
    module, _, function = heading.partition(".")
    if module != "questions":
        return None
    given = read(params, words[1:])
    if given is None or any(param.required and param.name not in given for param in params):
        return None
    parts: dict[str, Any] = {"given": {}, "shared": before}
    for param in params:
        if param.name in given:
            parts[param.group][param.name] = given[param.name]
    return function, parts


def read(params: list[Param], words: list[str]) -> dict[str, Any] | None:
    """The values that the words give each parameter; None is for Typer."""
    options = {option: param for param in params for option in param.options}
    given: dict[str, Any] = {}
    loose: list[str] = []
    words.reverse()
    while words:
        word = words.pop()
        if word[:1] != "-" or word == "-":
            loose.append(word)
            continue
        name, joined, value = word.partition("=")
        param = options.get(name)
        if param is None or (joined and (param.takes == "flag" or name[:2] != "--")):
            return None
        if param.takes == "flag":
            given[param.name] = True
            continue
        if not joined:
            if not words or (words[-1][:1] == "-" and words[-1] != "-"):
                return None
            value = words.pop()
        if param.takes == "many":
            given.setdefault(param.name, []).append(value)
        elif param.takes == "one":
            given[param.name] = value
        elif value.isascii() and value.isdigit() and len(value) < 10:
            given[param.name] = int(value)
        else:
            return None
    for param in params:
        if loose and not param.options:
            given[param.name] = loose if param.takes == "many" else loose.pop(0)
            loose = [] if param.takes == "many" else loose
    return None if loose else given
