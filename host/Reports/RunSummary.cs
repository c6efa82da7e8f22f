using KdHost.Host.Journal;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports;

/// <summary>How a run stands, for programs: what <c>kd run --json</c> prints and what an end command reads.</summary>
/// <param name="Outcome"><c>finished</c> when every trial is done and none failed, <c>failed</c> when some did, <c>unfinished</c> otherwise.</param>
/// <param name="Directory">The run directory.</param>
/// <param name="Report">The page of the report.</param>
/// <param name="Results">The leaderboard.</param>
/// <param name="Failures">What failed, by cause.</param>
internal sealed record RunSummary(string Outcome, string Directory, string Report, object Results, IEnumerable<object> Failures)
{
    /// <summary>The outcome of a run in which every trial ended well.</summary>
    public const string Finished = "finished";

    /// <summary>Sums up a run.</summary>
    public static RunSummary Of(RunDirectory run, GridResults results)
    {
        var outcome = results.Trials.Any(trial => trial.Done?.State == TrialState.Failed) ? "failed" : results.Trials.Any(trial => trial.IsOpen) ? "unfinished" : Finished;
        return new RunSummary(outcome, run.Path, Path.Combine(run.Report, GridReport.Page), LeaderboardJson.Of(results), FailureGroup.Of(results.Trials).Select(group => FailureJson.Of(run, group)));
    }
}
