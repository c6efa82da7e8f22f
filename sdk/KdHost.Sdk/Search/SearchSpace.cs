using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>The hyper-parameters of a search by dotted path, each with what its values are drawn from.</summary>
/// <param name="dimensions">Path and distribution of each; paths differ.</param>
public sealed class SearchSpace(IEnumerable<KeyValuePair<string, Distribution>> dimensions)
{
    /// <summary>Path and distribution of each hyper-parameter, in the order declared.</summary>
    public IReadOnlyList<KeyValuePair<string, Distribution>> Dimensions { get; } = [.. dimensions];

    /// <summary>
    /// One of the random points that a seed stands for. Each value depends on seed, index and path alone: more samples keep the
    /// earlier ones, and another dimension leaves the values of the others as they are.
    /// </summary>
    /// <param name="seed">The seed of the search.</param>
    /// <param name="index">Which point, counted from 0.</param>
    public IReadOnlyDictionary<string, JsonNode?> Sample(long seed, long index) =>
        Enumerable.Range(0, Dimensions.Count).ToDictionary(dimension => Dimensions[dimension].Key, dimension => Sample(dimension, seed, index));

    /// <summary>The value of one dimension of such a point.</summary>
    /// <param name="dimension">Which dimension, counted from 0.</param>
    /// <param name="seed">The seed of the search.</param>
    /// <param name="index">Which point, counted from 0.</param>
    public JsonNode? Sample(int dimension, long seed, long index) =>
        Dimensions[dimension].Value.Sample(new RandomStream(Seeds.Derive(seed, $"search/{Dimensions[dimension].Key}", index)));
}
