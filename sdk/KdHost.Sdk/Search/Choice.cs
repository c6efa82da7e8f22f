using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>One of some values, all alike. They have no order: a search learns nothing about one from its neighbour.</summary>
public sealed record Choice : Distribution
{
    /// <summary>Makes the distribution.</summary>
    /// <param name="values">At least one value.</param>
    /// <exception cref="ArgumentException">There is no value, or one stands twice.</exception>
    public Choice(IEnumerable<JsonNode?> values)
    {
        Values = [.. values.Select(value => value?.DeepClone())];
        if (Values.Count == 0)
            throw new ArgumentException("at least one value");
        if (Values.Where((value, i) => Values.Take(i).Any(earlier => JsonNode.DeepEquals(earlier, value))).Any())
            throw new ArgumentException("different values");
    }

    /// <summary>The values.</summary>
    public IReadOnlyList<JsonNode?> Values { get; }

    /// <inheritdoc/>
    public override JsonNode? Sample(RandomStream random) => Values[random.NextInt(Values.Count)]?.DeepClone();

    /// <inheritdoc/>
    public bool Equals(Choice? other) => other is not null && Values.Count == other.Values.Count && Values.Zip(other.Values).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Count;
}
