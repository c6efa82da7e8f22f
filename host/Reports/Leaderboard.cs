using KdHost.Sdk.Statistics;

namespace KdHost.Host.Reports;

/// <summary>The table of a grid: one row a configuration, best first, each compared with its baseline over the seeds that both have.</summary>
/// <param name="Metric">The metric that ranks.</param>
/// <param name="Maximize">Whether larger is better.</param>
/// <param name="Rows">The rows.</param>
internal sealed record Leaderboard(string Metric, bool Maximize, IReadOnlyList<LeaderboardRow> Rows)
{
    /// <summary>The rows that are compared with a baseline.</summary>
    public IEnumerable<LeaderboardRow> Compared => Rows.Where(row => row.Comparison is not null);

    /// <summary>The best rows; corrections for all of them stay.</summary>
    /// <param name="most">How many.</param>
    public Leaderboard Best(int most) => Rows.Count <= most ? this : this with { Rows = [.. Rows.Take(most)] };

    /// <summary>Makes the table.</summary>
    public static Leaderboard Of(GridResults results)
    {
        var objective = results.Record.Objective;
        var rows = Adjust([.. results.Configurations.Select(configuration => Row(results, configuration, objective.Metric))]);
        return new Leaderboard(objective.Metric, objective.Maximize, [.. rows.OrderBy(row => row.Summary.Mean is null).ThenBy(row => objective.Maximize ? -row.Summary.Mean : row.Summary.Mean)]);
    }

    /// <summary>Corrects the p-values of a table. Every comparison counts towards the correction, so that many of them don't make a lucky one look real.</summary>
    public static IReadOnlyList<LeaderboardRow> Adjust(IReadOnlyList<LeaderboardRow> rows)
    {
        var t = Holm.AdjustDefined([.. rows.Select(row => row.Comparison?.PValue)]);
        var signedRank = Holm.AdjustDefined([.. rows.Select(row => row.Comparison?.SignedRank?.PValue)]);
        return [.. rows.Select((row, i) => row with { AdjustedPValue = t[i], AdjustedSignedRank = signedRank[i] })];
    }

    /// <summary>Compares a row with a configuration over the seeds that both have.</summary>
    public static LeaderboardRow Compare(LeaderboardRow row, Configuration baseline, string metric)
    {
        var (values, reference) = (row.Configuration.BySeed(metric), baseline.BySeed(metric));
        var seeds = values.Keys.Where(reference.ContainsKey).ToList();
        return row with { Baseline = baseline, Comparison = PairedComparison.Of([.. seeds.Select(seed => reference[seed])], [.. seeds.Select(seed => values[seed])]) };
    }

    /// <summary>The row of a configuration, not compared with anything yet.</summary>
    public static LeaderboardRow Row(Configuration configuration, string metric) =>
        new(configuration, Summary.Of([.. configuration.BySeed(metric).Values]), configuration.Missing(metric), IsBaseline: false);

    private static LeaderboardRow Row(GridResults results, Configuration configuration, string metric)
    {
        var row = Row(configuration, metric) with { IsBaseline = results.IsBaseline(configuration) };
        return results.BaselineOf(configuration) is { } baseline ? Compare(row, baseline, metric) : row;
    }
}

/// <summary>One configuration.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Summary">Its values over seeds.</param>
/// <param name="Missing">The seeds that have no value, and why.</param>
/// <param name="IsBaseline">Whether others are compared with it.</param>
internal sealed record LeaderboardRow(Configuration Configuration, Summary Summary, IReadOnlyList<MissingSeed> Missing, bool IsBaseline)
{
    /// <summary>What it is compared with; null where there is nothing.</summary>
    public Configuration? Baseline { get; init; }

    /// <summary>Its difference from its baseline, paired by seed; null where there is none.</summary>
    public PairedComparison? Comparison { get; init; }

    /// <summary>The p-value of the paired t-test after Holm's correction over the table.</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>The p-value of the signed-rank test after Holm's correction over the table.</summary>
    public double? AdjustedSignedRank { get; init; }
}
