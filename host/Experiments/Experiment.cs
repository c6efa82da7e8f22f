using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Grids;

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

    /// <summary>The method, unless a factor or a condition names it.</summary>
    public string? Method { get; init; }

    /// <summary>Values that all trials share unless a factor or a condition says otherwise, by dotted path.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Parameters { get; init; }

    /// <summary>What varies; the points are the cross product. None means one point.</summary>
    public required IReadOnlyList<Factor> Factors { get; init; }

    /// <summary>What holds for some points only, applied in order.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Points that match one of these are left out.</summary>
    public required IReadOnlyList<PartialPoint> Exclusions { get; init; }

    /// <summary>Points that match none of these are left out; none means that all may stay.</summary>
    public required IReadOnlyList<PartialPoint> Requirements { get; init; }

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

    /// <summary>The study that concludes the grid; null for none.</summary>
    public string? Study { get; init; }

    /// <summary>The adaptive search that proposes the points; null for declared points.</summary>
    public SearchSettings? Search { get; init; }
}

/// <summary>What trials are ranked by.</summary>
/// <param name="Metric">Name of the metric; its last value counts.</param>
/// <param name="Maximize">Whether larger is better.</param>
internal sealed record Objective(string Metric, bool Maximize);
