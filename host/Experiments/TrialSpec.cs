using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments;

/// <summary>One trial of an experiment: a method, its complete options and a seed.</summary>
internal sealed record TrialSpec
{
    /// <summary>Hash of method, options and seed: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Hash of method and options without the seed: trials that differ in the seed only share it.</summary>
    public required string ConfigurationId { get; init; }

    /// <summary>Name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>The complete options.</summary>
    public required BoundOptions Options { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The grid values of this trial, by dotted path.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Point { get; init; }

    /// <summary>The first digits of the id, for people.</summary>
    public string ShortId => Id[..8];

    /// <summary>The grid values in words, such as <c>distillation=kd</c>; the method's name when there is no grid.</summary>
    public string Label => Point.Count == 0 ? Method : string.Join(" ", Point.Select(pair => $"{pair.Key}={pair.Value?.ToString() ?? "null"}"));

    public static TrialSpec Of(string method, BoundOptions options, long seed, IReadOnlyDictionary<string, JsonNode?> point)
    {
        // Values come from the bound record, sorted and in shortest round-trip form, so 0.10 and 0.1 are the same trial.
        var content = method + string.Concat(options.Values.Select(pair => $"\n{pair.Key}={pair.Value?.ToJsonString() ?? "null"}"));
        return new TrialSpec { Id = Hash($"{content}\nseed={seed}"), ConfigurationId = Hash(content), Method = method, Options = options, Seed = seed, Point = point };
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
