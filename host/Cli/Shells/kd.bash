# Completion of kd for bash: kd itself says what may stand at the cursor; where it has nothing to say, bash offers files.
_kd_complete() {
    local line="${COMP_LINE:0:COMP_POINT}" words IFS=$'\n'
    local word="${line##*[[:space:]]}"
    words=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
    [[ $word == -* ]] || words=$(grep -v '^[-/]' <<<"$words")
    COMPREPLY=($(compgen -W "$words" -- "$word"))

    # For bash a word begins after each "=": it replaces only what follows the last one.
    local before="${word%"${word##*=}"}"
    if [[ -n $before && $COMP_WORDBREAKS == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}
complete -o default -F _kd_complete kd
