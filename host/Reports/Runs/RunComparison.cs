using System.Text.Json.Nodes;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Reports.Runs;

/// <summary>
/// Two runs side by side. Configurations match when all their parameters do, but for those that are constant within each run and differ
/// between the two: these are what the runs differ in.
/// </summary>
/// <param name="Board">One row a matched configuration of the second run, compared with its counterpart in the first, paired by seed.</param>
/// <param name="Differences">The parameters in which the runs differ as wholes.</param>
/// <param name="OnlyFirst">Configurations of the first run without a counterpart.</param>
/// <param name="OnlySecond">Configurations of the second run without a counterpart.</param>
internal sealed record RunComparison(Leaderboard Board, IReadOnlyList<EnvironmentDifference> Differences, IReadOnlyList<Configuration> OnlyFirst, IReadOnlyList<Configuration> OnlySecond)
{
    /// <summary>Compares two runs.</summary>
    /// <param name="first">The run that is compared with.</param>
    /// <param name="second">The run that is compared.</param>
    /// <param name="metric">The metric; null for the objective of the second run.</param>
    /// <exception cref="FaultException">Neither run has such a metric.</exception>
    public static RunComparison Of(GridResults first, GridResults second, string? metric)
    {
        var known = first.Trials.Concat(second.Trials).SelectMany(trial => trial.Done?.Metrics.Keys ?? []).Distinct().Order(StringComparer.Ordinal).ToList();
        if (metric is not null && !known.Contains(metric))
            throw new FaultException(new Fault("no trial of the two runs has such a metric") { Key = "--metric", Found = metric, Expected = $"one of: {string.Join(", ", known)}", Fix = Nearest.Fix(metric, known) });
        var objective = second.Record.Objective;
        var name = metric ?? objective.Metric;
        var paths = first.Configurations.Concat(second.Configurations).SelectMany(configuration => configuration.Parameters.Keys).Append("method").Distinct().Order(StringComparer.Ordinal).ToList();
        var treatment = paths.Where(path => Constant(first, path) is { } a && Constant(second, path) is { } b && a != b).ToList();
        var shared = paths.Except(treatment).ToList();
        var counterparts = first.Configurations.ToLookup(configuration => Key(configuration, shared));
        var rows = second.Configurations
            .Select(configuration => (Row: Leaderboard.Row(configuration, name), Counterpart: counterparts[Key(configuration, shared)].FirstOrDefault()))
            .Where(pair => pair.Counterpart is not null)
            .Select(pair => Leaderboard.Compare(pair.Row, pair.Counterpart!, name))
            .ToList();
        return new RunComparison(
            new Leaderboard(name, metric is null || metric == objective.Metric ? objective.Maximize : !IsLoss(name), Leaderboard.Adjust(rows)),
            [.. treatment.Select(path => new EnvironmentDifference(path, Constant(first, path), Constant(second, path)))],
            [.. first.Configurations.Except(rows.Select(row => row.Baseline!))],
            [.. second.Configurations.Except(rows.Select(row => row.Configuration))]);
    }

    // The value of a parameter that all configurations of a run share; null when they don't.
    private static string? Constant(GridResults results, string path)
    {
        var values = results.Configurations.Select(configuration => Text(configuration, path)).Distinct().Take(2).ToList();
        return values.Count == 1 ? values[0] : null;
    }

    private static string Key(Configuration configuration, IEnumerable<string> paths) => string.Join('\n', paths.Select(path => Text(configuration, path)));

    private static string Text(Configuration configuration, string path) => configuration.Has(path) ? ((JsonNode?)configuration.Value(path))?.ToJsonString() ?? "null" : "none";

    private static bool IsLoss(string metric) => metric.Split('/')[^1].Contains("loss", StringComparison.OrdinalIgnoreCase) || metric.Split('/')[^1].Contains("error", StringComparison.OrdinalIgnoreCase);
}
