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

    /// <summary>The linear layers, and if asked the convolutions, below a network: <c>N(0, 0.02²)</c> cut off at ±2, biases 0, as timm has it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="convolutions">Whether convolutions are included.</param>
    public static void TruncatedNormal(Module network, bool convolutions)
    {
        foreach (var module in network.modules())
        {
            var (weight, bias) = module switch
            {
                Linear linear => (linear.weight, linear.bias),
                Conv2d convolution when convolutions => (convolution.weight, convolution.bias),
                _ => (null, null),
            };
            if (weight is not null)
                init.trunc_normal_(weight, 0, 0.02, -2, 2);
            Zero(bias);
        }
    }

    private static void Zero(Parameter? bias)
    {
        if (bias is not null)
            init.zeros_(bias);
    }
}
