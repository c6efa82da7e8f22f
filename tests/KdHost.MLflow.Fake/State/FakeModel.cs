using System.Text.Json.Nodes;

namespace KdHost.MLflow.Fake.State;

/// <summary>A registered model in memory.</summary>
public sealed class FakeModel
{
    public required string Name { get; set; }

    public string? Description { get; set; }

    internal int LastVersion { get; set; }

    public long CreationTime { get; init; }

    public OrderedDictionary<string, string> Tags { get; } = [];

    public OrderedDictionary<string, string> Aliases { get; } = [];

    /// <summary>Versions as they are answered; numbers are never used again.</summary>
    public List<JsonObject> Versions { get; } = [];
}
