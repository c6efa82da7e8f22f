using KdHost.Sdk.Models.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KdHost.Plugins.CautiousPseudoLabels.Links;

/// <summary>A graph autoencoder, and the fixed vectors that it reads in place of features when it stands behind node2vec.</summary>
internal sealed class LinkEncoder : nn.Module
{
    private readonly GraphAutoencoder encoder;
    private readonly Parameter? embedding;

    /// <summary>Makes it with fresh weights.</summary>
    /// <param name="nodes">n.</param>
    /// <param name="features">Length of what the autoencoder reads of a node.</param>
    /// <param name="options">Widths and dropout.</param>
    public LinkEncoder(int nodes, int features, LinkOptions options)
        : base(nameof(LinkEncoder))
    {
        encoder = new GraphAutoencoder(features, options.Hidden, options.Width, options.InputDropout);
        embedding = options.Model == LinkModelKind.Node2vec ? new Parameter(zeros(nodes, features), requires_grad: false) : null;
        RegisterComponents();
    }

    /// <summary>Vectors of node2vec, or null.</summary>
    public Tensor? Embedding => embedding;

    /// <summary>The autoencoder.</summary>
    public GraphAutoencoder Encoder => encoder;
}
