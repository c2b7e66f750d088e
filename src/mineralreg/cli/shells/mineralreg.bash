_mineralreg() {
    local IFS=$'\n'
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
complete -F _mineralreg mineralreg
