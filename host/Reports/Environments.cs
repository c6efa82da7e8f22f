using System.Text.Json.Nodes;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Reports;

/// <summary>What a run was made with, as lines for people.</summary>
internal static class Environments
{
    /// <summary>Name and value of each fact of <c>lock.json</c>, in its order; an object such as the plugins gives a line for each of its entries. What the methods say about themselves is no fact of the environment.</summary>
    public static IReadOnlyList<(string Name, string Value)> Facts(RunDirectory run)
    {
        if (!File.Exists(run.Lock) || JsonNode.Parse(File.ReadAllBytes(run.Lock)) is not JsonObject facts)
            return [];
        return [.. facts.Where(fact => fact.Value is not null && fact.Key != "methods").SelectMany(fact => fact.Value is JsonObject group
            ? group.Select(inner => ($"{fact.Key}: {inner.Key}", inner.Value?.ToString() ?? ""))
            : [(fact.Key, fact.Value!.ToString())])];
    }

    /// <summary>The facts in which two runs differ, with the value of each. A group that one of them doesn't know of, such as the packages of an older version, tells nothing.</summary>
    public static IReadOnlyList<EnvironmentDifference> Differences(IReadOnlyList<(string Name, string Value)> first, IReadOnlyList<(string Name, string Value)> second)
    {
        var (a, b) = (first.ToDictionary(fact => fact.Name, fact => fact.Value), second.ToDictionary(fact => fact.Name, fact => fact.Value));
        bool IsKnown(string name) => name.Split(": ") is not [var group, _] || (a.Keys.Any(key => key.StartsWith(group, StringComparison.Ordinal)) && b.Keys.Any(key => key.StartsWith(group, StringComparison.Ordinal)));
        return [.. a.Keys.Union(b.Keys).Where(name => IsKnown(name) && a.GetValueOrDefault(name) != b.GetValueOrDefault(name)).Select(name => new EnvironmentDifference(name, a.GetValueOrDefault(name), b.GetValueOrDefault(name)))];
    }
}

/// <summary>A fact in which two environments differ.</summary>
/// <param name="Name">What differs.</param>
/// <param name="First">Its value in the first; null where it has none.</param>
/// <param name="Second">Its value in the second.</param>
internal sealed record EnvironmentDifference(string Name, string? First, string? Second)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {First ?? "none"} -> {Second ?? "none"}";
}
