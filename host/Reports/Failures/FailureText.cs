using KdHost.Host.Journal;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Failures;

/// <summary>Failures for the terminal.</summary>
internal static class FailureText
{
    private const int NamedTrials = 4;

    /// <summary>The lines about all groups; none when nothing failed.</summary>
    public static IEnumerable<string> Lines(RunDirectory run, IReadOnlyList<FailureGroup> groups)
    {
        foreach (var group in groups)
        {
            yield return $"{group.Trials.Count} failed ({group.Kind.Word()}): {group.Message}";
            yield return $"  fix: {group.Remedy}";
            yield return $"  trials: {Trials(group)}";
            var lines = group.LastLines(run);
            if (lines.Count > 0)
                yield return $"  last lines of {run.Trial(group.Trials[0].Entry.Id).Log(group.Trials[0].Done!.Epoch)}:";
            foreach (var line in lines)
                yield return $"    {line}";
        }
    }

    /// <summary>The first trials of a group by name, and how many more there are.</summary>
    public static string Trials(FailureGroup group) =>
        string.Join(", ", group.Trials.Take(NamedTrials).Select(trial => $"{trial.Entry.Id[..8]} ({trial.Entry.Label} seed {trial.Entry.Seed})"))
        + (group.Trials.Count > NamedTrials ? $" and {group.Trials.Count - NamedTrials} more" : "");
}
