using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Failures;

/// <summary>A group of failures for programs.</summary>
internal static class FailureJson
{
    /// <summary>The shape of a group.</summary>
    public static object Of(RunDirectory run, FailureGroup group) => new
    {
        group.Kind,
        group.Signature,
        group.Message,
        group.Remedy,
        Count = group.Trials.Count,
        Trials = group.Trials.Select(trial => trial.Entry.Id),
        LastLines = group.LastLines(run),
    };
}
