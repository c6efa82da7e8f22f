using KdHost.Host.Reports.Failures;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports.Status;

/// <summary>The status for programs.</summary>
internal static class StatusJson
{
    /// <summary>The shape that <c>kd status --json</c> prints.</summary>
    public static object Of(GridStatus status) => new
    {
        status.Name,
        status.Directory,
        status.Time,
        status.IsComplete,
        status.Trials,
        status.Pilots,
        status.TrialsPerHour,
        status.EstimatedEnd,
        status.LastEnd,
        status.Command,
        status.Running,
        Failures = status.Failures.Select(group => FailureJson.Of(new RunDirectory(status.Directory), group)),
    };
}
