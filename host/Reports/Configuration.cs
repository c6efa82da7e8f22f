using System.Text.Json.Nodes;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports;

/// <summary>All trials that differ in their seed only.</summary>
/// <param name="Id">Id of the configuration.</param>
/// <param name="Label">The grid values in words.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Point">The grid values by path.</param>
/// <param name="Parameters">Every option by path.</param>
/// <param name="Trials">One a seed.</param>
internal sealed record Configuration(
    string Id, string Label, string Method, IReadOnlyDictionary<string, JsonNode?> Point, IReadOnlyDictionary<string, JsonNode?> Parameters, IReadOnlyList<TrialResult> Trials)
{
    private const string MethodKey = "method";

    /// <summary>Whether there is such a parameter.</summary>
    public bool Has(string path) => path == MethodKey || Point.ContainsKey(path) || Parameters.ContainsKey(path);

    /// <summary>The value of a parameter; null when it has none.</summary>
    public JsonNode? Value(string path) => path == MethodKey ? Method : Point.TryGetValue(path, out var value) ? value : Parameters.GetValueOrDefault(path);

    /// <summary>The value of a parameter in words; empty when the method has no such parameter.</summary>
    public string Words(string path) => Has(path) ? Value(path)?.ToString() ?? "null" : "";

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

    /// <summary>The seeds that have no value of a metric, and why.</summary>
    public IReadOnlyList<MissingSeed> Missing(string metric) =>
        [.. Trials.Where(trial => !(trial.Done is { State: TrialState.Finished } done && done.Metrics.ContainsKey(metric))).Select(trial => new MissingSeed(trial.Entry.Seed, Why(trial, metric)))];

    private static string Why(TrialResult trial, string metric) => trial switch
    {
        { PausedAt: { } step } => $"paused at step {step}",
        { Done: null } => "not done yet",
        { Done.State: TrialState.Stopped } => "stopped early",
        { Done: { State: TrialState.Failed, Failure: { } failure } } => $"failed ({failure.Kind.Word()})",
        _ => $"has no {metric}",
    };
}

/// <summary>One trial and how it ended.</summary>
/// <param name="Entry">What it is called.</param>
/// <param name="Done">How it ended; null while it has not.</param>
internal sealed record TrialResult(TrialName Entry, DoneRecord? Done)
{
    /// <summary>The step at which the stopping rule paused it; null when it has ended or is not paused.</summary>
    public long? PausedAt { get; init; }

    /// <summary>Whether it is still to run: it has neither ended nor been paused.</summary>
    public bool IsOpen => Done is null && PausedAt is null;
}

/// <summary>A seed without a value.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Why">Why, in words.</param>
internal sealed record MissingSeed(long Seed, string Why);
