using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Architecture;

/// <summary>The files of the repository that people write.</summary>
internal static class SourceTree
{
    private static readonly string[] Made = ["bin", "obj", ".git", ".vs", ".idea", "TestResults", "BenchmarkDotNet.Artifacts"];
    private static readonly string[] MadeAtRoot = ["runs", "mlruns", "mlartifacts"];

    /// <summary>Files below a folder of the repository, without what builds and runs make.</summary>
    /// <param name="folder">Relative to the root; empty for all.</param>
    /// <param name="pattern">Such as <c>*.cs</c>.</param>
    public static IEnumerable<string> Files(string folder = "", string pattern = "*") => Walk(Path.Combine(Repository.Root, folder), pattern)
        .Where(file => Path.GetFileName(file) != ".git" && !Path.GetFileName(file).StartsWith("mlflow.db", StringComparison.Ordinal));

    /// <summary>A path as it is told in a message.</summary>
    public static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(inner => !Made.Contains(Path.GetFileName(inner)) && !(MadeAtRoot.Contains(Path.GetFileName(inner)) && Path.GetRelativePath(Repository.Root, folder) == "."))
            .SelectMany(inner => Walk(inner, pattern)));
}
