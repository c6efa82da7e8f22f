using System.Text.Json.Serialization;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Journal;

/// <summary>One record of a trial's journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StartRecord), "start")]
[JsonDerivedType(typeof(MetricRecord), "metric")]
[JsonDerivedType(typeof(ArtifactRecord), "artifact")]
[JsonDerivedType(typeof(DatasetRecord), "dataset")]
[JsonDerivedType(typeof(CheckpointRecord), "checkpoint")]
[JsonDerivedType(typeof(EndRecord), "end")]
internal abstract record JournalRecord
{
    /// <summary>When, in milliseconds since 1970 UTC.</summary>
    public required long Time { get; init; }
}

/// <summary>A holder begins. With <see cref="From"/> it goes on from a checkpoint of an earlier holder, whose journal counts up to there.</summary>
internal sealed record StartRecord(int Epoch, JournalPosition? From, string Machine, string Device, int Threads) : JournalRecord;

/// <summary>A place in the journal of an epoch of the lease.</summary>
internal sealed record JournalPosition(int Epoch, long Bytes);

/// <summary>One value of a curve.</summary>
internal sealed record MetricRecord(string Name, double Value, long Step) : JournalRecord;

/// <summary>A file that was kept. <see cref="Path"/> is relative to the trial's folder.</summary>
internal sealed record ArtifactRecord(string Name, string Path, long Size, string Sha256) : JournalRecord;

/// <summary>Data that the trial used.</summary>
internal sealed record DatasetRecord(DataUse Use) : JournalRecord;

/// <summary>All records before this one are final: whoever continues the trial starts here or later.</summary>
internal sealed record CheckpointRecord(int Number) : JournalRecord;

/// <summary>The trial ended.</summary>
internal sealed record EndRecord(TrialState State, Failure? Failure) : JournalRecord;
