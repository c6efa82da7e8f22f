namespace KdHost.Sdk.Models;

/// <summary>A named part of a network whose feature map feature distillation reads.</summary>
/// <param name="Name"><c>stem</c>, <c>stage1</c>, <c>stage2</c>, …</param>
/// <param name="Output">The map that the stage gives: <c>[B, C, H, W]</c>, in a transformer tokens <c>[B, N, C]</c>, in a perceptron a vector <c>[B, D]</c>.</param>
/// <param name="BeforeActivation">
/// The map before the stage's last activation, of the same shape; the same place as <paramref name="Output"/> where no activation ends the
/// stage. In a stem it is the output too: the reference implementations of the feature losses do so, and none of them reads it.
/// </param>
public sealed record Stage(string Name, TapPoint Output, TapPoint BeforeActivation)
{
    /// <summary>A stage that no activation ends, or a stem.</summary>
    /// <param name="name">Name of the stage.</param>
    /// <param name="module">Dotted path of the module that gives the map.</param>
    public static Stage EndingIn(string name, string module) => new(name, TapPoint.OutputOf(module), TapPoint.OutputOf(module));

    /// <summary>A stage that ends with an activation.</summary>
    /// <param name="name">Name of the stage.</param>
    /// <param name="activation">Dotted path of the activation: its output and its input are the two maps.</param>
    public static Stage EndingInActivation(string name, string activation) => new(name, TapPoint.OutputOf(activation), TapPoint.InputOf(activation));
}
