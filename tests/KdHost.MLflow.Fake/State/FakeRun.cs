using System.Text.Json.Nodes;

namespace KdHost.MLflow.Fake.State;

/// <summary>A run in memory.</summary>
public sealed class FakeRun
{
    public required string Id { get; init; }

    public required string ExperimentId { get; init; }

    public required string Name { get; set; }

    public required string ArtifactUri { get; init; }

    public string UserId { get; init; } = "";

    public string Status { get; set; } = "RUNNING";

    public long StartTime { get; init; }

    public long? EndTime { get; set; }

    public bool IsDeleted { get; set; }

    public OrderedDictionary<string, string> Params { get; } = [];

    public OrderedDictionary<string, string> Tags { get; } = [];

    /// <summary>All values in the order of their arrival.</summary>
    public List<FakeMetric> History { get; } = [];

    public OrderedDictionary<string, FakeMetric> Latest { get; } = [];

    /// <summary>Data set inputs as they came, by name and digest.</summary>
    public OrderedDictionary<string, JsonObject> Inputs { get; } = [];

    /// <summary>Ids of the logged models that the run made.</summary>
    public HashSet<string> Outputs { get; } = [];

    internal HashSet<FakeMetric> Stored { get; } = [];

    internal void Add(FakeMetric metric)
    {
        History.Add(metric);
        Stored.Add(metric);
        if (!Latest.TryGetValue(metric.Key, out var before) || metric > before)
            Latest[metric.Key] = metric;
    }
}
