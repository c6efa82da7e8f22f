using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KdHost.Sdk.Studies;

/// <summary>A finished trial as a study sees it.</summary>
/// <param name="id">Id of the trial.</param>
/// <param name="method">Name of its method.</param>
/// <param name="seed">Its seed.</param>
/// <param name="parameters">Every option by dotted path, defaults included.</param>
/// <param name="metrics">The last value of each metric.</param>
public sealed class StudyTrial(string id, string method, long seed, IReadOnlyDictionary<string, JsonNode?> parameters, IReadOnlyDictionary<string, double> metrics)
{
    /// <summary>Id of the trial.</summary>
    public string Id { get; } = id;

    /// <summary>Name of its method.</summary>
    public string Method { get; } = method;

    /// <summary>Its seed: trials of one seed are pairs.</summary>
    public long Seed { get; } = seed;

    /// <summary>Every option by dotted path, such as <c>teacher.model</c>, defaults included.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Parameters { get; } = parameters;

    /// <summary>The last value of each metric.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; } = metrics;

    /// <summary>Reads the points of a metric; none for one that was not logged.</summary>
    public Func<string, IReadOnlyList<StudyPoint>> Curves { private get; init; } = _ => [];

    /// <summary>Finds a file that the trial logged; null for one that it did not.</summary>
    public Func<string, string?> Artifacts { private get; init; } = _ => null;

    /// <summary>An option in words.</summary>
    /// <param name="path">Its dotted path.</param>
    /// <returns>Empty for an option that is null.</returns>
    /// <exception cref="KeyNotFoundException">The method has no such option.</exception>
    public string Text(string path) => Parameters[path]?.ToString() ?? "";

    /// <summary>An option that is a number.</summary>
    /// <param name="path">Its dotted path.</param>
    /// <exception cref="KeyNotFoundException">The method has no such option.</exception>
    /// <exception cref="FormatException">It is no number.</exception>
    public double Number(string path) => double.Parse(Text(path), CultureInfo.InvariantCulture);

    /// <summary>An option that is true or false.</summary>
    /// <param name="path">Its dotted path.</param>
    /// <exception cref="KeyNotFoundException">The method has no such option.</exception>
    public bool Flag(string path) => Parameters[path]?.GetValueKind() == JsonValueKind.True;

    /// <summary>The points of a metric in the order of their steps.</summary>
    /// <param name="metric">Its name.</param>
    /// <returns>No point for a metric that was not logged.</returns>
    public IReadOnlyList<StudyPoint> Curve(string metric) => Curves(metric);

    /// <summary>The path of a file that the trial logged.</summary>
    /// <param name="name">Its name among the trial's artifacts.</param>
    /// <returns>Null when there is no such file.</returns>
    public string? Artifact(string name) => Artifacts(name);
}

/// <summary>A point of a metric.</summary>
/// <param name="Step">Where it stands on the axis that the method counts, such as epochs.</param>
/// <param name="Value">Its value.</param>
public readonly record struct StudyPoint(long Step, double Value);
