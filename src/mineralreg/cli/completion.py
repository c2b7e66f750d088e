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
from importlib import import_module

from mineralreg.cli.boundary import close_quietly
from mineralreg.cli.session import COLORS, Session
from mineralreg.cli.table import GROUPS, commands, read
from mineralreg.errors import UsageError
from mineralreg.output.escape import one_line

VARIABLE = "_MINERALREG_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
WORDS = {
    "color": COLORS,
    "install_completion": SHELLS,
    "show_completion": SHELLS,
    "validate level": ("error", "warning", "info"),
}
NAMES = {
    "format": "output.formats",
    "validate format": "output.report_text",
    "export format": "export",
}
"""Values that are words: the words, or the module that has their `NAMES`."""


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
        field = line.waiting.options[0].lstrip("-").replace("-", "_")
        found = _values(session, line.command, field, incomplete, words)
        return [(prefix + value, help) for value, help in found]
    if incomplete.startswith("-"):
        least = incomplete if incomplete != "-" else "--"
        options = {name: param.help for param in line.params for name in param.options}
        return [(name, help) for name, help in options.items() if name.startswith(least)]
    if prefix:
        return []
    if line.command in GROUPS:
        names = commands(line.command).items()
        return [(name, help) for name, help in names if name.startswith(incomplete)]
    if not line.arguments:
        return []
    asked = f"{line.command} {line.arguments[0].name}"
    return _values(session, line.command, asked, incomplete, words)


def _values(
    session: Session, command: str, name: str, incomplete: str, words: Sequence[str]
) -> list[tuple[str, str]]:
    """Values of an option or argument: from a table of the program, else from the index."""
    from mineralreg.query.complete import completions, starting

    key = f"validate {name}" if command == "validate" else name
    if name in ("explain codes", "select", "ignore"):
        from mineralreg.checks.register import CHECKS

        found = [(code, check.title) for code, check in CHECKS.items()]
    elif name == "table":
        from mineralreg.export.catalogue import tables

        found = [(one.name, one.description) for one in tables()]
    elif key in NAMES:
        module = import_module(f"mineralreg.{NAMES[key]}")
        found = [(word, "") for word in module.NAMES]
    elif key in WORDS:
        found = [(word, "") for word in WORDS[key]]
    else:
        return completions(lambda: session.registry.connection, name, incomplete, words)
    return starting(found, incomplete)


def _as_typed(words: list[str], shell: str) -> tuple[list[str], str]:
    """The words without their quotes, and the quote that the last one is in.

    Shells pass words on as they are typed; bash also takes `--option=value` to three pieces.
    """
    if shell == "bash":
        words = [word for word in words[:-1] if word != "="] + [words[-1].removeprefix("=")]
    quote = words[-1][:1] if words[-1][:1] in ("'", '"') else ""
    return [_unquoted(word) for word in words], quote


def _unquoted(word: str) -> str:
    if word[:1] in ("'", '"'):
        return word[1:].removesuffix(word[0])
    return word.replace("\\", "")


def _quoted(value: str, quote: str) -> str:
    """A value escaped for bash, after this opening quote or none."""
    if quote == "'":
        return value.replace("'", "'\\''")
    active = '"\\$`' if quote else " '\"\\()&;<>|$`*?[]{}!#~"
    return "".join(f"\\{letter}" if letter in active else letter for letter in value)


def script(shell: str) -> str:
    """The completion script of a shell.

    Raises:
        UsageError: The shell is not supported.
    """
    from pathlib import Path

    if shell not in SHELLS:
        raise UsageError(
            f"there is no completion for {shell!r}", help=f"choose from: {', '.join(SHELLS)}"
        )
    path = Path(__file__).with_name("shells") / f"mineralreg.{shell}"
    return path.read_text(encoding="utf-8")


def install(shell: str) -> str:
    """Put the script where the shell looks for it, and say what was done.

    bash-completion and fish load it from the user's data or config folder by themselves. For zsh
    nothing is changed in `.zshrc`: the answer says which lines it needs.
    """
    from pathlib import Path

    from mineralreg.atomic import replaced

    text = script(shell)
    home = Path.home()
    path, then = home / ".zfunc/_mineralreg", "add to .zshrc, before compinit: fpath+=~/.zfunc"
    if shell == "fish":
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        path, then = base / "fish/completions/mineralreg.fish", "open a new shell to use it"
    elif shell == "bash":
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
        path = base / "bash-completion/completions/mineralreg"
        then = "open a new shell to use it (it needs the package bash-completion)"
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(str(path)) as file:
        file.write(text)
    return f"installed {path}\n{then}\n"
