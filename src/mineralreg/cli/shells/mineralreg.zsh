#compdef mineralreg
_mineralreg() {
    local -a found
    local value help
    while IFS=$'\t' read -r value help; do
        found+=("${value//:/\\:}${help:+:$help}")
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
fi
