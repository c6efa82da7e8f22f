using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports;

/// <summary>The results of a grid as they stand on disk.</summary>
/// <param name="Record">The declaration.</param>
/// <param name="Configurations">One entry a configuration, in the order declared.</param>
internal sealed record GridResults(RunRecord Record, IReadOnlyList<Configuration> Configurations)
{
    /// <summary>Reads the results of the trials that are declared now.</summary>
    public static GridResults Read(RunDirectory run)
    {
        var record = RunRecord.TryRead(run)!;
        var done = new DoneTrials(run);
        var paused = PausedTrials.Read(run);
        var (pool, names) = (new ValuePool(), new Dictionary<string, TrialName>(StringComparer.Ordinal));
        var configurations = new Dictionary<string, Configuration>(StringComparer.Ordinal);
        var declared = record.Trials.DistinctBy(id => id).ToDictionary(id => id, StringComparer.Ordinal); // the record's own text of each id is kept, not a second one
        foreach (var entry in new TrialIndex(run).Read().Where(entry => declared.ContainsKey(entry.Id)))
        {
            if (!configurations.TryGetValue(entry.ConfigurationId, out var known))
                configurations[entry.ConfigurationId] = known = new Configuration(entry.ConfigurationId, entry.Label, entry.Method, pool.Flatten(entry.Point), pool.Flatten(entry.Parameters), []);
            names.TryAdd(declared[entry.Id], new TrialName(declared[entry.Id], known.Id, known.Method, entry.Seed, known.Label));
        }

        if (declared.Keys.FirstOrDefault(id => !names.ContainsKey(id)) is { } missing)
            throw RecordFile.Damaged(run.Index, $"no entry for the trial {missing}, which {Path.GetFileName(run.Declaration)} declares");

        TrialResult Result(string id)
        {
            var end = done.Find(id);
            return new TrialResult(names[id], end is null ? null : end with { Metrics = pool.Compact(end.Metrics) }) { PausedAt = end is null && paused.TryGetValue(id, out var step) ? step : null };
        }

        return new GridResults(record, [.. record.Trials.GroupBy(id => names[id].ConfigurationId).Select(group => configurations[group.Key] with { Trials = [.. group.Select(Result)] })]);
    }

    /// <summary>All trials, configuration by configuration.</summary>
    public IEnumerable<TrialResult> Trials => Configurations.SelectMany(configuration => configuration.Trials);

    /// <summary>Trials that ended, by how.</summary>
    public int Count(TrialState state) => Trials.Count(trial => trial.Done?.State == state);

    /// <summary>The parameters that differ between configurations, in the order declared.</summary>
    public IReadOnlyList<string> VaryingParameters =>
        [.. Configurations.SelectMany(configuration => configuration.Point.Keys).Distinct()
            .Where(path => Configurations.Count == 1 || Configurations.Any(other => !JsonNode.DeepEquals(other.Value(path), Configurations[0].Value(path))))];

    /// <summary>The configuration that another one is compared with: the same but for the baseline's values. Null for the baseline itself, or when there is none.</summary>
    public Configuration? BaselineOf(Configuration candidate)
    {
        var baseline = FlatJson.Flatten(Record.Baseline);
        if (baseline.Count == 0 || IsBaseline(candidate))
            return null;

        // An axis that the baseline doesn't have, such as one that belongs to another loss, can't tell them apart.
        return Configurations.FirstOrDefault(other => IsBaseline(other) && other.Point.All(pair =>
            baseline.ContainsKey(pair.Key) || !candidate.Has(pair.Key) || JsonNode.DeepEquals(pair.Value, candidate.Value(pair.Key))));
    }

    /// <summary>Whether a configuration has the baseline's values.</summary>
    public bool IsBaseline(Configuration configuration) =>
        Record.Baseline.Count > 0 && FlatJson.Flatten(Record.Baseline).All(pair => JsonNode.DeepEquals(configuration.Value(pair.Key), pair.Value));
}
