namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// The surroundings of a pair of nodes, without the link between them: all nodes within some steps of either end, the edges among them, and a role of each node.
/// M. Zhang, Y. Chen, "Link prediction based on graph neural networks", NeurIPS 2018.
/// </summary>
/// <param name="Nodes">Nodes of the graph; the two ends come first.</param>
/// <param name="Edges">Directed edges by position in <paramref name="Nodes"/>.</param>
/// <param name="Roles">Double-radius labels: 1 for both ends, 0 for nodes that only one end reaches.</param>
public sealed record EnclosingSubgraph(IReadOnlyList<int> Nodes, IReadOnlyList<(int Source, int Target)> Edges, IReadOnlyList<int> Roles)
{
    /// <summary>
    /// Double-radius node label: <c>1 + min(d_x, d_y) + ⌊d/2⌋ (⌊d/2⌋ + d mod 2 − 1)</c> with d = d_x + d_y.
    /// </summary>
    /// <param name="first">Distance to one end with the other removed.</param>
    /// <param name="second">Distance to the other end with the first removed.</param>
    public static int Role(int first, int second)
    {
        var (half, odd) = ((first + second) / 2, (first + second) % 2);
        return 1 + Math.Min(first, second) + (half * (half + odd - 1));
    }

    /// <summary>Cuts out a subgraph.</summary>
    /// <param name="neighbours">Neighbours of each node, in both directions of an edge.</param>
    /// <param name="pair">The two ends.</param>
    /// <param name="hops">Steps from the ends.</param>
    public static EnclosingSubgraph Of(IReadOnlyList<IReadOnlyCollection<int>> neighbours, (int Source, int Target) pair, int hops)
    {
        List<int> nodes = pair.Source == pair.Target ? throw new ArgumentException("a pair has two ends", nameof(pair)) : [pair.Source, pair.Target];
        var place = new Dictionary<int, int> { [pair.Source] = 0, [pair.Target] = 1 };
        for (var (hop, first) = (0, 0); hop < hops; hop++)
        {
            var last = nodes.Count;
            for (; first < last; first++)
            {
                foreach (var next in neighbours[nodes[first]].Where(next => place.TryAdd(next, nodes.Count)))
                    nodes.Add(next);
            }
        }

        (int Source, int Target)[] edges =
        [
            .. nodes.Index().SelectMany(node => neighbours[node.Item].Where(place.ContainsKey).Select(next => (node.Index, place[next])))
                .Where(edge => !(edge.Item1 < 2 && edge.Item2 < 2))
        ];
        var (fromFirst, fromSecond) = (Distances(nodes.Count, edges, 0, without: 1), Distances(nodes.Count, edges, 1, without: 0));
        int RoleOf(int node) => node < 2 ? 1 : fromFirst[node] < 0 || fromSecond[node] < 0 ? 0 : Role(fromFirst[node], fromSecond[node]);
        return new EnclosingSubgraph(nodes, edges, [.. Enumerable.Range(0, nodes.Count).Select(RoleOf)]);
    }

    // Breadth first; −1 where there is no way.
    private static int[] Distances(int nodes, (int Source, int Target)[] edges, int start, int without)
    {
        var next = edges.ToLookup(edge => edge.Source, edge => edge.Target);
        var distances = Enumerable.Repeat(-1, nodes).ToArray();
        distances[start] = 0;
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var other in next[node].Where(other => other != without && distances[other] < 0))
            {
                distances[other] = distances[node] + 1;
                queue.Enqueue(other);
            }
        }

        return distances;
    }
}
