using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Networks;

/// <summary>Activations of hidden layers.</summary>
public enum Activation
{
    /// <summary>None: a deep linear network.</summary>
    Identity,

    /// <summary>1 / (1 + e⁻ᵗ).</summary>
    Sigmoid,

    /// <summary>max(0, t).</summary>
    Relu,
}

/// <summary>Values and derivatives of activations.</summary>
internal static class Activations
{
    /// <summary>The activation of each number.</summary>
    public static torch.Tensor Apply(this Activation activation, torch.Tensor values) => activation switch
    {
        Activation.Sigmoid => values.sigmoid(),
        Activation.Relu => values.relu(),
        _ => values,
    };

    /// <summary>A gradient times the derivative, which all three activations know from their output alone.</summary>
    public static torch.Tensor TimesDerivative(this Activation activation, torch.Tensor gradient, torch.Tensor output) => activation switch
    {
        Activation.Sigmoid => gradient * (output - (output * output)),
        Activation.Relu => gradient * output.sign(),
        _ => gradient,
    };
}
