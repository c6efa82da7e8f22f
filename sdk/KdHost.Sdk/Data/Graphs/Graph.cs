namespace KdHost.Sdk.Data.Graphs;

/// <summary>An undirected graph with features and classes of its nodes, in memory.</summary>
/// <param name="Edges">Each edge once, smaller node first, sorted; no loops.</param>
/// <param name="Features">One row a node, as in the files: not normalised.</param>
/// <param name="Labels">One class a node, counted from 0.</param>
public sealed record Graph(IReadOnlyList<(int Source, int Target)> Edges, SparseRows Features, IReadOnlyList<int> Labels)
{
    /// <summary>Number of nodes.</summary>
    public int Nodes => Labels.Count;

    /// <summary>Number of classes.</summary>
    public int Classes { get; } = Labels.Max() + 1;

    /// <summary>Nodes without a class of their own, whose label is 0 by convention: never train or score on them.</summary>
    public IReadOnlySet<int> Unlabelled { get; init; } = new HashSet<int>();

    /// <summary>Splits that were published with the graph; the first is the usual one. Empty when there is none.</summary>
    public IReadOnlyList<NodeSplit> PublishedSplits { get; init; } = [];

    /// <summary>Share of the edges that join nodes of one class.</summary>
    public double EdgeHomophily => Edges.Count(edge => Labels[edge.Source] == Labels[edge.Target]) / (double)Edges.Count;

    /// <summary>Loads a graph that stands under the data root.</summary>
    /// <param name="name">Name of the data set, such as <c>cora</c>.</param>
    /// <param name="root">Where its files stand.</param>
    /// <exception cref="Faults.FaultException">The name is unknown, or a file is missing or damaged.</exception>
    public static Graph Load(string name, DataRoot root)
    {
        var source = DataSets.Get<GraphSource>(name);
        DataSets.Require(source, root);
        return source.Read(root);
    }
}
