"""Completion for bash, zsh and fish: the scripts, and the answers to what they ask.

The script calls the program with `_MINERALREG_COMPLETE=SHELL` and the words so far behind `--`;
the answer is a candidate a line, for zsh and fish with a description behind a tab. Whatever goes
wrong, the answer is empty: a prompt is no place for an error. Typer's own completion imports rich
for its descriptions, which is slower than the whole answer here.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from mineralreg.cli import asking
from mineralreg.cli.ending import close_quietly
from mineralreg.errors import UsageError
from mineralreg.output.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE = "_MINERALREG_COMPLETE"

BASH = """\
_mineralreg() {
    local IFS=$'\\n'
    local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
    COMPREPLY=($(_MINERALREG_COMPLETE=bash mineralreg -- "${words[@]}" 2>/dev/null))
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
    set -l words (commandline -opc) (commandline -ct)
    _MINERALREG_COMPLETE=fish mineralreg -- $words[2..-1] 2>/dev/null
end
complete -c mineralreg -f -a '(__mineralreg_complete)'
complete -c mineralreg -l registry -s o -l output -l from -r -F"""

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
    from mineralreg.export.file import replaced

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


def answer(arguments: Sequence[str]) -> int:
    """Answer a completion script on stdout.

    Args:
        arguments: `--`, then the words behind the program's name up to the cursor.

    Returns:
        The exit code, always 0.
    """
    shell = os.environ.get(VARIABLE, "")
    try:
        words, quote = _as_typed(list(arguments[1:]) or [""], shell)
        for value, help in candidates(words[:-1], words[-1]):
            described = f"\t{help}" if help and shell != "bash" else ""
            shown = value if quote or shell != "bash" else _quoted(value)
            sys.stdout.write(one_line(shown) + described + "\n")
        sys.stdout.flush()
    except Exception:  # a prompt is no place for an error
        close_quietly()
    finally:
        asking.close()
    return 0


def candidates(words: Sequence[str], incomplete: str) -> list[tuple[str, str]]:
    """What may stand at the cursor.

    Args:
        words: The words before it.
        incomplete: What is written of the word under it.

    Returns:
        Pairs of candidate and description.
    """
    from mineralreg.cli.app import load, program
    from mineralreg.cli.table import COMMANDS

    command: Any = program()
    options = _options(command)
    waiting = None
    places = 0
    for word in words:
        if waiting is not None:
            _remember(waiting, word)
            waiting = None
        elif word.startswith("-") and word != "-":
            name, joined, value = word.partition("=")
            param = options.get(name)
            if joined and param is not None:
                _remember(param, value)
            elif param is not None and not param.is_flag:
                waiting = param
        elif command.name == "mineralreg":
            command = load(word)
            if command is None:
                return []
            options = _options(command)
        else:
            places += 1
    if waiting is not None:
        return _values(waiting.name, incomplete, words)
    if incomplete.startswith("-"):
        name, joined, value = incomplete.partition("=")
        if joined and name in options:
            found = _values(options[name].name, value, words)
            return [(f"{name}={value}", help) for value, help in found]
        return [
            (name, param.help or "") for name, param in options.items() if _begins(name, incomplete)
        ]
    if command.name == "mineralreg":
        return [
            (entry.name, entry.summary) for entry in COMMANDS if entry.name.startswith(incomplete)
        ]
    return _values(_argument(command, places), incomplete, words)


def _options(command: Any) -> dict[str, Any]:
    return {
        name: param
        for param in command.params
        if param.param_type_name == "option" and not param.hidden
        for name in (*param.opts, *param.secondary_opts)
    }


def _begins(name: str, incomplete: str) -> bool:
    return name.startswith(incomplete) and (incomplete != "-" or name.startswith("--"))


def _argument(command: Any, places: int) -> str:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    for param in arguments:
        if places == 0 or param.nargs == -1:
            return f"{command.name} {param.name}"
        places -= 1
    return ""


def _remember(param: Any, value: str) -> None:
    from mineralreg.cli import chosen

    if param.name == "registry":
        chosen.choose("registry", value)


def _values(name: str, incomplete: str, words: Sequence[str]) -> list[tuple[str, str]]:
    from mineralreg.query.completion import completions

    return completions(asking.connection, name, incomplete, words)


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


def _quoted(value: str) -> str:
    return "".join(
        f"\\{letter}" if letter in " '\"\\()&;<>|$`*?[]{}!#~" else letter for letter in value
    )
