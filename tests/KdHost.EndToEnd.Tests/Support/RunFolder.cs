using System.Text.Json.Nodes;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>A run directory as anybody can read it.</summary>
/// <param name="Path">Full path.</param>
internal sealed record RunFolder(string Path)
{
    /// <summary>Its path as a user would type it.</summary>
    public string Name => System.IO.Path.Combine("runs", System.IO.Path.GetFileName(Path));

    /// <summary>How trials ended, by their id.</summary>
    public SortedDictionary<string, JsonNode> Done => new(
        Files("done").Where(file => System.IO.Path.GetFileName(file).All(char.IsAsciiHexDigit)).ToDictionary(file => System.IO.Path.GetFileName(file), file => JsonNode.Parse(File.ReadAllText(file))!),
        StringComparer.Ordinal);

    /// <summary>Whether a trial that has not ended has a checkpoint to go on from.</summary>
    public bool HasUnfinishedCheckpoint => Files("trials")
        .Select(file => System.IO.Path.GetRelativePath(Path, file).Split(System.IO.Path.DirectorySeparatorChar))
        .Any(parts => parts is ["trials", _, var trial, _, "checkpoints", var number, "manifest.json"] && number.All(char.IsAsciiDigit) && !Done.ContainsKey(trial));

    /// <summary>Whether a trial has begun its journal.</summary>
    public bool HasJournal => Files("trials").Any(file => System.IO.Path.GetFileName(file) == "journal");

    /// <summary>The start records of all journals.</summary>
    public IEnumerable<JsonNode> Starts => Files("trials")
        .Where(file => System.IO.Path.GetFileName(file) == "journal")
        .Select(file => File.ReadLines(file).FirstOrDefault())
        .OfType<string>()
        .Select(Parse);

    /// <summary>The declared trials.</summary>
    public IEnumerable<JsonNode> Index => Files("index").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!);

    /// <summary>Who has held any trial.</summary>
    public IReadOnlySet<string> Leaseholders => Files("leases").Where(file => System.IO.Path.GetExtension(file).Skip(1).All(char.IsAsciiDigit)).Select(file => (string)JsonNode.Parse(File.ReadAllText(file))!["Id"]!).ToHashSet();

    /// <summary>All files of the trials that have not ended.</summary>
    public IEnumerable<string> Unfinished => Files("trials").Where(file => !Done.ContainsKey(System.IO.Path.GetRelativePath(Path, file).Split(System.IO.Path.DirectorySeparatorChar)[2]));

    /// <summary>A file by its relative path, or the first one in a folder.</summary>
    public string Any(string name) => System.IO.Path.Combine(Path, name) is var path && File.Exists(path) ? path : Files(name).Order(StringComparer.Ordinal).First();

    /// <summary>The leaderboard, unrounded.</summary>
    public string Leaderboard => File.ReadAllText(System.IO.Path.Combine(Path, "report", "leaderboard.csv"));

    /// <summary>Epochs under which a trial was held.</summary>
    public IReadOnlyList<int> Epochs(string trial) =>
        [.. Directory.EnumerateDirectories(System.IO.Path.Combine(Path, "trials", trial[^2..], trial)).Select(folder => int.Parse(System.IO.Path.GetFileName(folder), null)).Order()];

    /// <summary>When the last record of a trial's journal was written, in milliseconds since 1970.</summary>
    public long EndOf(string trial) =>
        (long)Parse(File.ReadLines(System.IO.Path.Combine(Path, "trials", trial[^2..], trial, $"{Epochs(trial)[^1]}", "journal")).Last())["time"]!;

    /// <summary>Content of every file by its relative path, but for those half written: what must not change when nothing is run.</summary>
    public Dictionary<string, string> Snapshot(params string[] folders) =>
        folders.SelectMany(Files).Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)).ToDictionary(file => System.IO.Path.GetRelativePath(Path, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    private static JsonNode Parse(string record) => JsonNode.Parse(record[(record.IndexOf(' ', StringComparison.Ordinal) + 1)..])!;

    // A list taken while the host works: files come and go under the walk.
    private List<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(System.IO.Path.Combine(Path, folder), "*", SearchOption.AllDirectories)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
