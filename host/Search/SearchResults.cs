using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search;

/// <summary>What became of the points of a search, as its proposer is told: a point's value is the mean of the metric over its seeds.</summary>
internal sealed class SearchResults(RunDirectory run, SearchSettings search)
{
    private readonly DoneTrials _done = new(run);

    /// <summary>The result of a point all of whose trials have ended or are paused.</summary>
    /// <param name="point">The point.</param>
    /// <param name="trials">Its trials, one a seed.</param>
    public SearchPoint Of(IReadOnlyDictionary<string, JsonNode?> point, IEnumerable<TrialSpec> trials)
    {
        var ends = trials.Select(trial => Of(trial.Id)).ToList();

        // A mean over the seeds that went well would reward a point for failing where it is weak.
        if (ends.Any(end => end.Outcome == SearchOutcome.Failed))
            return new SearchPoint(point, SearchOutcome.Failed, null);
        return new SearchPoint(point, ends.Any(end => end.Outcome == SearchOutcome.Stopped) ? SearchOutcome.Stopped : SearchOutcome.Finished, ends.Average(end => end.Value!.Value));
    }

    private (SearchOutcome Outcome, double? Value) Of(string trial)
    {
        var end = _done.Find(trial);
        if (end is null or { State: TrialState.Stopped })
            return LastLogged(trial, end?.Epoch) is { } last ? (SearchOutcome.Stopped, last) : (SearchOutcome.Failed, null);
        return end.State == TrialState.Finished && end.Metrics.TryGetValue(search.Metric, out var value) ? (SearchOutcome.Finished, value) : (SearchOutcome.Failed, null);
    }

    private double? LastLogged(string trial, int? epoch)
    {
        var folder = run.Trial(trial);
        return (epoch ?? folder.Epochs().FirstOrDefault()) is > 0 and var newest ? JournalReader.Read(folder, newest).OfType<MetricRecord>().LastOrDefault(metric => metric.Name == search.Metric)?.Value : null;
    }
}
