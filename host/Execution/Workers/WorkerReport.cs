using System.Text.Json.Serialization;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>What a worker tells its pilot.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BeginReport), "begin")]
[JsonDerivedType(typeof(ProgressReport), "progress")]
[JsonDerivedType(typeof(OverReport), "over")]
[JsonDerivedType(typeof(EndReport), "end")]
[JsonDerivedType(typeof(ReleaseReport), "release")]
[JsonDerivedType(typeof(PauseReport), "pause")]
[JsonDerivedType(typeof(DiskFullReport), "diskFull")]
internal abstract record WorkerReport;

/// <summary>The plugin and libtorch are loaded, and the method begins.</summary>
internal sealed record BeginReport : WorkerReport;

/// <summary>How far the trial is.</summary>
internal sealed record ProgressReport(TrialProgress Progress) : WorkerReport;

/// <summary>
/// The method has done its work, and its end is being recorded; the report of the end follows. The worker takes the next trial meanwhile, and begins
/// it when this one's end is recorded.
/// </summary>
internal sealed record OverReport : WorkerReport;

/// <summary>The trial ended. An end without failure is recorded already; a failure is the pilot's to record, for it may try again.</summary>
internal sealed record EndReport(TrialState State, Failure? Failure, IReadOnlyDictionary<string, double> Metrics) : WorkerReport
{
    /// <summary>The end of a trial that failed.</summary>
    public static EndReport Of(Failure failure, IReadOnlyDictionary<string, double>? metrics = null) => new(TrialState.Failed, failure, metrics ?? new Dictionary<string, double>());
}

/// <summary>The trial was stopped on request and can go on later.</summary>
internal sealed record ReleaseReport : WorkerReport;

/// <summary>The stopping rule paused the trial at a rung; it goes on when it is promoted.</summary>
internal sealed record PauseReport(long Step) : WorkerReport;

/// <summary>There was no room to go on; nothing is lost that a checkpoint has.</summary>
internal sealed record DiskFullReport(string Message) : WorkerReport;
