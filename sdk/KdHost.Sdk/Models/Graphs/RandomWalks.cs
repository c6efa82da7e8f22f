using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>Uniform random walks along directed edges; a node without any stays where it is.</summary>
internal sealed class RandomWalks
{
    private readonly int[][] _neighbours;

    /// <summary>Sorts the edges by their source.</summary>
    public RandomWalks(int nodes, IReadOnlyList<(int Source, int Target)> edges)
    {
        var neighbours = edges.ToLookup(edge => edge.Source, edge => edge.Target);
        _neighbours = [.. Enumerable.Range(0, nodes).Select(node => neighbours[node].ToArray())];
    }

    /// <summary>A walk of some nodes.</summary>
    public int[] Walk(int start, int length, RandomStream random)
    {
        var walk = new int[length];
        walk[0] = start;
        for (var i = 1; i < length; i++)
        {
            var next = _neighbours[walk[i - 1]];
            walk[i] = next.Length == 0 ? walk[i - 1] : next[random.NextInt(next.Length)];
        }

        return walk;
    }

    /// <summary>A sequence of random nodes behind a start.</summary>
    public int[] Jump(int start, int length, RandomStream random)
    {
        var jump = new int[length];
        jump[0] = start;
        for (var i = 1; i < length; i++)
            jump[i] = random.NextInt(_neighbours.Length);
        return jump;
    }
}
