using System.Text.Json.Serialization;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>What a worker tells its pilot.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ProgressReport), "progress")]
[JsonDerivedType(typeof(EndReport), "end")]
[JsonDerivedType(typeof(ReleaseReport), "release")]
internal abstract record WorkerReport;

/// <summary>How far the trial is.</summary>
internal sealed record ProgressReport(TrialProgress Progress) : WorkerReport;

/// <summary>The trial ended.</summary>
internal sealed record EndReport(TrialState State, Failure? Failure, IReadOnlyDictionary<string, double> Metrics) : WorkerReport;

/// <summary>The trial was stopped on request and can go on later.</summary>
internal sealed record ReleaseReport : WorkerReport;
