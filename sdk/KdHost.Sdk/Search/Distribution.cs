using System.Text.Json.Nodes;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Search;

/// <summary>What the values of one hyper-parameter are drawn from.</summary>
public abstract record Distribution
{
    /// <summary>Draws a value.</summary>
    /// <param name="random">Where the randomness comes from; the same stream gives the same value.</param>
    /// <returns>The value as it would stand in an experiment file.</returns>
    public abstract JsonNode? Sample(RandomStream random);
}
