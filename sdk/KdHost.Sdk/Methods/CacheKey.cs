using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KdHost.Sdk.Methods;

/// <summary>The address of a cached result: a kind, and a digest of everything that its content depends on.</summary>
public sealed record CacheKey
{
    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private CacheKey(string kind, string description)
    {
        Kind = kind;
        Description = description;
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)))[..32];
    }

    /// <summary>What it is, such as <c>teacher</c>: lower-case letters and hyphens.</summary>
    public string Kind { get; }

    /// <summary>Everything that the content depends on, as JSON; stored beside the entry for people to read.</summary>
    public string Description { get; }

    /// <summary>32 hexadecimal digits over <see cref="Description"/>.</summary>
    public string Digest { get; }

    /// <summary>Makes a key.</summary>
    /// <param name="kind">What it is, such as <c>teacher</c>.</param>
    /// <param name="content">A record or anonymous object with everything that the content depends on: options, data, seed, device kind, threads.</param>
    public static CacheKey Of(string kind, object content) =>
        new(kind, JsonSerializer.Serialize(content, content.GetType(), Canonical));
}
