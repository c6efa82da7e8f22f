using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tests.Support;

/// <summary>A run directory as <c>kd run</c> leaves it, filled by a test instead of by trials.</summary>
internal sealed class FakeRun : IDisposable
{
    public const string Objective = "test/accuracy";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _trials = [];
    private readonly List<IndexEntry> _entries = [];

    public FakeRun(string name = "fake")
    {
        Name = name;
        Run = new RunDirectory(Path.Combine(_folder.Path, "runs", $"{name}-1a2b3c"));
        Run.Create();
    }

    public string Name { get; }

    public RunDirectory Run { get; }

    /// <summary>The folder of the runs.</summary>
    public string Runs => Path.GetDirectoryName(Run.Path)!;

    public bool Maximize { get; init; } = true;

    public JsonObject Baseline { get; init; } = [];

    /// <summary>Everything that a report is made of.</summary>
    public GridResults Results => GridResults.Read(Run);

    /// <summary>Declares a trial.</summary>
    public IndexEntry Declare(long seed, params (string Path, JsonNode? Value)[] point)
    {
        var label = string.Join(" ", point.Select(pair => $"{pair.Path}={pair.Value}"));
        var values = new JsonObject(point.Select(pair => KeyValuePair.Create(pair.Path, pair.Value?.DeepClone())));
        var (configuration, id) = (Digest(label), Digest($"{label} {seed}"));
        var entry = new IndexEntry(id, configuration, "method", seed, label, values, (JsonObject)values.DeepClone());
        _entries.Add(entry);
        _trials.Add(id);
        return entry;
    }

    /// <summary>Declares a trial that finished with some value of the objective.</summary>
    public IndexEntry Finish(long seed, double value, params (string Path, JsonNode? Value)[] point)
    {
        var entry = Declare(seed, point);
        End(entry, TrialState.Finished, null, new() { [Objective] = value });
        return entry;
    }

    /// <summary>Declares a trial that failed.</summary>
    public IndexEntry Fail(long seed, Failure failure, params (string Path, JsonNode? Value)[] point)
    {
        var entry = Declare(seed, point);
        End(entry, TrialState.Failed, failure, []);
        return entry;
    }

    /// <summary>Ends a trial.</summary>
    public void End(IndexEntry entry, TrialState state, Failure? failure, Dictionary<string, double> metrics, int epoch = 1) =>
        new DoneTrials(Run).TryAdd(entry.Id, new DoneRecord(state, epoch, failure, Guid.Empty, metrics));

    /// <summary>Writes a journal.</summary>
    public void Log(IndexEntry entry, IEnumerable<(string Metric, long Step, double Value)> points, int epoch = 1, bool torn = false)
    {
        Directory.CreateDirectory(Run.Trial(entry.Id).Epoch(epoch));
        using var file = File.Create(Run.Trial(entry.Id).Journal(epoch));
        JournalLine.Write(file, new StartRecord(epoch, null, "machine", "cpu", 1) { Time = Clock.Now });
        foreach (var (metric, step, value) in points)
            JournalLine.Write(file, new MetricRecord(metric, value, step) { Time = Clock.Now });
        if (torn)
            file.Write("0123abcd {\"type\":\"metr"u8);
    }

    /// <summary>Writes the declaration and the index; call it after the trials are declared.</summary>
    public FakeRun Save()
    {
        Directory.CreateDirectory(Run.Index);
        File.WriteAllLines(Path.Combine(Run.Index, "0000.jsonl"), _entries.Select(entry => JsonSerializer.Serialize(entry, JsonSerializerOptions.Web)));
        var record = new RunRecord("token", Name, "x.json", new Objective(Objective, Maximize), Baseline, [.. _entries.Select(entry => entry.Seed).Distinct()], _trials, new JsonObject { ["name"] = Name });
        File.WriteAllText(Run.Declaration, JsonSerializer.Serialize(record, JsonSerializerOptions.Web));
        return this;
    }

    public void Dispose() => _folder.Dispose();

    private static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..32];
}
