using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>A linear layer whose input is the features of a graph in the first layer and a tensor in the others.</summary>
internal static class GraphLinear
{
    /// <summary>Applies a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="hidden">Input of the layer; null for the graph's features.</param>
    /// <param name="dropout">Share of the features that are dropped; the caller drops hidden units itself.</param>
    /// <param name="generator">Draws what is dropped; null for the global one.</param>
    public static Tensor Apply(Linear layer, GraphTensors graph, Tensor? hidden, double dropout, Generator? generator)
    {
        if (hidden is not null)
            return layer.call(hidden);
        var projected = graph.Project(layer.weight!, dropout, generator);
        return layer.bias is { } bias ? projected.add_(bias) : projected;
    }

    /// <summary>Weights and biases uniform in <c>±1/√(out)</c>, as in Kipf's own code.</summary>
    public static void InitialiseByOutput(Parameter weight, Parameter bias, int outputs)
    {
        var bound = 1 / Math.Sqrt(outputs);
        init.uniform_(weight, -bound, bound);
        init.uniform_(bias, -bound, bound);
    }
}
