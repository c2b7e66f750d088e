function __mineralreg_complete
    set -l word (commandline -ct)
    set -l words (commandline -opc) $word
    set -l found (_MINERALREG_COMPLETE=fish mineralreg -- $words[2..-1] 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        set -l option (string match -r -- '^--[a-z-]+=' $word)
        for path in (__fish_complete_path (string replace -- "$option" '' $word))
            echo "$option$path"
        end
    end
end
complete -c mineralreg -f -a '(__mineralreg_complete)'
