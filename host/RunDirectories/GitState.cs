using System.Diagnostics;

namespace KdHost.Host.RunDirectories;

/// <summary>The git repository around the working folder.</summary>
/// <param name="Commit">Its commit.</param>
/// <param name="Changes">Files that were changed, added or removed since, as git names them; what runs themselves write is left out.</param>
internal sealed record GitState(string Commit, IReadOnlyList<string> Changes)
{
    // What kd and MLflow write beside the sources.
    private static readonly string[] Made = ["mlflow.db*", "mlruns", "mlartifacts"];

    /// <summary>Asks git; null outside of a repository, or where git is not installed.</summary>
    /// <param name="runs">The folder of the run directories.</param>
    public static GitState? Read(string runs)
    {
        if (Git("rev-parse", "HEAD") is not { } commit || Git("rev-parse", "--show-toplevel") is not { } root)
            return null;
        var place = Path.GetRelativePath(root, runs);
        string[] own = place.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(place) ? [] : [place, .. Made.Select(name => Path.Combine(Path.GetDirectoryName(place) ?? "", name))];
        var status = Git(["status", "--porcelain", "--untracked-files=all", "--", ":/", .. own.Select(path => $":(top,exclude,glob){path.Replace('\\', '/')}{(path == place ? "/**" : "")}")]);
        return new GitState(commit, [.. (status ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ', 2)[^1].Trim())]);
    }

    private static string? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd().TrimEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // git is not installed
        }
    }
}
