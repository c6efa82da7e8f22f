using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>The activations that graph networks can have between their layers.</summary>
internal static class Activations
{
    /// <summary>Applies one.</summary>
    /// <param name="values">Any shape.</param>
    /// <param name="activation">Which one.</param>
    /// <param name="automatic">What automatic means.</param>
    public static Tensor Apply(Tensor values, GraphActivation activation, GraphActivation automatic) =>
        (activation == GraphActivation.Automatic ? automatic : activation) switch
        {
            GraphActivation.Elu => nn.functional.elu(values, 1),
            GraphActivation.Tanh => values.tanh(),
            _ => values.relu(),
        };
}
