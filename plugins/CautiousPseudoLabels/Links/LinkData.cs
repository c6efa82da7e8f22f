using KdHost.Sdk.Data.Graphs;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>Edges of a graph in three parts. A pair (i, j) is written as <c>i · n + j</c>; training edges stand in both directions.</summary>
/// <param name="graph">The graph, features as the models see them.</param>
/// <param name="split">The split.</param>
internal sealed class LinkData(Graph graph, LinkSplit split)
{
    private readonly HashSet<long> _edges = [.. graph.Edges.SelectMany(edge => Both(edge, graph.Nodes))];

    /// <summary>The graph.</summary>
    public Graph Graph => graph;

    /// <summary>n.</summary>
    public int Nodes => graph.Nodes;

    /// <summary>The split.</summary>
    public LinkSplit Split => split;

    /// <summary>Training edges in both directions.</summary>
    public IReadOnlyList<long> Training { get; } = [.. split.Training.Edges.SelectMany(edge => Both(edge, graph.Nodes))];

    /// <summary>All true edges in both directions: for the ban list of negatives that the options name, and for analysis.</summary>
    public IReadOnlySet<long> Edges => _edges;

    /// <summary>The two nodes of a pair.</summary>
    public (int Source, int Target) Ends(long pair) => ((int)(pair / graph.Nodes), (int)(pair % graph.Nodes));

    /// <summary>A pair as a number.</summary>
    public long Pair((int Source, int Target) ends) => ((long)ends.Source * graph.Nodes) + ends.Target;

    /// <summary>The same pair in the other direction.</summary>
    public long Reverse(long pair) => Pair((Ends(pair).Target, Ends(pair).Source));

    private static IEnumerable<long> Both((int Source, int Target) edge, long nodes) => [(edge.Source * nodes) + edge.Target, (edge.Target * nodes) + edge.Source];
}
