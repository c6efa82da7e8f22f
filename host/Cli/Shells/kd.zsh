#compdef kd
# Completion of kd for zsh: kd itself says what may stand at the cursor; where it has nothing to say, zsh offers files.
_kd() {
    local -a found open closed
    found=("${(@f)$(${(Q)words[1]} "[suggest:${#LBUFFER}]" "$LBUFFER" 2>/dev/null)}")
    [[ $PREFIX == -* ]] || found=(${found:#[-/]*})
    found=(${(M)found:#${PREFIX}*})
    open=(${(M)found:#*=})
    closed=(${found:#*=})
    if (( ${#found} )); then
        (( ${#open} )) && compadd -Q -S '' -- $open
        (( ${#closed} )) && compadd -Q -- $closed
    else
        _files
    fi
}
if [[ $funcstack[1] == _kd ]]; then _kd "$@"; else compdef _kd kd; fi
