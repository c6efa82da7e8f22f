namespace KdHost.Sdk.Models;

/// <summary>A place in a network where a <see cref="FeatureTap"/> can read: what a module gives, or what it is given.</summary>
/// <param name="Module">Dotted path of the module, such as <c>layer1.2.relu</c>.</param>
/// <param name="AtInput">True for what the module is given, false for what it gives.</param>
public readonly record struct TapPoint(string Module, bool AtInput = false)
{
    /// <summary>What a module gives.</summary>
    /// <param name="module">Dotted path of the module.</param>
    public static TapPoint OutputOf(string module) => new(module);

    /// <summary>What a module is given.</summary>
    /// <param name="module">Dotted path of the module.</param>
    public static TapPoint InputOf(string module) => new(module, AtInput: true);
}
