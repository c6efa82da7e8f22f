using KdHost.Host.Reports.Statistics;

namespace KdHost.Host.Reports;

/// <summary>The table of a grid: one row a configuration, best first, each compared with its baseline over the seeds that both have.</summary>
/// <param name="Metric">The metric that ranks.</param>
/// <param name="Rows">The rows.</param>
internal sealed record Leaderboard(string Metric, IReadOnlyList<LeaderboardRow> Rows)
{
    /// <summary>Makes the table.</summary>
    public static Leaderboard Of(GridResults results)
    {
        var objective = results.Record.Objective;
        var rows = results.Configurations.Select(configuration => Row(results, configuration, objective.Metric)).ToList();

        // Every comparison of the table counts towards the correction, so that many of them don't make a lucky one look real.
        var tested = rows.Where(row => row.Comparison?.PValue is not null).ToList();
        var adjusted = Holm.Adjust([.. tested.Select(row => row.Comparison!.PValue!.Value)]);
        for (var i = 0; i < tested.Count; i++)
            rows[rows.IndexOf(tested[i])] = tested[i] with { AdjustedPValue = adjusted[i] };
        return new Leaderboard(objective.Metric, [.. rows.OrderBy(row => row.Summary.Mean is null).ThenBy(row => objective.Maximize ? -row.Summary.Mean : row.Summary.Mean)]);
    }

    private static LeaderboardRow Row(GridResults results, Configuration configuration, string metric)
    {
        var values = configuration.BySeed(metric);
        var row = new LeaderboardRow(configuration, Summary.Of([.. values.Values]), IsBaseline: false, null, null);
        if (results.BaselineOf(configuration) is not { } baseline)
            return row with { IsBaseline = results.Record.Baseline.Count > 0 };
        var reference = baseline.BySeed(metric);
        var seeds = values.Keys.Where(reference.ContainsKey).ToList();
        return row with { Comparison = PairedComparison.Of([.. seeds.Select(seed => reference[seed])], [.. seeds.Select(seed => values[seed])]) };
    }
}

/// <summary>One configuration.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Summary">Its values over seeds.</param>
/// <param name="IsBaseline">Whether others are compared with it.</param>
/// <param name="Comparison">Its difference from its baseline, paired by seed; null where there is none.</param>
/// <param name="AdjustedPValue">The p-value of the paired t-test after Holm's correction over the table.</param>
internal sealed record LeaderboardRow(Configuration Configuration, Summary Summary, bool IsBaseline, PairedComparison? Comparison, double? AdjustedPValue);
