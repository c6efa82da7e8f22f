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
        var entries = new TrialIndex(run).Read().DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id);
        var configurations = record.Trials
            .Select(id => entries[id])
            .GroupBy(entry => entry.ConfigurationId)
            .Select(group => new Configuration(
                group.Key,
                group.First().Label,
                FlatJson.Flatten(group.First().Point),
                [.. group.Select(entry => new TrialResult(entry, done.Find(entry.Id)))]))
            .ToList();
        return new GridResults(record, configurations);
    }

    /// <summary>Trials that ended, by how.</summary>
    public int Count(TrialState state) => Configurations.Sum(configuration => configuration.Trials.Count(trial => trial.Done?.State == state));

    /// <summary>The configuration that another one is compared with: the same but for the baseline's values. Null for the baseline itself, or when there is none.</summary>
    public Configuration? BaselineOf(Configuration candidate)
    {
        var baseline = FlatJson.Flatten(Record.Baseline);
        if (baseline.Count == 0 || baseline.All(pair => JsonNode.DeepEquals(candidate.Point.GetValueOrDefault(pair.Key), pair.Value)))
            return null;
        return Configurations.FirstOrDefault(other => other.Point.All(pair =>
            JsonNode.DeepEquals(pair.Value, baseline.TryGetValue(pair.Key, out var value) ? value : candidate.Point.GetValueOrDefault(pair.Key))));
    }
}

/// <summary>All trials that differ in their seed only.</summary>
/// <param name="Id">Id of the configuration.</param>
/// <param name="Label">The grid values in words.</param>
/// <param name="Point">The grid values by path.</param>
/// <param name="Trials">One a seed.</param>
internal sealed record Configuration(string Id, string Label, IReadOnlyDictionary<string, JsonNode?> Point, IReadOnlyList<TrialResult> Trials)
{
    /// <summary>The last value of a metric by seed, over the finished trials that logged it.</summary>
    public SortedDictionary<long, double> BySeed(string metric)
    {
        var values = new SortedDictionary<long, double>();
        foreach (var trial in Trials.Where(trial => trial.Done?.State == TrialState.Finished))
        {
            if (trial.Done!.Metrics.TryGetValue(metric, out var value))
                values[trial.Entry.Seed] = value;
        }

        return values;
    }
}

/// <summary>One trial and how it ended.</summary>
/// <param name="Entry">The declaration.</param>
/// <param name="Done">How it ended; null while it has not.</param>
internal sealed record TrialResult(IndexEntry Entry, DoneRecord? Done);
