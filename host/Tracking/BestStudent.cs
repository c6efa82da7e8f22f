using KdHost.Host.Journal;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Training;

namespace KdHost.Host.Tracking;

/// <summary>
/// The student that a grid would be used for: of the configuration that leads the table the seed that is best on the validation images, so that nothing
/// beyond the table itself looked at the test images.
/// </summary>
/// <param name="Row">Its configuration's row.</param>
/// <param name="Trial">Its trial.</param>
/// <param name="Folder">Where its files stand.</param>
internal sealed record BestStudent(LeaderboardRow Row, TrialResult Trial, string Folder)
{
    private const string Validation = "validation/accuracy_best";

    /// <summary>Its weights.</summary>
    public string Weights => Path.Combine(Folder, Path.GetFileName(Students.WeightsFile));

    /// <summary>What its architecture is.</summary>
    public string Config => Path.Combine(Folder, Path.GetFileName(Students.ConfigFile));

    /// <summary>Whether an artifact belongs to a saved student.</summary>
    public static bool IsStudent(string artifact) => artifact.StartsWith($"{Students.Folder}/", StringComparison.Ordinal);

    /// <summary>Finds it; null when no finished trial has saved its student.</summary>
    public static BestStudent? Of(RunDirectory run, GridResults results, Leaderboard board)
    {
        var metric = results.Record.Objective;
        double Rank(TrialResult trial) =>
            trial.Done!.Metrics.TryGetValue(Validation, out var validation) ? validation
            : trial.Done.Metrics.TryGetValue(metric.Metric, out var value) ? (metric.Maximize ? value : -value)
            : double.NegativeInfinity;
        return board.Rows
            .SelectMany(row => row.Configuration.Trials
                .Where(trial => trial.Done?.State == TrialState.Finished)
                .OrderByDescending(Rank)
                .ThenBy(trial => trial.Entry.Seed)
                .Select(trial => new BestStudent(row, trial, Path.Combine(run.Trial(trial.Entry.Id).Artifacts(trial.Done!.Epoch), Students.Folder))))
            .FirstOrDefault(student => File.Exists(student.Weights));
    }
}
