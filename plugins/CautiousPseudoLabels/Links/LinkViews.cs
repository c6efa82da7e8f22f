using KdHost.Plugins.CautiousPseudoLabels.Nodes;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>The graph of the training pairs, and random views of it, Eq. (5). Features are those of the data set, or an embedding.</summary>
/// <param name="data">The graph.</param>
/// <param name="options">Strengths.</param>
/// <param name="device">Where the tensors are.</param>
internal sealed class LinkViews(LinkData data, CautiousPseudoLabelsOptions options, Device device)
{
    private readonly FeatureViews _features = new(data.Graph.Features, device);

    /// <summary>Eq. (13): the graph as it is.</summary>
    /// <param name="pairs">Directed pairs.</param>
    /// <param name="embedding">Vectors in place of features, or null.</param>
    public GraphTensors Clean(IReadOnlyList<long> pairs, Tensor? embedding) => Of(pairs, embedding is null ? _features.Clean() : null, embedding);

    /// <summary>A view.</summary>
    /// <param name="kind">What changes.</param>
    /// <param name="pairs">Directed pairs.</param>
    /// <param name="embedding">Vectors in place of features, or null.</param>
    /// <param name="seed">The seed of the change.</param>
    public GraphTensors Create(ViewKind kind, IReadOnlyList<long> pairs, Tensor? embedding, long seed)
    {
        switch (kind)
        {
            case ViewKind.Feature when embedding is null:
                return Of(pairs, _features.Dropped(options.AugmentationDrop, seed), null);
            case ViewKind.Feature:
                using (var scope = NewDisposeScope())
                {
                    using var generator = new Generator((ulong)seed, device);
                    using Scalar threshold = options.AugmentationDrop, scale = 1 / (1 - options.AugmentationDrop);
                    return Of(pairs, null, embedding * rand(embedding.shape, generator: generator, device: device).ge(threshold).to(embedding.dtype).mul_(scale));
                }

            case ViewKind.Node when embedding is null:
                return Of(pairs, _features.WithoutRows(options.NodeDrop, seed), null);
            case ViewKind.Node:
                using (var scope = NewDisposeScope())
                {
                    var random = new RandomStream(seed);
                    long[] rows = [.. Enumerable.Range(0, (int)(options.NodeDrop * data.Nodes)).Select(_ => (long)random.NextInt(data.Nodes))];
                    return Of(pairs, null, rows.Length == 0 ? embedding : embedding.index_fill(0, tensor(rows, device: device), 0));
                }

            case ViewKind.Noise:
                var view = Clean(pairs, embedding);
                return view.AddFeatureNoise(view.FeatureDeviation() * options.AugmentationDrop / 2, seed);
            case ViewKind.Structure or ViewKind.Edge:
                return WithoutPairs(kind == ViewKind.Structure ? options.StructureDrop : options.AugmentationDrop, pairs, embedding, seed);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such view");
        }
    }

    // Behind node2vec kept weights are divided by 1 − p: after the normalisation that is the same as loops times 1 − p.
    private GraphTensors WithoutPairs(double share, IReadOnlyList<long> pairs, Tensor? embedding, long seed)
    {
        var random = new RandomStream(seed);
        return Of([.. pairs.Where(_ => !random.NextChance(share))], embedding is null ? _features.Clean() : null, embedding, embedding is null ? 1 : 1 - share);
    }

    private GraphTensors Of(IReadOnlyList<long> pairs, SparseMatrix? features, Tensor? embedding, double selfLoopWeight = 1) =>
        GraphTensors.OfDirected([.. pairs.Select(data.Ends)], features, embedding, selfLoopWeight);
}
