using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments;

/// <summary>A declared experiment, read from its file and free of structural faults; options are checked against the methods later.</summary>
internal sealed record Experiment
{
    /// <summary>The name; also the MLflow experiment's.</summary>
    public required string Name { get; init; }

    /// <summary>The file as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>The merged declaration with the place of each key.</summary>
    public required JsonFile Source { get; init; }

    /// <summary>The method, unless it is an axis of <see cref="Grid"/>.</summary>
    public string? Method { get; init; }

    /// <summary>Values that all trials share, by dotted path.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Parameters { get; init; }

    /// <summary>Axes whose cross product makes the points; none means one point.</summary>
    public required IReadOnlyList<Axis> Grid { get; init; }

    /// <summary>The seeds of each point.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>What trials are ranked by.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Values that mark the baseline of a comparison, by dotted path; empty when nothing is compared.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Baseline { get; init; }

    /// <summary>What trials run on.</summary>
    public required Resources Resources { get; init; }

    /// <summary>The rule that ends or pauses trials early; null for none.</summary>
    public StoppingSettings? Stopping { get; init; }

    /// <summary>The adaptive search that proposes the points; null for declared points.</summary>
    public SearchSettings? Search { get; init; }
}

/// <summary>One axis of a grid.</summary>
/// <param name="Path">Dotted path of the option, or <c>method</c>.</param>
/// <param name="Values">Its values, at least one.</param>
internal sealed record Axis(string Path, IReadOnlyList<JsonNode?> Values);

/// <summary>What trials are ranked by.</summary>
/// <param name="Metric">Name of the metric; its last value counts.</param>
/// <param name="Maximize">Whether larger is better.</param>
internal sealed record Objective(string Metric, bool Maximize);
