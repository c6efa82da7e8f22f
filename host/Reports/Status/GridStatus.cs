using KdHost.Host.Reports.Failures;

namespace KdHost.Host.Reports.Status;

/// <summary>How a grid stands at one moment.</summary>
internal sealed record GridStatus
{
    /// <summary>The run directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>When this was looked at.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The declared trials by state.</summary>
    public required TrialCounts Trials { get; init; }

    /// <summary>The trials that run now.</summary>
    public required IReadOnlyList<RunningTrial> Running { get; init; }

    /// <summary>How many processes work on the grid now.</summary>
    public required int Pilots { get; init; }

    /// <summary>Trials that end in an hour, from the latest ones; null while nobody works on the grid or none has ended.</summary>
    public double? TrialsPerHour { get; init; }

    /// <summary>When the last trial will have ended at that rate.</summary>
    public DateTimeOffset? EstimatedEnd { get; init; }

    /// <summary>When the latest trial ended.</summary>
    public DateTimeOffset? LastEnd { get; init; }

    /// <summary>The command that goes on with the grid.</summary>
    public required string Command { get; init; }

    /// <summary>The trials that failed, grouped.</summary>
    public required IReadOnlyList<FailureGroup> Failures { get; init; }

    /// <summary>Whether nothing is left to run.</summary>
    public bool IsComplete => Trials.Running == 0 && Trials.Waiting == 0;
}

/// <summary>Declared trials by state.</summary>
/// <param name="Total">All.</param>
/// <param name="Finished">Ran to their end.</param>
/// <param name="Failed">Failed.</param>
/// <param name="Running">Held by a living process.</param>
/// <param name="Interrupted">Of the waiting ones, those that began and go on from their last checkpoint.</param>
/// <param name="Waiting">Not ended and held by nobody.</param>
internal sealed record TrialCounts(int Total, int Finished, int Failed, int Running, int Interrupted, int Waiting)
{
    /// <summary>Trials that ended, however.</summary>
    public int Ended => Total - Running - Waiting;
}

/// <summary>A trial that runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Configuration">The grid values in words.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Attempt">Which attempt this is.</param>
/// <param name="Machine">Where it runs.</param>
/// <param name="Device">On which device; null before its worker said so.</param>
/// <param name="Since">When the attempt began; null before its worker said so.</param>
/// <param name="Step">The last step, usually the epoch, that it logged; null before the first.</param>
/// <param name="Metrics">The last value of each metric.</param>
internal sealed record RunningTrial(
    string Id, string Configuration, long Seed, int Attempt, string Machine, string? Device, DateTimeOffset? Since, long? Step, IReadOnlyDictionary<string, double> Metrics);
