using System.Text.Json.Nodes;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments;

/// <summary>An adaptive search for good points.</summary>
/// <param name="Proposer">Name of the proposer.</param>
/// <param name="Points">How many points in all; each runs with every seed.</param>
/// <param name="Batch">How many points are proposed at a time.</param>
/// <param name="Seed">The seed of the search.</param>
/// <param name="Metric">The metric that it goes by.</param>
/// <param name="Maximize">Whether larger is better.</param>
/// <param name="Space">What may be proposed.</param>
/// <param name="SpaceText">The space as it was declared.</param>
/// <param name="Options">Options of the proposer, by dotted path.</param>
internal sealed record SearchSettings(
    string Proposer, int Points, int Batch, long Seed, string Metric, bool Maximize, SearchSpace Space, JsonObject SpaceText, IReadOnlyDictionary<string, JsonNode?> Options);
