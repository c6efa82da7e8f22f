using System.Text.Json.Nodes;

namespace KdHost.MLflow.Fake.State;

/// <summary>A registered model in memory.</summary>
public sealed class FakeModel
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public long CreationTime { get; init; }

    public OrderedDictionary<string, string> Tags { get; } = [];

    public OrderedDictionary<string, string> Aliases { get; } = [];

    /// <summary>Versions as they are answered; the first is version 1.</summary>
    public List<JsonObject> Versions { get; } = [];
}
