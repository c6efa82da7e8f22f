using KdHost.Host.Journal;

namespace KdHost.Host.Reports.Tables;

/// <summary>The leaderboard for programs: <c>kd report --json</c> prints it, and commands that are told of a run's end get it.</summary>
internal static class LeaderboardJson
{
    /// <summary>The shape of the JSON.</summary>
    public static object Of(GridResults results)
    {
        var board = Leaderboard.Of(results);
        return new
        {
            results.Record.Name,
            Objective = new { board.Metric, Direction = board.Maximize ? "maximize" : "minimize" },
            Trials = new { Total = results.Record.Trials.Count, Finished = results.Count(TrialState.Finished), Failed = results.Count(TrialState.Failed), Stopped = results.Count(TrialState.Stopped), Paused = results.Trials.Count(trial => trial.PausedAt is not null) },
            Configurations = board.Rows.Select(row => new
            {
                Configuration = row.Configuration.Label,
                row.Configuration.Method,
                Parameters = row.Configuration.Point,
                row.Summary.Count,
                row.Summary.Mean,
                row.Summary.StandardDeviation,
                row.Summary.Interval,
                row.IsBaseline,
                row.Missing,
                Comparison = row.Comparison is not { } comparison ? null : new
                {
                    Baseline = row.Baseline!.Label,
                    Pairs = comparison.Difference.Count,
                    Difference = comparison.Difference.Mean,
                    comparison.Difference.Interval,
                    comparison.PValue,
                    row.AdjustedPValue,
                    SignedRankPValue = comparison.SignedRank?.PValue,
                    row.AdjustedSignedRank,
                    Verdict = comparison.Judge(board.Maximize).Kind,
                },
            }),
        };
    }
}
