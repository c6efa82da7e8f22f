using KdHost.Host.Reports.Curves;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Reports.Studies;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Pages;

/// <summary>Everything that a report tells.</summary>
/// <param name="Run">The run directory.</param>
/// <param name="Results">The results.</param>
/// <param name="Board">The leaderboard.</param>
/// <param name="Shown">The configurations whose curves are shown.</param>
/// <param name="Curves">Their curves.</param>
/// <param name="Failures">What failed, grouped.</param>
/// <param name="Lock">What the run was made with; null before anything ran.</param>
/// <param name="Time">When the report was made.</param>
internal sealed record ReportContent(
    RunDirectory Run, GridResults Results, Leaderboard Board, IReadOnlyList<Configuration> Shown, GridCurves Curves, IReadOnlyList<FailureGroup> Failures, RunLock? Lock, DateTimeOffset Time)
{
    /// <summary>What its study says; null when it names none.</summary>
    public Study? Study { get; init; }

    /// <summary>Reads a run directory.</summary>
    public static ReportContent Read(RunDirectory run, GridResults results, DateTimeOffset time)
    {
        var board = Leaderboard.Of(results);
        var shown = GridCurves.Shown(board);
        return new ReportContent(run, results, board, shown, GridCurves.Read(run, shown, board.Metric), FailureGroup.Of(results.Trials), RunLock.TryRead(run), time);
    }

    /// <summary>The declaration.</summary>
    public RunRecord Record => Results.Record;

    /// <summary>Declared trials.</summary>
    public int Total => Record.Trials.Count;

    /// <summary>Trials that the stopping rule ended or paused.</summary>
    public int Stopped => Results.Trials.Count(trial => trial.PausedAt is not null || trial.Done is { State: Journal.TrialState.Stopped });

    /// <summary>Trials that are still to run.</summary>
    public int Open => Results.Trials.Count(trial => trial.IsOpen);

    /// <summary>How many builds of plugins made the results; more than one is worth a word.</summary>
    public int Builds => Results.Trials.Where(trial => trial.Done is not null).Select(trial => (trial.Entry.Method, trial.Done!.Build)).Distinct().Count()
        - Results.Trials.Where(trial => trial.Done is not null).Select(trial => trial.Entry.Method).Distinct().Count() + 1;
}
