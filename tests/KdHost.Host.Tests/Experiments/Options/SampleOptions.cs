using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Tests.Experiments.Options;

/// <summary>Options of every kind that a method may have.</summary>
internal sealed record SampleOptions
{
    [Range(1, 1000)]
    public int Epochs { get; init; } = 10;

    [Range(1e-9, 100)]
    public double LearningRate { get; init; } = 0.1;

    public double Slope { get; init; } = 1;

    public bool Nesterov { get; init; } = true;

    public Schedule Schedule { get; init; } = Schedule.Cosine;

    [SizeName]
    public string Student { get; init; } = "small";

    public string? Note { get; init; }

    public int? Limit { get; init; }

    public IReadOnlyList<int> Milestones { get; init; } = [30, 60];

    public SampleGroup Teacher { get; init; } = new();
}

internal sealed record SampleGroup
{
    [SizeName]
    public string Model { get; init; } = "large";

    [Range(1, 1000)]
    public int Epochs { get; init; } = 40;
}

internal enum Schedule
{
    Cosine,
    WarmRestarts,
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class SizeNameAttribute : NameAttribute
{
    public override string Kind => "size";

    public override IReadOnlyCollection<string> Names => ["small", "large"];
}
