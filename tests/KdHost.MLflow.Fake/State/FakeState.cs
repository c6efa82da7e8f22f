using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;

namespace KdHost.MLflow.Fake.State;

/// <summary>All that a fake server remembers. Handlers run one at a time under <see cref="Gate"/>.</summary>
public sealed class FakeState
{
    private readonly FakeOptions _options;

    internal FakeState(FakeOptions options)
    {
        _options = options;
        AddExperiment("Default", null);
    }

    /// <summary>Held while a request is worked on.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Experiments by id.</summary>
    public OrderedDictionary<string, FakeExperiment> Experiments { get; } = [];

    /// <summary>Runs by id, deleted ones included.</summary>
    public OrderedDictionary<string, FakeRun> Runs { get; } = [];

    /// <summary>Proxied artifacts by their path after <c>mlflow-artifacts:/</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = new();

    /// <summary>Registered models by name.</summary>
    public OrderedDictionary<string, FakeModel> Models { get; } = [];

    /// <summary>Logged models by id.</summary>
    public OrderedDictionary<string, JsonObject> LoggedModels { get; } = [];

    /// <summary>Parts of uploads by id and number.</summary>
    internal Dictionary<string, SortedDictionary<int, byte[]>> Uploads { get; } = [];

    internal static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    internal static string NewId() => Guid.NewGuid().ToString("N");

    internal FakeExperiment AddExperiment(string name, string? artifactLocation)
    {
        var id = _options.Profile == FakeProfile.FileStore && Experiments.Count > 0
            ? Convert.ToString(100_000_000_000_000_000 + RandomNumberGenerator.GetInt32(int.MaxValue), CultureInfo.InvariantCulture)
            : Convert.ToString(Experiments.Count, CultureInfo.InvariantCulture);
        var now = Now;
        var root = _options.ArtifactLocation is { } folder ? $"{folder}/{id}" : $"mlflow-artifacts:/{id}";
        var experiment = new FakeExperiment
        {
            Id = id,
            Name = name,
            ArtifactLocation = artifactLocation ?? root,
            CreationTime = now,
            LastUpdateTime = now,
        };
        Experiments.Add(id, experiment);
        return experiment;
    }

    internal FakeExperiment Experiment(string? id) => id is not null && Experiments.TryGetValue(id, out var found)
        ? found
        : throw Refusal.Missing($"No Experiment with id={id} exists");

    internal FakeRun Run(string? id) => id is not null && Runs.TryGetValue(id, out var found)
        ? found
        : throw Refusal.Missing($"Run with id={id} not found");

    internal FakeRun ActiveRun(string? id) => Run(id) is { IsDeleted: false } run
        ? run
        : throw Refusal.Invalid($"The run {id} must be in the 'active' state. Current state is deleted.");

    internal FakeModel Model(string? name) => name is not null && Models.TryGetValue(name, out var found)
        ? found
        : throw Refusal.Missing($"Registered Model with name={name} not found");

    internal JsonObject Version(string? name, string? version) =>
        Model(name).Versions.Find(found => (string?)found["version"] == version)
        ?? throw Refusal.Missing($"Model Version (name={name}, version={version}) not found");
}
