using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Commands;

/// <summary>Completion in real shells, with the scripts that kd prints.</summary>
public sealed class CompletionTests : IDisposable
{
    private static readonly (string Line, string Completed)[] Lines =
    [
        ("kd ru", "run"), ("kd describe van", "vanilla-kd"), ("kd run x.json --set tempe", "temperature="), ("kd run x.json --set distillation=n", "none"), ("kd plan x.json --li", "--list"),
    ];

    private readonly Workspace _workspace = new();

    public CompletionTests()
    {
        _workspace.Write("x.json", Declarations.Small);
        _workspace.Environment["PATH"] = $"{Repository.HostFolder}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}";
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Bash_completes()
    {
        _workspace.Write("try.sh", $$"""
            eval "$(kd completion bash)"
            try() { COMP_LINE="$1"; COMP_POINT=${#1}; read -ra COMP_WORDS <<<"$1"; COMPREPLY=(); _kd_complete; printf '%s\n' "${COMPREPLY[*]}"; }
            {{string.Join('\n', Lines.Select(line => $"try '{line.Line}'"))}}
            """);

        Assert.Equal(Lines.Select(line => line.Completed), await PrintedAsync("bash", "--norc", "try.sh"));
    }

    [Fact]
    public async Task Zsh_completes()
    {
        // A real line editor on a terminal of its own: what is typed, the tab key, and then the line as it stands.
        _workspace.Write("try.zsh", $$"""
            zmodload zsh/zpty
            try() {
                zpty shell zsh -f -i
                zpty -w shell 'PS1=; unsetopt beep zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; eval "$(kd completion zsh)"; line() { print -r -- "<$BUFFER>" > line; }; zle -N line; bindkey "^X" line; print READY'
                zpty -r -m shell seen '*READY*READY*'
                rm -f line
                zpty -w -n shell "$1"$'\t\x18'
                for i in {1..200}; do [[ -s line ]] && break; sleep 0.1; done
                cat line
                zpty -d shell
            }
            {{string.Join('\n', Lines.Select(line => $"try '{line.Line}'"))}}
            """);

        var printed = await PrintedAsync("zsh", "-f", "try.zsh");

        Assert.Equal(
            Lines.Select(line => $"{line.Line[..(line.Line.LastIndexOfAny([' ', '=']) + 1)]}{line.Completed}").Select(line => line.EndsWith('=') ? $"<{line}>" : $"<{line} >"),
            printed);
    }

    [Fact]
    public async Task PowerShell_completes()
    {
        _workspace.Write("try.ps1", $$"""
            kd completion powershell | Out-String | Invoke-Expression
            foreach ($line in {{string.Join(", ", Lines.Select(line => $"'{line.Line}'"))}}) {
                ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object CompletionText) -join ' '
            }
            """);

        Assert.Equal(Lines.Select(line => line.Completed == "none" ? "distillation=none" : line.Completed), await PrintedAsync("pwsh", "-NoProfile", "-File", "try.ps1"));
    }

    [Fact]
    public async Task Another_shell_is_refused() => Assert.Contains("powershell", (await _workspace.KdAsync("completion", "fish")).MustEndWith(2).Errors, StringComparison.Ordinal);

    private async Task<IEnumerable<string>> PrintedAsync(string shell, params string[] arguments)
    {
        var folders = System.Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, shell))), $"{shell} is not installed");
        await using var running = new RunningKd(_workspace.Prepare(shell, arguments), _workspace.Patience);
        return (await running.EndAsync()).MustEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
