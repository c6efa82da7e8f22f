using System.Diagnostics;
using KdHost.Sdk.Faults;

namespace KdHost.Host.RunDirectories;

/// <summary>The git repository around the working folder.</summary>
/// <param name="Commit">Its commit.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Repository">Address of its origin, without credentials.</param>
/// <param name="Changes">Files that were changed, added or removed since, as git names them; what runs themselves write is left out.</param>
internal sealed record GitState(string Commit, string? Branch, string? Repository, IReadOnlyList<string> Changes)
{
    /// <summary>The flag that asks for a clean tree.</summary>
    public const string RequireCleanFlag = "--require-clean";

    private const int NamedChanges = 8;

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
        return new GitState(commit, Git("rev-parse", "--abbrev-ref", "HEAD"), WithoutCredentials(Git("config", "--get", "remote.origin.url")), [.. (status ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ', 2)[^1].Trim())]);
    }

    /// <summary>Refuses to go on unless everything is committed, so that the commit says what was run.</summary>
    /// <exception cref="FaultException">There is no repository, or it has changes.</exception>
    public static void RequireClean(string runs)
    {
        var fault = Read(runs) switch
        {
            null => new Fault("the working folder is in no git repository") { Key = RequireCleanFlag, Found = Environment.CurrentDirectory, Expected = "a repository with a commit", Fix = $"commit it, or leave out {RequireCleanFlag}" },
            { Changes.Count: > 0 and var count } git => new Fault("the working folder has changes that are not committed")
            {
                Key = RequireCleanFlag,
                Found = string.Join(", ", git.Changes.Take(NamedChanges)) + (count > NamedChanges ? $" and {count - NamedChanges} more" : ""),
                Expected = "a clean git tree",
                Fix = $"commit or stash them, or leave out {RequireCleanFlag}",
            },
            _ => null,
        };
        if (fault is not null)
            throw new FaultException(fault);
    }

    private static string? WithoutCredentials(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.ToString() : address;

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
