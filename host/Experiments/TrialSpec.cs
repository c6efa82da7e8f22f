using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments;

/// <summary>One trial of an experiment: a configuration and a seed. Small, since a grid may have a great many: the rest is made when somebody asks.</summary>
/// <param name="configuration">Method and options.</param>
/// <param name="seed">The seed.</param>
/// <param name="id">Hash of method, options and seed.</param>
internal sealed class TrialSpec(IConfiguration configuration, long seed, string id)
{
    /// <summary>Hash of method, options and seed: 32 hexadecimal digits.</summary>
    public string Id => id;

    /// <summary>Hash of method and options without the seed: trials that differ in the seed only share it.</summary>
    public string ConfigurationId => configuration.Id;

    /// <summary>Name of the method.</summary>
    public string Method => configuration.Method;

    /// <summary>The complete options.</summary>
    public BoundOptions Options => configuration.Options;

    /// <summary>The seed.</summary>
    public long Seed => seed;

    /// <summary>The values that tell this trial's configuration from the others, by dotted path.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Point => configuration.Point;

    /// <summary>The first digits of the id, for people.</summary>
    public string ShortId => Id[..8];

    /// <summary>Those values in words, such as <c>distillation=kd</c>; the method's name when there are none.</summary>
    public string Label => Point is { Count: > 0 } point ? string.Join(" ", point.Select(pair => $"{pair.Key}={ValueText.Short(pair.Value)}")) : Method;

    /// <summary>A trial with options that are bound already.</summary>
    public static TrialSpec Of(string method, BoundOptions options, long seed, IReadOnlyDictionary<string, JsonNode?> point)
    {
        // Values come from the bound record, sorted and in shortest round-trip form, so 0.10 and 0.1 are the same trial.
        var content = method + string.Concat(options.Values.Select(pair => $"\n{pair.Key}={pair.Value?.ToJsonString() ?? "null"}"));
        return new TrialSpec(new BoundConfiguration(Hash(content), method, options, point), seed, Hash($"{content}\nseed={seed}"));
    }

    /// <summary>An id as text.</summary>
    public static string ToText(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>An id as a number.</summary>
    public static UInt128 ToNumber(string id) => UInt128.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Hash(string text) => ToText(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    private sealed record BoundConfiguration(string Id, string Method, BoundOptions Options, IReadOnlyDictionary<string, JsonNode?> Point) : IConfiguration;
}

/// <summary>A method with its complete options.</summary>
internal interface IConfiguration
{
    /// <summary>Hash of method and options: 32 hexadecimal digits.</summary>
    string Id { get; }

    /// <summary>Name of the method.</summary>
    string Method { get; }

    /// <summary>The values that tell it from the other configurations of its experiment, by dotted path.</summary>
    IReadOnlyDictionary<string, JsonNode?> Point { get; }

    /// <summary>The complete options.</summary>
    BoundOptions Options { get; }
}
