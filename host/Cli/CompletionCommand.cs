using System.CommandLine;

namespace KdHost.Host.Cli;

/// <summary><c>kd completion SHELL</c>: a script that makes a shell complete the commands of kd.</summary>
internal static class CompletionCommand
{
    private const string Resource = "KdHost.Host.Cli.Shells.kd.";

    // Where the script of each shell goes, for the help text.
    private static readonly Dictionary<string, string> Shells = new() { ["bash"] = "~/.bashrc: eval \"$(kd completion bash)\"", ["zsh"] = "~/.zshrc, after compinit: eval \"$(kd completion zsh)\"", ["powershell"] = "$PROFILE: kd completion powershell | Out-String | Invoke-Expression" };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = $"Into {string.Join("; into ", Shells.Values)}" };
        shell.AcceptOnlyFromAmong([.. Shells.Keys]);
        var command = new Command("completion", "Print the script that makes a shell complete commands, methods, options, runs and files.") { shell };
        command.SetAction(parsed => Console.Write(Script(parsed.GetValue(shell)!)));
        return command;
    }

    private static string Script(string shell)
    {
        using var reader = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(Resource + shell)!);
        return reader.ReadToEnd();
    }
}
