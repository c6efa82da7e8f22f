using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// Classifier of whole graphs: tanh graph convolutions, of which all outputs are kept; the k nodes that stand highest by the last channel, in that order; two convolutions over them; a
/// perceptron. M. Zhang, Z. Cui, M. Neumann, Y. Chen, "An end-to-end deep learning architecture for graph classification", AAAI 2018, as SEAL uses it for links.
/// </summary>
public sealed class Dgcnn : Module<SubgraphBatch, Tensor>
{
    private const int RoleCount = 1000, FirstChannels = 16, SecondChannels = 32, Kernel = 5, Dense = 128, Smallest = 10;

    private readonly Parameter roles;
    private readonly ModuleList<Linear> convs = [];
    private readonly Conv1d conv1, conv2;
    private readonly Linear lin1, lin2;
    private readonly int _pool, _channels;
    private readonly double _dropout;

    /// <summary>Makes the network.</summary>
    /// <param name="features">f of the nodes; the embedding of their roles comes on top.</param>
    /// <param name="hidden">Width of a graph convolution.</param>
    /// <param name="layers">Graph convolutions beside the last one, which has a single channel.</param>
    /// <param name="pool">k: nodes that are kept, at least 10.</param>
    /// <param name="dropout">Share of the dense layer that is dropped in training.</param>
    public Dgcnn(int features, int hidden, int layers, int pool, double dropout)
        : base(nameof(Dgcnn))
    {
        (_pool, _dropout, _channels) = (Math.Max(Smallest, pool), dropout, (hidden * layers) + 1);
        roles = Parameter(randn(RoleCount, hidden));
        for (var layer = 0; layer <= layers; layer++)
            convs.Add(Linear(layer == 0 ? features + hidden : hidden, layer == layers ? 1 : hidden));
        conv1 = Conv1d(1, FirstChannels, _channels, stride: _channels);
        conv2 = Conv1d(FirstChannels, SecondChannels, Kernel);
        lin1 = Linear(SecondChannels * ((_pool / 2) - Kernel + 1), Dense);
        lin2 = Linear(Dense, 1);
        RegisterComponents();
        foreach (var conv in convs)
        {
            init.xavier_uniform_(conv.weight!);
            init.zeros_(conv.bias!);
        }
    }

    /// <summary>Draws what dropout drops in training; null for libtorch's global generator.</summary>
    public Generator? Generator { get; set; }

    /// <summary>One logit a subgraph; its sigmoid is the probability of a link.</summary>
    /// <param name="batch">The subgraphs.</param>
    /// <returns><c>[B]</c>.</returns>
    public override Tensor forward(SubgraphBatch batch)
    {
        using var scope = NewDisposeScope();
        var outputs = new List<Tensor>();
        foreach (var (index, conv) in convs.Index())
        {
            var projected = index == 0 ? Project(batch, conv) : outputs[^1].mm(conv.weight!.t());
            outputs.Add((batch.Adjacency.Multiply(projected) + conv.bias!).tanh());
        }

        var pooled = Sorted(cat(outputs, 1), batch).view(batch.Count, 1, _pool * _channels);
        var hidden = functional.max_pool1d(conv1.call(pooled).relu(), 2, 2);
        hidden = lin1.call(conv2.call(hidden).relu().flatten(1)).relu();
        return lin2.call(GraphDropout.Apply(hidden, _dropout, training, Generator)).squeeze(1).MoveToOuterDisposeScope();
    }

    // The first layer reads features and the embedding of the role, side by side: its weight is in two parts.
    private Tensor Project(SubgraphBatch batch, Linear conv)
    {
        var width = batch.Features.Width;
        var (ofFeatures, ofRoles) = (conv.weight!.narrow(1, 0, width), conv.weight!.narrow(1, width, conv.weight!.shape[1] - width));
        using var transposed = ofFeatures.t();
        return batch.Features.Multiply(transposed) + roles.index_select(0, batch.Roles.clamp_max(RoleCount - 1)).mm(ofRoles.t());
    }

    // Nodes of each subgraph by their last channel, the highest first; cut, or filled up with zeros, to k.
    private Tensor Sorted(Tensor values, SubgraphBatch batch)
    {
        using var scope = NewDisposeScope();
        var counts = batch.Graphs.bincount(null, batch.Count);
        var starts = counts.cumsum(0) - counts;
        var nodes = values.shape[0];

        // One key for both orders, as libtorch's sort is not stable: the values are in (−1, 1), so subgraphs are further apart than they are.
        var last = values.detach().select(1, values.shape[1] - 1).to(ScalarType.Float64);
        var order = ((batch.Graphs.to(ScalarType.Float64) * 4) - last).argsort();
        var keys = batch.Graphs.index_select(0, order);
        var rank = arange(nodes, ScalarType.Int64, values.device) - starts.index_select(0, keys);
        var isKept = rank.lt(_pool);
        var places = ((keys * _pool) + rank).masked_select(isKept);
        return zeros([(long)batch.Count * _pool, values.shape[1]], values.dtype, values.device)
            .index_add(0, places, values.index_select(0, order.masked_select(isKept)), 1).MoveToOuterDisposeScope();
    }
}
