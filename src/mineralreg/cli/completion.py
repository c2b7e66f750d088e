"""Completion: the candidates for a word, and the scripts of bash, zsh and fish.

The script calls the program with `_MINERALREG_COMPLETE=SHELL` and the words so far behind `--`;
the answer is a candidate a line, for zsh and fish with a description behind a tab. Whatever goes
wrong, the answer is empty: a prompt is no place for an error. Typer's own completion imports rich
for its descriptions, which is slower than the whole answer here.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from mineralreg.cli.boundary import close_quietly
from mineralreg.cli.session import COLORS, Session
from mineralreg.cli.table import Param, commands, read_table
from mineralreg.errors import UsageError
from mineralreg.output.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence


VARIABLE = "_MINERALREG_COMPLETE"


def answer(arguments: Sequence[str]) -> int:
    """Answer a completion script on stdout.

    Args:
        arguments: `--`, then the words behind the program's name up to the cursor.

    Returns:
        The exit code, always 0.
    """
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
    except Exception:  # a prompt is no place for an error
        close_quietly()
    finally:
        session.close()
    return 0


class _Line(NamedTuple):
    """What the words before the cursor say.

    Attributes:
        command: The command that they call, as the table names it; the program for none yet.
        params: What it takes; nothing for a command that there is not.
        waiting: The option that the last word leaves without its value, or None.
        places: How many arguments the command has already.
    """

    command: str
    params: list[Param]
    waiting: Param | None
    places: int


PROGRAM = "mineralreg"


def candidates(session: Session, words: Sequence[str], incomplete: str) -> list[tuple[str, str]]:
    """What may stand at the cursor.

    Args:
        session: The run.
        words: The words before it.
        incomplete: What is written of the word under it.

    Returns:
        Pairs of candidate and description.
    """
    line = _read(session, words)
    if line.waiting is not None:
        return _values(session, line.command, _field(line.waiting), incomplete, words)
    if incomplete.startswith("-"):
        return _option_words(session, line, incomplete, words)
    if line.command in (PROGRAM, "add"):
        below = "" if line.command == PROGRAM else "add "
        return [
            (name, help) for name, help in commands(below).items() if name.startswith(incomplete)
        ]
    return _values(session, line.command, _argument(line), incomplete, words)


def _read(session: Session, words: Sequence[str]) -> _Line:
    command, params = PROGRAM, read_table(PROGRAM)[1]
    waiting = None
    places = 0
    for word in words:
        if waiting is not None:
            _remember(session, waiting, word)
            waiting = None
        elif word.startswith("-") and word != "-":
            name, joined, value = word.partition("=")
            param = _options(params).get(name)
            if param is not None and joined:
                _remember(session, param, value)
            elif param is not None and param.takes != "flag":
                waiting = param
        elif command in (PROGRAM, "add"):
            command = word if command == PROGRAM else f"add {word.lower().removesuffix('s')}"
            params = read_table(command)[1]
        else:
            places += 1
    return _Line(command, params, waiting, places)


def _option_words(
    session: Session, line: _Line, incomplete: str, words: Sequence[str]
) -> list[tuple[str, str]]:
    """Options that begin so; behind `--option=` its values."""
    options = _options(line.params)
    name, joined, value = incomplete.partition("=")
    if joined and name in options:
        found = _values(session, line.command, _field(options[name]), value, words)
        return [(f"{name}={value}", help) for value, help in found]
    return [(name, param.help) for name, param in options.items() if _begins(name, incomplete)]


def _options(params: list[Param]) -> dict[str, Param]:
    return {name: param for param in params for name in param.options}


def _field(param: Param) -> str:
    """What an option is about: `--legal-nature` is `legal_nature`."""
    return param.options[0].lstrip("-").replace("-", "_")


def _begins(name: str, incomplete: str) -> bool:
    return name.startswith(incomplete) and (incomplete != "-" or name.startswith("--"))


def _argument(line: _Line) -> str:
    places = line.places
    for param in line.params:
        if not param.options:
            if places == 0 or param.takes == "many":
                return f"{line.command} {param.name}"
            places -= 1
    return ""


def _remember(session: Session, param: Param, value: str) -> None:
    if param.name == "registry":
        session.choose(registry=value)


def _values(
    session: Session, command: str, name: str, incomplete: str, words: Sequence[str]
) -> list[tuple[str, str]]:
    """Values of an option or argument: from a table of the program, else from the index."""
    from mineralreg.query.complete import completions, starting

    table = _table(command, name)
    if table is not None:
        return starting(table, incomplete)
    return completions(lambda: session.registry.connection, name, incomplete, words)


def _table(command: str, name: str) -> list[tuple[str, str]] | None:
    """The words of an option or argument that a table of the program lists, or None."""
    if name == "color":
        return [(word, "") for word in COLORS]
    if name in ("install_completion", "show_completion"):
        return [(word, "") for word in SCRIPTS]
    if name == "level" and command == "validate":
        return [(word, "") for word in ("error", "warning", "info")]
    if name == "format" and command == "validate":
        from mineralreg.output import report_text

        return [(word, "") for word in report_text.NAMES]
    if name == "format":
        from mineralreg.output import formats

        return [(word, "") for word in formats.NAMES]
    if name == "export format":
        from mineralreg.export import NAMES

        return [(word, "") for word in NAMES]
    if name == "table":
        from mineralreg.export.catalogue import tables

        return [(one.name, one.description) for one in tables()]
    if name in ("explain codes", "select", "ignore"):
        from mineralreg.checks.register import CHECKS

        return [(code, check.title) for code, check in CHECKS.items()]
    return None


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
    """A value that bash takes as it is, behind this opening quote or none."""
    if quote == "'":
        return value.replace("'", "'\\''")
    active = '"\\$`' if quote else " '\"\\()&;<>|$`*?[]{}!#~"
    return "".join(f"\\{letter}" if letter in active else letter for letter in value)


BASH = """\
_mineralreg() {
    local IFS=$'\\n'
    local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
    local found
    COMPREPLY=()
    while read -r found; do
        COMPREPLY+=("$found")
    done < <(_MINERALREG_COMPLETE=bash mineralreg -- "${words[@]}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o default
    fi
}
complete -F _mineralreg mineralreg"""

ZSH = """\
#compdef mineralreg
_mineralreg() {
    local -a found
    local value help
    while IFS=$'\\t' read -r value help; do
        found+=("${value//:/\\\\:}${help:+:$help}")
    done < <(_MINERALREG_COMPLETE=zsh mineralreg -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    if (( ${#found} )); then
        _describe -V mineralreg found
    else
        [[ $PREFIX == --*=* ]] && compset -P '*='
        _files
    fi
}
if [[ $funcstack[1] == _mineralreg ]]; then
    _mineralreg "$@"
else
    compdef _mineralreg mineralreg
fi"""

FISH = """\
function __mineralreg_complete
    set -l word (commandline -ct)
    set -l words (commandline -opc) $word
    set -l found (_MINERALREG_COMPLETE=fish mineralreg -- $words[2..-1] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        set -l option (string match -r -- '^--[a-z-]+=' $word)
        for path in (__fish_complete_path (string replace -- "$option" '' $word))
            echo "$option$path"
        end
    end
end
complete -c mineralreg -f -a '(__mineralreg_complete)'"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}

_PLACES = {
    "bash": ("bash-completion", "completions", "mineralreg"),
    "fish": ("fish", "completions", "mineralreg.fish"),
}


def script(shell: str) -> str:
    """The completion script of a shell.

    Raises:
        UsageError: No shell that is known.
    """
    if shell not in SCRIPTS:
        raise UsageError(f"no completion for {shell!r}", help=f"shells: {', '.join(SCRIPTS)}")
    return SCRIPTS[shell]


def install(shell: str) -> str:
    """Put the script where the shell looks for it, and say what was done.

    bash-completion and fish load it from the user's data or config folder by themselves. For zsh
    nothing is changed in `.zshrc`: the answer says which lines it needs.

    Raises:
        UsageError: No shell that is known.
        OSError: The file cannot be written.
    """
    from mineralreg.atomic import replaced

    text = script(shell)
    home = os.path.expanduser("~")
    if shell == "fish":
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    elif shell == "bash":
        base = os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    else:
        base = home
    path = os.path.join(base, *_PLACES.get(shell, (".zfunc", "_mineralreg")))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with replaced(path) as file:
        file.write(text + "\n")
    then = "open a new shell to use it"
    if shell == "zsh":
        then = "add to .zshrc, before compinit: fpath+=~/.zfunc"
    elif shell == "bash":
        then += " (it needs the package bash-completion)"
    return f"installed {path}\n{then}"
