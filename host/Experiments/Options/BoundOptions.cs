using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>Options that are complete and valid.</summary>
/// <param name="Instance">The options record of the method.</param>
/// <param name="Values">Every option by its path, defaults included, in alphabetical order: the trial's identity and its MLflow params.</param>
internal sealed record BoundOptions(object Instance, IReadOnlyDictionary<string, JsonNode?> Values);
