"""Completion: the candidates for a word, and the scripts of bash, zsh and fish.

The script calls the program with `_MINERALREG_COMPLETE=SHELL` and the words so far behind `--`;
the answer is one candidate per line, with a description after a tab for zsh and fish. On an error
the answer is empty, so that it cannot disturb the prompt. Typer's own completion imports rich,
which is slower than the whole answer here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from mineralreg.cli.boundary import close_quietly
from mineralreg.cli.session import Session
from mineralreg.cli.table import GROUPS, Line, Param, commands, read
from mineralreg.errors import UsageError
from mineralreg.output.escape import one_line
from mineralreg.output.formats import formats_of

VARIABLE = "_MINERALREG_COMPLETE"
PLACES = {
    "bash": ("XDG_DATA_HOME", ".local/share", "bash-completion/completions/mineralreg"),
    "zsh": ("", ".zfunc", "_mineralreg"),
    "fish": ("XDG_CONFIG_HOME", ".config", "fish/completions/mineralreg.fish"),
}
"""Where each shell looks for a script: the variable of a folder, where in the home folder that is
if it is not set, and the file in it."""

THEN = {
    "bash": "open a new shell to use it (it needs the package bash-completion)",
    "zsh": "add to .zshrc, before compinit: fpath+=~/.zfunc",
    "fish": "open a new shell to use it",
}
SHELLS = tuple(PLACES)


def answer(arguments: Sequence[str]) -> int:
    """Answer a completion script: `--`, then the words behind the program's name to the cursor."""
    shell = os.environ.get(VARIABLE, "")
    session = Session()
    try:
        words, quote = _as_typed(list(arguments[1:]) or [""], shell)
        for value, help in candidates(session, words[:-1], words[-1]):
            described = f"\t{one_line(help)}" if help and shell != "bash" else ""
            shown = one_line(value)
            if shell == "bash":  # the others quote what they insert by themselves
                shown = _quoted(shown, quote)
            sys.stdout.write(shown + described + "\n")
        sys.stdout.flush()
    except Exception:  # nothing may disturb the prompt
        close_quietly()
    finally:
        session.close()
    return 0


def candidates(session: Session, words: Sequence[str], incomplete: str) -> list[tuple[str, str]]:
    """Pairs of candidate and description for a word behind others, as far as it is typed."""
    before, prefix = list(words), ""
    if incomplete.startswith("--") and "=" in incomplete:
        name, _, incomplete = incomplete.partition("=")
        before, prefix = [*words, name], f"{name}="
    line = read(before)
    for param, value in line.given:
        if param.name == "registry":
            session.choose(registry=value)
    if line.waiting:
        found = _values(session, line, line.waiting, incomplete)
        return [(prefix + value, help) for value, help in found]
    if incomplete.startswith("-"):
        least = incomplete if incomplete != "-" else "--"
        void = _void_filters(_listed(line))
        shown = [param for param in line.params if param.name not in void]
        options = {name: param.help for param in shown for name in param.options}
        return [(name, help) for name, help in options.items() if name.startswith(least)]
    if prefix:
        return []
    if line.command in GROUPS:
        names = commands(line.command).items()
        return [(name, help) for name, help in names if name.startswith(incomplete)]
    return _values(session, line, line.arguments[0], incomplete) if line.arguments else []


def _listed(line: Line) -> str | None:
    """The kind of record after `list`, where it is written."""
    from mineralreg.query.names import KINDS

    return next((KINDS.get(value) for param, value in line.given if param.name == "what"), None)


def _void_filters(kind: str | None) -> set[str]:
    """The filters that say nothing about a kind of record."""
    from mineralreg.query.where import RULES, filters_of
    from mineralreg.reference.filters import Filters

    return {*Filters._fields}.difference(filters_of(kind)) if kind in RULES else set()


def _values(session: Session, line: Line, param: Param, incomplete: str) -> list[tuple[str, str]]:
    """Values of an option or argument: from a table of the program, else from the index."""
    from mineralreg.query.complete import columns, completions, starting
    from mineralreg.query.where import RULES

    kind, words = _listed(line), param.values.split()
    if param.values == "@column":
        return columns(kind or "agreement", incomplete, several=param.takes == "many")
    if param.values == "@check":
        from mineralreg.checks.register import CHECKS

        found = [(code, check.title) for code, check in CHECKS.items()]
    elif param.values == "@table":
        from mineralreg.export.catalogue import tables

        found = [(one.name, one.description) for one in tables()]
    elif param.values.startswith("@"):
        known = param.values.removeprefix("@")
        return completions(lambda: session.registry.connection, known, incomplete)
    elif (param.group, param.name) == ("shared", "format"):
        formats = formats_of(["record", kind] if kind else ["record", "source"])
        found = [(one.name, one.summary) for one in formats if one.name in words]
    else:  # a kind that is listed may have its own
        own = RULES[kind].own if kind in RULES else {}
        found = [(word, "") for word in own.get(param.name, words)]
    return starting(found, incomplete)


def _as_typed(words: list[str], shell: str) -> tuple[list[str], str]:
    """The words without their quotes, and the quote that the last one is in.

    Shells pass words on as they are typed; bash also takes `--option=value` to three pieces.
    """
    if shell == "bash":
        words = [word for word in words[:-1] if word != "="] + [words[-1].removeprefix("=")]
    quote = words[-1][:1] if words[-1][:1] in ("'", '"') else ""
    bare = [
        word[1:].removesuffix(word[0]) if word[:1] in ("'", '"') else word.replace("\\", "")
        for word in words
    ]
    return bare, quote


def _quoted(value: str, quote: str) -> str:
    """A value escaped for bash, after this opening quote or none."""
    if quote == "'":
        return value.replace("'", "'\\''")
    active = '"\\$`' if quote else " '\"\\()&;<>|$`*?[]{}!#~"
    return "".join(f"\\{letter}" if letter in active else letter for letter in value)


def script(shell: str) -> str:
    """The completion script of a shell."""
    from pathlib import Path

    if shell not in SHELLS:
        raise UsageError(
            f"there is no completion for {shell!r}", help=f"choose from: {', '.join(SHELLS)}"
        )
    path = Path(__file__).with_name("shells") / f"mineralreg.{shell}"
    return path.read_text(encoding="utf-8")


def install(shell: str) -> str:
    """Put the script where the shell looks for it, and say what was done, and is left to do."""
    from pathlib import Path

    from mineralreg.atomic import replaced

    text = script(shell)
    variable, folder, name = PLACES[shell]
    path = Path(os.environ.get(variable) or Path.home() / folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(str(path)) as file:
        file.write(text)
    return f"installed {path}\n{THEN[shell]}\n"
