using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>Initial weights that are not libtorch's own. Draws come from the global generator, which <see cref="ModelCatalog.Create"/> seeds.</summary>
internal static class Init
{
    /// <summary>
    /// Convolutions below a network: <c>N(0, 2 / fan-out)</c>, biases 0. He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015.
    /// </summary>
    /// <param name="network">The network.</param>
    public static void KaimingFanOut(Module network)
    {
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
            Zero(convolution.bias);
        }
    }

    /// <summary>The linear layers below a network: <c>N(0, std²)</c>, biases 0.</summary>
    /// <remarks>
    /// This serves timm's transformers too, with 0.02: their cut at ±2 lies a hundred deviations out, and libtorch's sampler of the cut
    /// distribution gives infinite weights once in some ten million draws.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="std">Standard deviation of the weights.</param>
    public static void NormalLinear(Module network, double std)
    {
        foreach (var linear in network.modules().OfType<Linear>())
        {
            init.normal_(linear.weight!, 0, std);
            Zero(linear.bias);
        }
    }

    /// <summary>The convolutions below a network: <c>N(0, std²)</c>, biases 0.</summary>
    /// <param name="network">The network.</param>
    /// <param name="std">Standard deviation of the weights.</param>
    public static void NormalConvolution(Module network, double std)
    {
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            init.normal_(convolution.weight!, 0, std);
            Zero(convolution.bias);
        }
    }

    private static void Zero(Parameter? bias)
    {
        if (bias is not null)
            init.zeros_(bias);
    }
}
