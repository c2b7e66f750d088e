"""The completion scripts of bash, zsh and fish, and where each shell looks for its own.

The scripts only pass the words so far on to the program and its answers back; what may stand at
the cursor is decided in `complete.py`.
"""

from __future__ import annotations

import os

from mineralreg.errors import UsageError

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
