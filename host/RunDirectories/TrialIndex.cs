using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments;

namespace KdHost.Host.RunDirectories;

/// <summary>All trials ever declared in a run directory, in order; files of up to 1024 lines, each written once.</summary>
/// <param name="run">The run directory.</param>
internal sealed class TrialIndex(RunDirectory run)
{
    private const int LinesPerFile = 1024;

    /// <summary>Every entry, in the order declared.</summary>
    public IEnumerable<IndexEntry> Read() => Files()
        .SelectMany(file => RecordFile.ReadLines<IndexEntry>(file, RecordFile.Settings).Select(entry => entry with { Id = Containment.CheckId(entry.Id, file) }));

    /// <summary>Adds the trials that are not there yet.</summary>
    public void Add(IEnumerable<TrialSpec> trials)
    {
        var known = Files().SelectMany(file => RecordFile.ReadLines<IndexId>(file, RecordFile.Settings)).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var chunk in trials.Where(trial => !known.Contains(trial.Id)).Chunk(LinesPerFile))
        {
            var lines = string.Concat(chunk.Select(trial => JsonSerializer.Serialize(IndexEntry.Of(trial), RecordFile.Settings) + '\n'));
            var number = Files().Count();
            while (!DurableFile.TryCreate(Path.Combine(run.Index, $"{number:d4}.jsonl"), lines))
                number++; // another process declares at the same time; an entry that stands twice does no harm
        }
    }

    private IEnumerable<string> Files() =>
        Directory.Exists(run.Index) ? Directory.EnumerateFiles(run.Index, "*.jsonl").Order(StringComparer.Ordinal) : [];
}

/// <summary>The id of a declared trial, without the rest of its entry.</summary>
internal readonly record struct IndexId(string Id);

/// <summary>What a declared trial is called.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConfigurationId">Its id without the seed.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Label">The grid values in words.</param>
internal sealed record TrialName(string Id, string ConfigurationId, string Method, long Seed, string Label);

/// <summary>One declared trial.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConfigurationId">Its id without the seed.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Label">The grid values in words.</param>
/// <param name="Point">The grid values by path.</param>
/// <param name="Parameters">Every option by path.</param>
internal sealed record IndexEntry(string Id, string ConfigurationId, string Method, long Seed, string Label, JsonObject Point, JsonObject Parameters)
{
    /// <summary>The entry without what it shares with others.</summary>
    public TrialName Name => new(Id, ConfigurationId, Method, Seed, Label);

    public static IndexEntry Of(TrialSpec trial) => new(trial.Id, trial.ConfigurationId, trial.Method, trial.Seed, trial.Label, Copy(trial.Point), Copy(trial.Options.Values));

    private static JsonObject Copy(IEnumerable<KeyValuePair<string, JsonNode?>> values) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
}
