namespace KdHost.MLflow.Fake.State;

/// <summary>An experiment in memory.</summary>
public sealed class FakeExperiment
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string ArtifactLocation { get; init; }

    public bool IsDeleted { get; set; }

    public long CreationTime { get; init; }

    public long LastUpdateTime { get; set; }

    public OrderedDictionary<string, string> Tags { get; } = [];
}
